// What kind of slide it is: some fill the screen, and a section opens in the colour of its part of the course.

import { source } from "../notebook/notebook.mjs";
import { headingOf } from "./continued.mjs";
import { isNote, slideType } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/**
 * "title", "pause", "question", "asks" where it is called up, "task" where a text asks, and "exercise" where code does; of a
 * section's first slide "divider", or "opening" where it shows more than prose or is a demo, a question too; "text" where words
 * and tables are all there is; "" for all others. A recap is marked beside, and what one can
 * do after the chapter.
 * @param {Cell[]} slide
 * @param {number} index
 * @param {readonly Cell[][]} slides
 */
export function kindOf(slide, index, slides) {
  if (index === 0) return "title";
  const cells = slide.filter((cell) => !isNote(cell));
  if (/^PAUSE\b/i.test(headingOf(cells))) return "pause";
  const asked = cells.find((cell) => cell.metadata.verteilt.asks !== undefined);
  if (!asked && cells.some((cell) => cell.metadata.verteilt.answers !== undefined))
    return cells.some(showsCode) ? "exercise" : "task";
  const next = slides[index + 1]?.[0];
  const heading = headingOf(cells);
  const differs = (/** @type {number} */ other) => heading !== headingOf(slides[other] ?? []);
  const isSection = slideType(slide[0]) === "slide" && next && slideType(next) === "subslide" && differs(index + 1);
  if (asked)
    return [asked.metadata.verteilt.covers ? "asks" : "question", isSection && "opening"].filter(Boolean).join(" ");
  const isDemo = /^Demo \d/.test(heading) && differs(index - 1);
  const isText = cells.every((cell) => cell.cell_type === "markdown" && !/data-mermaid|!\[|<img/.test(source(cell)));
  const kinds = [
    isText && "text",
    /^(?:Recap|Zusammenfassung)\b/.test(heading) && "recap",
    /^After this chapter you can\b/.test(heading) && "aims",
  ];
  if (!isSection && !isDemo) return kinds.filter(Boolean).join(" ");
  return cells.every(isPlain) && !isDemo ? "divider" : ["opening", ...kinds].filter(Boolean).join(" ");
}

/** @param {Cell} cell */
const showsCode = (cell) => cell.cell_type === "code" && !cell.metadata.verteilt.hideInput;

/** @param {Cell} cell */
function isPlain(cell) {
  return cell.cell_type === "markdown" && !/^ *(?:[-*+] |\d+\. |\||>|```|!\[|<)/m.test(source(cell));
}
