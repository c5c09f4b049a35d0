// Finds what was handed in: DIR/STUDENT/ASSIGNMENT/*.ipynb. Reads nothing but names.
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";

/** In bytes. A larger notebook could not be held in memory; one with 200 MB of outputs can. */
const LIMIT = 400e6;
const LONGEST_TIMESTAMP = 1000;

/** What autograde itself keeps in DIR. */
export const feedbackFolder = "feedback";

/**
 * @typedef {object} Submission
 * @property {string} student
 * @property {string} assignment
 * @property {string} [file] the notebook to grade
 * @property {string} [timestamp] what nbgrader's timestamp.txt says, when there is one
 * @property {string} [problem] why there is no one notebook to grade
 *
 * @typedef {{ submissions: Submission[], ignored: string[] }} Found ignored: what was no submission, each with the
 *   reason
 */

const usage =
  "hand the folder in which each student has a folder: npm run autograde -- DIR, with DIR/STUDENT/ASSIGNMENT/*.ipynb";

/**
 * Every submission in a folder, by student and assignment.
 * @param {string} folder
 * @param {readonly string[]} assignments the names that exist
 * @returns {Found}
 */
export function findSubmissions(folder, assignments) {
  if (!existsSync(folder)) throw new Failure(`There is no folder ${folder}.`, { fix: usage });
  if (!statSync(folder).isDirectory()) throw new Failure(`${folder} is no folder.`, { fix: usage });
  /** @type {Found} */
  const found = { submissions: [], ignored: [] };
  /** @param {string} line */
  const ignore = (line) => found.ignored.push(printable(line));
  const students = readdirSync(folder).filter((name) => !name.startsWith(".") && name !== feedbackFolder);
  for (const student of students.sort()) {
    const own = join(folder, student);
    if (!isThere(own)) ignore(`${student}: its name is not UTF-8, so it cannot be opened; rename it`);
    if (!isFolder(own)) continue;
    const { names, problem } = foldersIn(own);
    if (problem) ignore(`${student}: the folder ${problem}`);
    else if (names.length === 0) ignore(`${student}: holds no assignment's folder`);
    for (const assignment of names)
      if (assignments.includes(assignment)) found.submissions.push(find(folder, student, assignment));
      else ignore(`${student}/${assignment}: there is no such assignment`);
  }
  const { submissions, ignored } = found;
  if (submissions.length + ignored.length === 0)
    throw new Failure(`${folder} holds no student's folder.`, { fix: usage });
  if (submissions.length === 0)
    throw new Failure(`${folder} holds nothing to grade:\n${ignored.map((line) => `  - ${line}`).join("\n")}`, {
      fix: `name each folder in DIR/STUDENT/ like its assignment: ${assignments.join(", ") || "there is none yet in solutions/"}`,
    });
  return found;
}

/**
 * A renamed notebook is the one meant when there is no other.
 * @param {string} folder
 * @param {string} student
 * @param {string} assignment
 * @returns {Submission}
 */
function find(folder, student, assignment) {
  const inside = join(folder, student, assignment);
  const { entries, problem: locked } = entriesOf(inside);
  if (locked) return { student, assignment, problem: `the folder ${locked}` };
  const notebooks = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ipynb") && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
  const timestamp = readableTimestamp(join(inside, "timestamp.txt"));
  const name = notebooks.includes(`${assignment}.ipynb`) ? `${assignment}.ipynb` : notebooks[0];
  if (name === undefined) return { student, assignment, timestamp, problem: "the folder holds no notebook (.ipynb)" };
  if (notebooks.length > 1 && name !== `${assignment}.ipynb`)
    return {
      student,
      assignment,
      timestamp,
      problem: printable(`it is unclear which notebook counts: ${notebooks.join(", ")}`),
    };
  const problem = unreadable(join(inside, name));
  if (problem) return { student, assignment, timestamp, problem: `the notebook ${problem}` };
  return { student, assignment, timestamp, file: join(inside, name) };
}

/**
 * Students name files: none moves the cursor of a terminal, or begins a line of its own.
 * @param {string} text
 */
export const printable = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");

/**
 * A name that is no text comes with signs in it that lead nowhere.
 * @param {string} path
 */
const isThere = (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** @param {string} path a link to a folder is one, too */
function isFolder(path) {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/**
 * Folders of assignments. A link would hand in what lies elsewhere.
 * @param {string} folder
 * @returns {{ names: string[], problem?: string }}
 */
function foldersIn(folder) {
  const { entries, problem } = entriesOf(folder);
  const visible = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  return { names: visible.map(({ name }) => name).sort(), problem };
}

/**
 * What a folder holds, if it can be opened.
 * @param {string} folder
 * @returns {{ entries: import("node:fs").Dirent[], problem?: string }}
 */
function entriesOf(folder) {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return { entries: readdirSync(folder, { withFileTypes: true }) };
  } catch (error) {
    return { entries: [], problem: unreadableBecause(error) };
  }
}

/** @param {unknown} error */
const unreadableBecause = (error) => `cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`;

/**
 * Why a file cannot be taken in at all.
 * @param {string} file
 */
function unreadable(file) {
  try {
    if (statSync(file).size > LIMIT) return `is larger than ${LIMIT / 1e6} MB`;
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    return unreadableBecause(error);
  }
}

/**
 * What nbgrader's collecting wrote; anything else, such as a folder or a pipe of that name, says nothing.
 * @param {string} file
 */
function readableTimestamp(file) {
  const about = lstatSync(file, { throwIfNoEntry: false });
  if (!about?.isFile() || about.size > LONGEST_TIMESTAMP) return undefined;
  try {
    return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[\w .:+-]*/.exec(readFileSync(file, "utf8").replace(/^\uFEFF/, ""))?.[0];
  } catch {
    return undefined;
  }
}
