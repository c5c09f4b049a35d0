// Lines of code that clicks light up one after the other, as a cell's metadata says: "verteilt": { "lines": "2-4 | 7 | all" }.

import { nameOf, source } from "../notebook/notebook.mjs";
import { withoutCheckpoint } from "./checkpoints.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/**
 * What each click lights up: "2-4", "7,9" or "all", which leaves no line behind. Empty for most cells.
 * @param {Cell} cell
 * @returns {string[]}
 */
export function lineSteps(cell) {
  const { lines } = cell.metadata.verteilt ?? {};
  return lines === undefined
    ? []
    : String(lines)
        .split("|")
        .map((step) => step.replace(/\s/g, ""));
}

/**
 * The cells whose metadata name lines that they do not have, as sentences.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 * @returns {string[]}
 */
export function wrongSteps({ cells }) {
  return cells.flatMap((cell, index) => {
    const code = source(cell);
    const count = (withoutCheckpoint(code) ?? code).trimEnd().split("\n").length;
    return lineSteps(cell)
      .filter((step) => !isStep(step, count))
      .map((step) => `${nameOf(cell, index)} has ${count} lines and is to light up "${step}"; write "2-4 | 7 | all"`);
  });
}

/** Nothing that one could explain. */
const ONLY_BRACKETS = /^[\s()[\]{};,]*$/;

/**
 * The steps of a cell that light up closing brackets or empty lines only: they count from another line than was meant.
 * @param {Cell} cell
 */
export function emptySteps(cell) {
  const lines = source(cell).split("\n");
  return lineSteps(cell).filter(
    (step) => step !== "all" && litBy(step, lines).every((line) => ONLY_BRACKETS.test(line)),
  );
}

/**
 * @param {string} step such as "2-4,7"
 * @param {readonly string[]} lines
 */
function litBy(step, lines) {
  return step.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return lines.slice(from - 1, to);
  });
}

/**
 * @param {string} step
 * @param {number} count
 */
function isStep(step, count) {
  if (step === "all") return true;
  return step.split(",").every((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return /^\d+(?:-\d+)?$/.test(part) && from >= 1 && from <= to && to <= count;
  });
}
