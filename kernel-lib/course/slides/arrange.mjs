// From an executed notebook to the notebook the slide template prints: which cells are on which slide, and which parts
// of them are shown. Leaves looks to the style sheets and the exact fit to deck.js.

import { source, textOf } from "../notebook/notebook.mjs";
import { words } from "../words/words.mjs";
import { answer, nameIn, question, withoutCheckpoint } from "./checkpoints.mjs";
import { headingOf, withNotes } from "./continued.mjs";
import { kindOf } from "./kinds.mjs";
import { lineSteps } from "./line-steps.mjs";
import { outputsOn } from "./outputs.mjs";
import { paginate } from "./paginate.mjs";
import { withoutLeftOut } from "./plan.mjs";
import { apart, joinAnswers } from "./questions.mjs";
import { shortened } from "./shorten.mjs";
import { asPartOfTheLecture, broughtForward, isMore, isNote, slideType } from "./slide-types.mjs";
import { timetable } from "./timetable.mjs";
import { titled } from "./title.mjs";
import { isLookedUp } from "./words.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Notebook} Notebook
 */

/** Nothing, or one line to be filled in: the slide's text has asked for it. */
const BLANK = /^\s*(?:(?:const|let) \w+(?:: [^=]+)? = undefined;.*)?\s*$/;
/** Where a cell begins by importing, those lines, and the empty ones below them. */
const IMPORTS = /^(?:import\b[^;]*;[ \t]*\n+)+/;

/**
 * The notebook for the template: skipped cells gone, notes first on their slides, hidden parts marked, checkpoints'
 * answers as fragments beside their questions, and slides that are too full continued on subslides.
 * @param {Notebook} notebook executed, its slide types checked
 * @param {{ long?: boolean, language?: "en" | "de", ratio?: string, course?: import("./title.mjs").Titled,
 *   timed?: boolean }} [options] `long`: with what is not part of the lecture; `language`: that of the interface; `ratio`:
 *   "4x3" where slides are not 16 : 9; `course`: what the title slide says of it, where it says it; `timed`: each slide's
 *   notes begin with the time by which it should begin
 * @returns {{ notebook: Notebook, title: string, slides: Cell[][] }} `title` is the first heading
 */
export function arrange(notebook, { long = false, language = "en", ratio, course, timed = false } = {}) {
  const given = long ? notebook.cells.map(asPartOfTheLecture) : broughtForward(notebook.cells).map(creditsAside);
  const cells = given.filter(isShown).map(prepare);
  const title = headingOf(cells) || "Slides";
  if (course) cells[0] = titled(cells[0], course);
  const planned = cells.map((cell) => (course ? withPlan(cell, course.numbers) : cell));
  const arranged = joinAnswers(intoSlides(planned))
    .flatMap((slide) => apart(slide, ratio))
    .flatMap(shortened)
    .flatMap((slide) => paginate(slide, ratio))
    .map((slide) => slide.map(runByClick))
    .map(marked(title));
  const times = timed ? timetable(arranged, given) : [];
  const slides = timed
    ? arranged.map((slide, index) => withNotes(slide, [timeNote(times[index], language)]))
    : arranged;
  // nbformat wants an id for each cell, and the parts of a split one share theirs.
  const numbered = slides
    .flat()
    .map((cell, index) => ({ ...cell, id: `cell-${index}`, source: shownText(cell, language) }));
  const metadata = { ...notebook.metadata, language_info: { name: "typescript", pygments_lexer: "typescript" } };
  return { notebook: { ...notebook, metadata, cells: numbered }, title, slides };
}

/**
 * @param {Cell} cell
 * @param {readonly number[]} numbers of the course's chapters
 */
function withPlan(cell, numbers) {
  return cell.cell_type === "markdown" ? { ...cell, source: withoutLeftOut(source(cell), numbers) } : cell;
}

/**
 * @param {Cell} cell
 * @param {"en" | "de"} language
 */
function shownText(cell, language) {
  return cell.metadata.verteilt?.rest ? `**${words(language).slides.rest}** ${source(cell)}` : cell.source;
}

/**
 * A speaker note that says by when its slide should begin.
 * @param {string} time
 * @param {"en" | "de"} language
 * @returns {Cell}
 */
const timeNote = (time, language) => ({
  cell_type: "markdown",
  source: `<small class="begins">${words(language).slides.begins(time)}</small>`,
  metadata: { slideshow: { slide_type: "notes" }, verteilt: {} },
});

/**
 * Code stands alone until a click shows what it gives: the room has time to guess.
 * @param {Cell} cell
 * @returns {Cell}
 */
function runByClick(cell) {
  const { verteilt } = cell.metadata;
  if (cell.cell_type !== "code" || verteilt.hideInput || verteilt.hideOutput || verteilt.answer) return cell;
  return { ...cell, metadata: { ...cell.metadata, verteilt: { ...verteilt, byClick: true } } };
}

/**
 * What the first cell of a slide says about it to the template.
 * @param {string} chapter its title
 */
function marked(chapter) {
  /** @type {Set<string>} */
  const anchors = new Set();
  return (/** @type {Cell[]} */ slide, /** @type {number} */ index, /** @type {Cell[][]} */ slides) => {
    const ids = [...new Set(slide.flatMap((cell) => (isNote(cell) ? [] : (cell.id ?? []))))];
    const anchor = ids.find((id) => !anchors.has(id));
    if (anchor) anchors.add(anchor);
    const [first, ...rest] = slide;
    const verteilt = {
      ...first.metadata.verteilt,
      starts: { chapter, kind: kindOf(slide, index, slides), ids, anchor },
    };
    return [{ ...first, metadata: { ...first.metadata, verteilt } }, ...rest];
  };
}

/**
 * Notes to what is not part of the lecture are not shown either.
 * @param {Cell} cell
 */
const isShown = (cell) => slideType(cell) !== "skip" && !isMore(cell);

/**
 * Credits are there to be looked up: in the lecture they are in the speaker view.
 * @param {Cell} cell
 * @returns {Cell}
 */
function creditsAside(cell) {
  if (isMore(cell) || slideType(cell) === "skip" || !isLookedUp([cell])) return cell;
  return { ...cell, metadata: { ...cell.metadata, slideshow: { slide_type: "notes" } } };
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
 * A copy of the cell with what is to be shown in `metadata.verteilt`.
 * @param {Cell} cell
 * @returns {Cell}
 */
function prepare(cell) {
  if (cell.cell_type === "code") return prepareCode(cell);
  const text = cell.cell_type === "markdown" ? diagramsAside(unfolded(source(cell))) : source(cell);
  const { attachments: _, ...rest } = cell;
  // Handouts without answers leave this out.
  const isAnswer = isFolded(source(cell)) || cell.metadata.verteilt?.reveals === true;
  const { blank } = cell.metadata.verteilt ?? {};
  const verteilt = cell.cell_type === "markdown" ? { ...(isAnswer && { folded: true }), ...(blank && { blank }) } : {};
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
  const outputs = asked ? [asked] : outputsOn(cell);
  const imports = IMPORTS.exec(attempt ?? code)?.[0] ?? "";
  const shown = (attempt ?? code).slice(imports.length);
  const hideInput = asked !== undefined || hides(cell, "input") || BLANK.test(shown);
  const verteilt = {
    hideInput,
    hideOutput: hides(cell, "output") || outputs.length === 0,
    // A cell that is a fragment as a whole need not be called up twice.
    answer: attempt !== undefined && !(hideInput && slideType(cell) === "fragment"),
    steps: hideInput ? [] : lineSteps(cell),
    // Steps count the lines of the cell.
    above: imports.split("\n").length - 1,
    // What gives away an answer although its question is not on the slide before.
    reveals: cell.metadata.verteilt?.reveals === true,
    asks: asked && nameIn(code, "predict"),
    answers: nameIn(code, "checkpoint"),
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
