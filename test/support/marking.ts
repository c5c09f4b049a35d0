// A small exercise as a lecturer has it, and submissions to it, judged as autograding judges them.
import { Judge } from "kernel-lib/dist/grading/judge/judge.js";
import { Patience } from "kernel-lib/dist/grading/judge/patience.js";
import { compile } from "kernel-lib/dist/grading/sandbox/compile.js";
import { findProtection, type Protection } from "kernel-lib/dist/grading/sandbox/enclosure.js";
import { programOf, testsOf } from "kernel-lib/dist/grading/test-cell.js";
import { answer, plain, testCell } from "./exercise.js";

const given = plain(
  "given",
  `import assert from "node:assert/strict";
import { crash, grade, latency, Node } from "kernel-lib";
type Say = { type: "say"; text: string };
class Asker extends Node {
  words: string[] = [];
  onStart() { for (const text of this.words) this.send("echo", { type: "say", text }); }
  onHeard({ text }: { type: "heard"; text: string }) { this.output(text); }
}
type Add = { type: "add"; n: number };
class Adder extends Node {
  async onStart() {
    for (const n of [1, 2, 3]) {
      await this.sleep(100);
      this.output(await this.call("keeper", { type: "add", n }));
    }
  }
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

/** Forgets in a crash what it should keep on its disk. */
const keeper = answer(
  "keeper",
  `class Keeper extends Node {
  sum = 0;
  onAdd({ n }: Add): number { this.sum += n; return this.sum; }
}`,
);

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

const keeperTests = testCell(
  "keeper-tests",
  `await grade("E9.3", { Keeper }, async ({ Keeper, test, run }) => {
  const sums = async (faults: any[]) =>
    (await run({ nodes: { keeper: Keeper, adder: Adder }, faults, seed: 3 })).outputs.adder;
  test("adds up", 1, async () => assert.deepEqual(await sums([]), [1, 3, 6]));
  // BEGIN HIDDEN TESTS
  test("a crash takes nothing", 1, async () =>
    assert.deepEqual(await sums([crash("keeper", { at: 150, restart: 160 })]), [1, 3, 6]));
  // END HIDDEN TESTS
})`,
  2,
);

const released = [given, first, keeper, firstTests, keeperTests, next, nextTests];

export interface Marked {
  /** What each of the exercises earns. */
  points: number[];
  /** Their reports, as students see them. */
  reports: string[];
  /** Seconds of processor time. */
  seconds: number;
}

/** Judges in turn, one submission after the other. */
export class Marker {
  readonly #judge = new Judge();

  /** @param protection what there is here, by default */
  constructor(readonly protection: Protection = findProtection().protection) {}

  /** Marks a submission in which a student has put a cell of their own behind the answers. */
  async mark(own: string): Promise<Marked> {
    const code = [given, first, keeper, plain("own", own), next];
    const tests = testsOf(released as any).map((test) => ({ program: programOf(test) }));
    const submitted = code.map((cell) => ({ code: [cell.source].flat().join(""), given: cell === given }));
    const wanted = tests.map(({ program }, i) => ({
      names: program.names,
      classes: program.classes,
      end: i < 2 ? code.length - 1 : code.length,
    }));
    const { programs, classes, mistakes, seconds } = await compile(this.protection, { cells: submitted, wanted });
    const patience = new Patience();
    patience.spend(seconds);
    const marked: Marked = { points: [], reports: [], seconds };
    for (const [i, { program }] of tests.entries()) {
      const compiled = { answers: programs[i]!, classes: classes[i]!, mistakes: mistakes.map(([, why]) => why) };
      const assignment = { test: program, ...compiled, protection: this.protection };
      const { report, seconds } = await this.#judge.carryOut(assignment, undefined, patience);
      marked.points.push(report.points);
      marked.reports.push(report.html);
      marked.seconds += seconds;
    }
    return marked;
  }

  close(): void {
    this.#judge.close();
  }
}
