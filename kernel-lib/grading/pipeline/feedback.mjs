// Where a submission's feedback is written: for people, and once more as nbgrader lays it out, so that its exchange
// returns the page to whoever handed in through it (nbgrader release_feedback, or the button in Formgrader).
import { lstatSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeWhole } from "../../course/command/files.mjs";
import { feedbackFolder } from "./submissions.mjs";

/** @typedef {import("./submissions.mjs").Submission} Submission */

/** What nbgrader writes has 128 characters. */
const LONGEST_SECRET = 1000;

/**
 * Where the feedback for a submission lies.
 * @param {string} folder DIR
 * @param {{ student: string, assignment: string }} submission
 */
export const feedbackFile = (folder, { student, assignment }) =>
  join(folder, feedbackFolder, student, `${assignment}.html`);

/**
 * @param {string} folder DIR
 * @param {Submission} submission
 * @param {string} page
 */
export function writeFeedback(folder, submission, page) {
  writeWhole(feedbackFile(folder, submission), page);
  const { student, assignment, file, timestamp } = submission;
  const toReturn = join(folder, ".verteilt", feedbackFolder, student, assignment);
  rmSync(toReturn, { recursive: true, force: true });
  const secret = file && secretBeside(file);
  if (!secret) return;
  writeWhole(join(toReturn, `${basename(file, ".ipynb")}.html`), page);
  writeWhole(join(toReturn, "submission_secret.txt"), secret);
  writeWhole(join(toReturn, "timestamp.txt"), timestamp ?? "");
}

/**
 * What nbgrader knows a submission by; anything but a short file of its name was not written by nbgrader.
 * @param {string} file the notebook
 */
function secretBeside(file) {
  const secret = join(dirname(file), "submission_secret.txt");
  const about = lstatSync(secret, { throwIfNoEntry: false });
  return about?.isFile() && about.size <= LONGEST_SECRET ? readFileSync(secret, "utf8") : undefined;
}
