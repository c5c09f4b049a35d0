// A slide that is continued: the same heading, the same notes, and nothing that has to be called up first.

import { source } from "../notebook/notebook.mjs";
import { isNote } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

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
export function continued([first, ...rest], heading) {
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
export const withNotes = ([first, ...rest], notes) => [first, ...notes.map((note) => ({ ...note })), ...rest];

/**
 * A copy of a cell with another slide type.
 * @param {Cell} cell
 * @param {string} type
 * @param {Record<string, unknown>} shown
 * @param {string} [keep] the type to keep instead
 * @returns {Cell}
 */
export function changed(cell, type, shown, keep = type) {
  const verteilt = { ...cell.metadata.verteilt, ...shown };
  return { ...cell, metadata: { ...cell.metadata, slideshow: { slide_type: keep }, verteilt } };
}

/**
 * A copy of a cell that says more about what is shown of it.
 * @param {Cell} cell
 * @param {Record<string, unknown>} shown
 * @returns {Cell}
 */
export const withVerteilt = (cell, shown) => ({
  ...cell,
  metadata: { ...cell.metadata, verteilt: { ...cell.metadata.verteilt, ...shown } },
});
