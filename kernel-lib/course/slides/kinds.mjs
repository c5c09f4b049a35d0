// What kind of slide it is: some fill the screen, and a section opens in the colour of its part of the course.

import { source } from "../notebook/notebook.mjs";
import { headingOf } from "./continued.mjs";
import { isNote, slideType } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/**
 * "title", "pause", "question", "asks" where it is called up, "task"; of a section's first slide "divider", or "opening" where it shows more than prose;
 * "text" where words and tables are all there is; "" for all others.
 * @param {Cell[]} slide
 * @param {number} index
 * @param {readonly Cell[][]} slides
 */
export function kindOf(slide, index, slides) {
  if (index === 0) return "title";
  const cells = slide.filter((cell) => !isNote(cell));
  if (/^PAUSE\b/i.test(headingOf(cells))) return "pause";
  const asked = cells.find((cell) => cell.metadata.verteilt.asks !== undefined);
  if (asked) return asked.metadata.verteilt.covers ? "asks" : "question";
  if (cells.some(isOpenTask)) return "task";
  const next = slides[index + 1]?.[0];
  const isSection = slideType(slide[0]) === "slide" && next && slideType(next) === "subslide";
  const text = cells.every((cell) => cell.cell_type === "markdown" && !/data-mermaid|!\[|<img/.test(source(cell)))
    ? "text"
    : "";
  if (!isSection || headingOf(cells) === headingOf(slides[index + 1])) return text;
  return cells.every(isPlain) ? "divider" : `opening ${text}`.trim();
}

/**
 * The answer to what the slide's text asks for.
 * @param {Cell} cell
 */
const isOpenTask = ({ metadata: { verteilt } }) => verteilt.answers !== undefined && verteilt.hideInput;

/** @param {Cell} cell */
function isPlain(cell) {
  return cell.cell_type === "markdown" && !/^ *(?:[-*+] |\d+\. |\||>|```|!\[|<)/m.test(source(cell));
}
