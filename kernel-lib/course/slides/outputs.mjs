// What of a cell's outputs is shown: nothing blank, nothing in pieces, and nothing that needs a kernel.

import { isProgress, textOf } from "../notebook/notebook.mjs";
import { PLOTLY } from "./heights.mjs";

/** @typedef {import("../notebook/notebook.mjs").Output} Output */

const WIDGET = "application/vnd.jupyter.widget-view+json";

/**
 * The outputs that a slide shows.
 * @param {import("../notebook/notebook.mjs").Cell} cell
 */
export function outputsOn(cell) {
  return printedTogether(cell.outputs ?? [])
    .filter(hasSomethingToShow)
    .map((output) => verdictInWords(unstamped(output)));
}

/**
 * What a cell prints arrives in as many pieces as the moment makes of it.
 * @param {readonly Output[]} outputs
 */
function printedTogether(outputs) {
  /** @type {Output[]} */
  const joined = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    const continues = output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name;
    if (continues) joined[joined.length - 1] = { ...last, text: textOf(last.text) + textOf(output.text) };
    else joined.push(output);
  }
  return joined;
}

/**
 * Whether an output is neither blank nor the progress of a long exploration, which a fast machine does not show.
 * @param {Output} output
 */
export function hasSomethingToShow(output) {
  if (isProgress(output)) return false;
  if (output.output_type === "stream") return textOf(output.text).trim() !== "";
  return output.output_type === "error" || Object.keys(output.data ?? {}).length > 0;
}

/**
 * Without what a renderer may have left in a saved notebook; of a widget, which needs a kernel, what shows it without
 * one.
 * @param {Output} output
 */
export function unstamped(output) {
  if (output.data?.[WIDGET] !== undefined) {
    const { [WIDGET]: _, ...rest } = output.data;
    return { ...output, data: rest };
  }
  if (output.data?.[PLOTLY] === undefined) return output;
  const { [PLOTLY]: figure, "text/plain": text } = output.data;
  return { ...output, data: { [PLOTLY]: figure, "text/plain": textOf(text) || "Figure" } };
}

/**
 * What `explore` found is set as other outputs are, in the size of its slide; its card is made for a notebook.
 * @param {Output} output
 */
function verdictInWords(output) {
  const { "text/html": html, ...data } = output.data ?? {};
  return html !== undefined && textOf(html).includes('data-part="explored"') ? { ...output, data } : output;
}
