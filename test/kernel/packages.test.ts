// Packages of npm in a cell, also those that are ES modules only, from the node_modules beside the notebook.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

const folder = mkdtempSync(join(tmpdir(), "packages-"));
let kernel: KernelClient;

const files: Record<string, string> = {
  "only-esm/package.json": JSON.stringify({
    name: "only-esm",
    version: "1.0.0",
    type: "module",
    exports: { ".": { types: "./index.d.ts", import: "./index.js" } },
  }),
  "only-esm/index.js":
    "export const named = 1; export default function twice(n) { return 2 * n } let made = 0; export class Box { value = 5; constructor() { made++ } }",
  "only-esm/index.d.ts":
    "export declare const named: number; export default function twice(n: number): number; export declare class Box { value: number }",
  "slow-esm/package.json": JSON.stringify({
    name: "slow-esm",
    version: "1.0.0",
    type: "module",
    main: "index.js",
    types: "index.d.ts",
  }),
  "slow-esm/index.js": "export const ready = await new Promise(done => setTimeout(done, 5, 'ready'))",
  "slow-esm/index.d.ts": "export declare const ready: string",
  "old/package.json": JSON.stringify({ name: "old", version: "1.0.0", main: "index.js", types: "index.d.ts" }),
  "old/index.js": "exports.plus = (a, b) => a + b",
  "old/index.d.ts": "export declare function plus(a: number, b: number): number",
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  kernel = await KernelClient.start({ cwd: folder });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

async function shown(code: string): Promise<string | undefined> {
  const { result, error } = await kernel.execute(code);
  return error ? `${error.ename}: ${error.evalue}` : result?.["text/plain"];
}

test("an ES module is imported by name, by default and as a whole, with its types", async () => {
  expect(
    await shown(
      'import twice, { named, Box } from "only-esm"; import * as all from "only-esm"; [twice(4), named, new Box().value, all.named]',
    ),
  ).toBe("[ 8, 1, 5, 1 ]");
  expect(await shown("twice(named) + new Box().value")).toBe("7");
  expect(await shown("const wrong: string = named")).toContain("Type 'number' is not assignable to type 'string'");
});

test("an ES module is imported by import(), even with a top-level await in it", async () => {
  expect(await shown('const later = await import("only-esm"); [later.default(3), later.named]')).toBe("[ 6, 1 ]");
  expect(await shown('(await import("slow-esm")).ready')).toBe("'ready'");
});

test("an ES module with a top-level await in it is imported like any other", async () => {
  expect(await shown('import { ready } from "slow-esm"; ready + "!"')).toBe("'ready!'");
  expect(await shown("ready")).toBe("'ready'");
});

test("a CommonJS package is imported by name and by import()", async () => {
  expect(await shown('import { plus } from "old"; plus(1, 2) + (await import("old")).plus(3, 4)')).toBe("10");
});

test("ES modules come along with a node, on a thread and in the simulator", async () => {
  await kernel.execute(
    'import { Node, run } from "kernel-lib"; import twice, { named } from "only-esm"; import * as all from "only-esm"; import { ready } from "slow-esm"; const later = await import("only-esm");',
  );
  await kernel.execute(
    "class Uses extends Node { onStart() { this.output([twice(named), new all.Box().value, ready, later.default(4)]) } }",
  );
  for (const engine of ["threads", "simulator"])
    expect(await shown(`(await run({ nodes: { a: Uses } }, { engine: "${engine}" })).outputs.a[0]`)).toBe(
      "[ 2, 5, 'ready', 8 ]",
    );
});

test("an import() in a node works on its thread", async () => {
  await kernel.execute(
    'class Imports extends Node { async onStart() { const { join } = await import("node:path/posix"); this.output(join("a", "b")) } }',
  );
  expect(await shown("(await run({ nodes: { a: Imports } })).outputs.a[0]")).toBe("'a/b'");
});

test("the course's own packages are found from any folder, in nodes too", async () => {
  expect(
    await shown(
      'import { Aedes } from "aedes"; class Uses2 extends Node { onStart() { this.output(typeof Aedes.createBroker) } } ; [typeof Aedes, (await run({ nodes: { a: Uses2 } })).outputs.a[0]]',
    ),
  ).toBe("[ 'function', 'function' ]");
});

test("a missing package is named", async () => {
  expect(await shown('import { x } from "not-there"')).toContain("Cannot find module 'not-there'");
});
