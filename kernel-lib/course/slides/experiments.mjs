// Experiments between a question and its answer: a short one is called up on the question's slide, and what any of them
// shows gives the answer away.

import { source } from "../notebook/notebook.mjs";
import { isAnswer } from "./checkpoints.mjs";
import { changed, headingOf, withVerteilt } from "./continued.mjs";
import { inputHeight, isFigure, outputHeight } from "./heights.mjs";
import { forSpeaker } from "./shorten.mjs";
import { isNote, slideType } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/** Pixels that an experiment may take below its question, above the answer, and a line of its code. */
const MOST_BELOW = 290;
const LINE = 29.5;

/** @param {Cell} cell */
export const asks = (cell) => cell.metadata.verteilt.asks;
/** @param {Cell} cell */
export const answers = (cell) => cell.metadata.verteilt.answers;

/**
 * The slide with the outputs marked that answer a question: one asked before, or that of its own heading.
 * @param {Cell[]} slide
 * @param {number} index
 * @param {readonly Cell[][]} slides
 */
export function givingAway(slide, index, slides) {
  const asked = new Set(slides.slice(0, index + 1).flatMap((each) => each.flatMap((cell) => asks(cell) ?? [])));
  const later = new Set(slides.slice(index).flatMap((each) => each.flatMap((cell) => answers(cell) ?? [])));
  const isOpen = [...asked].some((id) => later.has(id));
  const begins = slide.findIndex((cell) => asks(cell) !== undefined);
  const marked = slide.map((cell, at) =>
    isOpen && at > begins && cell.cell_type === "code" && answers(cell) === undefined
      ? withVerteilt(cell, { reveals: true })
      : cell,
  );
  return begins === -1 && /\?\s*$/.test(headingOf(slide)) ? headingAnswered(marked) : marked;
}

/**
 * The slide whose heading is a question, with what its code shows and the words called up below marked as the answer.
 * @param {Cell[]} slide
 */
function headingAnswered(slide) {
  const runs = slide.findIndex((cell) => cell.cell_type === "code" && answers(cell) === undefined);
  if (runs === -1) return slide;
  return slide.map((cell, at) => {
    if (at < runs || isNote(cell) || answers(cell) !== undefined) return cell;
    if (cell.cell_type === "code") return withVerteilt(cell, { reveals: true });
    return slideType(cell) === "fragment" ? withVerteilt(cell, { folded: true }) : cell;
  });
}

/**
 * The slides with a short experiment on the slide of its question: code of a few lines, and what it prints.
 * @param {readonly Cell[][]} slides
 * @returns {Cell[][]}
 */
export function experimentsJoined(slides) {
  /** @type {Cell[][]} */
  const joined = [];
  for (const slide of slides) {
    const before = joined.at(-1);
    const id = before && asks(before.filter((cell) => !isNote(cell)).at(-1) ?? before[0]);
    const experiment = id === undefined ? undefined : experimentOn(slide, id);
    if (before === undefined || experiment === undefined) joined.push(slide);
    else joined[joined.length - 1] = [...before, ...experiment];
  }
  return joined;
}

/**
 * The cells of a slide that shows nothing but a short experiment and the answer to a question; its text is the speaker's.
 * @param {Cell[]} slide
 * @param {string} id the question's
 * @returns {Cell[] | undefined}
 */
function experimentOn(slide, id) {
  const [first, run, answer, ...rest] = slide.filter((cell) => !isNote(cell));
  const isIt = first?.cell_type === "markdown" && run?.cell_type === "code" && answer && answers(answer) === id;
  if (!isIt || rest.length > 0 || run.outputs?.some(isFigure)) return undefined;
  const code = inputHeight(run) === 0 ? 0 : source(run).split("\n").length * LINE + 46;
  if (code + outputHeight(run) > MOST_BELOW || !(answer.outputs ?? []).every(isAnswer)) return undefined;
  const text = source(first).replace(/^#{1,3} .*\n*/, "");
  return [
    changed(run, "fragment", { answerTo: id, answer: false }),
    answer,
    ...(text.trim() === "" ? [] : [forSpeaker(text)]),
    ...slide.filter(isNote),
  ];
}
