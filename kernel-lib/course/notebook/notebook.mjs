// A notebook file as JSON: its types, reading it, and the ways it names its own cells in messages.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Failure } from "../command/failure.mjs";

/**
 * @typedef {{ output_type: string, name?: string, text?: string | string[], data?: Record<string, any>, ename?: string,
 *   evalue?: string, traceback?: string[], metadata?: Record<string, any>, execution_count?: number | null }} Output
 * @typedef {{ cell_type: string, id?: string, source: string | string[], metadata: Record<string, any>,
 *   outputs?: Output[], execution_count?: number | null, attachments?: Record<string, any> }} Cell
 * @typedef {{ cells: Cell[], metadata: Record<string, any>, nbformat: number, nbformat_minor: number }} Notebook
 */

/**
 * Reads a notebook; throws with the file's name if it is not one.
 * @param {string} file
 * @returns {Notebook}
 */
export function readNotebook(file) {
  const text = readFileSync(file, "utf8");
  try {
    const notebook = JSON.parse(text);
    if (Array.isArray(notebook.cells)) return notebook;
  } catch {}
  throw new Failure(`${basename(file)} is not a notebook: it should be JSON with a list of cells (nbformat 4).`);
}

/**
 * A cell's text, whichever of nbformat's two shapes it has.
 * @param {Cell} cell
 */
export const source = (cell) => textOf(cell.source);

/** @param {string | string[] | undefined} text */
export const textOf = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

/**
 * "cell 7 (markdown, "## Why at all?")", as messages name it.
 * @param {Cell} cell
 * @param {number} index
 */
export function nameOf(cell, index) {
  const line = source(cell).trim().split("\n")[0] ?? "";
  const shown = line.length > 60 ? `${line.slice(0, 57)}...` : line;
  return `cell ${index + 1} (${cell.cell_type}, ${shown ? `"${shown}"` : "empty"})`;
}

/** What the explorer says last about work that took long. */
const PROGRESS = /^(?:[\d,]+ states? in|ended after) [\d.]+ s$/;

/**
 * Whether an output only says how long an exploration took, which a fast machine does not show.
 * @param {Output} output
 */
export const isProgress = ({ output_type, data }) =>
  output_type === "display_data" && PROGRESS.test(textOf(data?.["text/plain"]));
