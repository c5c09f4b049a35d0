// Which answers of an exercise are not given yet. Whether those that are given are right, only marking says.
import { source } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */

/**
 * @typedef {{ exercise: string, state: "untouched" | "partly" | "empty" | "missing", left: number, places: number }} Open
 *   `exercise`: "E4.1 A pool of workers"; of its `places` to fill, `left` are as they were given
 */

/**
 * @param {Notebook} notebook as marking takes it in
 * @param {Notebook} original
 * @returns {Open[]}
 */
export function openAnswers(notebook, original) {
  const given = new Map(answersOf(notebook).map(({ cell }) => [cell.metadata.nbgrader.grade_id, cell]));
  return answersOf(original).flatMap(({ cell, exercise }) => {
    const places = toFill(cell);
    const answer = given.get(cell.metadata.nbgrader.grade_id);
    const open = (/** @type {Open["state"]} */ state, left = places) => [{ exercise, state, left, places }];
    if (!answer) return open("missing");
    if (source(answer).trim() === "") return open("empty");
    if (withoutSpace(answer) === withoutSpace(cell)) return open("untouched");
    const left = toFill(answer);
    return left > 0 ? open("partly", left) : [];
  });
}

/**
 * The cells to be answered, each with the heading it stands below.
 * @param {Notebook} notebook
 */
export function answersOf({ cells }) {
  let exercise = "";
  /** @type {{ cell: Cell, exercise: string }[]} */
  const found = [];
  for (const cell of cells) {
    const heading = cell.cell_type === "markdown" && /^#+ (E\d+\.\d+ .+?)(?: \([\d.]+ points?\))?$/m.exec(source(cell));
    if (heading) exercise = /** @type {string} */ (heading[1]);
    if (kindOf(cell) === "answer") found.push({ cell, exercise: exercise || String(cell.metadata.nbgrader.grade_id) });
  }
  return found;
}

/** @param {Cell} cell */
const toFill = (cell) => [...source(cell).matchAll(/throw new Error\("Your turn: /g)].length;

/** @param {Cell} cell */
const withoutSpace = (cell) => source(cell).replace(/\s+/g, "");
