// Prints slides as a handout: several of them on a sheet of A4 with lines for notes beside them, from the same page the
// PDF comes from. handout.js and handout.css lay out the sheets.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../command/failure.mjs";
import { readNotebook, source } from "../notebook/notebook.mjs";
import { printTo } from "./print.mjs";
import { isNote } from "./slide-types.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const PER_SHEET = [2, 3, 6];
const USUAL = 3;

/**
 * @typedef {{ perSheet: number, notes: boolean }} Handout how many slides a sheet, and whether with what the lecturer
 *   says
 * @typedef {import("../notebook/glossary.mjs").Entry} Entry
 */

/**
 * The handouts asked for: "3", "2,6"; one of three slides a sheet by default.
 * @param {string | undefined} asked
 * @param {boolean} notes
 * @returns {Handout[]}
 */
export function handouts(asked, notes) {
  const counts = (asked ?? String(USUAL)).split(",").map((text) => Number(text.trim()));
  if (counts.some((count) => !PER_SHEET.includes(count)))
    throw new Failure(`--handout is the number of slides on a sheet: ${PER_SHEET.join(", ")}, not "${asked}".`, {
      fix: "npm run slides -- 01 --handout 3",
      code: 2,
    });
  return [...new Set(counts)].map((perSheet) => ({ perSheet, notes }));
}

/**
 * The end of a handout's file name, as in "01-name.handout-3.pdf".
 * @param {Handout} handout
 */
export const handoutEnding = ({ perSheet, notes }) => `.handout-${perSheet}${notes ? "-notes" : ""}.pdf`;

/**
 * Writes a handout.
 * @param {import("playwright-core").Page} page the slides' print view; `print` can no longer be called with it
 * @param {string} pdf the file to write
 * @param {Handout & { title: string, glossary: Entry[] }} handout `glossary` is printed after the slides
 * @returns {Promise<number>} how many sheets it has
 */
export async function printHandout(page, pdf, { perSheet, notes, title, glossary }) {
  if (!(await page.evaluate("'handout' in verteilt"))) {
    await page.addStyleTag({ content: readFileSync(join(here, "handout.css"), "utf8") });
    await page.addScriptTag({ content: readFileSync(join(here, "handout.js"), "utf8") });
  }
  const options = JSON.stringify({ notes, title, glossary });
  const sheets = Number(await page.evaluate(`verteilt.handout(${perSheet}, ${options})`));
  await printTo(page, pdf, { outline: false });
  return sheets;
}

/**
 * A chapter's prose without speaker notes, for finding its terms.
 * @param {string} file
 */
export function proseOf(file) {
  const cells = readNotebook(file).cells.filter((cell) => cell.cell_type === "markdown" && !isNote(cell));
  return cells.map(source).join("\n\n");
}
