// What is to be marked in this run: whatever is not what it was, or was not marked as it would be now.
import { readFileSync, statSync } from "node:fs";
import { hash } from "../../course/command/files.mjs";
import { canonical, textOfNotebook } from "./canonical.mjs";
import { hashOfGrader } from "./record.mjs";
import { hasVerdicts } from "./verdicts.mjs";

/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./marking.mjs").Job & { mark?: import("./record.mjs").Mark }} Job */

/**
 * What is to be done for each submission; those with a mark have nothing new.
 * @param {readonly import("./submissions.mjs").Submission[]} submissions
 * @param {readonly Source[]} sources
 * @param {import("./record.mjs").GradingRecord} record
 * @param {string} folder
 * @param {string} protection what was marked unprotected is marked again where it can be protected
 * @param {string} language of reports
 * @returns {Job[]}
 */
export function plan(submissions, sources, record, folder, protection, language) {
  const grader = hashOfGrader();
  // What was marked protected is so, even where it could not be now.
  const protections = protection === "none" ? ["none", "bubblewrap", "container"] : [protection];
  const originals = new Map(sources.map((source) => [source.name, hashOfSource(source)]));
  return submissions.map((submission) => {
    const { student, assignment, notebooks, archives, notes, problem } = submission;
    const key = `${student}/${assignment}`;
    // In their order: which one is the newest may decide which one counts.
    const handedIn = [...notebooks, ...archives].flatMap(({ file, name }) => [name, contentOf(file)]);
    const given = [originals.get(assignment) ?? "", ...handedIn, JSON.stringify([notes, problem?.why])];
    const [inputs = "", ...better] = protections.map((one) => hash(grader, one, language, ...given));
    const mark = [inputs, ...better].map((one) => record.find(key, one)).find(Boolean);
    return { ...submission, key, inputs, mark: mark?.problem || hasVerdicts(folder, key) ? mark : undefined };
  });
}

/** Bytes of a file that is looked at whole: what is larger is known by its size and time. */
const LARGE = 50e6;

/**
 * A hash, so that not all files of a folder are in memory at once.
 * @param {string} file
 */
function contentOf(file) {
  try {
    const { size, mtimeMs } = statSync(file);
    return size > LARGE ? `${size} bytes of ${mtimeMs}` : hash(readFileSync(file));
  } catch {
    return "";
  }
}

/** @param {Source} source */
export const hashOfSource = ({ notebook, beside }) => hash(textOfNotebook(canonical(notebook)), ...[...beside].flat());
