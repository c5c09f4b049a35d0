// One submission on its way to a mark: taken in, run beside others, entered into the gradebook, its feedback written.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { readNotebook, source as textOf } from "../notebook/notebook.mjs";
import { textOfNotebook } from "./canonical.mjs";
import { takeIn, Unreadable } from "./intake.mjs";
import { kindOf } from "./kind.mjs";
import { Service } from "./service.mjs";
import { feedbackFolder } from "./submissions.mjs";

/** @typedef {import("../notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./service.mjs").Answer} Answer */
/** @typedef {import("./submissions.mjs").Submission & { key: string, inputs: string }} Job */

/**
 * @typedef {object} Marked
 * @property {import("./record.mjs").Mark} mark
 * @property {boolean} [again] the reason may not be the submission: the next run tries again
 * @property {number} [seconds] how long the student's cells and the tests took
 */

/** Runs notebooks; it knows no gradebook, so there may be several. */
export const newRunner = () => new Service("run.py");

/** The one process that writes into gradebooks. @param {string} course the folder nbgrader works in */
export const newBookkeeper = (course) => new Service("grade.py", [course, `${course}/`, `${root}/`]);

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

/**
 * Marks one submission. Tries a second time where no test came to a verdict: the reason may lie with a busy machine.
 * @param {Job} job
 * @param {Source} source the assignment's
 * @param {Service} runner
 * @param {Book} book
 * @param {string} folder DIR
 * @returns {Promise<Marked>}
 */
export async function markSubmission(job, source, runner, book, folder) {
  const read = readSubmission(job, source, book.course);
  if ("problem" in read) return { mark: await giveNothing(job, read.problem, book, folder) };
  const { student, assignment } = job;
  const timestamp = job.timestamp && readFileSync(job.timestamp, "utf8");
  const submission = { student, assignment, ...(timestamp && { timestamp }) };
  /** @type {Answer} */
  let told = {};
  let seconds = 0;
  for (const attempt of [1, 2]) {
    told = await runAndEnter(read.notebook, source, submission, runner, book);
    seconds += told.seconds ?? 0;
    if (!told.problem && told.tested) break;
    runner.note(`${job.key}, attempt ${attempt}: ${told.problem ?? untested}`);
    if (told.late) break;
  }
  if (told.problem) return { mark: await giveNothing(job, reason(told.problem), book, folder), again: true };
  const page = join(book.course, "feedback", student, assignment, `${assignment}.html`);
  writeWhole(feedbackFile(folder, job), readFileSync(page));
  const mark = { inputs: job.inputs, points: told.points ?? 0, of: told.of ?? 0 };
  return told.tested ? { mark, seconds } : { mark: { ...mark, problem: untested }, again: true, seconds };
}

/**
 * Runs a notebook in a folder of its own, with what lies beside the exercise, and enters what came out into the gradebook.
 * @param {Notebook} notebook
 * @param {Source} source
 * @param {{ student: string, assignment: string, timestamp?: string }} submission
 * @param {Service} runner
 * @param {Book} book
 * @returns {Promise<Answer>}
 */
export async function runAndEnter(notebook, source, submission, runner, book) {
  const { student, assignment } = submission;
  const folder = join(book.course, "running", student, assignment);
  const file = join(folder, `${assignment}.ipynb`);
  try {
    for (const [path, content] of source.beside) writeWhole(join(folder, path), content);
    writeWhole(file, textOfNotebook(withHiddenTests(notebook, source.notebook)));
    const exercise = join(book.course, "solutions", assignment, `${assignment}.ipynb`);
    const { problem, late, seconds, ran } = await runner.ask({ do: "run", file, exercise }, patienceFor(notebook));
    if (problem) return { problem, late };
    return { ...(await book.ask({ do: "submission", ...submission, ran })), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Where the feedback for a submission lies.
 * @param {string} folder DIR
 * @param {{ student: string, assignment: string }} submission
 */
export const feedbackFile = (folder, { student, assignment }) =>
  join(folder, feedbackFolder, student, `${assignment}.html`);

/**
 * @param {Job} job
 * @param {Source} source
 * @param {string} course
 * @returns {{ problem: string } | { notebook: Notebook }}
 */
function readSubmission({ assignment, file, problem }, { name }, course) {
  if (file === undefined) return { problem: problem ?? "there is no notebook" };
  try {
    const original = readNotebook(join(course, "exercises", name, `${name}.ipynb`));
    return { notebook: takeIn(readFileSync(file), original) };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: `the notebook ${error.message}` };
    throw new Error(`Taking in ${assignment} failed`, { cause: error });
  }
}

/**
 * The tests as they are marked.
 * @param {Notebook} notebook
 * @param {Notebook} source
 * @returns {Notebook}
 */
function withHiddenTests(notebook, source) {
  const tests = new Map(
    source.cells.filter((cell) => kindOf(cell) === "test").map((cell) => [cell.metadata.nbgrader.grade_id, cell]),
  );
  const cells = notebook.cells.map((cell) => {
    const whole = kindOf(cell) === "test" ? tests.get(cell.metadata.nbgrader.grade_id) : undefined;
    return whole ? { ...cell, source: textOf(whole) } : cell;
  });
  return { ...notebook, cells };
}

/**
 * @param {Job} job
 * @param {string} problem
 * @param {Book} book
 * @param {string} folder
 * @returns {Promise<import("./record.mjs").Mark>}
 */
async function giveNothing(job, problem, book, folder) {
  const { student, assignment, inputs } = job;
  const { points = 0, of = 0 } = await book.demand({ do: "nothing", student, assignment });
  writeWhole(feedbackFile(folder, job), failedPage(assignment, problem));
  return { inputs, points, of, problem };
}

/**
 * The kernel ends cells that compute too long; more than this, in seconds by the clock, means that nothing moves any more.
 * @param {Notebook} notebook
 */
const patienceFor = ({ cells }) => 600 + 60 * cells.length;

const untested = "no test could be carried out";

/** @param {string} problem what nbgrader told */
function reason(problem) {
  if (/DeadKernelError|Kernel died/.test(problem)) return "the kernel ended while it ran";
  if (/UnresponsiveKernelError/.test(problem)) return "the kernel did not answer any more";
  return problem.trim().split("\n").at(-1)?.trim() || "it could not be graded";
}

/**
 * @param {string} assignment
 * @param {string} problem
 */
function failedPage(assignment, problem) {
  const text = `This submission could not be marked and earns 0 points: ${problem}. Ask for it to be marked again once that is mended.`;
  const safe = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>${assignment}</title><h1>${assignment}</h1><p>${safe}</p></html>\n`;
}
