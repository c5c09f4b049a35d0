// From a notebook to what the book's template prints: a text to read from top to bottom. Speaker notes stay out; the
// answer of a checkpoint is folded away, and so are the tests of an exercise.

import { CAPTION, captionOf } from "../notebook/caption.mjs";
import { source } from "../notebook/notebook.mjs";
import { diagramsAside, hides, inlineAttachments } from "../slides/arrange.mjs";
import { answer, question, withoutCheckpoint } from "../slides/checkpoints.mjs";
import { hasSomethingToShow, unstamped } from "../slides/outputs.mjs";
import { isNote, slideType } from "../slides/slide-types.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Notebook} Notebook
 */

/**
 * The notebook for the book's template.
 * @param {Notebook} notebook a chapter with its outputs, or exercises without
 * @param {import("../words/words.mjs").Words["book"]} said
 * @returns {Notebook}
 */
export function arrange(notebook, said) {
  const cells = notebook.cells
    .filter((cell) => !isNote(cell) && !isForNotebook(cell))
    .map((cell) => prepare(cell, said));
  const { testsYouSee, showAnswer } = said;
  const metadata = {
    ...notebook.metadata,
    language_info: { name: "typescript", pygments_lexer: "typescript" },
    verteilt: { words: { testsYouSee, showAnswer } },
  };
  return { ...notebook, metadata, cells };
}

/**
 * The break of the lecture, and what tells the reader of the notebook what to press and to run.
 * @param {Cell} cell
 */
const isForNotebook = (cell) =>
  (cell.metadata.tags ?? []).includes("notebook-only") ||
  (cell.cell_type === "markdown" && /^## PAUSE\b/.test(source(cell)));

/**
 * @param {Cell} cell
 * @param {import("../words/words.mjs").Words["book"]} said
 * @returns {Cell}
 */
function prepare(cell, said) {
  if (cell.cell_type === "code") return prepareCode(cell, said);
  const { attachments: _, ...rest } = cell;
  const text = cell.cell_type === "markdown" ? diagramsAside(lowered(cell)) : source(cell);
  return { ...rest, source: inlineAttachments(text, cell), metadata: { ...cell.metadata, verteilt: {} } };
}

/**
 * What does not begin a new slide group is not a new section here: its heading is one level lower.
 * @param {Cell} cell
 */
function lowered(cell) {
  const text = source(cell);
  const type = slideType(cell);
  return type === undefined || type === "slide" ? text : text.replace(/^\s*(?=##? )/, "#");
}

/**
 * @param {Cell} cell
 * @param {import("../words/words.mjs").Words["book"]} said
 * @returns {Cell}
 */
function prepareCode(cell, said) {
  const asked = question(cell);
  const attempt = withoutCheckpoint(source(cell));
  const outputs = asked ? [asked] : (cell.outputs ?? []).filter(hasSomethingToShow).map(unstamped);
  const shown = attempt ?? source(cell);
  // What JupyterLab collapses is folded here too, under its caption; of a bare checkpoint only the caption is left.
  const folded = cell.metadata.jupyter?.source_hidden === true ? (captionOf(shown) ?? said.theCode) : undefined;
  const code = folded === undefined ? shown : shown.replace(CAPTION, "");
  const verteilt = {
    hideInput: asked !== undefined || (folded === undefined && hides(cell, "input")) || code.trim() === "",
    folded,
    hideOutput: hides(cell, "output") || outputs.length === 0,
    answer: attempt !== undefined,
    tests: cell.metadata.nbgrader?.grade === true && cell.metadata.nbgrader?.solution !== true,
  };
  return {
    ...cell,
    source: code,
    outputs: attempt === undefined ? outputs : outputs.map(answer),
    metadata: { ...cell.metadata, verteilt },
  };
}
