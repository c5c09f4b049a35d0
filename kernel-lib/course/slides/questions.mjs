// A question fills the screen before the experiment, and a click shows its answer there: nothing else is to be seen that
// could give it away.

import { source, textOf } from "../notebook/notebook.mjs";
import { isAnswer } from "./checkpoints.mjs";
import { changed, continued, headingOf, withNotes } from "./continued.mjs";
import { answers, asks, experimentsJoined, givingAway } from "./experiments.mjs";
import { isCaption } from "./heights.mjs";
import { paginate } from "./paginate.mjs";
import { shortened } from "./shorten.mjs";
import { isNote, slideType } from "./slide-types.mjs";
import { MOST_WORDS, wordsOn } from "./words.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/** Words of introduction that may stand above a question. */
const MOST_ABOVE = 36;

/**
 * The slides with each checkpoint's answer on the slide of its question, behind a click, and before it what a short
 * experiment prints. What gives an answer away elsewhere is marked, because a handout leaves it open.
 * @param {readonly Cell[][]} slides prepared
 * @returns {Cell[][]}
 */
export function joinAnswers(slides) {
  return answersJoined(experimentsJoined(slides.map((slide, index) => givingAway(slide, index, slides))));
}

/**
 * @param {readonly Cell[][]} slides
 * @returns {Cell[][]}
 */
function answersJoined(slides) {
  const asked = new Set(slides.flat().flatMap((cell) => asks(cell) ?? []));
  /** @type {Map<string, Cell>} */
  const found = new Map();
  const without = slides.map((slide) =>
    slide.flatMap((cell) => {
      const id = answers(cell);
      const answer = id !== undefined && asked.has(id) ? answerOf(cell) : undefined;
      if (!answer) return [cell];
      found.set(id, answer);
      return withoutAnswer(cell);
    }),
  );
  const joined = without.map((slide) => slide.flatMap((cell, at) => [...withAnswer(cell, at, slide, found)]));
  // A slide of which only the heading is left is none, and its notes belong to the one before it.
  const isEmpty = joined.map((slide, index) => slide.length < slides[index].length && !isMoreThanHeading(slide));
  return joined.flatMap((slide, index) => {
    if (isEmpty[index]) return [];
    return [isEmpty[index + 1] ? [...slide, ...joined[index + 1].filter(isNote)] : slide];
  });
}

/**
 * A cell, and the answer after it: that of a question, or of the experiment that stands below the question.
 * @param {Cell} cell
 * @param {number} at
 * @param {Cell[]} slide
 * @param {Map<string, Cell>} found
 */
function withAnswer(cell, at, slide, found) {
  const isRun = slide[at + 1]?.metadata.verteilt.answerTo !== undefined;
  const id = isRun ? undefined : (asks(cell) ?? cell.metadata.verteilt.answerTo);
  const answer = found.get(id);
  return answer ? [cell, answer] : [cell];
}

/**
 * The answer of a checkpoint as a cell of its own; its question stands above it.
 * @param {Cell} cell
 * @returns {Cell | undefined}
 */
function answerOf(cell) {
  const output = cell.outputs?.find(isAnswer);
  if (!output) return undefined;
  const text = textOf(output.data?.["text/markdown"]).replace(/<p class="asked">.*?<\/p>/, "");
  const verteilt = { hideInput: true, hideOutput: false, answerTo: cell.metadata.verteilt.answers };
  const metadata = { ...cell.metadata, slideshow: { slide_type: "fragment" }, verteilt };
  return { ...cell, source: "", outputs: [{ ...output, data: { "text/markdown": text } }], metadata };
}

/**
 * What else the cell shows, if anything.
 * @param {Cell} cell
 * @returns {Cell[]}
 */
function withoutAnswer(cell) {
  // Where the answer goes, nothing is left to say about its recording.
  const rest = (cell.outputs ?? []).filter((output) => !isAnswer(output));
  const outputs = rest.every(isCaption) ? [] : rest;
  const verteilt = { ...cell.metadata.verteilt, answer: false, answers: undefined, hideOutput: outputs.length === 0 };
  const isShown = outputs.length > 0 || !verteilt.hideInput;
  return isShown ? [{ ...cell, outputs, metadata: { ...cell.metadata, verteilt } }] : [];
}

/** @param {Cell[]} slide */
function isMoreThanHeading(slide) {
  return slide.some((cell) => !isNote(cell) && (cell.cell_type === "code" || /\n\s*\S/.test(source(cell).trim())));
}

/**
 * The slide as one or more: a question has its slide for itself, but for a short introduction. Below code or a longer
 * text it is called up, and covers code then; where both are too much for one, it gets the next.
 * @param {Cell[]} slide
 * @param {string} [ratio] "4x3" where slides are not 16 : 9
 * @returns {Cell[][]}
 */
export function apart(slide, ratio) {
  const notes = slide.filter(isNote);
  const cells = slide.filter((cell) => !isNote(cell));
  const at = cells.findIndex((cell) => cell.metadata.verteilt.asks !== undefined);
  if (at === -1) return [slide];
  const above = cells.slice(0, at);
  const end = cells.findIndex((cell, index) => index > at && !isOf(cell, cells[at]));
  const asked = cells.slice(at, end === -1 ? undefined : end);
  const below = end === -1 ? [] : cells.slice(end);
  const heading = headingOf(slide);
  const all = [...placed(above, asked, ratio), ...(below.length > 0 ? apart(below, ratio) : [])].map((part, index) =>
    index === 0 ? part : continued(part, heading),
  );
  return all.map((part) => withNotes(part, notes));
}

/**
 * @param {Cell[]} above
 * @param {Cell[]} asked the question, its experiment if that is short, and its answer
 * @param {string} [ratio]
 * @returns {Cell[][]}
 */
function placed(above, [question, ...rest], ratio) {
  const alone = [
    changed(question, slideType(question) === "fragment" ? "-" : (slideType(question) ?? "-"), {}),
    ...rest,
  ];
  if (isIntroduction(above)) return [[...above, ...alone]];
  const covering = [...above, changed(question, "fragment", { covers: true }), ...rest];
  const [fitting, ...more] = shortened(covering);
  const fits = more.length === 0 && wordsOn(fitting) <= MOST_WORDS && paginate(fitting, ratio).length === 1;
  return fits ? [covering] : [above, alone];
}

/**
 * @param {Cell} cell
 * @param {Cell} question
 */
const isOf = (cell, question) => cell.metadata.verteilt.answerTo === question.metadata.verteilt.asks;

/** @param {Cell[]} above */
function isIntroduction(above) {
  const isProse = (/** @type {Cell} */ cell) =>
    cell.cell_type === "markdown" && !/^ *(?:[-*+] |\d+\. |\||```|!\[|<)/m.test(source(cell));
  return above.every(isProse) && wordsOn(above) <= MOST_ABOVE;
}
