// Feedback as nbgrader lays it out, for those who handed in through its exchange: nbgrader release_feedback, or the button
// in Formgrader, returns it. What was handed in otherwise has no secret, and nothing is written.
import { chmodSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { writePrivate } from "./private.mjs";
import { feedbackFolder } from "./submissions.mjs";

/** What nbgrader writes has 128 characters. */
const LONGEST_SECRET = 1000;

/**
 * @param {string} folder DIR
 * @param {import("./submissions.mjs").Submission} submission
 * @param {string} page
 */
export function writeReturned(folder, { student, assignment, timestamp = "" }, page) {
  const handedIn = join(folder, student, assignment);
  const returned = join(folder, ".verteilt", feedbackFolder, student, assignment);
  rmSync(returned, { recursive: true, force: true });
  const secret = secretIn(handedIn);
  if (!secret) return;
  const notebooks = readdirSync(handedIn).filter((name) => name.endsWith(".ipynb"));
  for (const name of notebooks) {
    const file = join(returned, `${basename(name, ".ipynb")}.html`);
    writePrivate(file, page);
    // nbgrader copies the page with its mode, and the student has to read it. The folders above it are closed.
    chmodSync(file, 0o644);
  }
  writePrivate(join(returned, "submission_secret.txt"), secret);
  writePrivate(join(returned, "timestamp.txt"), timestamp);
}

/**
 * What nbgrader knows a submission by; anything but a short file of its name was not written by nbgrader.
 * @param {string} handedIn
 */
function secretIn(handedIn) {
  const secret = join(handedIn, "submission_secret.txt");
  const about = lstatSync(secret, { throwIfNoEntry: false });
  return about?.isFile() && about.size <= LONGEST_SECRET ? readFileSync(secret, "utf8") : undefined;
}
