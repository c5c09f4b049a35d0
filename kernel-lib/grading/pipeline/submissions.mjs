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
  const students = folders(folder).filter((name) => name !== feedbackFolder);
  if (students.length === 0) throw new Failure(`${folder} holds no student's folder.`, { fix: usage });
  /** @type {Found} */
  const found = { submissions: [], ignored: [] };
  for (const student of students) {
    // A link would hand in what lies elsewhere.
    const handedIn = folders(join(folder, student)).filter((name) => !isLink(join(folder, student, name)));
    if (handedIn.length === 0) found.ignored.push(`${student}: holds no assignment's folder`);
    for (const assignment of handedIn)
      if (assignments.includes(assignment)) found.submissions.push(find(folder, student, assignment));
      else found.ignored.push(printable(`${student}/${assignment}: there is no such assignment`));
  }
  if (found.submissions.length === 0)
    throw new Failure(`${folder} holds nothing to grade:\n${found.ignored.map((line) => `  - ${line}`).join("\n")}`, {
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
  const notebooks = readdirSync(inside, { withFileTypes: true })
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
const printable = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");

/** @param {string} path */
const isLink = (path) => lstatSync(path).isSymbolicLink();

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
    return `cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`;
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

/** @param {string} folder */
function folders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        !entry.name.startsWith(".") && statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory(),
    )
    .map((entry) => entry.name)
    .sort();
}
