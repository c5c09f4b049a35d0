// Errors show a student's own lines and nothing else.
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
let count = 0;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

async function run(code: string) {
  const { error, reply, ...rest } = await kernel.execute(code);
  count = reply.content.execution_count;
  return { ...rest, reply: reply.content, error, text: stripVTControlCharacters(error?.traceback.join("\n") ?? "") };
}

test("a thrown error names class, message and place, with the line, two around it and a caret", async () => {
  const { error, reply, text, types } = await run(
    'type A = number;\nconst a: A = 1;\n// why\nthrow new TypeError("wrong " + a);\nconst b = 2;\n// end',
  );
  expect(types).toEqual(["execute_input", "error"]);
  expect(error).toMatchObject({ ename: "TypeError", evalue: "wrong 1" });
  expect(reply).toMatchObject({ status: "error", ...error });
  expect(text).toBe(
    [
      "TypeError: wrong 1",
      `Cell In[${count}], line 4, column 7`,
      "  2 | const a: A = 1;",
      "  3 | // why",
      '> 4 | throw new TypeError("wrong " + a);',
      "    |       ^",
      "  5 | const b = 2;",
      "  6 | // end",
    ].join("\n"),
  );
  expect(error!.traceback[0]).toContain("\u001b[1;31mTypeError\u001b[0m");
});

test("the frames are those of all cells involved, nearest first, and repeated frames are counted", async () => {
  await run(
    "interface Unused { x: number }\nfunction deep(n: number): number {\n  if (n === 0) throw new Error('bottom');\n  return deep(n - 1);\n}",
  );
  const first = count;
  const { text } = await run("\ndeep(4)");
  expect(text.split("\n").filter((line) => /^Cell|the same/.test(line.trim()))).toEqual([
    `Cell In[${first}], line 3, column 22, in deep`,
    `Cell In[${first}], line 4, column 10, in deep`,
    "  … the same 3 times more",
    `Cell In[${count}], line 2, column 1`,
  ]);
  expect(text).not.toMatch(/tslab|node:|dist|\.js/);
});

test("after an await the place is still known", async () => {
  const { text } = await run(
    "class Late { async go() {\n  await null;\n  throw new Error('late');\n} }\nawait new Late().go()",
  );
  expect(text).toContain(`Cell In[${count}], line 3, column 9, in Late.go`);
  expect(text).toContain(`Cell In[${count}], line 5, column 1`);
});

test("causes and the parts of an AggregateError are shown", async () => {
  const { text } = await run(
    "const parts = [new RangeError('one'), new Error('two', { cause: 'a string' })];\nthrow new AggregateError(parts, 'both', { cause: new SyntaxError('why') })",
  );
  const heads = text
    .split("\n")
    .filter((line) => /^(\s*\[\d\] |Caused by |\s+Caused by )?\w*(Error|Thrown): /.test(line));
  expect(heads).toEqual([
    "AggregateError: both",
    "  [0] RangeError: one",
    "  [1] Error: two",
    "  Caused by Thrown: 'a string'",
    "Caused by SyntaxError: why",
  ]);
});

test("a thrown value may refuse to be shown, and the next cell still runs", async () => {
  const { error } = await run("throw { name: { toString() { throw 4; } }, message: 4 }");
  expect(error).toMatchObject({ ename: "Thrown", evalue: expect.stringContaining("cannot be shown") });
  expect((await run("1 + 1")).result).toMatchObject({ "text/plain": "2" });
});

test("a thrown value need not be an error", async () => {
  expect((await run('throw "text"')).error).toMatchObject({ ename: "Thrown", evalue: "'text'" });
  expect((await run("throw undefined")).error).toMatchObject({ ename: "Thrown", evalue: "undefined" });
  expect((await run("class Own extends Error {}; throw new Own('mine')")).error).toMatchObject({
    ename: "Own",
    evalue: "mine",
  });
});

test("all diagnostics of a cell that does not compile are shown, each with its place", async () => {
  const { error, text } = await run('const n: number = "s";\nconst ok = 1;\nmissing(ok);');
  expect(error).toMatchObject({
    ename: "CompileError",
    evalue:
      "Type 'string' is not assignable to type 'number'.\nCannot find name 'missing'.\nIf a cell above defines it, run the cells above first (Run, Run All Above Selected Cell): after a restart nothing is defined.",
  });
  expect(text).toContain(`Cell In[${count}], line 1, column 7: Type 'string' is not assignable to type 'number'.`);
  expect(text).toContain("> 3 | missing(ok);\n    | ^^^^^^^");
});

test("a cell that cannot be parsed gives a SyntaxError", async () => {
  expect((await run("const = 3")).error).toMatchObject({ ename: "SyntaxError" });
});

test("infinite recursion is an error like any other", async () => {
  const { error, text } = await run("const spin = (): number => spin() + 1;\nspin()");
  expect(error).toMatchObject({ ename: "RangeError", evalue: "Maximum call stack size exceeded" });
  expect(text).toMatch(/the same \d+ times more/);
});

test("if a name is missing because the cell that defines it failed, the message says which cell", async () => {
  await run("class Missing {}\nconst alsoMissing = 1;\nthrow new Error('boom')");
  const failed = count;
  expect((await run("new Missing()")).error!.evalue).toBe(
    `Missing is not defined yet. Cell In[${failed}] defines it, but failed: fix and run that cell first.`,
  );
  await run("class Missing {}");
  expect((await run("new Missing()")).error).toBeUndefined();
});

test("cells that fail only because an earlier one failed show one line that names it", async () => {
  await run("class Root { start() { return 1 } }\nconst root: Root = 'typo';");
  const failed = count;
  const { error, text } = await run(
    "class Branch extends Root { grow() { return this.start() + nowhere } }\nconst branch = new Branch();\nroot",
  );
  expect(error!.ename).toBe("NotDefinedYet");
  expect(text).toBe(
    `NotDefinedYet: Root, root are not defined yet. Cell In[${failed}] defines them, but failed: fix and run that cell first.`,
  );
  const follows = `The cell that defines it failed without Root. Cell In[${failed}] defines Root, but failed: fix and run that cell first.`;
  expect((await run("const leaf = branch.grow()")).text).toBe(`NotDefinedYet: branch is not defined yet. ${follows}`);
  expect((await run("leaf")).text).toBe(`NotDefinedYet: leaf is not defined yet. ${follows}`);
  expect((await run("[leaf, branch]")).text).toBe(
    `NotDefinedYet: leaf, branch are not defined yet. ${follows.replace("it", "them")}`,
  );
  expect((await run("[leaf, root]")).text).toBe(
    `NotDefinedYet: root is not defined yet. Cell In[${failed}] defines it, but failed: fix and run that cell first.`,
  );
  await run("class Root { start() { return 1 } }");
  expect((await run("leaf")).text).toBe(
    "NotDefinedYet: leaf is not defined yet. The cell that defines it failed without Root, which is defined by now: run that cell again.",
  );
});

test("if a name is missing because its cell was skipped after an error, the message says so", async () => {
  const ids = ["throw new Error('first')", "\nconst skipped = 1;"].map((code) => kernel.begin(code));
  expect((await kernel.answer(ids[1])).reply.content.status).toBe("aborted");
  expect((await run("skipped + 1")).error!.evalue).toBe(
    'skipped is not defined yet. The cell that defines it ("const skipped = 1;") was skipped because an earlier cell failed: run it first.',
  );
});

test("an uncaught error appears under the cell that started it, after the cell has ended", async () => {
  const timer = await run("setTimeout(() => {\n  throw new Error('in a timer')\n}, 30)");
  const rejected = await run("void Promise.resolve().then(() => { throw new Error('in a promise') }); 1");
  expect([timer.reply.status, rejected.reply.status]).toEqual(["ok", "ok"]);
  const late = (evalue: string) =>
    kernel.until(() => kernel.published.find(({ content }) => content.evalue === evalue));
  const first = await late("in a timer");
  const second = await late("in a promise");
  expect(first.parent).toEqual(timer.published[0].parent);
  expect(second.parent).toEqual(rejected.published[0].parent);
  expect(stripVTControlCharacters(first.content.traceback[0])).toContain("line 2, column 9");
});

test("an error that carries a worker's stack is shown at the cell's line", async () => {
  const { text } = await run(
    `class Elsewhere {\n  go() {}\n}\nconst at = (globalThis as any)[Symbol.for("verteilt.host")].locate("go() {");
const e = new Error("in a node") as any; e.stack = "Error: in a node\\n    at Elsewhere.go (" + at.file + ":" + (at.line + 1) + ":" + (at.column + 1) + ")"; throw e`,
  );
  expect(text).toContain(`Cell In[${count}], line 2, column 3, in Elsewhere.go`);
});

test("a printed error, and one that is a result, show the cell's lines too", async () => {
  const printed = await run("const caught = new Error('kept');\nconsole.log(caught);\n[caught]");
  expect(printed.stdout).toBe(`Error: kept\n    at Cell In[${count}], line 1, column 16\n`);
  expect(printed.result!["text/plain"]).toBe(`[\n  Error: kept\n      at Cell In[${count}], line 1, column 16\n]`);
});

test("repeated frames in printed text appear once, with a count", async () => {
  const { stdout } = await run(
    "const down = (n: number): number => n === 0 ? fail() : down(n - 1) + 0;\nfunction fail(): never { throw new Error('deep') }\ntry { down(9) } catch (e) { console.log(e) }",
  );
  const at = (line: number, column: number, name: string) =>
    `    at Cell In[${count}], line ${line}, column ${column}, in ${name}`;
  expect(stdout.split("\n")).toEqual([
    "Error: deep",
    at(2, 32, "fail"),
    at(1, 47, "down"),
    at(1, 56, "down"),
    "    … the same 8 times more",
    `    at Cell In[${count}], line 3, column 7`,
    "",
  ]);
});

for (const engine of ["threads", "simulator"])
  test(`infinite recursion in a node (${engine}) is an error of the node, at the cell's line`, async () => {
    const { result, error } = await run(
      `import { Node, run } from "kernel-lib";\nclass Deep extends Node {\n  down(n: number): number { return this.down(n + 1) + 1 }\n  onStart() { this.down(0) }\n}\n(await run({ nodes: { deep: Deep } }, { engine: "${engine}" })).errors`,
    );
    expect(error).toBeUndefined();
    expect(result!["text/plain"]).toMatch(
      new RegExp(
        `node: 'deep',\\s+error: RangeError: Maximum call stack size exceeded\\s+at Cell In\\[${count}\\], line 3, column \\d+, in Deep\\.down\\s`,
      ),
    );
  });

test("running out of memory in a node is an error of the node, and the variables stay", async () => {
  const { result } = await run(
    'const before = "kept"; class Hoards extends Node { onStart() { const all: number[][] = []; while (true) all.push(new Array(1e6).fill(0.5)) } } ; (await run({ nodes: { hoards: Hoards } })).errors',
  );
  expect(result!["text/plain"]).toBe(
    "[\n  {\n    node: 'hoards',\n    error: RangeError: it ran out of memory\n  }\n]",
  );
  expect((await run("before")).result).toEqual({ "text/plain": "'kept'" });
});

test("an error in a node on a worker thread points at the cell's line and names the node, printed or shown", async () => {
  await run(
    'import { Node, run } from "kernel-lib";\nclass Bad extends Node {\n  onStart() {\n    throw new RangeError("in a node");\n  }\n}',
  );
  const cell = count;
  const { result, stdout } = await run(
    "const failed = await run({ nodes: { bad: Bad } });\nconsole.log(failed.errors[0].error);\nfailed.errors",
  );
  expect(stdout).toBe(`RangeError: in a node\n    at Cell In[${cell}], line 4, column 11, in Bad.onStart\n`);
  expect(result!["text/plain"]).toContain("node: 'bad'");
  expect((await run("throw failed.errors[0].error")).text).toContain(
    `Cell In[${cell}], line 4, column 11, in Bad.onStart\n  2 | class Bad extends Node {`,
  );
  const misuse = await run('crash("x", {} as any);\nimport { crash } from "kernel-lib"');
  expect(misuse.text).toContain(`Cell In[${count}], line 1, column 1\n> 1 | crash("x", {} as any);`);
  expect(misuse.text).not.toMatch(/dist|\.js|tslab|node:/);
});

test("an error of kernel-lib with no line of a cell points at its TypeScript", async () => {
  await run('import { Node, run } from "kernel-lib"; class Gone extends Node { onStart() { process.exit(3) } }');
  const { text } = await run("throw (await run({ nodes: { gone: Gone } })).errors[0].error");
  expect(text).toMatch(
    /^Error: its thread ended, as by process\.exit\(3\)\nkernel-lib\/src\/engine\/\S+\.ts, line \d+, column \d+$/,
  );
  const { result } = await run("(await run({ nodes: { gone: Gone } })).errors");
  expect(result!["text/plain"]).toContain("its thread ended, as by process.exit(3)");
  expect(result!["text/plain"]).not.toMatch(/dist|\.js/);
});
