// How long a chapter takes, measured by one rule for all: words / 200, 1 minute for a code cell one reads, 3 for a step
// one has to write: a guess, or lines. Speaker notes and collapsed cells do not count; what is marked "more" counts
// apart.
import { source } from "../notebook/notebook.mjs";
import { isMore, isNote } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

const WORDS_A_MINUTE = 200;
const CODE_CELL = 1;
const STEP = 3;

/**
 * Minutes for the lecture part of a chapter, and for what is marked "more".
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 * @returns {{ lecture: number, more: number }} whole minutes, rounded up
 */
export function minutesOf({ cells }) {
  const read = cells.filter((cell) => !isNote(cell));
  const sum = (/** @type {Cell[]} */ part) => Math.ceil(part.reduce((total, cell) => total + minutesFor(cell), 0));
  return { lecture: sum(read.filter((cell) => !isMore(cell))), more: sum(read.filter(isMore)) };
}

/**
 * Minutes for one cell, whatever it is part of.
 * @param {Cell} cell
 */
export function minutesFor(cell) {
  if (cell.cell_type === "markdown") return words(source(cell)) / WORDS_A_MINUTE;
  if (cell.cell_type !== "code" || isCollapsed(cell)) return 0;
  return isStep(source(cell)) ? STEP : CODE_CELL;
}

/**
 * JupyterLab shows only the caption.
 * @param {Cell} cell
 */
export const isCollapsed = (cell) => cell.metadata.jupyter?.source_hidden === true;

/** A guess or a checkpoint, a comment that says where lines are to be written, and an answer that is still undefined. */
const STEPS = [
  /^(?:const \w+ = )?(?:predict\b|await checkpoint\()/m,
  /^ *\/\/ Write .* here\.$/m,
  /^const \w+: [^=]+ = undefined;/m,
];

/** @param {string} code */
const isStep = (code) => STEPS.some((pattern) => pattern.test(code));

/** @param {string} markdown */
function words(markdown) {
  const prose = markdown.replace(/```[\s\S]*?```|<[^>]+>|\]\([^)]*\)/g, " ");
  return prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’,.-]*/gu)?.length ?? 0;
}
