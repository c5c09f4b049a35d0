// Code that cannot be read from the last row: more lines on a slide than it holds at a legible size.

import { source } from "../notebook/notebook.mjs";
import { arrange } from "./arrange.mjs";
import { headingOf } from "./continued.mjs";
import { slideType } from "./slide-types.mjs";

const MOST_LINES = 14;

/**
 * The code cells that show too many lines on a slide, as sentences.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook its slide types checked
 * @param {{ long?: boolean }} [options]
 * @returns {string[]}
 */
export function longCode(notebook, options) {
  const faults = [];
  let heading = "";
  for (const cell of arrange(notebook, options).notebook.cells) {
    if (["slide", "subslide"].includes(slideType(cell) ?? "")) heading = headingOf([cell]) || heading;
    if (cell.cell_type !== "code" || cell.metadata.verteilt.hideInput) continue;
    const lines = source(cell).trimEnd().split("\n");
    if (lines.length > MOST_LINES)
      faults.push(
        `"${heading}" shows ${lines.length} lines of code, from "${lines[0]?.trim()}"; a slide holds ${MOST_LINES}`,
      );
  }
  return faults;
}
