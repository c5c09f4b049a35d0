// Prints slides as a handout: several of them on a sheet of A4 with lines for notes, from the same page the PDF comes from.
// handout.js and handout.css lay out the sheets; handout-open.css, handout-outlines.js and handout-half-drawn.js say what is
// left open of them and their figures, handout-room.js makes room for handwriting, handout-ends.js stands behind the slides.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCourse } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { root } from "../command/paths.mjs";
import { readNotebook, source } from "../notebook/notebook.mjs";
import { sentencesIn } from "../notebook/sentences.mjs";
import { words } from "../words/words.mjs";
import { printTo } from "./print.mjs";
import { isNote } from "./slide-types.mjs";
import { wordsIn } from "./words.mjs";

/** How many words say what an exercise is about, unless its first sentence is longer. */
const TASK_WORDS = 25;

const here = dirname(fileURLToPath(import.meta.url));
const PER_SHEET = [2, 3, 6];
/** With two a sheet, slides take more than 75 % of the paper's width, and nothing on them is too small to read. */
export const USUAL = 2;
/** The smallest type, in points, on a handout of the usual kind. */
export const LEAST_POINTS = { body: 9, code: 7 };

/**
 * @typedef {{ perSheet: number, notes: boolean, answers: boolean }} Handout how many slides a sheet, whether with what
 *   the lecturer says, and whether with the answers of checkpoints and what chapters fold away
 * @typedef {import("../notebook/glossary.mjs").Entry} Entry
 * @typedef {{ name: string, task: string }} Exercise as its heading names it, and what its first sentences say, in Markdown with
 *   code only
 * @typedef {{ kind: "body" | "code", points: number, text: string, slide: number }} Small type on a handout; `slide`
 *   counts from 1
 */

/**
 * The handouts asked for; by default one for students, of two slides a sheet and without answers. With notes it is the
 * lecturer's, and has the answers.
 * @param {{ perSheet?: string, notes?: boolean, withAnswers?: boolean, withoutAnswers?: boolean }} asked `perSheet`: "3",
 *   "2,6"
 * @returns {Handout[]}
 */
export function handouts({ perSheet = String(USUAL), notes = false, withAnswers = false, withoutAnswers = false }) {
  const counts = perSheet.split(",").map((text) => Number(text.trim()));
  if (counts.some((count) => !PER_SHEET.includes(count)))
    throw new Failure(`--handout is the number of slides on a sheet: ${PER_SHEET.join(", ")}, not "${perSheet}".`, {
      fix: "npm run slides -- 01 --handout 3",
      code: 2,
    });
  const kinds = [...(withoutAnswers ? [false] : []), ...(withAnswers ? [true] : [])];
  if (kinds.length === 0) kinds.push(notes);
  return [...new Set(counts)].flatMap((count) => kinds.map((answers) => ({ perSheet: count, notes, answers })));
}

/**
 * The end of a handout's file name, as in "01-name.handout-2-without-answers.pdf".
 * @param {Handout} handout
 */
export const handoutEnding = ({ perSheet, notes, answers }) =>
  `.handout-${perSheet}-${answers ? "with" : "without"}-answers${notes ? "-notes" : ""}.pdf`;

/**
 * Writes a handout.
 * @param {import("playwright-core").Page} page the slides' print view; `print` can no longer be called with it
 * @param {string} pdf the file to write
 * @param {Handout & { title: string, glossary: Entry[], exercises: Exercise[], exercisesIn?: string }} handout `glossary`,
 *   and `exercises` with the notebook that they are in, are
 *   printed after the slides
 * @returns {Promise<{ sheets: number, small: Small[] }>} how many sheets it has, and the type on it that is smaller than
 *   LEAST_POINTS
 */
export async function printHandout(page, pdf, { perSheet, ...options }) {
  if (!(await page.evaluate("'handout' in verteilt"))) {
    for (const file of ["handout.css", "handout-open.css"])
      await page.addStyleTag({ content: readFileSync(join(here, file), "utf8") });
    // Unlike a script tag, this throws what the script throws.
    for (const file of [
      "handout-outlines.js",
      "handout-half-drawn.js",
      "handout-room.js",
      "handout-ends.js",
      "handout.js",
    ])
      await page.evaluate(readFileSync(join(here, file), "utf8"));
  }
  const { behind, prompts } = words(readCourse().language).slides;
  const said = { headings: behind, prompts, ...options };
  const sheets = Number(await page.evaluate(`verteilt.handout(${perSheet}, ${JSON.stringify(said)})`));
  const sizes = /** @type {Small[]} */ (await page.evaluate("verteilt.typeSizes()"));
  await printTo(page, pdf, { outline: false });
  return { sheets, small: sizes.filter(({ kind, points }) => points < LEAST_POINTS[kind]) };
}

/**
 * Where the exercises to a chapter are.
 * @param {string} chapter its notebook's name without ending
 */
export const exerciseNotebook = (chapter) => `exercises/${chapter}/${chapter}.ipynb`;

/**
 * The exercises to a chapter, as their headings name them: "E4.1 A pool of workers (6 points)".
 * @param {string} chapter its notebook's name without ending
 * @returns {Exercise[]}
 */
export function exercisesOf(chapter) {
  const file = join(root, exerciseNotebook(chapter));
  const cells = existsSync(file) ? readNotebook(file).cells.filter((cell) => cell.cell_type === "markdown") : [];
  return cells.flatMap((cell) => {
    const [, name, text] = /^## (E\d+\.\d+ .+)\n([\s\S]*)/m.exec(source(cell)) ?? [];
    return name === undefined ? [] : { name, task: taskIn(text.replaceAll("**", "")) };
  });
}

/**
 * Its first sentence, and the others as far as they are few words; then what is to be written, where that comes later.
 * @param {string} text
 */
function taskIn(text) {
  const sentences = text
    .split("\n")
    .flatMap(sentencesIn)
    .filter((sentence) => /^[^-|].*[.!?]$/.test(sentence));
  let said = sentences[0] ?? "";
  for (const sentence of sentences.slice(1)) {
    if (wordsIn(`${said} ${sentence}`) > TASK_WORDS) break;
    said += ` ${sentence}`;
  }
  const order = sentences.find((sentence) => /^Write\b/.test(sentence));
  return order === undefined || said.includes(order) ? said : `${said} ${order}`;
}

/**
 * A chapter's prose without speaker notes, for finding its terms.
 * @param {string} file
 */
export function proseOf(file) {
  const cells = readNotebook(file).cells.filter((cell) => cell.cell_type === "markdown" && !isNote(cell));
  return cells.map(source).join("\n\n");
}
