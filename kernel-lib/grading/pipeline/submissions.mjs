// Finds what was handed in: DIR/STUDENT/ASSIGNMENT/*.ipynb, or what Moodle exported. Reads nothing but names, and leaves
// nothing out: what is no submission is a stray, with the reason.
import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { entriesOf, isFolder, isNoise, lookInside } from "./inside.mjs";
import { findExported } from "./moodle.mjs";
import { put } from "./remarks.mjs";

const LONGEST_TIMESTAMP = 1000;

/** What autograde itself keeps in DIR. */
export const feedbackFolder = "feedback";
const ours = /^(grades([-.].*)?\.csv|gradebook\.db(-journal|\.new)?|statistics\.(html|csv)|similar\.csv|changed\.csv)$/;

/** @typedef {import("./remarks.mjs").Remark} Remark */

/**
 * @typedef {"unreadable" | "not found" | "other exercise" | "not judged"} Unmarked why there is no mark, in short
 *
 * @typedef {object} Submission
 * @property {string} student
 * @property {string} assignment
 * @property {import("./inside.mjs").Candidate[]} notebooks one of which counts
 * @property {import("./inside.mjs").Candidate[]} archives in which there may be more
 * @property {Remark[]} notes what its row says besides
 * @property {string} [timestamp] when it was handed in, where that is known
 * @property {string} [returned] the name of the folder of its feedback, where that is not the student's
 * @property {{ status: Unmarked, why: Remark }} [problem] why there is nothing to mark
 *
 * @typedef {{ student: string, assignment: string, why: Remark }} Stray what lies in DIR and is no submission
 * @typedef {{ submissions: Submission[], strays: Stray[] }} Found
 */

const usage =
  "hand the folder in which each student has a folder: npm run autograde -- DIR, with DIR/STUDENT/ASSIGNMENT/*.ipynb, or what Moodle exported, with --moodle";

/**
 * Every submission in a folder, by student and assignment.
 * @param {string} folder
 * @param {readonly string[]} assignments the names that exist
 * @param {{ moodle?: string, besides?: readonly string[] }} [options] `moodle`: the assignment that Moodle's export
 *   belongs to; `besides`: files that are the lecturer's own
 * @returns {Found}
 */
export function findSubmissions(folder, assignments, { moodle, besides = [] } = {}) {
  const names = namesIn(folder).filter((name) => !besides.includes(join(folder, name)));
  const found = moodle ? findExported(folder, names, moodle) : findByStudent(folder, names, assignments);
  const { submissions, strays } = found;
  for (const student of hiddenStudents(folder, assignments))
    strays.push({ student, assignment: "", why: ["hiddenFolder"] });
  if (submissions.length + strays.length === 0)
    throw new Failure(`${folder} holds no student's folder.`, { fix: usage });
  if (submissions.length === 0)
    throw new Failure(`${folder} holds nothing to grade:\n${strays.map((one) => `  - ${nameOf(one)}`).join("\n")}`, {
      fix: `name each folder in DIR/STUDENT/ like its assignment: ${assignments.join(", ") || "there is none yet in solutions/"}`,
    });
  return found;
}

/**
 * Folders that hold an assignment's folder, and have names that are not looked at.
 * @param {string} folder
 * @param {readonly string[]} assignments
 */
function hiddenStudents(folder, assignments) {
  return entriesOf(folder)
    .entries.filter((entry) => entry.isDirectory() && (isNoise(entry.name) || entry.name === feedbackFolder))
    .map(({ name }) => name)
    .filter((name) =>
      entriesOf(join(folder, name)).entries.some((entry) => entry.isDirectory() && assignments.includes(entry.name)),
    );
}

/**
 * A stray in a line.
 * @param {Stray} stray
 */
export const nameOf = ({ student, assignment, why }) =>
  printable(`${student}${assignment && `/${assignment}`}: ${put(why)}`);

/**
 * What lies in DIR, apart from what autograde keeps there.
 * @param {string} folder
 */
export function namesIn(folder) {
  if (!existsSync(folder)) throw new Failure(`There is no folder ${folder}.`, { fix: usage });
  if (!statSync(folder).isDirectory()) throw new Failure(`${folder} is no folder.`, { fix: usage });
  const { entries, problem } = entriesOf(folder);
  if (problem) throw new Failure(`${folder} ${put(problem)}.`, { fix: usage });
  const inTheWay = entries.find((entry) => entry.isDirectory() && ours.test(entry.name));
  if (inTheWay)
    throw new Failure(`${join(folder, inTheWay.name)} is a folder, and the marks are to be a file of that name.`, {
      fix: "rename the folder",
    });
  return entries
    .map(({ name }) => name)
    .filter((name) => !isNoise(name) && name !== feedbackFolder && !ours.test(name));
}

/**
 * @param {string} folder
 * @param {readonly string[]} names
 * @param {readonly string[]} assignments
 * @returns {Found}
 */
function findByStudent(folder, names, assignments) {
  /** @type {Found} */
  const found = { submissions: [], strays: [] };
  for (const student of names) {
    const own = join(folder, student);
    /** @param {Remark} why @param {string} [assignment] */
    const stray = (why, assignment = "") => void found.strays.push({ student, assignment, why });
    if (!isThere(own)) stray(["strangeName"]);
    else if (!isFolder(own)) stray(["outsideStudents"]);
    else {
      const { entries, problem } = entriesOf(own);
      const visible = entries.filter(({ name }) => !isNoise(name));
      if (problem) stray(["theFolder", problem]);
      else if (!visible.some((entry) => entry.isDirectory() || entry.isFile())) stray(["noAssignmentFolder"]);
      for (const entry of visible) {
        if (entry.isDirectory() && assignments.includes(entry.name))
          found.submissions.push(find(folder, student, entry.name));
        else if (entry.isDirectory()) stray(["noSuchAssignment"], entry.name);
        else if (entry.isFile()) stray(["outsideAssignments"], entry.name);
      }
    }
  }
  return found;
}

/**
 * @param {string} folder
 * @param {string} student
 * @param {string} assignment
 * @returns {Submission}
 */
function find(folder, student, assignment) {
  const path = join(folder, student, assignment);
  const { problem, ...inside } = lookInside(path);
  const timestamp = problem ? undefined : readableTimestamp(join(path, "timestamp.txt"));
  return {
    student,
    assignment,
    ...inside,
    ...(timestamp && { timestamp }),
    ...(problem && { problem: { status: "unreadable", why: ["theFolder", problem] } }),
  };
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
