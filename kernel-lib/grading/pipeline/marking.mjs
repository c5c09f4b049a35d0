// One submission on its way to a mark: found, read as data, judged beside others, entered into the gradebook.
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { readNotebook, source as textOf } from "../../course/notebook/notebook.mjs";
import { choose } from "./choose.mjs";
import { prepare } from "./judging.mjs";
import { kindOf } from "./kind.mjs";
import { removeScratch, scratchFolder } from "./scratch.mjs";
import { Service } from "./service.mjs";
import { unpack } from "./unpack.mjs";
import { keepVerdicts } from "./verdicts.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./service.mjs").Answer} Answer */
/** @typedef {import("./judging.mjs").AnyJudging} Judging */
/** @typedef {import("./submissions.mjs").Submission & { key: string, inputs: string }} Job */
/** @typedef {import("./record.mjs").Mark} Mark */

/** @typedef {{ student: string, assignment: string, points: Record<string, number> }} Row by test cells */

/**
 * @typedef {object} Marked
 * @property {Mark} mark
 * @property {boolean} [again] the reason may not be the submission: the next run tries again
 * @property {number} [seconds] of processor time that answers and tests took
 */

/** The one process that writes into gradebooks. @param {string} course the folder nbgrader works in */
export const newBookkeeper = (course) => new Service("bookkeeper.py", [course]);

/** A gradebook, in the hands of its bookkeeper. */
export class Book {
  #keeper;
  /** @type {{ row: Row, resolve: (entered: any) => void, reject: (error: unknown) => void }[]} */
  #rows = [];
  #entering = Promise.resolve();

  /**
   * @param {string} course the folder nbgrader works in
   * @param {string} gradebook
   * @param {Service} keeper
   */
  constructor(course, gradebook, keeper) {
    this.course = course;
    this.gradebook = gradebook;
    this.#keeper = keeper;
  }

  get log() {
    return this.#keeper.log;
  }

  /** @param {string} text for those who look for the reason of a failure */
  note(text) {
    this.#keeper.note(text);
  }

  /** @param {Record<string, unknown>} request */
  ask(request) {
    return this.#keeper.ask({ ...request, gradebook: this.gradebook });
  }

  /**
   * Enters what a submission has earned. What comes while the bookkeeper is at work waits, and is entered together.
   * @param {Row} row
   * @returns {Promise<{ points: number, of: number, byHand?: string[] }>}
   */
  enter(row) {
    const entered = new Promise((resolve, reject) => this.#rows.push({ row, resolve, reject }));
    if (this.#rows.length === 1) this.#entering = this.#entering.then(() => this.#enterAll());
    return entered;
  }

  async #enterAll() {
    const all = this.#rows.splice(0);
    try {
      const { entered = [] } = await this.demand({ do: "enter", rows: all.map(({ row }) => row) });
      for (const [i, { resolve }] of all.entries()) resolve(entered[i] ?? { points: 0, of: 0 });
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  /**
   * What has no reason to go wrong.
   * @param {Record<string, unknown>} request
   */
  async demand(request) {
    const answer = await this.ask(request);
    if (!answer.problem) return answer;
    throw new Failure(`nbgrader failed: ${answer.problem}`, { log: this.log });
  }
}

/** An assignment, made ready for all its submissions. */
export class Assignment {
  /** @type {Promise<import("./judging.mjs").Prepared> | undefined} */
  #prepared;
  /** @type {Notebook | undefined} */
  #exercise;

  /**
   * @param {Source} source
   * @param {Book} book whose folder holds the released exercise
   * @param {boolean} isProtected
   * @param {readonly import("./recognise.mjs").Traits[]} all exercises, so that another one is recognised
   */
  constructor(source, book, isProtected, all) {
    this.source = source;
    this.book = book;
    this.isProtected = isProtected;
    this.all = all;
  }

  /** The exercise as it was released. */
  get exercise() {
    const { name } = this.source;
    this.#exercise ??= readNotebook(join(this.book.course, "exercises", name, `${name}.ipynb`));
    return this.#exercise;
  }

  get prepared() {
    this.#prepared ??= prepare(this.source.notebook);
    return this.#prepared;
  }
}

/**
 * Marks one submission. Tries a second time where the judge itself failed: the reason may lie with a busy machine.
 * @param {Job} job
 * @param {Assignment} assignment
 * @param {Judging} judging
 * @param {Book} book
 * @param {string} folder DIR
 * @returns {Promise<Marked>}
 */
export async function markSubmission(job, assignment, judging, book, folder) {
  const { student, key, inputs } = job;
  const found = await readSubmission(job, assignment, book);
  const notes = [...job.notes, ...found.notes];
  /** @param {NonNullable<Mark["problem"]>} problem */
  const giveNothing = async (problem) => {
    const { points, of } = await book.enter({ student, assignment: job.assignment, points: {} });
    return { inputs, points, of, problem, notes };
  };
  if ("problem" in found) return { mark: await giveNothing(found.problem) };
  const { notebook } = found;
  /** @type {unknown} */
  let failure;
  for (const attempt of [1, 2])
    try {
      const { verdicts, seconds } = await judging.judge(notebook, await assignment.prepared);
      const points = Object.fromEntries(verdicts.map(({ cell, points }) => [cell, points]));
      const entered = await book.enter({ student, assignment: job.assignment, points });
      keepVerdicts(folder, key, {
        answers: answersOf(notebook),
        reports: Object.fromEntries(verdicts.map(({ cell, html }) => [cell, html])),
        tests: Object.fromEntries(verdicts.map(({ cell, tests }) => [cell, tests])),
      });
      const unprotected = !assignment.isProtected && { unprotected: true };
      const { points: earned, of, byHand } = entered;
      return {
        mark: { inputs, points: earned, of, notes, ...(byHand?.length && { byHand }), ...unprotected },
        seconds,
      };
    } catch (error) {
      if (error instanceof Failure || judging.isClosed) throw error;
      failure = error;
      book.note(`${key}, attempt ${attempt}: ${error instanceof Error ? error.stack : error}`);
      if (error instanceof Error && error.name === "Uncompilable")
        return { mark: await giveNothing({ status: "unreadable", why: ["failed", error.message] }) };
      // Three workers have tried already.
      if (error instanceof Error && error.name === "PutAside") break;
      judging.reset();
    }
  const why = failure instanceof Error ? failure.message : "it could not be judged";
  return { mark: await giveNothing({ status: "not judged", why: ["failed", why] }), again: true };
}

/**
 * What an exercise's own solution earns, in a gradebook of its own.
 * @param {Assignment} assignment
 * @param {Judging} judging
 * @returns {Promise<{ points: number, of: number, problem?: string }>}
 */
export async function markSolution(assignment, judging) {
  const { tests } = await assignment.prepared;
  const of = tests.reduce((sum, { points }) => sum + points, 0);
  try {
    const { verdicts } = await judging.judge(assignment.source.notebook, await assignment.prepared);
    return { points: verdicts.reduce((sum, { points }) => sum + points, 0), of };
  } catch (error) {
    return { points: 0, of, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {Job} job
 * @param {Assignment} assignment
 * @param {Book} book
 * @returns {Promise<import("./choose.mjs").Chosen>}
 */
async function readSubmission({ key, notebooks, archives, problem }, { exercise, source, all }, book) {
  if (problem) return { problem, notes: [] };
  // Whatever is odd about this one, the others are marked.
  const note = (/** @type {unknown} */ error) => book.note(`${key}: ${error instanceof Error ? error.stack : error}`);
  if (archives.length === 0) return await choose(notebooks, exercise, source.name, all, note);
  const scratch = scratchFolder();
  try {
    const unpacked = await unpack(archives, scratch);
    const chosen = await choose([...notebooks, ...unpacked.notebooks], exercise, source.name, all, note);
    return { ...chosen, notes: [...chosen.notes, ...unpacked.notes] };
  } finally {
    removeScratch(scratch);
  }
}

/** @param {Notebook} notebook */
function answersOf(notebook) {
  const answers = notebook.cells.filter((cell) => kindOf(cell) === "answer");
  return Object.fromEntries(answers.map((cell) => [cell.metadata.nbgrader.grade_id, textOf(cell)]));
}
