// All the slides asked for: which chapters, what is up to date already, and what is wrong with the others.

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { howToGetChromium } from "../chromium.mjs";
import { Failure } from "../failure.mjs";
import { root } from "../place.mjs";
import { writeWhole } from "../stamp.mjs";
import { say, step } from "../steps.mjs";
import { buildSlides } from "./build.mjs";
import { ofSlides } from "./fingerprint.mjs";
import { openPrinter, print } from "./print.mjs";

const CHAPTERS = join(root, "notebooks");
const TARGET = join(root, "build", "slides");

/**
 * Makes the slides of the chapters asked for; throws a Failure that lists everything that does not fit.
 * @param {string[]} asked chapters as people name them; all when empty
 * @param {{ pdf?: boolean }} [options] `pdf`: print them too (true by default)
 */
export async function makeSlides(asked, { pdf = true } = {}) {
  const files = chapters(asked);
  mkdirSync(TARGET, { recursive: true });
  const browser = pdf ? await openPrinter() : undefined;
  const faults = [];
  try {
    for (const file of files) faults.push(...(await makeChapter(file, browser)));
  } finally {
    await browser?.close();
  }
  if (pdf && !browser)
    say(`\nNo PDF: no Chromium or Chrome is installed. To get one: ${howToGetChromium()}\nThe HTML works without.`);
  if (faults.length > 0)
    throw new Failure(`The slides are written, but:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
      mend: "shorten or split these slides in the notebook (a cell of the slide type subslide starts a new one)",
    });
}

/**
 * Makes one chapter's slides, unless they are there and nothing they depend on has changed; returns what is wrong with them.
 * @param {string} file
 * @param {import("playwright-core").Browser | undefined} browser prints them, if there is one
 * @returns {Promise<string[]>}
 */
async function makeChapter(file, browser) {
  const name = basename(file, ".ipynb");
  const pdf = join(TARGET, `${name}.pdf`);
  const made = [join(TARGET, `${name}.html`), ...(browser ? [pdf] : [])];
  const shown = made.map((path) => relative(root, path)).join(", ");
  const mark = join(TARGET, ".made", `${name}${browser ? "" : "-html"}`);
  const inputs = ofSlides(file);
  if (made.every(existsSync) && existsSync(mark) && readFileSync(mark, "utf8") === inputs) {
    say(`  ${shown}: up to date`);
    return [];
  }
  const html = await buildSlides(file, { folder: TARGET });
  /** @type {string[]} */
  const faults = [];
  if (browser) {
    const { slides, overflows, fetched } = await step(`Printing ${name}`, () => print(browser, html, pdf));
    for (const { slide, heading, what, by } of overflows)
      faults.push(`${name}, slide ${slide} ("${heading}"): ${what} (by ${by} px)`);
    for (const address of fetched) faults.push(`${name} would load ${address}`);
    say(`  ${shown}: ${slides} slides`);
  } else say(`  ${shown}`);
  if (faults.length === 0) writeWhole(mark, inputs);
  return faults;
}

/**
 * The notebooks asked for, all chapters by default.
 * @param {string[]} asked
 */
function chapters(asked) {
  const names = existsSync(CHAPTERS) ? readdirSync(CHAPTERS) : [];
  const all = names.filter((name) => /^\d\d-.*\.ipynb$/.test(name)).sort();
  if (all.length === 0) throw new Failure("There is no chapter in notebooks/ (NN-name.ipynb).");
  const chosen = asked.map((wanted) => {
    const stem = wanted.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "");
    const found = all.find((name) => name === `${stem}.ipynb` || name.startsWith(`${stem.padStart(2, "0")}-`));
    if (!found)
      throw new Failure(
        `There is no chapter "${wanted}". The chapters are:\n${all.map((name) => `  ${name}`).join("\n")}`,
        {
          code: 2,
        },
      );
    return found;
  });
  return (asked.length > 0 ? [...new Set(chosen)] : all).map((name) => join(CHAPTERS, name));
}
