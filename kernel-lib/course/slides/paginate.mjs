// Slides that would be too full are continued on subslides with the same heading: a figure or an answer below long code
// stays readable, and the notebook need not be written with slides in mind.

import { changed, continued, headingOf, withNotes } from "./continued.mjs";
import { fitsBeside, inputHeight, isFigure, outputHeight } from "./heights.mjs";
import { isNote, slideType } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/** What fits on a slide when everything is made a little smaller; code on slides of 4 : 3 is as small as it may be. */
const ROOM = 700;
const NARROW_ROOM = 640;
/** A slide with less than this is not continued, because there would be next to nothing on it. */
const LEAST = 130;
const HEADING = 68;

/**
 * The slide's cells, split where they do not fit; each part starts a slide or subslide and has the notes.
 * @param {Cell[]} slide its first cell starts it
 * @param {string} [ratio] "4x3" where slides are not 16 : 9
 * @returns {Cell[][]}
 */
export function paginate(slide, ratio) {
  const notes = slide.filter(isNote);
  const shown = slide.filter((cell) => !isNote(cell));
  // A question, what is called up below it and its answer stay together, and are fitted.
  if (shown.some(({ metadata: { verteilt } }) => verteilt.asks !== undefined && !verteilt.covers))
    return [withNotes(shown, notes)];
  /** @type {Cell[][]} */
  const parts = [[]];
  let height = 0;
  const proceed = () => {
    parts.push([]);
    height = HEADING;
  };
  const put = (/** @type {Cell} */ cell, /** @type {number} */ more) => {
    parts[parts.length - 1].push(cell);
    height += more;
  };
  const isNarrow = ratio === "4x3";
  for (const [index, cell] of shown.entries()) {
    const [input, output] = [inputHeight(cell, isNarrow), outputHeight(cell)];
    const room = isNarrow && cell.cell_type === "code" && input > 0 ? NARROW_ROOM : ROOM;
    const caption = captionHeight(cell, shown[index + 1]);
    if (isCaption(cell, shown[index - 1])) {
      // It shrinks its figure rather than stand alone.
      put(cell, input);
      continue;
    }
    if (!isNarrow && fitsBeside(cell) && input + caption + (height > LEAST ? 0 : height) <= ROOM) {
      const both = Math.max(input, output) + caption;
      if (height > LEAST && height + both > ROOM) proceed();
      put(changed(cell, "-", { beside: true }, slideType(cell)), Math.max(input, output));
      continue;
    }
    if (input > 0 && height > LEAST && height + input > room) proceed();
    if (input > 0 && output > 0 && height + input + output + caption > room) {
      put(changed(cell, "-", { hideOutput: true }, slideType(cell)), input);
      proceed();
      put(changed(cell, "-", { hideInput: true }), output);
    } else {
      if (input === 0 && height > LEAST && height + output > ROOM) proceed();
      put(cell, input + output);
    }
  }
  const heading = headingOf(slide);
  return parts.map((part, index) => withNotes(index === 0 ? part : continued(part, heading), notes));
}

/**
 * Whether a cell says what to see in the figure before it.
 * @param {Cell} cell
 * @param {Cell | undefined} before
 */
const isCaption = (cell, before) => cell.cell_type === "markdown" && Boolean(before?.outputs?.some(isFigure));

/**
 * What the prose below a figure takes: it says what to see there, so both belong on one slide.
 * @param {Cell} cell
 * @param {Cell | undefined} next
 */
function captionHeight(cell, next) {
  return cell.outputs?.some(isFigure) && next?.cell_type === "markdown" ? inputHeight(next) : 0;
}
