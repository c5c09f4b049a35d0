// Carries out a grading job: answers in one isolate, tests in another, points here. Nothing but plain data crosses.
import { MessageChannel } from "node:worker_threads";
import { Isolate } from "../engine/isolate.js";
import { type ListedTest, type Outcome, receiveFailure } from "./isolates/protocol.js";
import type { Job } from "./job.js";
import { reasonOf } from "./reason.js";
import { Report, type TestResult } from "./report.js";

/** How long one test may take, in ms. */
const TEST_LIMIT_MS = 8000;
/** How long all tests of a cell may take together; nbgrader gives a cell 30 s. */
const JOB_LIMIT_MS = 25_000;

/** @returns the report of all tests, in their order */
export async function carryOut(job: unknown): Promise<Report> {
  const { id, complete } = job as Job;
  const remark = complete ? undefined : "These are the visible points; more are given when it is marked.";
  const bench = new Bench(job as Job);
  const end = performance.now() + JOB_LIMIT_MS;
  const results: TestResult[] = [];
  try {
    const tests = await bench.prepare().catch(async () => {
      // On a machine with too much to do a thread may end before it has begun; what fails for a reason fails again.
      await bench.clear();
      return bench.prepare();
    });
    for (const [index, { sentence, points }] of tests.entries()) {
      const patience = Math.min(TEST_LIMIT_MS, end - performance.now());
      const { why, run } = await bench.perform(index, patience);
      results.push({ sentence, points, ok: why === undefined, why, run: run && receiveFailure(run) });
    }
    return new Report({ id, results, remark });
  } finally {
    await bench.clear();
  }
}

/** The two isolates, replaced when one of them has to be ended. */
class Bench {
  #answers: Isolate | undefined;
  #tests: Isolate | undefined;

  constructor(readonly job: Job) {}

  async prepare(): Promise<ListedTest[]> {
    const answers = new Isolate(require.resolve("./isolates/answers.js"), "answers");
    const tests = new Isolate(require.resolve("./isolates/tests.js"), "tests");
    this.#answers = answers;
    this.#tests = tests;
    const { port1, port2 } = new MessageChannel();
    await answers.request({ kind: "prepare", answers: this.job.answers, tests: port1 }, [port1]);
    return tests.request({ kind: "prepare", job: this.job, answers: port2 }, [port2]);
  }

  async perform(index: number, patienceMs: number): Promise<Outcome> {
    if (patienceMs <= 0) return { why: "There was no time left for this test: those before it took too long." };
    try {
      if (!this.#tests) await this.prepare();
      return await this.#inTime(this.#tests!.request({ kind: "test", index }), patienceMs);
    } catch (error) {
      await this.clear();
      return { why: reasonOf(error) };
    }
  }

  async clear(): Promise<void> {
    await Promise.all([this.#answers?.end("the tests are over"), this.#tests?.end("the tests are over")]);
    this.#answers = undefined;
    this.#tests = undefined;
  }

  /** The answer's thread may end, or never answer. */
  async #inTime(outcome: Promise<Outcome>, patienceMs: number): Promise<Outcome> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Error(
              `It did not finish within ${patienceMs / 1000} s. Does a loop never end, or a promise never settle?`,
            ),
          ),
        patienceMs,
      );
    });
    const ended = this.#answers!.ended.then((error) =>
      Promise.reject(new Error(`Your code could not go on: ${error.message}.`)),
    );
    outcome.catch(() => {});
    ended.catch(() => {});
    try {
      return await Promise.race([outcome, ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
