// Slides that would be too full are continued on subslides with the same heading: a figure or an answer below long code
// stays readable, and the notebook need not be written with slides in mind.

import { source } from "../notebook/notebook.mjs";
import { inputHeight, isFigure, outputHeight } from "./heights.mjs";
import { isNote, slideType } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/** What fits on a slide when everything is made a little smaller. */
const ROOM = 700;
/** A slide with less than this is not continued, because there would be next to nothing on it. */
const LEAST = 130;
const HEADING = 68;

/**
 * The slide's cells, split where they do not fit; each part starts a slide or subslide and has the notes.
 * @param {Cell[]} slide its first cell starts it
 * @returns {Cell[][]}
 */
export function paginate(slide) {
  const notes = slide.filter(isNote);
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
  const cells = slide.filter((cell) => !isNote(cell));
  for (const [index, cell] of cells.entries()) {
    const [input, output] = [inputHeight(cell), outputHeight(cell)];
    if (input > 0 && height > LEAST && height + input > ROOM) proceed();
    if (input > 0 && output > 0 && height + input + output + captionHeight(cell, cells[index + 1]) > ROOM) {
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
 * What the prose below a figure takes: it says what to see there, so both belong on one slide.
 * @param {Cell} cell
 * @param {Cell | undefined} next
 */
function captionHeight(cell, next) {
  return cell.outputs?.some(isFigure) && next?.cell_type === "markdown" ? inputHeight(next) : 0;
}

/**
 * The text of the first heading in these cells, without its marks; "" if there is none.
 * @param {Cell[]} cells
 */
export function headingOf(cells) {
  for (const cell of cells) {
    if (cell.cell_type !== "markdown" || isNote(cell)) continue;
    const found = /^#{1,3} +(.+?) *#*$/m.exec(source(cell));
    if (found) return found[1];
  }
  return "";
}

/**
 * A part as a subslide of its own: nothing on it has to be called up first.
 * @param {Cell[]} part
 * @param {string} heading
 */
function continued([first, ...rest], heading) {
  if (!heading) return [changed(first, "subslide", { answer: false }), ...rest];
  const metadata = { slideshow: { slide_type: "subslide" }, verteilt: {} };
  /** @type {Cell} */
  const title = { cell_type: "markdown", metadata, source: `## ${heading}` };
  return [title, changed(first, "-", { answer: false }), ...rest];
}

/**
 * Notes stand right after their slide's first cell, before any fragment: reveal's speaker view then always finds them.
 * @param {Cell[]} part
 * @param {Cell[]} notes
 */
const withNotes = ([first, ...rest], notes) => [first, ...notes.map((note) => ({ ...note })), ...rest];

/**
 * A copy of a cell with another slide type.
 * @param {Cell} cell
 * @param {string} type
 * @param {Record<string, unknown>} shown
 * @param {string} [keep] the type to keep instead
 * @returns {Cell}
 */
function changed(cell, type, shown, keep = type) {
  const verteilt = { ...cell.metadata.verteilt, ...shown };
  return { ...cell, metadata: { ...cell.metadata, slideshow: { slide_type: keep }, verteilt } };
}
