// Which of a student's notebooks counts: the newest in which every answer is given, else the one with the most answers.
import { newestFirst } from "./inside.mjs";
import { takeIn, Unreadable } from "./intake.mjs";
import { kindOf } from "./kind.mjs";
import { openAnswers } from "./open-answers.mjs";
import { readSubmitted } from "./read.mjs";
import { otherExercise } from "./recognise.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./inside.mjs").Candidate} Candidate */
/** @typedef {import("./remarks.mjs").Remark} Remark */
/** @typedef {{ notebook: Notebook, notes: Remark[] } | { problem: NonNullable<import("./submissions.mjs").Submission["problem"]>, notes: Remark[] }} Chosen */

/** Bytes of a student's notebooks together: what is more is not read. */
const BYTES = 400e6;

/**
 * @param {readonly Candidate[]} candidates
 * @param {Notebook} exercise as it was released
 * @param {string} assignment
 * @param {readonly import("./recognise.mjs").Traits[]} exercises all there are
 * @param {(error: unknown) => void} note of what no one has foreseen
 * @returns {Promise<Chosen>}
 */
export async function choose(candidates, exercise, assignment, exercises, note) {
  if (candidates.length === 0) return { problem: { status: "not found", why: ["noNotebook"] }, notes: [] };
  /** @type {{ candidate: Candidate, notebook: Notebook, answers: number, begun: number }[]} begun: answers, and half ones */
  const read = [];
  /** @type {{ candidate: Candidate, status: "unreadable" | "other exercise", why: Remark }[]} */
  const refused = [];
  let bytes = BYTES;
  for (const candidate of [...candidates].sort(newestFirst))
    try {
      const { cells, size } = await readSubmitted(candidate.file, bytes);
      bytes -= size;
      const other = otherExercise(cells, assignment, exercises);
      if (other) refused.push({ candidate, status: "other exercise", why: ["otherExercise", other] });
      else {
        const notebook = takeIn(cells, exercise);
        read.push({ candidate, notebook, ...answersIn(notebook, exercise) });
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) note(error);
      refused.push({ candidate, status: "unreadable", why: error instanceof Unreadable ? error.why : ["notTakenIn"] });
    }
  const all = exercise.cells.filter((cell) => kindOf(cell) === "answer").length;
  const best =
    read.find(({ answers }) => answers === all) ??
    read.toSorted((a, b) => b.answers - a.answers || b.begun - a.begun)[0];
  /** @returns {Remark[]} */
  const rest = (/** @type {Candidate | undefined} */ chosen) =>
    [
      ...read.map(({ candidate }) => ({ candidate, why: /** @type {Remark} */ (["doesNotCount"]) })),
      ...refused,
    ].flatMap(({ candidate, why }) => (candidate === chosen ? [] : [["file", candidate.name, why]]));
  if (best) {
    const { candidate, notebook, answers, begun } = best;
    if (candidates.length === 1) return { notebook, notes: begun === 0 ? [["noAnswer"]] : [] };
    /** @type {Remark} */
    const why = answers === all ? ["newestWhole"] : ["mostAnswers", answers, all];
    return { notebook, notes: [["file", candidate.name, why], ...rest(candidate)] };
  }
  // A notebook of another exercise says more than one that cannot be read.
  const { candidate, status, why } = /** @type {(typeof refused)[0]} */ (
    refused.find((one) => one.status === "other exercise") ?? refused[0]
  );
  return { problem: { status, why: ["theNotebook", why] }, notes: rest(candidate) };
}

/**
 * How many answers are given, as handing in counts them: one in which a place is left to fill is only begun.
 * @param {Notebook} notebook as it was taken in
 * @param {Notebook} exercise
 */
function answersIn(notebook, exercise) {
  const all = exercise.cells.filter((cell) => kindOf(cell) === "answer").length;
  const open = openAnswers(notebook, exercise);
  return { answers: all - open.length, begun: all - open.filter(({ state }) => state !== "partly").length };
}
