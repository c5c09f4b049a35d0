// How many words are on a slide, below its heading. Sources are small print and do not count; code has a limit of its own.

import { source, textOf } from "../notebook/notebook.mjs";
import { headingOf } from "./continued.mjs";
import { isNote } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

export const MOST_WORDS = 60;
const SOURCE = /^[*_]*(?:Sources?|Pictures?|Photos?)\b.*:/;

/**
 * The words of a text that a slide shows. Headings, sources, diagrams and code do not count.
 * @param {string} text
 */
export function wordsIn(text) {
  const shown = text
    .replace(/^```[\s\S]*?^```/gm, "")
    .split("\n")
    .filter((line) => !/^#{1,4} /.test(line) && !SOURCE.test(line.trim()))
    .join("\n")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]+>/g, " ");
  return shown.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/**
 * The words on a slide: prose, questions and answers.
 * @param {readonly Cell[]} slide
 */
export function wordsOn(slide) {
  return slide.reduce((sum, cell) => sum + (isNote(cell) ? 0 : wordsIn(proseOf(cell))), 0);
}

/**
 * The prose of a cell: its text, or that of its question and answer.
 * @param {Cell} cell
 */
function proseOf(cell) {
  if (cell.cell_type === "markdown") return source(cell);
  if (cell.metadata.verteilt?.hideOutput) return "";
  return (cell.outputs ?? []).map(({ data }) => textOf(data?.["text/markdown"])).join("\n");
}

/**
 * Credits are there to be looked up, and have as many words as they need.
 * @param {Cell[]} slide
 */
export const isLookedUp = (slide) => /^Sources and credits/.test(headingOf(slide));
