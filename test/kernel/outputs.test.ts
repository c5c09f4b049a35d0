// Text goes to the cell it belongs to, in order, while there is something to see.
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

test("console goes to stdout, warnings and errors of the console to stderr", async () => {
  const { stdout, stderr } = await kernel.execute(
    'console.log("a", 1); console.info("b"); console.warn("w"); process.stdout.write("c")',
  );
  expect(stdout).toBe("a 1\nb\nc");
  expect(stderr).toBe("w\n");
});

test("Node's own warnings appear under no cell", async () => {
  const { stderr, stdout, types } = await kernel.execute(
    'process.emitWarning("careful"); await new Promise(r => setTimeout(r, 20))',
  );
  expect([stderr, stdout, types]).toEqual(["", "", ["execute_input"]]);
});

test("text of a timer goes to the cell that started it, also while a later one runs", async () => {
  const first = await kernel.execute(
    'for (const ms of [60, 120]) setTimeout(() => console.log("from the first", ms), ms); 1',
  );
  const second = await kernel.execute(
    'console.log("second"); await new Promise(r => setTimeout(r, 200)); console.log("end")',
  );
  const id = first.reply.parent.msg_id!;
  await kernel.printed(id, "from the first 120");
  expect((await kernel.answer(id)).stdout).toBe("from the first 60\nfrom the first 120\n");
  expect(second.stdout).toBe("second\nend\n");
});

test("text of promises goes to the cell that started them, in order", async () => {
  const first = await kernel.execute(
    'void (async () => { for (let i = 1; i <= 3; i++) { await new Promise(r => setTimeout(r, 30)); console.log("step", i) } })(); 1',
  );
  const second = await kernel.execute(
    'import { readFile } from "node:fs/promises"; await readFile(process.execPath); await new Promise(r => setTimeout(r, 150)); console.log("mine")',
  );
  await kernel.printed(first.reply.parent.msg_id!, "step 3");
  expect((await kernel.answer(first.reply.parent.msg_id!)).stdout).toBe("step 1\nstep 2\nstep 3\n");
  expect(second.stdout).toBe("mine\n");
});

for (const engine of ["threads", "simulator"])
  test(`text of nodes (${engine}) goes to the cell that started them, each line with its node's name, even while a later one runs`, async () => {
    await kernel.execute(
      'import { Node, start } from "kernel-lib"; class Says extends Node { onAsk() { console.log("one\\ntwo"); console.error("three"); return 1 } }',
    );
    const first = await kernel.execute(
      `const live${engine} = await start({ nodes: { a: Says, b: Says } }, { engine: "${engine}" });`,
    );
    const second = await kernel.execute(
      `console.log("mine"); for (const node of ["a", "b"]) await live${engine}.ask(node, { type: "ask" }); console.log("end"); await live${engine}.stop();`,
    );
    const id = first.reply.parent.msg_id!;
    await kernel.until(() =>
      kernel.published.some((m) => m.parent.msg_id === id && m.content.text?.includes("[b] three")),
    );
    const { stdout, stderr } = await kernel.answer(id);
    expect(stdout).toBe("[a] one\n[a] two\n[b] one\n[b] two\n");
    expect(stderr).toBe("[a] three\n[b] three\n");
    expect(second.stdout).toBe("mine\nend\n");
  });

test("text is sent while the cell is still busy in a loop", async () => {
  const id = kernel.begin('console.log("early"); while (true) {}');
  await kernel.printed(id, "early");
  await kernel.interrupt();
  expect((await kernel.answer(id)).types).toEqual(["execute_input", "stream", "error"]);
});

test("text, displays and the result keep their order", async () => {
  const { types } = await kernel.execute(
    'import { display } from "tslab"; console.log(1); display.text("2"); console.log(3); console.error(4); console.log(5); 6',
  );
  expect(types).toEqual(["execute_input", "stream", "display_data", "stream", "stream", "stream", "execute_result"]);
});

test("a flood of a million lines is cut, says how much was left out, and shows its end", async () => {
  const { stdout, reply } = await kernel.execute('for (let i = 0; i < 1e6; i++) console.log("line " + i)');
  expect(reply.content.status).toBe("ok");
  expect(stdout.length).toBeLessThan(1_000_000);
  expect(stdout.startsWith("line 0\nline 1\n")).toBe(true);
  expect(stdout.endsWith("line 999999\n")).toBe(true);
  const [shown, left] = [
    stdout.split("\n").filter((line) => /^line \d+$/.test(line)).length,
    /… ([\d,]+) lines/.exec(stdout)![1],
  ];
  expect(Math.abs(shown + Number(left.replaceAll(",", "")) - 1_000_000)).toBeLessThan(5);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
});

test("a node's flood is cut too", async () => {
  const { stdout, result } = await kernel.execute(
    'import { Node, run } from "kernel-lib"; class Floods extends Node { onStart() { for (let i = 0; i < 2e5; i++) console.log("line " + i) } } ; (await run({ nodes: { f: Floods } }, { limit: 60_000 })).errors',
  );
  expect(result).toEqual({ "text/plain": "[]" });
  expect(stdout.length).toBeLessThan(1_500_000);
  expect(stdout).toMatch(/… [\d,]+ lines \([\d,]+ characters\) left out/);
  expect(stdout.endsWith("[f] line 199999\n")).toBe(true);
});

test("kernel-lib's host prints under the cell it names", async () => {
  const first = await kernel.execute(
    "const host = (globalThis as any)[Symbol.for('verteilt.host')]; const mine = host.cell(); mine",
  );
  await kernel.execute('host.print("node says hello\\n", "stdout", mine)');
  expect(await kernel.printed(first.reply.parent.msg_id!, "node says hello\n")).toBe(true);
});
