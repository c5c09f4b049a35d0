// A small exercise as a lecturer has it, and submissions to it that run in the real kernel as autograding runs them.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answer, notebook, plain, testCell } from "./exercise.js";
import type { KernelOptions } from "./kernel-client.js";
import { type Output, runCells } from "./notebook.js";

const given = plain(
  "given",
  `import assert from "node:assert/strict";
import { grade, latency, Node } from "kernel-lib";
type Say = { type: "say"; text: string };
class Asker extends Node {
  words: string[] = [];
  onStart() { for (const text of this.words) this.send("echo", { type: "say", text }); }
  onHeard({ text }: { type: "heard"; text: string }) { this.output(text); }
}`,
);

/** Wrong for every number, and right. */
const first = answer(
  "first",
  `function twice(n: number): number { return n; }
class Echo extends Node {
  onSay({ text }: Say, from: string) { this.send(from, { type: "heard", text }); }
}`,
);
const next = answer("next", "function half(n: number): number { return n / 2; }");

const firstTests = testCell(
  "first-tests",
  `await grade("E9.1", { twice, Echo }, async ({ twice, Echo, test, run }) => {
  const heard = async (words: string[], seed = 1) => {
    const faults = [latency({ min: 1, max: 9 })];
    const { outputs } = await run({ nodes: { echo: Echo, asker: Asker.with({ words }) }, faults, seed });
    assert.deepEqual([...outputs.asker].sort(), [...words].sort());
  };
  test("two becomes four", 1, async () => assert.equal(await twice(2), 4));
  test("hi comes back", 1, () => heard(["hi"]));
  // BEGIN HIDDEN TESTS
  test("negative numbers stay negative", 1, async () => assert.equal(await twice(-77), -154));
  test("every word comes back", 1, async () => {
    for (let seed = 1; seed <= 5; seed++) await heard(["alpha", "beta", "gamma"], seed);
  });
  // END HIDDEN TESTS
})`,
  4,
);
const nextTests = testCell(
  "next-tests",
  `await grade("E9.2", { half }, async ({ half, test }) => {
  test("four becomes two", 1, async () => assert.equal(await half(4), 2));
  // BEGIN HIDDEN TESTS
  test("odd numbers, too", 1, async () => assert.equal(await half(3), 1.5));
  // END HIDDEN TESTS
})`,
  2,
);

/** The exercise's own notebook, in a folder of its own. */
export function writeExercise(): string {
  const file = join(mkdtempSync(join(tmpdir(), "verteilt-solutions-")), "99-marks.ipynb");
  writeFileSync(file, JSON.stringify(notebook(given, first, firstTests, next, nextTests)));
  return file;
}

export interface Marked {
  /** What each of the two exercises earns. */
  points: (string | undefined)[];
  /**
   * Everything below each cell, in their order: what was given, the answer, the student's own, the tests, the next
   * answer, its tests.
   */
  outputs: Output[][];
}

/**
 * Marks submissions in which students have put a cell of their own behind the first answer, in one kernel, one after
 * the other: that is right only where none of them harms the notebook itself.
 */
export async function mark(exercise: string, own: readonly string[], options: KernelOptions = {}): Promise<Marked[]> {
  const submission = (code: string) => [
    given,
    first,
    plain("own", code.replaceAll("SOLUTIONS", exercise)),
    firstTests,
    next,
    nextTests,
  ];
  const cells = own.flatMap(submission).map((cell) => ({ source: [cell.source].flat().join("") }));
  // A flood takes its time on a busy machine.
  const ran = await runCells(cells, {
    patience: 600_000,
    ...options,
    env: { ...marking, VERTEILT_EXERCISE: exercise },
  });
  return own.map((_, i) => {
    const outputs = ran.slice(i * CELLS, (i + 1) * CELLS).map((cell) => cell.outputs);
    return { points: [outputs[3]!, outputs[5]!].map(pointsIn), outputs };
  });
}

const CELLS = 6;
/** As autograding has it, but less patient. */
const marking = {
  NBGRADER_EXECUTION: "autograde",
  VERTEILT_CELL_SECONDS: "3",
  VERTEILT_TEST_SECONDS: "1.5",
  VERTEILT_MEMORY_MB: "1500",
};

/** As nbgrader finds them; undefined for a cell with an error, or with anything but one result. */
function pointsIn(outputs: Output[]): string | undefined {
  if (outputs.some(({ output_type }) => output_type === "error")) return undefined;
  const results = outputs.flatMap((output) => (output.output_type === "execute_result" ? [output] : []));
  return results.length === 1 ? results[0]!.data["text/plain"] : undefined;
}
