// Carries out a grading job: answers in a process of their own, tests in a thread, points here. Nothing but plain data
// crosses.
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Isolate } from "../engine/isolate.js";
import { sendError } from "../engine/threads/protocol.js";
import { Budget } from "./budget.js";
import { type ListedTest, type Outcome, receiveFailure } from "./isolates/protocol.js";
import { Sandbox } from "./isolates/sandbox.js";
import type { Job } from "./job.js";
import { reasonOf } from "./reason.js";
import { Report } from "./report.js";
import type { TestResult } from "./test-result.js";

/** How often a thread or process that ended before it began is started again. */
const BEGINNINGS = 3;

/** @returns the report of all tests, in their order; of hidden ones it says whether they passed */
export async function carryOut(job: unknown): Promise<Report> {
  const { complete } = job as Job;
  const remark = complete ? undefined : "These are the visible points; more are given when it is marked.";
  const bench = new Bench(job as Job);
  const results: TestResult[] = [];
  try {
    const { id, tests } = await bench.begin();
    for (const [index, { sentence, points, hidden }] of tests.entries()) {
      const { why, run } = await bench.perform(index);
      const ok = why === undefined;
      if (hidden) results.push({ sentence, points, ok });
      else results.push({ sentence, points, ok, why, run: run && receiveFailure(run) });
    }
    return new Report({ id, results, remark });
  } finally {
    await bench.clear();
  }
}

/** Tests and answers, replaced when one of them has to be ended. */
class Bench {
  #answers: Sandbox | undefined;
  #tests: Isolate | undefined;
  #wire: MessagePort | undefined;
  #requests = 0;
  readonly #budget = new Budget();

  constructor(readonly job: Job) {}

  /** On a machine with too much to do a thread may end before it has begun; what fails for a reason fails again. */
  async begin(): Promise<{ id: string; tests: ListedTest[] }> {
    for (let left = BEGINNINGS - 1; ; left--) {
      try {
        return await this.#prepare();
      } catch (error) {
        await this.clear();
        if (left === 0) throw error;
      }
    }
  }

  async perform(index: number): Promise<Outcome> {
    if (this.#budget.isOver) return { why: "There was no time left for this test: those before it took too long." };
    try {
      if (!this.#tests) await this.begin();
      return await this.#inTime(this.#tests!.request({ kind: "test", index }));
    } catch (error) {
      await this.clear();
      return { why: reasonOf(error) };
    }
  }

  async clear(): Promise<void> {
    this.#wire?.close();
    this.#answers?.end();
    await this.#tests?.end("the tests are over");
    this.#answers = undefined;
    this.#tests = undefined;
  }

  async #prepare(): Promise<{ id: string; tests: ListedTest[] }> {
    const tests = new Isolate(require.resolve("./isolates/tests.js"), "tests");
    this.#tests = tests;
    const { port1, port2 } = new MessageChannel();
    this.#wire = port1;
    const box = new Sandbox((message) => {
      if (typeof message === "object" && message !== null) port1.postMessage(message);
    });
    this.#answers = box;
    const { id, answers } = await tests.request({ kind: "prepare", job: this.job });
    // The number is one that no request of the tests has.
    box.post({ number: 0, content: { kind: "prepare", answers } });
    port1.on("message", (request) => {
      this.#requests++;
      try {
        box.post(request);
      } catch (error) {
        port1.postMessage({ number: request.number, error: sendError(error) });
      }
    });
    const listed = tests.request({ kind: "list", answers: port2 }, [port2]);
    return { id, tests: (await this.#inTime(listed)) as ListedTest[] };
  }

  /** The answers' process may end, or never answer. */
  async #inTime<T>(outcome: Promise<T>): Promise<T> {
    const tests = this.#tests!;
    const { late, stop } = this.#budget.watch(this.#answers!, () => ({
      active: tests.active(),
      requests: this.#requests,
    }));
    const ended = this.#answers!.ended.then((error) =>
      Promise.reject(new Error(`Your code could not go on: ${error.message}.`)),
    );
    outcome.catch(() => {});
    ended.catch(() => {});
    try {
      return await Promise.race([outcome, ended, late]);
    } finally {
      stop();
    }
  }
}
