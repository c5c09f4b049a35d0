// What travels to a node's thread when its class was typed in a cell: everything it needs, from this cell and earlier
// ones.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCells } from "../support/notebook.js";

const cells = [
  'import { Node, run } from "kernel-lib";\nimport * as path from "node:path";\nimport { createHash } from "node:crypto";\nimport util from "node:util";',
  "enum Colour { Red = 1, Green }\nconst limits = { most: 3, names: new Map([['a', [1, 2]]]) };\nlet factor = 2;",
  "function twice(x: number): number { return x * factor; }\nconst even = (n: number): boolean => n === 0 || odd(n - 1);\nconst odd = (n: number): boolean => n !== 0 && even(n - 1);",
  "class Base<T> extends Node {\n  static made = 0;\n  seen: T[] = [];\n  keep(value: T) { this.seen.push(value); Base.made++; return Base.made; }\n}",
  "class Point { constructor(readonly x: number) {} get reach() { return this.x + new Secret().tell(); } }\nclass Secret { #secret = 7; tell() { return this.#secret; } }\nconst origin = new Point(3);",
  `class Worker1 extends Base<number> {
  onStart() {
    this.keep(twice(4));
    const parts = { origin, Colour };
    this.output([this.keep(limits.most), even(4), parts.Colour[2], parts.origin.reach, path.basename("/a/b"), createHash("md5").update("x").digest("hex").slice(0, 4),
      util.format("%d", 5), limits.names.get("a")]);
  }
}
const expected = [2, true, "Green", 10, "b", "9dd4", "5", [1, 2]];`,
  "const onThreads = await run({ nodes: { a: Worker1, b: Worker1 } });\nJSON.stringify([onThreads.outputs.a[0], onThreads.outputs.b[0], onThreads.states.a])",
  'const simulated = await run({ nodes: { a: Worker1, b: Worker1 } }, { engine: "simulator" });\nJSON.stringify([simulated.outputs.a[0], simulated.outputs.b[0], simulated.states.a])',
  "factor = 5;\nclass Point2 {}\n(await run({ nodes: { a: Worker1 } })).states.a.seen[0]",
  "class Worker1 extends Base<string> { onStart() { this.output(this.keep('anew')); } }\n(await run({ nodes: { a: Worker1 } })).outputs.a[0]",
  'const make = (greeting: string) => class extends Node { onStart() { this.output(greeting + " from " + this.id); } };\n(await run({ nodes: { a: make("hello"), b: make("hi") } })).outputs',
];

test("classes of several cells run on threads and in the simulator with all they use", async () => {
  const ran = await runCells(cells.map((source) => ({ source })));
  const results = ran.map(({ outputs }) => {
    const error = outputs.find((o) => o.output_type === "error");
    if (error) return error.evalue;
    return outputs.flatMap((o) => (o.output_type === "execute_result" ? [o.data["text/plain"]] : []))[0];
  });
  const row = [2, true, "Green", 10, "b", "9dd4", "5", [1, 2]];
  const both = `'${JSON.stringify([row, row, { seen: [8, 3] }])}'`;
  expect(results.slice(0, 6)).toEqual(Array(6).fill(undefined));
  expect(results.slice(6)).toEqual([both, both, "20", "1", "{ a: [ 'hello from a' ], b: [ 'hi from b' ] }"]);
});

test("npm packages come along by name, whole or in parts", async () => {
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";\nimport * as acorn from "acorn";\nimport { parse } from "acorn";\nimport assert from "node:assert/strict";',
      'class Parses extends Node { onStart() { assert.ok(true); this.output(acorn.parse("1;2", { ecmaVersion: 2022 }).body.length + parse("3", { ecmaVersion: 2022 }).body.length); } }\nconst both = [await run({ nodes: { a: Parses } }), await run({ nodes: { a: Parses } }, { engine: "simulator" })];\nboth.map((result) => result.outputs.a[0]).join()',
    ].map((source) => ({ source })),
  );
  expect(ran[1].outputs).toMatchObject([{ data: { "text/plain": "'3,3'" } }]);
});

test("refusals name the variable and the line of the cell", async () => {
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";\nlet count = 0;\nconst log: string[] = [];\nconst pending = Promise.resolve(1);',
      "class Counts extends Node {\n  onStart() {\n    count++;\n  }\n}\nawait run({ nodes: { a: Counts } })",
      "class Logs extends Node {\n  onStart() {\n    log.push('x');\n  }\n}\nawait run({ nodes: { a: Logs } })",
      "class Waits extends Node {\n  async onStart() {\n    await pending;\n  }\n}\nawait run({ nodes: { a: Waits } })",
      "class Safe { #code = 1; open() { return this.#code; } }\nconst safe = new Safe();\nclass Opens extends Node { onStart() { safe.open(); } }\nawait run({ nodes: { a: Opens } })",
      "count + log.length",
    ].map((source) => ({ source })),
  );
  const errors = ran.map(({ outputs }) => outputs.find((o) => o.output_type === "error")?.evalue);
  expect(errors[1]).toContain('Class Counts assigns to the outer variable "count" (Cell In[2], line 3)');
  expect(errors[2]).toContain('Class Logs calls push() on the outer variable "log" (Cell In[3], line 3)');
  expect(errors[3]).toContain('captures "pending", which is a Promise, alive');
  expect(errors[4]).toContain(
    'class Opens captures "safe", which is a Safe, whose #code is private to its class, so it cannot be copied.',
  );
  expect(ran[5].outputs).toMatchObject([{ data: { "text/plain": "0" } }]);
});

test("local TypeScript modules come along, and are packed without a module of their own", async () => {
  mkdirSync("build", { recursive: true });
  const folder = mkdtempSync(join("build", "modules-"));
  writeFileSync(
    join(folder, "greet.ts"),
    "const mark: string = '!';\nexport const greet = (name: string): string => 'hello ' + name + mark;\n",
  );
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";\nimport { greet } from "./greet";',
      'import { greet as again } from "./greet";\nclass Again extends Node { onStart() { this.output(again(this.id)); } }\n(await run({ nodes: { b: Again } })).outputs.b[0]',
      'class Greets extends Node { onStart() { this.output(greet(this.id)); } }\nconst both = [await run({ nodes: { a: Greets } }), await run({ nodes: { a: Greets } }, { engine: "simulator" })];\nboth.map((result) => result.outputs.a[0]).join()',
    ].map((source) => ({ source })),
    { cwd: folder },
  );
  expect(ran[0].outputs).toEqual([]);
  expect(ran[1].outputs).toMatchObject([{ data: { "text/plain": "'hello b!'" } }]);
  expect(ran[2].outputs).toMatchObject([{ data: { "text/plain": "'hello a!,hello a!'" } }]);
});

test("local modules come along", async () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-modules-"));
  writeFileSync(join(folder, "helper.js"), 'exports.shout = (text) => text.toUpperCase() + "!";\n');
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";\nimport { shout } from "./helper.js";',
      'class Shouts extends Node { onStart() { this.output(shout("hey")); } }\n(await run({ nodes: { a: Shouts } })).outputs.a[0]',
    ].map((source) => ({ source })),
    { cwd: folder },
  );
  expect(ran[1].outputs).toMatchObject([{ data: { "text/plain": "'HEY!'" } }]);
});

test("the simulator ends a node that loops or spins on settled promises, and names the cell's line", async () => {
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";',
      "class Loops extends Node {\n  onStart() {\n    let turns = 0;\n    while (true) turns++;\n  }\n}",
      "class Spins extends Node {\n  n = 1;\n  async keepBusy() {\n    while (this.n > 0) {\n      await Promise.all([]).catch(() => 0);\n    }\n  }\n" +
        "  async onStart() {\n    await this.keepBusy();\n  }\n}",
      'const { errors } = await run({ nodes: { loops: Loops, spins: Spins } }, { engine: "simulator" });',
      "for (const { error } of errors) console.log(error);",
    ].map((source) => ({ source })),
  );
  const said = ran[4].outputs.map((o) => (o.output_type === "stream" ? o.text : "")).join("");
  for (const [node, place] of [
    ["loops", "Cell In[2], line 4"],
    ["spins", "Cell In[3], line 4"],
  ])
    expect(said).toContain(
      `A handler of ${node} did not come back in time, so the node was ended (${place}). Does a loop never end?`,
    );
  expect(said).toContain("at Cell In[2], line 4");
});

test("a loop in a node that never ends is reported with its line", async () => {
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";',
      "class Loops extends Node {\n  onStart() {\n    let turns = 0;\n    while (true) turns++;\n  }\n}\nconst { errors } = await run({ nodes: { loops: Loops } }, { limit: 2000 });",
      "console.log(errors[0].error);",
    ].map((source) => ({ source })),
  );
  const said = ran[2].outputs.map((o) => (o.output_type === "stream" ? o.text : "")).join("");
  expect(said).toContain("a handler did not come back in time, so the node was ended. Does a loop never end?");
  expect(said).toContain("Cell In[2], line 4");
});

test("a thread that ran a node of a cell serves the next run", async () => {
  const ran = await runCells(
    [
      'import { Node, run } from "kernel-lib";\nimport * as threads from "node:worker_threads";',
      "class Tells extends Node {\n  onStart() { for (const id of [threads.threadId]) this.output(id); }\n}",
      "const first = await run({ nodes: { a: Tells } });\n(await run({ nodes: { a: Tells } })).outputs.a[0] === first.outputs.a[0]",
    ].map((source) => ({ source })),
  );
  expect(ran[2].outputs).toMatchObject([{ data: { "text/plain": "true" } }]);
});
