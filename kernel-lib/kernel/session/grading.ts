// Test cells: their one result comes from here, never from the thread that runs a student's code.
import type { MimeBundle } from "../thread.js";

/** Judges a job away from the student's realm; `html` is for people, `points` for the gradebook. */
export type CarryOut = (job: unknown) => Promise<{ points: number; of: number; html: string }>;

/** A cell that calls `grade`: whatever else it puts out, its result is published here, once. */
export function isTestCell(code: string): boolean {
  return /^[ \t]*(?:await[ \t]+)?grade[ \t]*\(/m.test(code);
}

export function verdict(points: number, html: string): MimeBundle {
  return { "text/plain": String(points), "text/html": html };
}

/** nbgrader gives full marks to a cell without a number, so a test that did not run says 0. */
export const notRun = verdict(0, "<p>The tests of this cell did not run, so it counts 0 points.</p>");

/** kernel-lib's judge, loaded at the first test cell. */
export const carryOut: CarryOut = (job) => {
  const judge: { carryOut: CarryOut } = require("../../src/grade/carry-out.js");
  return judge.carryOut(job);
};
