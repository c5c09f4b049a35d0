// Slide types, as JupyterLab writes them into a cell's metadata: reading them, and the check every chapter must pass.

import { Failure } from "../command/failure.mjs";
import { nameOf, source } from "../notebook/notebook.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

const SLIDE_TYPES = new Set(["slide", "subslide", "fragment", "skip", "notes", "-"]);

/**
 * A cell with the tag "more" belongs to the chapter and not to its lecture.
 * @param {Cell} cell
 * @returns {boolean}
 */
export const isMore = (cell) => (cell.metadata?.tags ?? []).includes("more");

/**
 * A cell's slide type; JupyterLab writes "-" also as an empty text. Undefined when it has none. What is not part of the
 * lecture is skipped, whatever its type.
 * @param {Cell} cell
 * @returns {string | undefined}
 */
export function slideType(cell) {
  const type = cell.metadata?.slideshow?.slide_type;
  if (isMore(cell) && type !== undefined) return type === "notes" ? "notes" : "skip";
  return type === "" ? "-" : type;
}

/** @param {Cell} cell */
export const isNote = (cell) => slideType(cell) === "notes";

/**
 * The cells with what the lecture shows earlier than the notebook does: a figure from the sections headed More, whose
 * metadata name the cell that it follows on slides, "verteilt": { "after": "d3-run" }.
 * @param {readonly Cell[]} cells
 * @returns {Cell[]}
 */
export function broughtForward(cells) {
  const moved = cells.filter((cell) => cell.metadata.verteilt?.after !== undefined);
  return cells.flatMap((cell) => {
    if (moved.includes(cell)) return [];
    return [cell, ...moved.filter((one) => one.metadata.verteilt.after === cell.id).map(asSection)];
  });
}

/**
 * In the lecture a part of More has no section around it.
 * @param {Cell} cell
 * @returns {Cell}
 */
function asSection(cell) {
  const part = asPartOfTheLecture(cell);
  if (part.cell_type !== "markdown") return part;
  return { ...part, source: source(part).replace(/^###? (?:More: )?(.)/, (_, first) => `## ${first.toUpperCase()}`) };
}

/**
 * Which cells of a notebook are on slides, by their ids.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 * @param {{ long?: boolean }} [options] `long`: with what is not part of the lecture
 * @returns {(cell: Cell) => boolean}
 */
export function isOnSlides({ cells }, { long = false } = {}) {
  const lecture = long ? cells.map(asPartOfTheLecture) : broughtForward(cells);
  const shown = new Set(lecture.filter((cell) => slideType(cell) !== "skip").map(({ id }) => id));
  return ({ id }) => shown.has(id);
}

/**
 * @param {Cell} cell
 * @returns {Cell}
 */
export function asPartOfTheLecture(cell) {
  const tags = (cell.metadata.tags ?? []).filter((/** @type {string} */ tag) => tag !== "more");
  return { ...cell, metadata: { ...cell.metadata, tags } };
}

/**
 * Throws, naming every cell at fault, unless each cell has a slide type and the first one shown starts a slide.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 * @param {string} file the name to use in the message
 */
export function checkSlideTypes(notebook, file) {
  const faults = [];
  for (const [index, cell] of notebook.cells.entries()) {
    const type = slideType(cell);
    if (type === undefined) faults.push(`${nameOf(cell, index)} has no slide type`);
    else if (!SLIDE_TYPES.has(type)) faults.push(`${nameOf(cell, index)} has the unknown slide type "${type}"`);
    const { after } = cell.metadata.verteilt ?? {};
    if (after !== undefined && !notebook.cells.some(({ id }) => id === after))
      faults.push(`${nameOf(cell, index)} is to follow the cell "${after}", and there is none`);
  }
  const first = notebook.cells.findIndex((cell) => !["skip", "notes"].includes(slideType(cell) ?? ""));
  if (first < 0) faults.push("no cell is shown on a slide");
  else if (faults.length === 0 && slideType(notebook.cells[first]) !== "slide")
    faults.push(`${nameOf(notebook.cells[first], first)} is the first one shown and must be of the type "slide"`);
  if (faults.length > 0)
    throw new Failure(`${file} cannot become slides:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
      fix:
        `set each cell's type in JupyterLab (right sidebar, gears, "Slide Type": slide, subslide, fragment, skip, notes or -), ` +
        `or in the file: "metadata": { "slideshow": { "slide_type": "slide" } }`,
    });
}
