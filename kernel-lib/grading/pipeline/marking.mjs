// One submission on its way to a mark: read as data, judged beside others, entered into the gradebook, its feedback
// written.
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { readNotebook } from "../../course/notebook/notebook.mjs";
import { writeFeedback } from "./feedback.mjs";
import { takeIn, Unreadable } from "./intake.mjs";
import { prepare } from "./judging.mjs";
import { escapeHtml, fillPage, withSlots } from "./page.mjs";
import { readSubmitted } from "./read.mjs";
import { Service } from "./service.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./service.mjs").Answer} Answer */
/** @typedef {import("./judging.mjs").Judging} Judging */
/** @typedef {import("./submissions.mjs").Submission & { key: string, inputs: string }} Job */

/**
 * @typedef {object} Marked
 * @property {import("./record.mjs").Mark} mark
 * @property {boolean} [again] the reason may not be the submission: the next run tries again
 * @property {number} [seconds] of processor time that answers and tests took
 */

/** The one process that writes into gradebooks. @param {string} course the folder nbgrader works in */
export const newBookkeeper = (course) => new Service("bookkeeper.py", [course]);

/** A gradebook, in the hands of its bookkeeper. */
export class Book {
  #keeper;

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
  /** @type {Promise<string> | undefined} */
  #page;
  /** @type {Notebook | undefined} */
  #exercise;

  /**
   * @param {Source} source
   * @param {Book} book whose folder holds the released exercise
   * @param {boolean} isProtected
   */
  constructor(source, book, isProtected) {
    this.source = source;
    this.book = book;
    this.isProtected = isProtected;
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

  /** The feedback page, with words where students differ. */
  get page() {
    this.#page ??= this.book
      .demand({ do: "page", notebook: withSlots(this.exercise, this.source.name) })
      .then(({ page = "" }) => page);
    return this.#page;
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
  const notebook = await readSubmission(job, assignment.exercise, book);
  if (typeof notebook === "string") return { mark: await giveNothing(job, notebook, book, folder) };
  const { student, key, inputs } = job;
  /** @type {unknown} */
  let failure;
  for (const attempt of [1, 2])
    try {
      const { verdicts, seconds } = await judging.judge(notebook, await assignment.prepared);
      const points = Object.fromEntries(verdicts.map(({ cell, points }) => [cell, points]));
      const { timestamp } = job;
      const entered = await book.demand({ do: "enter", student, assignment: job.assignment, points, timestamp });
      const reports = new Map(verdicts.map(({ cell, html }) => [cell, html]));
      const { exercise, isProtected } = assignment;
      const page = fillPage(await assignment.page, exercise, { notebook, reports, entered, isProtected });
      writeFeedback(folder, job, page);
      return { mark: { inputs, points: entered.points ?? 0, of: entered.of ?? 0 }, seconds };
    } catch (error) {
      if (error instanceof Failure || judging.isClosed) throw error;
      failure = error;
      book.note(`${key}, attempt ${attempt}: ${error instanceof Error ? error.stack : error}`);
      if (error instanceof Error && error.name === "Uncompilable")
        return { mark: await giveNothing(job, error.message, book, folder) };
      judging.reset();
    }
  const why = failure instanceof Error ? failure.message : "it could not be judged";
  return { mark: await giveNothing(job, why, book, folder), again: true };
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
 * @param {Notebook} exercise
 * @param {Book} book
 * @returns {Promise<Notebook | string>} or why there is none
 */
async function readSubmission({ key, file, problem }, exercise, book) {
  if (file === undefined) return problem ?? "there is no notebook";
  try {
    return takeIn(await readSubmitted(file), exercise);
  } catch (error) {
    if (error instanceof Unreadable) return `the notebook ${error.message}`;
    // Whatever is odd about this one, the others are marked.
    book.note(`${key}: ${error instanceof Error ? error.stack : error}`);
    return "the notebook cannot be taken in";
  }
}

/**
 * @param {Job} job
 * @param {string} problem
 * @param {Book} book
 * @param {string} folder
 * @returns {Promise<import("./record.mjs").Mark>}
 */
async function giveNothing(job, problem, book, folder) {
  const { student, assignment, inputs, timestamp } = job;
  const { points = 0, of = 0 } = await book.demand({ do: "enter", student, assignment, points: {}, timestamp });
  writeFeedback(folder, job, failedPage(assignment, problem));
  return { inputs, points, of, problem };
}

/**
 * @param {string} assignment
 * @param {string} problem
 */
function failedPage(assignment, problem) {
  const text = `This submission could not be marked and earns 0 points: ${problem}. Ask for it to be marked again once that is fixed.`;
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
  return `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8">${policy}<title>${assignment}</title><h1>${assignment}</h1><p>${escapeHtml(text)}</p></html>\n`;
}
