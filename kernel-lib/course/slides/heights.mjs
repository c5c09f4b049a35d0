// About how many pixels parts of a cell take on a slide: enough to see what cannot share a slide. deck.js does the
// exact fit. Numbers follow slides.css and code.css.

import { source, textOf } from "../notebook/notebook.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Output} Output
 */

export const PLOTLY = "application/vnd.plotly.v1+json";

const GAP = 16;
/** What a figure, a diagram and a long output can be squeezed to. */
const LEAST_FIGURE = 380;
const LEAST_PICTURE = 330;
const LEAST_DIAGRAM = 280;
const LEAST_TEXT = 150;
const CHARACTERS_IN_A_LINE = 82;
const CHARACTERS_OF_NARROW_CODE = 70;

/**
 * A prose cell, or the code of a code cell.
 * @param {Cell} cell
 * @param {boolean} [isNarrow] whether slides are 4 : 3
 */
export function inputHeight(cell, isNarrow = false) {
  const text = source(cell);
  if (cell.cell_type !== "code") return proseHeight(text) * (isNarrow ? 1.2 : 1);
  if (cell.metadata.verteilt.hideInput || !text.trim()) return 0;
  // Above a figure code is small.
  if (!isNarrow && cell.outputs?.some(isFigure)) return Math.min(codeHeight(text), text.split("\n").length * 29.5 + 46);
  return isNarrow ? narrowCodeHeight(text) : codeHeight(text);
}

/**
 * The outputs of a cell, as small as they may get.
 * @param {Cell} cell
 */
export function outputHeight(cell) {
  if (cell.cell_type !== "code" || cell.metadata.verteilt.hideOutput) return 0;
  return (cell.outputs ?? []).reduce((sum, output) => sum + heightOf(output) + 12, 0);
}

/**
 * Whether an output is a figure, which a caption may follow.
 * @param {Output} output
 */
export function isFigure({ data }) {
  return data?.[PLOTLY] !== undefined || textOf(data?.["text/html"] ?? "").includes("data-figure");
}

/**
 * Whether an output says whose machine the one before was recorded on.
 * @param {Output} output
 */
export const isCaption = ({ data }) => textOf(data?.["text/markdown"]).startsWith('<small class="recorded">');

/** Characters of code at 20 px that leave a figure, with labels of 20 px, the width it needs on a wide slide. */
const MOST_BESIDE = 40;
const MOST_IN_A_TITLE = 44;
/** Of a diagram, whose heading is broken as the room has it. */
const MOST_IN_A_HEADING = 64;

/**
 * Whether a cell's code can stand to the left of its figure on a wide slide.
 * @param {Cell} cell
 */
export function fitsBeside(cell) {
  if (cell.cell_type !== "code" || inputHeight(cell) === 0 || cell.metadata.verteilt.hideOutput) return false;
  const outputs = (cell.outputs ?? []).filter((output) => !isCaption(output));
  const longest = Math.max(
    ...source(cell)
      .split("\n")
      .map((line) => line.length),
  );
  if (outputs.length !== 1 || !isFigure(outputs[0]) || longest > MOST_BESIDE) return false;
  const { title, meta } = outputs[0].data?.[PLOTLY]?.layout ?? {};
  const heading = meta?.heading;
  if (heading) return heading.length === 1 && heading[0].length <= MOST_IN_A_HEADING;
  return (title?.text ?? "").replace(/<[^>]+>/g, "").length <= MOST_IN_A_TITLE;
}

/** @param {Output} output */
function heightOf({ output_type, text, data, traceback }) {
  if (data?.[PLOTLY]) return LEAST_FIGURE;
  if (data?.["text/markdown"]) return proseHeight(textOf(data["text/markdown"]).replace(/<\/p>/g, "\n\n"));
  if (data?.["text/html"]) return htmlHeight(textOf(data["text/html"]));
  if (data?.["image/svg+xml"] || data?.["image/png"] || data?.["image/jpeg"]) return LEAST_PICTURE;
  const lines = (
    output_type === "stream" ? textOf(text) : (traceback?.join("\n") ?? textOf(data?.["text/plain"]))
  ).trimEnd();
  return Math.min(lines.split("\n").length * 27 + 8, LEAST_TEXT);
}

/** @param {string} code */
function codeHeight(code) {
  const lines = code.split("\n");
  const longest = Math.max(...lines.map((line) => line.length));
  const size = Math.min(Math.max(20, 1100 / (longest * 0.601)), Math.min(Math.max(22, 300 / lines.length), 30));
  return lines.length * size * 1.34 + 30 + GAP;
}

/**
 * Of at least 20 px, and wrapped where that is too wide.
 * @param {string} code
 */
function narrowCodeHeight(code) {
  const lines = code.split("\n");
  const wrapped = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_OF_NARROW_CODE)), 0);
  const longest = Math.min(CHARACTERS_OF_NARROW_CODE, Math.max(...lines.map((line) => line.length)));
  const size = Math.min(Math.max(20, 840 / (longest * 0.601)), Math.min(Math.max(22, 300 / lines.length), 30));
  return wrapped * size * 1.25 + 30 + GAP;
}

/** @param {string} text */
function proseHeight(text) {
  const shown = text.replace(/<div class="diagram"[^>]*><\/div>/g, "\n\0\n");
  return paragraphs(shown).reduce((sum, line) => sum + lineHeight(line), GAP);
}

/**
 * The lines of a text as a slide has them: chapters have each sentence on a line of its own, and those of one paragraph
 * or one item of a list stand in one.
 * @param {string} text
 */
function paragraphs(text) {
  /** @type {string[]} */
  const lines = [];
  for (const line of text.split("\n")) {
    const last = lines[lines.length - 1] ?? "";
    const isBlock = /^ *(?:$|[-*+] |\d+\. |[|#>\0])/.test(line);
    if (isBlock || last.trim() === "" || /^[|#\0]/.test(last)) lines.push(line);
    else lines[lines.length - 1] = `${last} ${line.trim()}`;
  }
  return lines;
}

/** @param {string} line */
function lineHeight(line) {
  if (!line.trim()) return 6;
  if (line === "\0") return LEAST_DIAGRAM;
  if (/^#{1,3} /.test(line)) return 52;
  if (/^\|[-:| ]+\|$/.test(line)) return 0;
  if (line.startsWith("|")) return 46;
  return Math.ceil(line.replace(/<[^>]+>|\]\([^)]*\)/g, "").length / CHARACTERS_IN_A_LINE) * 40 + 8;
}

/** @param {string} html */
function htmlHeight(html) {
  const shown = html.replace(/<(style|script|details)[\s\S]*?<\/\1>/g, "");
  const blocks = shown.match(/<(?:p|li|tr|pre|br|h\d)\b/g)?.length ?? 1;
  const characters = shown.replace(/<[^>]+>/g, "").length;
  const pictures = shown.match(/<img\b/g)?.length ?? 0;
  return Math.max(blocks, characters / 95) * 36 + 40 + pictures * LEAST_PICTURE;
}
