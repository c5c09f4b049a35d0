// Marks a folder of submissions: finds them, takes them in one by one, and leaves gradebook, table and feedback.
// Whatever one of them does, the next is marked; what is unchanged since the last run keeps its mark.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../failure.mjs";
import { root } from "../place.mjs";
import { logFile } from "../run.mjs";
import { readNotebook } from "../slides/notebook.mjs";
import { hash, writeWhole } from "../stamp.mjs";
import { say, step } from "../steps.mjs";
import { canonical, textOfNotebook } from "./canonical.mjs";
import { soundSources, writeSources } from "./exercises.mjs";
import { Grader } from "./grader.mjs";
import { takeIn, Unreadable } from "./intake.mjs";
import { GradingRecord, hashOfGrader } from "./record.mjs";
import { removeScratch, scratchFolder } from "./scratch.mjs";
import { feedbackFolder, findSubmissions } from "./submissions.mjs";

/** @typedef {import("./submissions.mjs").Submission} Submission */
/** @typedef {import("./record.mjs").Mark} Mark */
/** @typedef {Submission & { key: string, inputs: string, mark?: Mark }} Job */

/**
 * @param {string} dir
 * @param {{ solutions?: string }} [options] the project's solutions/ by default
 * @returns {Promise<{ graded: number, kept: number, problems: string[] }>}
 */
export async function autograde(dir, { solutions = join(root, "solutions") } = {}) {
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
  const jobs = plan(submissions, used, record, folder);
  const due = jobs.filter(({ mark }) => !mark);
  if (due.length > 0 || !existsSync(join(folder, "grades.csv"))) await gradeAll(due, used, record, folder);

  const problems = jobs.flatMap(({ key, mark }) => (mark?.problem ? [`${key}: ${mark.problem}`] : []));
  return { graded: due.length, kept: jobs.length - due.length, problems };
}

/**
 * What is to be done for each submission; those with a mark have nothing new.
 * @param {readonly Submission[]} submissions
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @param {GradingRecord} record
 * @param {string} folder
 * @returns {Job[]}
 */
function plan(submissions, sources, record, folder) {
  const grader = hashOfGrader();
  const originals = new Map(sources.map((source) => [source.name, hashOfSource(source)]));
  return submissions.map((submission) => {
    const { student, assignment, file, timestamp, problem } = submission;
    const key = `${student}/${assignment}`;
    const handedIn = [file ? readFileSync(file) : "", timestamp ? readFileSync(timestamp) : "", problem ?? ""];
    const inputs = hash(grader, originals.get(assignment) ?? "", ...handedIn);
    const told = existsSync(feedbackFile(folder, submission));
    return { ...submission, key, inputs, mark: told ? record.find(key, inputs) : undefined };
  });
}

/**
 * @param {readonly Job[]} jobs each gets its mark
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @param {GradingRecord} record
 * @param {string} folder
 */
async function gradeAll(jobs, sources, record, folder) {
  const course = scratchFolder();
  writeFileSync(logFile("autograde"), "");
  const grader = new Grader(course, join(folder, "gradebook.db"));
  try {
    writeSources(sources, course);
    await checkSolutions(sources, course, record);
    await step("Preparing the gradebook", async () => {
      for (const { name } of sources) await prepare(grader, name, folder);
    });
    for (const [index, job] of jobs.entries()) {
      const begun = performance.now();
      record.set(job.key, undefined);
      const { mark, again } = await gradeOne(job, grader, course, folder);
      job.mark = mark;
      if (!again) record.set(job.key, mark);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      const shown = mark.problem ? `0 points: ${mark.problem}` : `${mark.points} of ${mark.of} points`;
      say(`  [${index + 1}/${jobs.length}] ${job.key}: ${shown} (${seconds} s)`);
    }
    const table = join(course, "grades.csv");
    await demand(grader, { do: "table", file: table });
    writeWhole(join(folder, "grades.csv"), readFileSync(table));
  } finally {
    grader.close();
    removeScratch(course);
  }
}

/**
 * Marks each exercise's own solution first, in a gradebook that is thrown away: were it not worth all points, the reason
 * would lie with this machine or the exercise, and every student would pay for it.
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @param {string} course
 * @param {GradingRecord} record
 */
async function checkSolutions(sources, course, record) {
  const inputs = (/** @type {import("./sources.mjs").Source} */ source) => hash(hashOfGrader(), hashOfSource(source));
  // No student's name is empty.
  const due = sources.filter((source) => !record.find(`/${source.name}`, inputs(source)));
  if (due.length === 0) return;
  const grader = new Grader(course, join(course, "check.db"));
  try {
    await step("Checking the solutions", async () => {
      for (const source of due) {
        const { name, notebook } = source;
        await demand(grader, { do: "assignment", name });
        writeWhole(join(course, "submitted", "solution", name, `${name}.ipynb`), textOfNotebook(canonical(notebook)));
        const request = { do: "submission", student: "solution", assignment: name };
        const { points = 0, of = 0 } = await demand(grader, request, patienceFor(notebook));
        if (points !== of)
          throw new Failure(
            `The solution of ${name} earns ${points} of ${of} points here, so nobody can be marked fairly.`,
            {
              mend: `run solutions/${name} in JupyterLab (npm start -- --originals) and mend what fails`,
              log: grader.log,
              tail: false,
            },
          );
        record.set(`/${name}`, { inputs: inputs(source), points, of });
      }
    });
  } finally {
    grader.close();
  }
}

/**
 * @param {Grader} grader
 * @param {string} name
 * @param {string} folder
 */
async function prepare(grader, name, folder) {
  const { problem } = await grader.ask({ do: "assignment", name });
  if (!problem) return;
  if (problem.includes("there are submissions associated with it"))
    throw new Failure(
      `${join(folder, "gradebook.db")} holds marks for other cells of ${name}: cells were added or removed since, and nbgrader cannot mix both.`,
      { mend: "move gradebook.db away to mark everything afresh, or bring the cells in solutions/ back" },
    );
  throw new Failure(`nbgrader refuses solutions/${name}:\n${problem}`);
}

/**
 * Marks one submission and leaves its feedback.
 * @param {Job} job
 * @param {Grader} grader
 * @param {string} course
 * @param {string} folder
 * @returns {Promise<{ mark: Mark, again?: boolean }>} again: the reason may not be the submission; the next run tries again
 */
async function gradeOne(job, grader, course, folder) {
  const { student, assignment } = job;
  const read = readSubmission(job, course);
  if ("problem" in read) return { mark: await giveNothing(job, read.problem, grader, folder) };

  const submitted = join(course, "submitted", student, assignment);
  const request = { do: "submission", student, assignment };
  /** @type {import("./grader.mjs").Answer} */
  let told = {};
  for (const attempt of [1, 2]) {
    writeWhole(join(submitted, `${assignment}.ipynb`), textOfNotebook(read.notebook));
    if (job.timestamp) writeWhole(join(submitted, "timestamp.txt"), readFileSync(job.timestamp));
    told = await grader.ask(request, patienceFor(read.notebook));
    if (!told.problem && told.tested) break;
    grader.note(`${job.key}, attempt ${attempt}: ${told.problem ?? untested}`);
    if (told.late) break;
  }
  if (told.problem) return { mark: await giveNothing(job, reason(told.problem), grader, folder), again: true };
  const page = join(course, "feedback", student, assignment, `${assignment}.html`);
  writeWhole(feedbackFile(folder, job), readFileSync(page));
  const mark = { inputs: job.inputs, points: told.points ?? 0, of: told.of ?? 0 };
  return told.tested ? { mark } : { mark: { ...mark, problem: untested }, again: true };
}

/**
 * @param {Job} job
 * @param {string} course
 * @returns {{ problem: string } | { notebook: import("../slides/notebook.mjs").Notebook }}
 */
function readSubmission({ assignment, file, problem }, course) {
  if (file === undefined) return { problem: problem ?? "there is no notebook" };
  try {
    const original = readNotebook(join(course, "exercises", assignment, `${assignment}.ipynb`));
    return { notebook: takeIn(readFileSync(file), original) };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: `the notebook ${error.message}` };
    throw error;
  }
}

/**
 * @param {Job} job
 * @param {string} problem
 * @param {Grader} grader
 * @param {string} folder
 * @returns {Promise<Mark>}
 */
async function giveNothing(job, problem, grader, folder) {
  const { student, assignment, inputs } = job;
  const { points = 0, of = 0 } = await demand(grader, { do: "nothing", student, assignment });
  writeWhole(feedbackFile(folder, job), failedPage(assignment, problem));
  return { inputs, points, of, problem };
}

/**
 * @param {Grader} grader
 * @param {Record<string, string>} request
 * @param {number} [patience] in seconds
 */
async function demand(grader, request, patience = 60) {
  const answer = await grader.ask(request, patience);
  if (!answer.problem) return answer;
  throw new Failure(`nbgrader failed: ${answer.problem}`, { log: grader.log });
}

/**
 * @param {string} folder
 * @param {Submission} submission
 */
const feedbackFile = (folder, { student, assignment }) => join(folder, feedbackFolder, student, `${assignment}.html`);

/**
 * Each cell has nbgrader's 30 s; more than all of them together, in seconds, means that nothing moves any more.
 * @param {import("../slides/notebook.mjs").Notebook} notebook
 */
const patienceFor = ({ cells }) => 120 + 40 * cells.length;

/** @param {import("./sources.mjs").Source} source */
const hashOfSource = ({ notebook, beside }) => hash(textOfNotebook(canonical(notebook)), ...[...beside].flat());

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
