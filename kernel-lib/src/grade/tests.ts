// What the callback of a test cell gets, and the tests it lists: each is tried, and where it fails, tried again with
// less going wrong.
import type { Run, RunOptions } from "../engine/run.js";
import type { System } from "../engine/system.js";
import { MisuseError, quote } from "../node/errors.js";
import type { Trace } from "../trace/trace.js";
import type { ExploreOptions, Verdict } from "../verify/options.js";
import { Attempt, type Failed, simplest } from "./attempt.js";
import { reasonOf, reasonOfOutcome } from "./reason.js";

/** What the callback of a test cell gets: the answers by name, and these. */
export interface Tests {
  [answer: string]: any;
  /**
   * Adds a test. It fails when `f` throws, or returns false, a sentence or a verdict that is not ok; the last run
   * inside it, or the counterexample, is drawn.
   * @param sentence what it shows, as students read it
   */
  test(sentence: string, points: number, f: () => unknown): void;
  /** Runs a system with answers among its nodes, in the simulator. */
  run(system: System, options?: RunOptions): Promise<Run>;
  /**
   * Explores every schedule of a system with answers among its nodes, limited by `within`, `depth` and `unique` only.
   */
  explore(system: System, options?: ExploreOptions): Promise<Verdict>;
}

/** A test as its cell lists it. */
export interface ListedTest {
  readonly sentence: string;
  readonly points: number;
  /** Students learn its sentence and nothing else. */
  readonly hidden: boolean;
}

const reserved = ["test", "run", "explore"];

/** @throws MisuseError if `grade` was called with something else */
export function checkCall(id: unknown, answers: unknown, tests: unknown): void {
  if (typeof id !== "string" || typeof answers !== "object" || answers === null || typeof tests !== "function")
    throw new MisuseError(
      `grade(${quote(id)}, ...) takes an id, the answers such as { Front }, and a function of the tests.`,
    );
  const clash = reserved.find((name) => name in answers);
  if (clash) throw new MisuseError(`grade(${quote(id)}, ...): no answer can be named "${clash}".`);
}

/** The tests of one cell, in their order. */
export class TestList {
  readonly all: (ListedTest & { f(): unknown })[] = [];
  /** Whether tests that are added now are hidden. */
  hidden = false;
  /** What the present attempt at a test has seen. */
  attempt = new Attempt();

  readonly test: Tests["test"] = (sentence, points, f) => {
    if (typeof sentence !== "string" || !(points >= 0) || typeof f !== "function")
      throw new MisuseError(
        `test(${JSON.stringify(sentence)}, ${points}, ...) takes a sentence, points of 0 or more, and a function.`,
      );
    this.all.push({ sentence, points, hidden: this.hidden, f });
  };

  /**
   * Tries a test.
   * @param settled waits for what it has begun
   * @returns why it failed, and the run that shows it; undefined if it passed
   */
  async try(
    index: number,
    settled: <T>(work: Promise<T>) => Promise<T>,
  ): Promise<{ why: string; seen?: Run | Trace } | undefined> {
    const { f, hidden } = this.all[index]!;
    const once = async (next: Attempt): Promise<Failed | undefined> => {
      this.attempt = next;
      let why: string | undefined;
      try {
        why = reasonOfOutcome(await settled(Promise.resolve().then(f)));
      } catch (error) {
        why = reasonOf(error);
      }
      return why === undefined ? undefined : { why, attempt: next };
    };
    const failed = await once(new Attempt());
    if (!failed) return undefined;
    const { why, attempt } = hidden ? failed : await simplest(failed, once);
    return { why, seen: attempt.seen };
  }
}
