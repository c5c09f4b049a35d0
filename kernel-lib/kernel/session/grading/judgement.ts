// Test cells: their one result comes from here, never from the process that runs a student's code.
import type { MimeBundle, ToExecutor } from "../../messages.js";

/** Judges a job away from the student's realm; `html` is for people, `points` for the gradebook. */
export type CarryOut = (job: unknown) => Promise<{ points: number; of: number; html: string }>;

/** The judgement of one cell that runs. */
export class Judgement {
  private state: "none" | "pending" | "done";

  /** @param isElsewhere the cell itself is not run */
  constructor(
    code: string,
    readonly isElsewhere: boolean,
  ) {
    this.state = isElsewhere || isTestCell(code) ? "pending" : "none";
  }

  /** Its result has been published. */
  done(): void {
    this.state = "done";
  }

  /** Whether the cell's value is its result. */
  get isPlain(): boolean {
    return this.state === "none";
  }

  /** The result of a test cell that ended without a verdict. */
  get missing(): MimeBundle | undefined {
    return this.state === "pending" ? notRun : undefined;
  }

  /** Lets `judge` carry out a job, once: the verdict for `publish`, and the answer for the cell. */
  async carryOut(job: unknown, judge: CarryOut, publish: (verdict: MimeBundle) => void): Promise<Answer> {
    if (this.state === "done") return refused;
    this.state = "done";
    try {
      const { points, of, html } = await judge(job);
      publish({ "text/plain": String(points), "text/html": html });
      return { report: { points, of } };
    } catch (error) {
      this.state = "pending";
      return { problem: (error as Error)?.stack ?? String(error) };
    }
  }
}

type Answer = Omit<Extract<ToExecutor, { type: "graded" }>, "type" | "id">;

export const refused: Answer = { problem: "grade(...) is called once in a cell, and while that cell runs" };

/** nbgrader gives full marks to a cell without a number, so a test that did not run says 0. */
const notRun: MimeBundle = {
  "text/plain": "0",
  "text/html": "<p>The tests of this cell did not run, so it counts 0 points.</p>",
};

/** A cell that calls `grade`: whatever else it puts out, its result is published here, once. */
function isTestCell(code: string): boolean {
  return /^[ \t]*(?:await[ \t]+)?grade[ \t]*\(/m.test(code);
}

/** kernel-lib's judge, loaded at the first test cell. */
export const carryOut: CarryOut = (job) => {
  const judge: { carryOut: CarryOut } = require("../../../src/grade/carry-out.js");
  return judge.carryOut(job);
};
