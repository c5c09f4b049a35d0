// Before anyone is marked: each exercise's own solution must earn everything, on this machine, today.
import { Failure } from "../../course/command/failure.mjs";
import { hash } from "../../course/command/files.mjs";
import { step } from "../../course/command/steps.mjs";
import { markSolution } from "./marking.mjs";
import { hashOfSource } from "./plan.mjs";
import { hashOfGrader } from "./record.mjs";

/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./judging.mjs").AnyJudging} Judging */

/**
 * Marks each exercise's own solution first: were it not worth all points, the reason would lie with this machine or the
 * exercise, and every student would pay for it.
 * @param {readonly import("./marking.mjs").Assignment[]} assignments
 * @param {readonly Judging[]} judges
 * @param {import("./record.mjs").GradingRecord} record
 */
export async function checkSolutions(assignments, judges, record) {
  const inputs = (/** @type {Source} */ source) => hash(hashOfGrader(), hashOfSource(source));
  // No student's name is empty.
  const due = assignments.filter(({ source }) => !record.find(`/${source.name}`, inputs(source)));
  if (due.length === 0) return;
  await step("Checking the solutions", () =>
    eachWith(judges, due, async (assignment, judging) => {
      const { source, book } = assignment;
      const { name } = source;
      const { points, of, problem } = await markSolution(assignment, judging);
      if (problem || points !== of)
        throw new Failure(
          problem
            ? `The solution of ${name} could not be marked: ${problem}`
            : `The solution of ${name} earns ${points} of ${of} points here, so no one can be marked fairly.`,
          {
            fix: `run solutions/${name} in JupyterLab (npm start -- --originals) and fix what fails`,
            log: book.log,
            tail: false,
          },
        );
      record.set(`/${name}`, { inputs: inputs(source), points, of });
    }),
  );
}

/**
 * Does the work for each item, with as many at a time as there are judges. After a failure nothing new is begun.
 * @template T, R
 * @param {readonly Judging[]} judges
 * @param {readonly T[]} items
 * @param {(item: T, judging: Judging, done: () => number) => Promise<R>} work done: counts one more
 * @returns {Promise<R[]>} in the order of the items
 */
export async function eachWith(judges, items, work) {
  const waiting = [...items.entries()];
  /** @type {R[]} */
  const results = [];
  let count = 0;
  await Promise.all(
    judges.map(async (judging) => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        try {
          results[next[0]] = await work(next[1], judging, () => ++count);
        } catch (error) {
          waiting.length = 0;
          throw error;
        }
    }),
  );
  return results;
}
