// From an executed notebook to the notebook the slide template prints: which cells are on which slide, and which parts
// of them are shown. Leaves looks to the style sheets and the exact fit to deck.js.

import { isProgress, source, textOf } from "../notebook/notebook.mjs";
import { answer, question, withoutCheckpoint } from "./checkpoints.mjs";
import { PLOTLY } from "./heights.mjs";
import { headingOf, paginate } from "./paginate.mjs";
import { isMore, slideType } from "./slide-types.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Notebook} Notebook
 */

const WIDGET = "application/vnd.jupyter.widget-view+json";

/**
 * The notebook for the template: skipped cells gone, notes first on their slides, hidden parts marked, checkpoints'
 * answers as fragments, and slides that are too full continued on subslides.
 * @param {Notebook} notebook executed, its slide types checked
 * @returns {{ notebook: Notebook, title: string }} `title` is the first heading
 */
export function arrange(notebook) {
  const cells = notebook.cells.filter(isShown).map(prepare);
  const slides = intoSlides(cells).flatMap(paginate);
  const title = headingOf(cells) || "Slides";
  for (const [index, [first]] of slides.entries()) {
    first.metadata.verteilt = { ...first.metadata.verteilt, chapter: title, title: index === 0 };
  }
  // nbformat wants an id for each cell, and the parts of a split one share theirs.
  const numbered = slides.flat().map((cell, index) => ({ ...cell, id: `cell-${index}` }));
  const metadata = { ...notebook.metadata, language_info: { name: "typescript", pygments_lexer: "typescript" } };
  return { notebook: { ...notebook, metadata, cells: numbered }, title };
}

/**
 * Notes to what is not part of the lecture are not shown either.
 * @param {Cell} cell
 */
const isShown = (cell) => slideType(cell) !== "skip" && !isMore(cell);

/**
 * Slides as lists of cells; the first of each starts a slide or a subslide.
 * @param {Cell[]} cells
 */
function intoSlides(cells) {
  /** @type {Cell[][]} */
  const slides = [];
  /** @type {Cell[]} */
  const ahead = [];
  for (const cell of cells) {
    const type = slideType(cell);
    if (type === "slide" || type === "subslide") slides.push([cell]);
    else if (slides.length === 0) ahead.push(cell);
    else slides[slides.length - 1].push(cell);
  }
  slides[0].push(...ahead);
  return slides;
}

/**
 * A copy of the cell with what is to be shown in `metadata.verteilt`.
 * @param {Cell} cell
 * @returns {Cell}
 */
function prepare(cell) {
  if (cell.cell_type === "code") return prepareCode(cell);
  const text = cell.cell_type === "markdown" ? diagramsAside(unfolded(source(cell))) : source(cell);
  const { attachments: _, ...rest } = cell;
  // Handouts without answers leave this out.
  const verteilt = cell.cell_type === "markdown" && isFolded(source(cell)) ? { folded: true } : {};
  return { ...rest, source: inlineAttachments(text, cell), metadata: { ...cell.metadata, verteilt } };
}

/**
 * Whether a notebook folds all of a text away, and it is not what the lecturer says.
 * @param {string} text
 */
const isFolded = (text) => /^\s*<details(?! class="speaker-notes")[^>]*>[\s\S]*<\/details>\s*$/.test(text);

/**
 * What a notebook folds away, open: a slide has no reader to click, and calls it up as a fragment instead.
 * @param {string} text
 */
export function unfolded(text) {
  return text.replace(/<details[^>]*>\s*<summary>(.*?)<\/summary>([\s\S]*?)<\/details>/g, (_, summary, body) =>
    summary === "Speaker notes" ? `**${summary}**\n\n${body.trim()}` : `**${summary}.** ${body.trim()}`,
  );
}

/**
 * @param {Cell} cell
 * @returns {Cell}
 */
function prepareCode(cell) {
  const code = source(cell);
  const asked = question(cell);
  const attempt = withoutCheckpoint(code);
  const outputs = asked ? [asked] : (cell.outputs ?? []).filter(hasSomethingToShow).map(unstamped);
  const shown = attempt ?? code;
  const hideInput = asked !== undefined || hides(cell, "input") || shown.trim() === "";
  const verteilt = {
    hideInput,
    hideOutput: hides(cell, "output") || outputs.length === 0,
    // A cell that is a fragment as a whole need not be called up twice.
    answer: attempt !== undefined && !(hideInput && slideType(cell) === "fragment"),
  };
  return {
    ...cell,
    source: shown,
    outputs: attempt === undefined ? outputs : outputs.map(answer),
    metadata: { ...cell.metadata, verteilt },
  };
}

/**
 * Whether a tag or the metadata hides the cell's "input" or "output". An input that JupyterLab collapses is hidden too:
 * it asserts or plots.
 * @param {Cell} cell
 * @param {string} part
 */
export function hides(cell, part) {
  const hide = cell.metadata.verteilt?.hide;
  const tagged = (cell.metadata.tags ?? []).includes(`hide-${part}`);
  if (part === "input" && cell.metadata.jupyter?.source_hidden === true) return true;
  return tagged || hide === true || hide === part || (Array.isArray(hide) && hide.includes(part));
}

/**
 * Whether an output is neither blank nor the progress of a long exploration, which a fast machine does not show.
 * @param {import("../notebook/notebook.mjs").Output} output
 */
export function hasSomethingToShow(output) {
  if (isProgress(output)) return false;
  if (output.output_type === "stream") return textOf(output.text).trim() !== "";
  return output.output_type === "error" || Object.keys(output.data ?? {}).length > 0;
}

/**
 * Without what a renderer may have left in a saved notebook; of a widget, which needs a kernel, what shows it without
 * one.
 * @param {import("../notebook/notebook.mjs").Output} output
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
 * Mermaid fences as elements that carry their source in an attribute: nbconvert would print it as raw HTML.
 * @param {string} text
 */
export function diagramsAside(text) {
  return text.replace(/^```mermaid[^\n]*\n([\s\S]*?)\n```[ \t]*$/gm, (_, diagram) => {
    return `<div class="diagram" data-mermaid="${Buffer.from(diagram).toString("base64")}"></div>`;
  });
}

/**
 * Pictures pasted into a cell, as data URIs.
 * @param {string} text
 * @param {Cell} cell
 */
export function inlineAttachments(text, cell) {
  return text.replace(/attachment:([^\s)"']+)/g, (whole, name) => {
    const [type, data] = Object.entries(cell.attachments?.[decodeURIComponent(name)] ?? {})[0] ?? [];
    return data === undefined ? whole : `data:${type};base64,${textOf(data).replaceAll("\n", "")}`;
  });
}
