// Takes in what a student handed in: keeps every cell the student wrote, and puts right what nbgrader relies on, so
// that a missing, doubled or changed test cell, lost metadata, another kernel or Windows line ends cost no points.
import { randomUUID } from "node:crypto";
import { source } from "../../course/notebook/notebook.mjs";
import { canonical } from "./canonical.mjs";
import { declared } from "./declared.mjs";
import { kindOf } from "./kind.mjs";
import { put } from "./remarks.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */

/** A submission that cannot be graded; the remark completes the sentence "The notebook ...". */
export class Unreadable extends Error {
  /** @param {import("./remarks.mjs").Remark} why */
  constructor(why) {
    super(put(why));
    this.why = why;
  }
}

/**
 * The notebook to mark.
 * @param {readonly Cell[]} handedIn cells of which nothing but what was written is left (read.mjs)
 * @param {Notebook} original the exercise as it was released
 * @returns {Notebook}
 */
export function takeIn(handedIn, original) {
  const cells = [...handedIn];
  const marked = original.cells.filter((cell) => kindOf(cell));
  const places = new Map(cells.map((cell, index) => [cell, index]));
  const at = (/** @type {Cell} */ cell) => places.get(cell) ?? 0;
  /** @type {Map<Cell, Cell>} */
  const meant = new Map();
  for (const find of [byGradeId, byId, byText])
    for (const wanted of marked)
      if (![...meant.values()].includes(wanted))
        for (const cell of find(cells, wanted)) if (!meant.has(cell)) meant.set(cell, wanted);
  /** @type {Map<Cell, Cell>} */
  const counts = new Map();
  // What was given stays before all that is built on it, wherever it is copied to.
  for (const [cell, wanted] of [...meant].sort(([a], [b]) => at(a) - at(b)))
    if (kindOf(wanted) !== "text" || !counts.has(wanted)) counts.set(wanted, cell);
  const kept = cells.flatMap((cell) => place(cell, meant, counts));
  supply(kept, marked);
  return canonical({ ...original, cells: withOwnIds(kept) });
}

/**
 * Puts given cells and tests where they belong, if they are not there. What was given comes before all that is built on
 * it, in whatever order a student has put the answers.
 * @param {Cell[]} kept
 * @param {readonly Cell[]} marked cells of the exercise
 */
function supply(kept, marked) {
  const lost = [...marked.entries()].filter(
    ([, wanted]) =>
      kindOf(wanted) !== "answer" && !kept.some((cell) => cell.metadata.nbgrader === wanted.metadata.nbgrader),
  );
  if (lost.length === 0) return;
  const serves = kept.map((cell) => lastServed(cell, marked));
  for (const [index, wanted] of lost) {
    const isGiven = kindOf(wanted) === "text";
    // What was given first comes before a student's own cells, which may build on it, too.
    const behind = after(kept, marked.slice(0, index)) ?? (isGiven ? 0 : kept.length);
    const before = serves.findIndex((served) => served > index);
    const at = isGiven && before !== -1 ? Math.min(behind, before) : behind;
    kept.splice(at, 0, { ...wanted });
    serves.splice(at, 0, index);
  }
}

/**
 * The last of the exercise's cells that this one is, or the last answer that it holds; -1 if it is none.
 * @param {Cell} cell
 * @param {readonly Cell[]} marked
 */
function lastServed(cell, marked) {
  const is = kindOf(cell) ? marked.findLastIndex((one) => one.metadata.nbgrader === cell.metadata.nbgrader) : -1;
  const own = new Set(cell.cell_type === "code" ? declared(source(cell)) : []);
  if (own.size === 0) return is;
  const holds = marked.findLastIndex((wanted) => {
    const names = kindOf(wanted) === "answer" ? declared(source(wanted)) : [];
    return names.length > 0 && names.every((name) => own.has(name));
  });
  return Math.max(is, holds);
}

/**
 * @param {Cell[]} cells
 * @param {Cell} wanted
 */
function byGradeId(cells, wanted) {
  return cells.filter((cell) => cell.metadata.nbgrader?.grade_id === wanted.metadata.nbgrader.grade_id);
}

/**
 * @param {Cell[]} cells
 * @param {Cell} wanted
 */
function byId(cells, wanted) {
  return cells.filter((cell) => cell.id === wanted.id);
}

/**
 * A test cell by its first line, an answer by the names it declares.
 * @param {Cell[]} cells
 * @param {Cell} wanted
 */
function byText(cells, wanted) {
  const firstLine = source(wanted).split("\n")[0];
  if (kindOf(wanted) !== "answer")
    return cells.filter((cell) => firstLine && source(cell).split("\n")[0] === firstLine);
  const names = declared(source(wanted));
  if (names.length === 0) return [];
  return cells.filter((cell) => {
    const own = declared(source(cell));
    return names.every((name) => own.includes(name));
  });
}

/**
 * What becomes of one cell: a test cell is the original again, once; of several versions of an answer all stay, for the
 * later ones count, as in the notebook itself.
 * @param {Cell} cell
 * @param {Map<Cell, Cell>} meant
 * @param {Map<Cell, Cell>} counts of the cells that are meant, the one that counts, by what it is meant to be
 * @returns {Cell[]}
 */
function place(cell, meant, counts) {
  const wanted = meant.get(cell);
  if (!wanted) return [{ ...cell, metadata: {} }];
  const isOne = counts.get(wanted) === cell;
  if (kindOf(wanted) !== "answer") return isOne ? [{ ...wanted }] : [];
  if (!isOne) return [{ ...cell, cell_type: "code", metadata: {} }];
  return [{ ...wanted, source: source(cell) }];
}

/**
 * Where a lost cell belongs: behind the last of those that came before it; undefined if none of them is there.
 * @param {Cell[]} kept
 * @param {Cell[]} before
 * @returns {number | undefined}
 */
function after(kept, before) {
  const marks = before.map((cell) => cell.metadata.nbgrader);
  return kept.findLastIndex((cell) => marks.includes(cell.metadata.nbgrader)) + 1 || undefined;
}

/** @param {Cell[]} cells */
function withOwnIds(cells) {
  const ids = new Set(cells.filter((cell) => kindOf(cell)).map((cell) => cell.id));
  return cells.map((cell) => {
    if (kindOf(cell)) return cell;
    const id =
      cell.id && /^[a-zA-Z0-9_-]{1,64}$/.test(cell.id) && !ids.has(cell.id) ? cell.id : randomUUID().slice(0, 8);
    ids.add(id);
    return { ...cell, id };
  });
}
