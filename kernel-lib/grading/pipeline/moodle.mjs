// What Moodle exports, in both of its shapes: a folder for each student, `Name_12345_assignsubmission_file_/x.ipynb`, and
// all files in one, `Name_12345_assignsubmission_file_x.ipynb`. Any other folder is one student's too, as in ILIAS.
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isFolder, isNoise, lookInside, sortIn } from "./inside.mjs";

/**
 * The name, Moodle's number of the participant, the kind of submission, and what was handed in. Who hands in chooses what
 * stands behind the kind, so the first that looks like Moodle's is Moodle's.
 */
const EXPORTED = /^(.+?_(\d+))_assignsubmission_([a-z]+)_?(.*)$/s;

/**
 * The folder in which Moodle expects a student's feedback.
 * @param {string} student
 */
export const feedbackFolderOf = (student) => `${student}_assignsubmission_file_`;

/**
 * Moodle's number of a participant, if a student's name holds it.
 * @param {string} student
 */
export const participantIn = (student) => /_(\d+)$/.exec(student)?.[1];

/**
 * @param {string} folder
 * @param {readonly string[]} names what lies there
 * @param {string} assignment to which all of it belongs
 * @returns {import("./submissions.mjs").Found}
 */
export function findExported(folder, names, assignment) {
  /** @type {Map<string, import("./submissions.mjs").Submission>} */
  const byStudent = new Map();
  /** @type {import("./submissions.mjs").Stray[]} */
  const strays = [];
  for (const name of names) {
    const path = join(folder, name);
    const [, exported, , kind, rest = ""] = EXPORTED.exec(name) ?? [];
    if (!lstatSync(path, { throwIfNoEntry: false })) {
      strays.push({ student: name, assignment: "", why: ["strangeName"] });
      continue;
    }
    const isOne = isFolder(path);
    if (!exported && !isOne) {
      strays.push({ student: name, assignment: "", why: ["outsideStudents"] });
      continue;
    }
    const student = exported ?? name;
    const submission = byStudent.get(student) ?? {
      student,
      assignment,
      notebooks: [],
      archives: [],
      notes: [],
      ...(exported && { returned: feedbackFolderOf(student) }),
    };
    byStudent.set(student, submission);
    if (!isOne) {
      if (!isNoise(rest)) sortIn(path, rest, submission);
      continue;
    }
    const { notebooks, archives, notes, problem } = lookInside(path);
    submission.notebooks.push(...notebooks);
    submission.archives.push(...archives);
    submission.notes.push(...notes);
    if (problem) submission.problem = { status: "unreadable", why: ["theFolder", problem] };
    if (kind === "onlinetext") submission.notes.push(["onlineText"]);
  }
  return { submissions: [...byStudent.values()], strays };
}
