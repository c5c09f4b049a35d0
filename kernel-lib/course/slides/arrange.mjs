// From an executed notebook to the notebook the slide template prints: which cells stand on which slide, and what of
// them is shown. Checks slide types. Leaves looks to slides.css and the exact fit to deck.js.

import { Failure } from "../failure.mjs";
import { nameOf, source, textOf } from "./notebook.mjs";

/**
 * @typedef {import("./notebook.mjs").Cell} Cell
 * @typedef {import("./notebook.mjs").Notebook} Notebook
 */

const PLOTLY = "application/vnd.plotly.v1+json";
const SLIDE_TYPES = new Set(["slide", "subslide", "fragment", "skip", "notes", "-"]);
/** What fits below one another on a slide of 720 px, its margins taken off. */
const USABLE_HEIGHT = 600;
const LEAST_FIGURE_HEIGHT = 340;

/**
 * A cell's slide type; JupyterLab writes "-" also as an empty text. Undefined when it has none.
 * @param {Cell} cell
 * @returns {string | undefined}
 */
export function slideType(cell) {
  const type = cell.metadata?.slideshow?.slide_type;
  return type === "" ? "-" : type;
}

/**
 * Throws, naming every cell at fault, unless each cell has a slide type and the first one shown starts a slide.
 * @param {Notebook} notebook
 * @param {string} file the name to use in the message
 */
export function checkSlideTypes(notebook, file) {
  const faults = [];
  for (const [index, cell] of notebook.cells.entries()) {
    const type = slideType(cell);
    if (type === undefined) faults.push(`${nameOf(cell, index)} has no slide type`);
    else if (!SLIDE_TYPES.has(type)) faults.push(`${nameOf(cell, index)} has the unknown slide type "${type}"`);
  }
  const first = notebook.cells.findIndex((cell) => !["skip", "notes"].includes(slideType(cell) ?? ""));
  if (first < 0) faults.push("no cell is shown on a slide");
  else if (faults.length === 0 && slideType(notebook.cells[first]) !== "slide")
    faults.push(`${nameOf(notebook.cells[first], first)} is the first one shown and must be of the type "slide"`);
  if (faults.length > 0)
    throw new Failure(`${file} cannot become slides:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
      mend:
        `set each cell's type in JupyterLab (right sidebar, gears, "Slide Type": slide, subslide, fragment, skip, notes or -), ` +
        `or in the file: "metadata": { "slideshow": { "slide_type": "slide" } }`,
    });
}

/**
 * The notebook for the template: skipped cells gone, notes first on their slides, hidden parts marked, checkpoints'
 * answers as fragments, and a figure that would not fit below its code on a slide of its own beneath it.
 * @param {Notebook} notebook executed, its slide types checked
 * @returns {{ notebook: Notebook, title: string }} `title` is the first heading
 */
export function arrange(notebook) {
  const cells = notebook.cells.filter((cell) => slideType(cell) !== "skip").map(prepare);
  const slides = fitFigures(intoSlides(cells));
  const title = headingOf(cells) || "Slides";
  for (const [index, slide] of slides.entries()) {
    const first = slide[0];
    first.metadata.verteilt.chapter = title;
    if (index === 0) first.metadata.verteilt.title = true;
  }
  const metadata = { ...notebook.metadata, language_info: { name: "typescript", pygments_lexer: "typescript" } };
  return { notebook: { ...notebook, metadata, cells: slides.flatMap(notesFirst).map(numbered) }, title };
}

/**
 * A copy of the cell with what is to be shown in `metadata.verteilt`.
 * @param {Cell} cell
 * @returns {Cell}
 */
function prepare(cell) {
  const tags = new Set(cell.metadata.tags ?? []);
  const hide = cell.metadata.verteilt?.hide;
  const hides = (/** @type {string} */ part) =>
    tags.has(`hide-${part}`) || hide === true || hide === part || (Array.isArray(hide) && hide.includes(part));
  const text = source(cell);
  if (cell.cell_type !== "code") {
    const shown = cell.cell_type === "markdown" ? { source: diagramsAside(text), attachments: undefined } : {};
    return copy(cell, { ...shown, source: inlineAttachments(shown.source ?? text, cell) }, {});
  }
  const call = checkpointCall(text);
  const outputs = (cell.outputs ?? []).filter(hasSomethingToShow).map(unstamped);
  return copy(
    cell,
    { source: call === undefined ? text : text.slice(0, call).trimEnd(), outputs },
    {
      hideInput: hides("input"),
      hideOutput: hides("output") || outputs.length === 0,
      answer: call !== undefined,
    },
  );
}

/**
 * Where a cell's closing `checkpoint(...)` starts: it holds the answer, so it stays off the slide; only its result is
 * shown, as a fragment. Undefined when the cell is no checkpoint.
 * @param {string} text
 */
function checkpointCall(text) {
  return /^[ \t]*(?:(?:const|let) \w+ *= *)?(?:await +)?checkpoint *[(<]/m.exec(text)?.index;
}

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
 * Moves a figure that would be squeezed below its code, and what follows it, onto a subslide with the same heading.
 * @param {Cell[][]} slides
 */
function fitFigures(slides) {
  return slides.flatMap((slide) => {
    const index = slide.findIndex((cell) => cell.cell_type === "code" && hasFigure(cell) && showsInput(cell));
    if (index < 0) return [slide];
    const above = slide.slice(0, index + 1).reduce((sum, cell) => sum + inputHeight(cell), 0);
    const below = slide.slice(index + 1).reduce((sum, cell) => sum + inputHeight(cell), 0);
    if (above + below + LEAST_FIGURE_HEIGHT <= USABLE_HEIGHT) return [slide];
    const cell = slide[index];
    const notes = slide.filter((each) => slideType(each) === "notes");
    const code = copy(cell, { outputs: [] }, { hideOutput: true, answer: false });
    const result = copy(cell, {}, { hideInput: true });
    result.metadata.slideshow = { slide_type: "-" };
    const heading = continuedHeading(slide);
    const rest = slide.slice(index + 1).filter((each) => slideType(each) !== "notes");
    const firstPart = [...slide.slice(0, index).filter((each) => slideType(each) !== "notes"), code, ...notes];
    return [firstPart, [heading, result, ...rest, ...notes.map((each) => copy(each, {}, {}))]];
  });
}

/**
 * Notes stand right after their slide's first cell, before any fragment: reveal's speaker view then always finds them.
 * @param {Cell[]} slide
 */
function notesFirst(slide) {
  const [first, ...rest] = slide;
  const isNote = (/** @type {Cell} */ cell) => slideType(cell) === "notes";
  return [first, ...rest.filter(isNote), ...rest.filter((cell) => !isNote(cell))];
}

/**
 * nbformat wants an id for each cell, and parts of a split one share theirs.
 * @param {Cell} cell
 * @param {number} index
 */
const numbered = (cell, index) => ({ ...cell, id: `cell-${index}` });

/** @param {Cell[]} slide */
function continuedHeading(slide) {
  const text = headingOf(slide);
  return /** @type {Cell} */ ({
    cell_type: "markdown",
    metadata: { slideshow: { slide_type: "subslide" }, verteilt: {} },
    source: text ? `## ${text}` : "",
  });
}

/**
 * The text of the first heading in these cells, without its marks; "" when there is none.
 * @param {Cell[]} cells
 */
function headingOf(cells) {
  for (const cell of cells) {
    if (cell.cell_type !== "markdown" || slideType(cell) === "notes") continue;
    const found = /^#{1,3} +(.+?) *#*$/m.exec(source(cell));
    if (found) return found[1];
  }
  return "";
}

/**
 * About how many pixels a cell takes without its outputs.
 * @param {Cell} cell
 */
function inputHeight(cell) {
  if (slideType(cell) === "notes") return 0;
  if (cell.cell_type === "code") return showsInput(cell) ? source(cell).split("\n").length * 29 + 44 : 0;
  const lines = source(cell).split("\n").filter(Boolean);
  return lines.reduce((sum, line) => sum + (line.startsWith("#") ? 70 : Math.ceil(line.length / 92) * 36 + 8), 12);
}

/** @param {Cell} cell */
const showsInput = (cell) => !cell.metadata.verteilt.hideInput && source(cell).trim() !== "";

/** @param {Cell} cell */
const hasFigure = (cell) =>
  !cell.metadata.verteilt.hideOutput && (cell.outputs ?? []).some((output) => output.data?.[PLOTLY] !== undefined);

/** @param {import("./notebook.mjs").Output} output */
function hasSomethingToShow(output) {
  if (output.output_type === "stream") return textOf(output.text).trim() !== "";
  return output.output_type === "error" || Object.keys(output.data ?? {}).length > 0;
}

/**
 * Without what a renderer may have left in a saved notebook.
 * @param {import("./notebook.mjs").Output} output
 */
function unstamped(output) {
  if (output.data?.[PLOTLY] === undefined) return output;
  const { [PLOTLY]: figure, "text/plain": text } = output.data;
  return { ...output, data: { [PLOTLY]: figure, "text/plain": textOf(text) || "Figure" } };
}

/**
 * Mermaid fences as elements that carry their source in an attribute: nbconvert would print it as raw HTML.
 * @param {string} text
 */
function diagramsAside(text) {
  return text.replace(/^```mermaid[^\n]*\n([\s\S]*?)\n```[ \t]*$/gm, (_, diagram) => {
    return `<div class="diagram" data-mermaid="${Buffer.from(diagram).toString("base64")}"></div>`;
  });
}

/**
 * Pictures pasted into a cell, as data URIs.
 * @param {string} text
 * @param {Cell} cell
 */
function inlineAttachments(text, cell) {
  return text.replace(/attachment:([^\s)"']+)/g, (whole, name) => {
    const [type, data] = Object.entries(cell.attachments?.[decodeURIComponent(name)] ?? {})[0] ?? [];
    return data === undefined ? whole : `data:${type};base64,${textOf(data).replaceAll("\n", "")}`;
  });
}

/**
 * @param {Cell} cell
 * @param {Partial<Cell>} changes
 * @param {Record<string, unknown>} shown
 * @returns {Cell}
 */
function copy(cell, changes, shown) {
  const metadata = { ...cell.metadata, verteilt: { ...cell.metadata.verteilt, ...shown } };
  return { ...cell, ...changes, metadata };
}
