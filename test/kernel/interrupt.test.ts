// One press ends whatever a cell is doing, and its variables stay.
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute("let kept = 42; function forever() { let i = 0; while (true) i++ }");
});
afterAll(() => kernel.shutdown());

const endless: Record<string, string> = {
  "a loop": "while (true) {}",
  "a loop without a body": "for (;;);",
  "a loop after an await": "await null; let i = 0; while (true) i++",
  "a loop in a function of an earlier cell": "forever()",
  "a loop that awaits": "while (true) await Promise.resolve()",
  "a chain of promises": "const again = (): Promise<void> => Promise.resolve().then(again); await again()",
  "a chain of promises nobody awaits":
    "const go: any = () => { Promise.resolve().then(go) }; go(); await new Promise(() => {})",
  "a promise that never settles": "await new Promise(() => {})",
  "a loop that sleeps": "while (true) { await new Promise(r => setTimeout(r, 10)); console.log('tick') }",
  "a loop that catches every error": "while (true) { try { while (true) {} } catch {} }",
  "a recursion of exponential size": "const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(80)",
  "a generator": "function* g() { while (true) yield 1 } for (const x of g()) {}",
  "a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "a regular expression after an await": "await null; /^(a+)+$/.test('a'.repeat(40) + 'b')",
  "a regular expression in a timer":
    "await new Promise(() => setTimeout(() => /^(a+)+$/.test('a'.repeat(40) + 'b'), 5))",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "Atomics.wait after an await": "await null; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a loop in code that is no cell's": "await null; require('node:vm').runInThisContext('for (;;);')",
  "a display that is never ready": "({ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) })",
  "a display that loops": "({ async [Symbol.for('Jupyter.display')]() { await null; while (true) {} } })",
};

for (const [what, code] of Object.entries(endless))
  test(`${what} is interrupted`, async () => {
    const id = kernel.begin(`console.log("running");\n${code}`);
    await kernel.printed(id, "running");
    await kernel.interrupt();
    const { reply, error } = await kernel.answer(id);
    expect(error).toMatchObject({ ename: "KeyboardInterrupt", evalue: "The cell was interrupted." });
    expect(reply.content).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect((await kernel.execute("kept")).result).toEqual({ "text/plain": "42" });
  });

const cleaned: Record<string, string> = {
  "a loop": "try { while (true) {} } finally { done = true }",
  "a loop without a body": "try { for (;;); } finally { done = true }",
  "a loop after an await": "await null; try { do {} while (true) } finally { done = true }",
  "a function that calls itself":
    "const fib = function (n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }; try { fib(80) } finally { done = true }",
  "a loop in a function of an earlier cell": "try { forever() } finally { done = true }",
};

for (const [what, code] of Object.entries(cleaned))
  test(`${what} that is interrupted cleans up after itself`, async () => {
    await kernel.execute("let done = false");
    const id = kernel.begin(`console.log("running");\n${code}`);
    await kernel.printed(id, "running");
    await kernel.interrupt();
    expect((await kernel.answer(id)).error!.ename).toBe("KeyboardInterrupt");
    expect((await kernel.execute("[done, kept]")).result).toEqual({ "text/plain": "[ true, 42 ]" });
  });

for (const code of [
  "while (true) {}",
  "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "await null; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
])
  test(`an interrupt says which line of the cell it stopped: ${code}`, async () => {
    const id = kernel.begin(`console.log("on");\n${code}`);
    await kernel.printed(id, "on");
    await kernel.interrupt();
    const { error, reply } = await kernel.answer(id);
    expect(stripVTControlCharacters(error!.traceback.join("\n"))).toMatch(
      new RegExp(
        `^KeyboardInterrupt: The cell was interrupted.\nCell In\\[${reply.content.execution_count}\\], line 2, column \\d+\n`,
      ),
    );
  });

for (const engine of ["threads", "simulator"])
  test(`a node in a loop (${engine}) is interrupted, and the next run is not`, async () => {
    await kernel.execute(
      'import { Node, run } from "kernel-lib"; class Loop extends Node { onStart() { console.log("spinning"); for (let n = 1; ; n++) if (n % 1e7 === 0) console.log("on") } } ; class Fine extends Node { onStart() { this.output(1) } }',
    );
    const id = kernel.begin(`await run({ nodes: { loop: Loop } }, { engine: "${engine}", limit: 600_000 })`);
    await kernel.printed(id, "spinning");
    await kernel.interrupt();
    expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
    const next = await kernel.execute(
      `Number((await run({ nodes: { fine: Fine } }, { engine: "${engine}" })).outputs.fine[0]) + kept`,
    );
    expect(next.result).toEqual({ "text/plain": "43" });
    const { published } = await kernel.answer(id);
    await kernel.execute("await new Promise(r => setTimeout(r, 500))");
    expect((await kernel.answer(id)).published.length).toBe(published.length);
  });

test("an interrupted cell prints nothing more", async () => {
  const id = kernel.begin("setInterval(() => console.log('tick'), 5); await new Promise(() => {})");
  await kernel.printed(id, "tick");
  await kernel.interrupt();
  const { published } = await kernel.answer(id);
  await kernel.execute("await new Promise(r => setTimeout(r, 60))");
  expect((await kernel.answer(id)).published.length).toBe(published.length);
});

test("what an interrupted cell left running stops too: loops that await files, timers of node:timers/promises, chains", async () => {
  const leftovers: string[] = [
    'import { readFile } from "node:fs/promises"; while (true) { console.log("tick"); await readFile(process.execPath) }',
    'import { setInterval as every } from "node:timers/promises"; for await (const _ of every(5)) console.log("tick")',
    'import { setTimeout as sleep } from "node:timers/promises"; async function go() { for (;;) { await sleep(5, 1, {}); console.log("tick") } } void go(); await go()',
    'import { readFile as read, access } from "node:fs"; const next = () => access("/", () => { console.log("tick"); next() }); next(); await new Promise(() => {})',
    'import { promisify } from "node:util"; const nap = promisify(setTimeout); const nod = (): any => nap(5).then(() => { console.log("tick"); return nod() }); await nod()',
  ];
  for (const code of leftovers) {
    const id = kernel.begin(code);
    await kernel.printed(id, "tick");
    await kernel.interrupt();
    const { error } = await kernel.answer(id);
    expect([code, error!.ename]).toEqual([code, "KeyboardInterrupt"]);
    await kernel.execute("await new Promise(r => setTimeout(r, 50))");
    const { published } = await kernel.answer(id);
    await kernel.execute("await new Promise(r => setTimeout(r, 100))");
    expect([code, (await kernel.answer(id)).published.slice(published.length)]).toEqual([code, []]);
  }
});

test("what an interrupted cell had defined is kept, and missing names say why", async () => {
  await kernel.execute("const unreached = 1; const changed = 1");
  const id = kernel.begin(
    "interface Part { a: number }\nclass Whole { part: Part = { a: 7 } }\nlet turns = 0; const changed = 'new'; function early() { return 1 }\nconsole.log('on'); while (true) turns++;\nconst unreached = 'text'; const notYet = 2;",
  );
  await kernel.printed(id, "on");
  await kernel.interrupt();
  const count = (await kernel.answer(id)).reply.content.execution_count;
  expect(
    (await kernel.execute("const p: Part = new Whole().part; [p.a, turns > 0, changed.length, unreached.toFixed()]"))
      .result,
  ).toEqual({
    "text/plain": "[ 7, true, 3, '1' ]",
  });
  expect((await kernel.execute("typeof early")).result).toEqual({ "text/plain": "'function'" });
  expect((await kernel.execute("notYet")).error!.evalue).toBe(
    `notYet is not defined yet. Cell In[${count}] defines it, but was interrupted before it did: run that cell again.`,
  );
});

test("a cell that does not react is ended with its process by the same press, and says that the variables are gone", async () => {
  const other = await KernelClient.start();
  const { reply } = await other.execute("let kept = 42");
  const id = other.begin(
    'import { execFileSync } from "node:child_process"; console.log("on"); execFileSync(process.execPath, ["-e", "setInterval(() => {}, 1000)"])',
  );
  await other.printed(id, "on");
  await other.interrupt();
  expect((await other.answer(id)).error).toMatchObject({
    ename: "KeyboardInterrupt",
    evalue:
      "The cell was interrupted. Nothing else stopped it, so the process that runs cells was ended. All variables are gone: run the cells above again.",
  });
  expect((await other.execute("kept")).error!.evalue).toBe(
    `kept is not defined yet. Cell In[${reply.content.execution_count}] defined it, but the variables are gone: run that cell again.`,
  );
  await other.shutdown();
});

test("timers of kernel-lib's own code outlive an interrupt, those of the cell do not", async () => {
  const id = kernel.begin(
    `import { runInThisContext } from "node:vm"; import { join } from "node:path";
setTimeout(() => console.log("of the cell"), 2000);
const filename = join(require.resolve("kernel-lib"), "../engine/pool.js");
runInThisContext('setTimeout(() => process.stdout.write("of the library"), 2500)', { filename });
console.log("on"); await new Promise(() => {})`,
  );
  await kernel.printed(id, "on");
  await kernel.interrupt();
  await kernel.printed(id, "of the library");
  expect((await kernel.answer(id)).stdout).toBe("on\nof the library");
});

test("an interrupt between cells ends a loop in a timer and nothing else", async () => {
  const { reply } = await kernel.execute("setInterval(() => { console.log('looping'); while (true) {} }, 5)");
  const id = reply.parent.msg_id!;
  await kernel.printed(id, "looping");
  await kernel.interrupt();
  const error = await kernel.until(() =>
    kernel.published.find((m) => m.parent.msg_id === id && m.header.msg_type === "error"),
  );
  expect(error.content.ename).toBe("KeyboardInterrupt");
  expect((await kernel.execute("kept")).result).toEqual({ "text/plain": "42" });
});

test("what an earlier cell left behind holds up the next one only until an interrupt", async () => {
  await kernel.execute("setTimeout(() => { console.log('held'); /^(a+)+$/.test('a'.repeat(40) + 'b') }, 5)");
  await kernel.until(() => kernel.published.find(({ content }) => content.text === "held\n"));
  const id = await kernel.accepted("1");
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  expect((await kernel.execute("kept")).result).toEqual({ "text/plain": "42" });
});

test("no press is lost, whenever it comes", { timeout: 240_000 }, async () => {
  const kinds = ["while (true) {}", "await new Promise(() => {})", "/^(a+)+$/.test('a'.repeat(40) + 'b')"];
  for (let i = 0; i < 24; i++) {
    // A press that overtakes its cell, on another socket, has nothing to stop yet.
    const id = await kernel.accepted(kinds[i % kinds.length]);
    await new Promise((done) => setTimeout(done, (i * 7) % 60));
    await kernel.interrupt();
    const { reply } = await kernel.answer(id);
    expect([i, reply.content.ename, reply.content.evalue]).toEqual([
      i,
      "KeyboardInterrupt",
      "The cell was interrupted.",
    ]);
  }
  expect((await kernel.execute("kept")).result).toEqual({ "text/plain": "42" });
});

test("a press counts although the end of an earlier cell is announced again, after it", async () => {
  // Unguarded code that waits for the press, announces the end of the first run, and does not end.
  const id = kernel.begin(`require("node:vm").runInThisContext(\`(port) => {
  while (globalThis.__interrupt[0] !== 1);
  port.postMessage({ type: "done", run: 1 });
  for (;;);
}\`)((console.log("on"), (process as any)._getActiveHandles().find((h: any) => h?.constructor?.name === "MessagePort")))`);
  await kernel.printed(id, "on");
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ evalue: "The cell was interrupted." });
  expect((await kernel.execute("kept")).result).toEqual({ "text/plain": "42" });
});

test("an interrupt aborts the queued cells", async () => {
  const ids = ["console.log('on'); while (true) {}", "1", "2"].map((code) => kernel.begin(code));
  await kernel.printed(ids[0], "on");
  await kernel.interrupt();
  const replies = await Promise.all(ids.map((id) => kernel.answer(id)));
  expect(replies.map(({ reply }) => reply.content.status)).toEqual(["error", "aborted", "aborted"]);
});

test("kernel-lib is told by a signal", async () => {
  const id = kernel.begin(
    "const signal = (globalThis as any)[Symbol.for('verteilt.host')].signal(); signal.onabort = () => console.log('told'); console.log('on'); await new Promise(() => {})",
  );
  await kernel.printed(id, "on");
  await kernel.interrupt();
  await kernel.printed(id, "told");
});
