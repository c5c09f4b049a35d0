// Feedback: our own cells, the escaped text of answers, and reports. An assignment's page is made once, with words
// where students differ; nothing that a student wrote is looked at for such words.
import { source as textOf } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */

/**
 * The released exercise, with words in the places of answers and reports.
 * @param {Notebook} exercise
 * @param {string} assignment
 * @returns {Notebook}
 */
export function withSlots(exercise, assignment) {
  const cells = exercise.cells.map((cell, slot) => {
    const kind = kindOf(cell);
    const metadata = { nbgrader: cell.metadata.nbgrader ?? {}, verteilt: { slot } };
    const source = kind === "answer" ? `VERTEILT_ANSWER_${slot}_` : textOf(cell);
    // A cell without outputs has no place for a report.
    const outputs = [{ output_type: "display_data", data: { "text/plain": "" }, metadata: {} }];
    return { ...cell, metadata, source, ...(kind === "test" && { outputs }) };
  });
  return { ...exercise, cells, metadata: { ...exercise.metadata, verteilt: { assignment } } };
}

/**
 * A student's page.
 * @param {string} page with words in the places of what differs
 * @param {Notebook} exercise the released one
 * @param {object} marked
 * @param {Notebook} marked.notebook as it was taken in
 * @param {Map<string, string>} marked.reports HTML by grade_id
 * @param {import("./service.mjs").Answer} marked.entered
 * @param {boolean} marked.isProtected
 */
export function fillPage(page, exercise, { notebook, reports, entered, isProtected }) {
  const { points = 0, of = 0, late = 0, cells = {}, comments = {} } = entered;
  const answers = new Map(
    notebook.cells.filter((cell) => kindOf(cell)).map((cell) => [cell.metadata.nbgrader.grade_id, textOf(cell)]),
  );
  /** @param {string} slot */
  const gradeId = (slot) => exercise.cells[Number(slot)]?.metadata.nbgrader?.grade_id ?? "";
  const remarks = [
    ...(late > 0 ? [`It came late: ${short(late)} points were taken off.`] : []),
    ...(isProtected ? [] : [UNPROTECTED]),
  ];
  return page.replace(/VERTEILT_(TOTAL|REMARKS|ANSWER|REPORT|POINTS|COMMENT)_(?:(\d+)_)?/g, (_, word, slot) => {
    const id = gradeId(slot);
    switch (word) {
      case "TOTAL":
        return worth(points, of);
      case "REMARKS":
        return remarks.map((remark) => `<p>${escapeHtml(remark)}</p>`).join("\n");
      case "ANSWER":
        return escapeHtml(answers.get(id) ?? "(There is no answer.)");
      case "REPORT":
        return reports.get(id) ?? "";
      case "POINTS":
        return worth(...(cells[id] ?? [0, 0]));
      default:
        return comments[id] ? `<div class="comment"><strong>Comment:</strong> ${escapeHtml(comments[id])}</div>` : "";
    }
  });
}

/** What marks are worth that were made without an enclosure. */
export const UNPROTECTED =
  "Marked unprotected: on this machine nothing kept the submitted code from the marking itself.";

/** @param {string} text */
export const escapeHtml = (text) =>
  text
    // Half of a character is none that a page can hold.
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * @param {number} points
 * @param {number} of
 */
const worth = (points, of) => `${short(points)} of ${short(of)} points`;

/** @param {number} points */
const short = (points) => String(Math.round(points * 100) / 100);
