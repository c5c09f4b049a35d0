// A judge, as its callers hold it: a process that carries out test cells, watched, and replaced where
// it has to be ended.
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { Report } from "../../src/grade/report.js";
import type { TestResult } from "../../src/grade/test-result.js";
import type { ListedTest } from "../../src/grade/tests.js";
import { engineEnvironment } from "../sandbox/container.js";
import { endDescendants, endProcess } from "../sandbox/end-process.js";
import { type Late, Patience } from "./patience.js";
import { type Assignment, type FromJudge, type Outcome, receiveFailure } from "./protocol.js";

/** Megabytes of a judge's objects: data of students is bounded, but there may be much of it. */
const HEAP_MB = 1536;
/** How often a judge is replaced within one cell. */
const MOST_JUDGES = 4;

export interface Judged {
  readonly report: Report;
  /** Seconds of processor time. */
  readonly seconds: number;
}

export class Judge {
  #child: ChildProcess | undefined;
  #closed = false;
  #interrupted = false;

  /**
   * Carries out a test cell.
   * @param remark what the report says besides
   * @param patience with all of a submission
   * @throws Error where the cell itself cannot be judged
   */
  async carryOut(
    assignment: Omit<Assignment, "skip" | "unusable">,
    remark?: string,
    patience = new Patience(),
  ): Promise<Judged> {
    const before = patience.used;
    this.#interrupted = false;
    const skip: number[] = [];
    const outcomes = new Map<number, Outcome>();
    /** Why the answers are left alone: a judge has ended before it knew the tests. */
    let unusable: string | undefined;
    for (let left = MOST_JUDGES; ; left--) {
      if (this.#closed || this.#interrupted) throw new Error("The judge was stopped.");
      const { id, tests, ended } = await this.#try({ ...assignment, skip, unusable }, patience, outcomes);
      if (tests.length === 0) unusable ??= ended?.why;
      if (ended === undefined || left === 1 || (tests.length > 0 && patience.isSpent)) {
        if (tests.length === 0) throw new Error(ended?.why ?? "This cell lists no test.");
        const report = new Report({ id, results: tests.map((test, i) => resultOf(test, outcomes.get(i))), remark });
        return { report, seconds: patience.used - before };
      }
      if (ended.index >= 0) {
        skip.push(ended.index);
        outcomes.set(ended.index, { why: ended.why });
      }
    }
  }

  /** Gives up what it is at. */
  interrupt(): void {
    this.#interrupted = true;
    this.#end();
  }

  /** Ends its process. */
  close(): void {
    this.#closed = true;
    this.#end();
  }

  #end(): void {
    const child = this.#child;
    this.#child = undefined;
    if (child) endProcess(child);
  }

  #try(assignment: Assignment, patience: Patience, outcomes: Map<number, Outcome>) {
    const child = (this.#child ??= start());
    let id = "";
    let tests: readonly ListedTest[] = [];
    let index = -1;
    let late: Late | undefined;
    /** The judge has ended before it could ask all nodes again: those that passed by them do not count. */
    const failUnproven = (ended: string) => {
      const why = `Whether its nodes share memory could not be found out. ${ended}`;
      for (const [i, { unproven }] of outcomes) if (unproven) outcomes.set(i, { why });
    };
    return new Promise<{ id: string; tests: readonly ListedTest[]; ended?: { index: number; why: string } }>(
      (resolve, reject) => {
        const finish = (ended?: { index: number; why: string }) => {
          patience.stop();
          child.off("message", hear).off("exit", lost);
          resolve({ id, tests, ended });
        };
        const lost = () => {
          if (this.#child === child) this.#child = undefined;
          const why = late?.why ?? ENDED;
          failUnproven(why);
          finish(index === -1 && tests.length > 0 ? undefined : { index, why });
        };
        const hear = (message: FromJudge) => {
          switch (message.kind) {
            case "listed":
              ({ id, tests } = message);
              return;
            case "begins": {
              const isNext = message.index !== -1 || index !== -1;
              index = message.index;
              late = undefined;
              return isNext || !patience.isOver ? patience.begin(index === -1) : undefined;
            }
            case "outcome": {
              const { why, run, unproven } = message.outcome;
              const shown = why !== undefined && late ? { why: late.why } : { why, run, unproven };
              outcomes.set(message.index, shown);
              return;
            }
            case "done":
              return finish();
            case "failed":
              patience.stop();
              child.off("message", hear).off("exit", lost);
              return reject(new Error(late?.why ?? message.why));
          }
        };
        child.on("message", hear).on("exit", lost);
        patience.begin();
        const isLate = (found: Late) => {
          late = found;
          if (found.judge || process.platform !== "linux") endProcess(child);
          else endDescendants(child.pid!);
        };
        patience.watch(child.pid!, isLate, assignment.protection !== "container");
        child.send(assignment);
      },
    );
  }
}

const ENDED = "It could not be judged: the judge ran out of memory.";

function start(): ChildProcess {
  return fork(join(__dirname, "main.js"), {
    execArgv: ["--no-warnings", `--max-old-space-size=${HEAP_MB}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      ...engineEnvironment(),
      VERTEILT_TEST_SECONDS: process.env.VERTEILT_TEST_SECONDS,
      VERTEILT_LANGUAGE: process.env.VERTEILT_LANGUAGE,
      VERTEILT_USER_OFFSET: process.env.VERTEILT_USER_OFFSET,
    },
  });
}

function resultOf(
  { sentence, points, hidden }: ListedTest,
  outcome: Outcome = { why: "It was not carried out." },
): TestResult {
  const { why, run } = outcome;
  const ok = why === undefined;
  return hidden ? { sentence, points, ok, hidden } : { sentence, points, ok, why, run: run && receiveFailure(run) };
}
