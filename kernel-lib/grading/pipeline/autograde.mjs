// Marks a folder of submissions: finds them, marks several at a time, and leaves gradebook, table and feedback.
// Whatever one of them does, the next is marked; what is unchanged since the last run keeps its mark.
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { hash, writeWhole } from "../../course/command/files.mjs";
import { root } from "../../course/command/paths.mjs";
import { logFile } from "../../course/command/run.mjs";
import { say, step } from "../../course/command/steps.mjs";
import { canonical, textOfNotebook } from "./canonical.mjs";
import { soundSources, writeSources } from "./exercises.mjs";
import { feedbackFile } from "./feedback.mjs";
import { findProtection, Judging } from "./judging.mjs";
import { Assignment, Book, markSolution, markSubmission, newBookkeeper } from "./marking.mjs";
import { UNPROTECTED } from "./page.mjs";
import { GradingRecord, hashOfGrader } from "./record.mjs";
import { removeScratch, scratchFolder } from "./scratch.mjs";
import { findSubmissions, printable } from "./submissions.mjs";

/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./record.mjs").Mark} Mark */
/** @typedef {import("./marking.mjs").Job & { mark?: Mark }} Job */
/**
 * @typedef {object} Spent
 * @property {number} seconds of processor time for answers and tests, all together
 * @property {number} entering seconds of processor time for entering points
 * @property {number} took how many seconds it took to mark them
 */

/**
 * @param {string} dir
 * @param {{ solutions?: string, jobs?: number, due?: Date, container?: boolean }} [options] `solutions`: the project's
 *   solutions/ by default;
 *   `jobs`: how many submissions run at a time, as many as there are processors by default; `due`: what comes later is
 * late
 *   (what the gradebook says by default); `container`: students' code runs in containers
 * @returns {Promise<{ graded: number, kept: number, problems: string[], late: string[] } & Spent>}
 */
export async function autograde(
  dir,
  { solutions = join(root, "solutions"), jobs: atATime = availableParallelism(), due: deadline, container } = {},
) {
  const folder = resolve(dir);
  const sources = soundSources(solutions);
  const { submissions, ignored } = findSubmissions(
    folder,
    sources.map(({ name }) => name),
  );
  for (const line of ignored) say(`  Not graded: ${line}`);
  if (ignored.length > 0) say(`  Assignments are: ${sources.map(({ name }) => name).join(", ")}`);

  const used = sources.filter(({ name }) => submissions.some(({ assignment }) => assignment === name));
  const record = new GradingRecord(folder);
  const found = await findProtection(container);
  const jobs = plan(submissions, used, record, folder, found.protection);
  const due = jobs.filter(({ mark }) => !mark);
  const wanted = due.length > 0 || deadline !== undefined || tableIsOld(folder);
  const spent = wanted
    ? await gradeAll(due, used, record, folder, atATime, { deadline, ...found })
    : { seconds: 0, entering: 0, took: 0 };

  const problems = jobs.flatMap(({ key, mark }) => (mark?.problem ? [printable(`${key}: ${mark.problem}`)] : []));
  const late = record.overdue.map(({ key, seconds, due }) => printable(`${key}: ${duration(seconds)} after ${due}`));
  return { graded: due.length, kept: jobs.length - due.length, problems, late, ...spent };
}

/**
 * What is to be done for each submission; those with a mark have nothing new.
 * @param {readonly import("./submissions.mjs").Submission[]} submissions
 * @param {readonly Source[]} sources
 * @param {GradingRecord} record
 * @param {string} folder
 * @param {string} protection what was marked unprotected is marked again where it can be protected
 * @returns {Job[]}
 */
function plan(submissions, sources, record, folder, protection) {
  const grader = hash(hashOfGrader(), protection);
  const originals = new Map(sources.map((source) => [source.name, hashOfSource(source)]));
  return submissions.map((submission) => {
    const { student, assignment, file, timestamp, problem } = submission;
    const key = `${student}/${assignment}`;
    const handedIn = [file ? readFileSync(file) : "", timestamp ?? "", problem ?? ""];
    const inputs = hash(grader, originals.get(assignment) ?? "", ...handedIn);
    const isReported = existsSync(feedbackFile(folder, submission));
    return { ...submission, key, inputs, mark: isReported ? record.find(key, inputs) : undefined };
  });
}

/**
 * @param {readonly Job[]} jobs each gets its mark
 * @param {readonly Source[]} sources
 * @param {GradingRecord} record
 * @param {string} folder
 * @param {number} atATime
 * @param {import("./judging.mjs").Found & { deadline?: Date }} options
 * @returns {Promise<Spent>}
 */
async function gradeAll(jobs, sources, record, folder, atATime, { deadline, protection, remedy }) {
  const course = scratchFolder();
  writeFileSync(logFile("autograde"), "");
  sayProtection(protection, remedy);
  const isProtected = protection !== "none";
  const keeper = newBookkeeper(course);
  const book = new Book(course, join(folder, "gradebook.db"), keeper);
  const assignments = new Map(sources.map((source) => [source.name, new Assignment(source, book, isProtected)]));
  const judges = Array.from({ length: Math.max(1, Math.min(atATime, jobs.length)) }, () => new Judging(protection));
  try {
    writeSources(sources, course);
    await checkSolutions([...assignments.values()], judges, record);
    await step("Preparing the gradebook", async () => {
      for (const { name } of sources) await prepare(book, name, folder, deadline);
    });
    const started = performance.now();
    const cells = await eachWith(judges, jobs, async (job, judging, done) => {
      const begun = performance.now();
      const assignment = assignments.get(job.assignment);
      if (!assignment) throw new Error(`${job.assignment} has no source`);
      record.set(job.key, undefined);
      const { mark, again, seconds: ran = 0 } = await markSubmission(job, assignment, judging, book, folder);
      job.mark = mark;
      if (!again) record.set(job.key, mark);
      const shown = mark.problem ? `0 points: ${mark.problem}` : `${mark.points} of ${mark.of} points`;
      const count = done();
      const minutes = ((performance.now() - started) / count / 60_000) * (jobs.length - count);
      const left = minutes > 1 ? `; about ${Math.ceil(minutes)} min left` : "";
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      say(`  [${count}/${jobs.length}] ${printable(job.key)}: ${shown} (${seconds} s${left})`);
      return ran;
    });
    const took = (performance.now() - started) / 1000;
    const table = join(course, "grades.csv");
    const { overdue = [], entering = 0 } = await book.demand({ do: "table", file: table, protected: isProtected });
    record.overdue = overdue;
    writeWhole(join(folder, "grades.csv"), readFileSync(table));
    return { seconds: cells.reduce((sum, one) => sum + one, 0), entering, took };
  } finally {
    keeper.close();
    for (const judge of judges) judge.close();
    removeScratch(course);
  }
}

/**
 * @param {string} protection
 * @param {string} [remedy]
 */
function sayProtection(protection, remedy) {
  if (protection !== "none") say(`  Students' code is enclosed by ${protection}.`);
  else say(`  ${UNPROTECTED}\n  To protect it: ${remedy}.`);
}

/**
 * Marks each exercise's own solution first: were it not worth all points, the reason would lie with this machine or the
 * exercise, and every student would pay for it.
 * @param {readonly Assignment[]} assignments
 * @param {readonly Judging[]} judges
 * @param {GradingRecord} record
 */
async function checkSolutions(assignments, judges, record) {
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
async function eachWith(judges, items, work) {
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

/**
 * @param {Book} book
 * @param {string} name
 * @param {string} folder
 * @param {Date} [deadline]
 */
async function prepare(book, name, folder, deadline) {
  const request = { do: "assignment", name };
  const { problem } = await book.ask(deadline ? { ...request, due: deadline.toISOString() } : request);
  if (!problem) return;
  if (problem.includes("there are submissions associated with it"))
    throw new Failure(
      `${join(folder, "gradebook.db")} holds marks for other cells of ${name}: cells were added or removed since, and nbgrader cannot mix both.`,
      { fix: "move gradebook.db away to mark everything afresh, or bring the cells in solutions/ back" },
    );
  throw new Failure(`nbgrader refuses solutions/${name}:\n${problem}`);
}

/**
 * Whether the gradebook has changed since the table was written: lecturers change points by hand.
 * @param {string} folder
 */
function tableIsOld(folder) {
  const [table, gradebook] = ["grades.csv", "gradebook.db"].map((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false }),
  );
  return !table || !gradebook || gradebook.mtimeMs > table.mtimeMs;
}

/** @param {number} seconds */
function duration(seconds) {
  const minutes = Math.ceil(seconds / 60);
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  return parts.flatMap((count, i) => (count > 0 ? [`${count} ${["d", "h", "min"][i]}`] : [])).join(" ");
}

/** @param {Source} source */
const hashOfSource = ({ notebook, beside }) => hash(textOfNotebook(canonical(notebook)), ...[...beside].flat());
