// What a chapter owes its readers, as far as a machine can hold it: honest minutes, one sentence a line, and no answer
// in sight before there is a guess.
import { captionOf, isCheck } from "../notebook/caption.mjs";
import { nameOf, source } from "../notebook/notebook.mjs";
import { oneSentenceALine } from "../notebook/sentences.mjs";
import { emptySteps } from "../slides/line-steps.mjs";
import { isCollapsed, minutesOf } from "../slides/minutes.mjs";
import { isMore, isNote } from "../slides/slide-types.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Notebook} Notebook
 */

/** Minutes a lecture part may take. */
export const MOST_MINUTES = 120;

/**
 * Everything that is wrong with a chapter, as sentences that say how to fix it.
 * @param {Notebook} notebook
 * @returns {string[]}
 */
export function chapterFaults(notebook) {
  const inCells = notebook.cells.flatMap((cell, index) => {
    const before = notebook.cells[index - 1];
    return faultsOf(cell, before).map((fault) => `${nameOf(cell, index)} ${fault}`);
  });
  return [...inCells, ...lengthFaults(notebook), ...placeFaults(notebook)];
}

/**
 * The notebook as these rules want it, where a machine can do it: one sentence a line, the minutes computed.
 * @param {Notebook} notebook
 * @returns {Notebook}
 */
export function formatted(notebook) {
  const { lecture } = minutesOf(notebook);
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "markdown") return cell;
    const text = oneSentenceALine(source(cell)).replace(PLAN, `Plan about ${lecture} minutes`);
    return { ...cell, source: text.split(/(?<=\n)/) };
  });
  const verteilt = { ...notebook.metadata.verteilt, minutes: lecture };
  return { ...notebook, cells, metadata: { ...notebook.metadata, verteilt } };
}

const PLAN = /Plan about \d+ minutes/;

/**
 * @param {Cell} cell
 * @param {Cell | undefined} before
 */
function faultsOf(cell, before) {
  if (cell.cell_type !== "code") return textFaults(cell, before);
  const unlit = emptySteps(cell).map((step) => `lights up nothing but brackets with "${step}": count its lines again`);
  return [...codeFaults(source(cell), isCollapsed(cell)), ...unlit];
}

/**
 * @param {string} code
 * @param {boolean} collapsed
 */
function codeFaults(code, collapsed) {
  if (collapsed) return collapsedFaults(code);
  const shows = [
    [/^assert\b/m, "asserts"],
    [/^(?:const \w+ = )?plot\(/m, "plots"],
    [/^(?:const \w+ = )?await checkpoint\(/m, "compares an answer"],
  ].find(([pattern]) => /** @type {RegExp} */ (pattern).test(code));
  return shows ? [`${shows[1]} in sight of the reader: collapse it ("jupyter": { "source_hidden": true })`] : [];
}

/** @param {string} code */
function collapsedFaults(code) {
  const checks = isCheck(code);
  const faults = [];
  if (!captionOf(code))
    faults.push('is collapsed and has no caption: begin it with a line such as "// Draws the bars."');
  if (!checks && /^(?:assert\b|(?:if|for) \(.*\) assert\b)/m.test(code))
    faults.push(
      'asserts beside what it shows, so a changed number hides that: move what it asserts into a cell of its own below, which begins "// Checks what this chapter states."',
    );
  if (checks && /^(?:const \w+ = )?(?:await checkpoint|plot)\(/m.test(code))
    faults.push("shows something beside its checks, so a changed number hides that: part it in two cells");
  return faults;
}

/**
 * @param {Cell} cell
 * @param {Cell | undefined} before
 */
function textFaults(cell, before) {
  const text = source(cell);
  const faults = [];
  if (oneSentenceALine(text) !== text) faults.push("has several sentences on a line: npm run chapters -- --write");
  if (isNote(cell) && !text.startsWith('<details class="speaker-notes">'))
    faults.push('is a speaker note and does not begin with <details class="speaker-notes">');
  if (/^\*\*What to see/.test(text))
    faults.push("tells what to see before anyone has looked: fold it in <details><summary>What to see</summary>");
  if (isMore(cell) && !(before && isMore(before)) && !/^#+ More: /.test(text))
    faults.push('begins what is not part of the lecture: its heading should begin "More: "');
  return faults;
}

/**
 * The start page draws what builds on what.
 * @param {Notebook} notebook
 */
function placeFaults({ metadata }) {
  const { needs } = metadata.verteilt ?? {};
  if (Array.isArray(needs) && needs.every(Number.isInteger)) return [];
  return [`does not name the chapters it builds on: "verteilt": { "needs": [1, 4] } in the notebook's metadata`];
}

/** @param {Notebook} notebook */
function lengthFaults(notebook) {
  const { lecture } = minutesOf(notebook);
  const said = notebook.metadata.verteilt?.minutes;
  const faults = [];
  if (said !== lecture) faults.push(`takes ${lecture} minutes and says ${said}: npm run chapters -- --write`);
  if (lecture > MOST_MINUTES)
    faults.push(`takes ${lecture} minutes, more than ${MOST_MINUTES}: give the tag "more" to what can be read later`);
  return faults;
}
