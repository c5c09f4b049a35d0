// A test cell has one result, a number that the main thread publishes; nbgrader reads it, and no number would mean full marks.
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ main: resolve(__dirname, "../support/stub-judge.cjs") });
  await kernel.execute(
    "function grade(job: any): Promise<any> { return (globalThis as any)[Symbol.for('verteilt.host')].grade(job) }",
  );
});
afterAll(() => kernel.shutdown());

test("the judge's points are the one result, whatever the cell's value is", async () => {
  const { types, result } = await kernel.execute("await grade({ points: 2, of: 3 });\n77");
  expect(types).toEqual(["execute_input", "execute_result"]);
  expect(result).toEqual({ "text/plain": "2", "text/html": "<p>2 of 3</p>" });
});

test("the cell gets points and maximum back", async () => {
  const { stdout } = await kernel.execute("console.log(JSON.stringify(await grade({ points: 1, of: 4 })))");
  expect(stdout).toBe('{"points":1,"of":4}\n');
});

test("a second call in a cell is refused", async () => {
  const { types, error } = await kernel.execute(
    "await grade({ points: 0, of: 3 });\nawait grade({ points: 3, of: 3 })",
  );
  expect(types).toEqual(["execute_input", "execute_result", "error"]);
  expect(error!.evalue).toContain("once in a cell");
});

test("a judge that fails is an error of the cell, and no result", async () => {
  const { types, error } = await kernel.execute("await grade({ fail: 'no isolate' })");
  expect(types).toEqual(["execute_input", "error"]);
  expect(error!.evalue).toContain("no isolate");
});

test("a test cell whose tests never ran counts 0, also where grade was replaced", async () => {
  await kernel.execute("let honest = grade; function grade2() { return 4 }");
  const { result } = await kernel.execute("{ const grade = grade2;\ngrade() }");
  expect(result!["text/plain"]).toBe("0");
});

test("code of an earlier cell cannot give a test cell its points", async () => {
  await kernel.execute("const later = setInterval(() => { grade({ points: 9, of: 9 }).catch(() => {}) }, 5); 1");
  const { result } = await kernel.execute(
    "await new Promise(r => setTimeout(r, 50)); clearInterval(later);\nawait grade({ points: 1, of: 9 })",
  );
  expect(result!["text/plain"]).toBe("1");
});
