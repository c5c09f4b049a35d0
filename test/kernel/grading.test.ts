// A test cell is judged, not run: the kernel hands its text and the cells before it to the judge that it was given, and
// publishes the verdict.
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ main: resolve(__dirname, "../support/stub-judge.cjs") });
});
afterAll(() => kernel.shutdown());

test("the verdict is the one result of the cell, and the judge knows the cells before it", async () => {
  await kernel.execute("const answer = 1;");
  const { types, result } = await kernel.execute('grade({ "points": 2 })');
  expect(types).toEqual(["execute_input", "execute_result"]);
  expect(result).toEqual({ "text/plain": "2", "text/html": "<p>after 1 cells</p>" });
});

test("what cannot be judged is an error of the cell, and no result", async () => {
  const { types, error } = await kernel.execute('grade({ "fail": "no judge" })');
  expect(types).toEqual(["execute_input", "error"]);
  expect(error!.evalue).toBe("no judge");
});

test("an interrupt ends the wait for a verdict, and variables stay", async () => {
  const judged = kernel.execute('grade({ "never": true })');
  await kernel.interrupt();
  expect((await judged).error?.ename).toBe("KeyboardInterrupt");
  expect((await kernel.execute("answer")).result!["text/plain"]).toBe("1");
});

test("a cell that only mentions grade runs as any other", async () => {
  const { result } = await kernel.execute("const grade = (n: number) => n + 1;\ngrade(4)");
  expect(result!["text/plain"]).toBe("5");
});
