// The one way a graded notebook is written: what depends on the machine or the last run is left out, keys are sorted.
// So exercises/ is the same, byte for byte, on every machine.
import { kernelMetadata } from "../../course/notebook/kernel-metadata.mjs";
import { source } from "../../course/notebook/notebook.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */

const keptMetadata = ["deletable", "editable", "nbgrader", "slideshow", "tags", "verteilt"];

/**
 * @param {Notebook} notebook
 * @returns {Notebook}
 */
export function canonical({ cells }) {
  return { cells: cells.map(canonicalCell), metadata: kernelMetadata, nbformat: 4, nbformat_minor: 5 };
}

/**
 * The text of a notebook's file, as nbformat writes it.
 * @param {Notebook} notebook
 */
export const textOfNotebook = (notebook) => `${JSON.stringify(sorted(notebook), null, 1)}\n`;

/**
 * @param {Cell} cell
 * @returns {Cell}
 */
function canonicalCell(cell) {
  const metadata = Object.fromEntries(Object.entries(cell.metadata).filter(([key]) => keptMetadata.includes(key)));
  // A dot would not match the line separators of Unicode, which are signs like any other here.
  const lines =
    source(cell)
      .replace(/\r\n?/g, "\n")
      .match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return {
    cell_type: cell.cell_type,
    ...(cell.attachments && Object.keys(cell.attachments).length > 0 && { attachments: cell.attachments }),
    id: cell.id,
    metadata,
    source: lines,
    ...(cell.cell_type === "code" && { execution_count: null, outputs: [] }),
  };
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
