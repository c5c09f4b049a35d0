// All the slides asked for: which chapters, which are up to date, and what is wrong with the others.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { readCourse } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { products, root } from "../command/paths.mjs";
import { say, step } from "../command/steps.mjs";
import { executed } from "../notebook/execute.mjs";
import { ofSlides } from "../notebook/fingerprint.mjs";
import { readGlossary, termsListed } from "../notebook/glossary.mjs";
import { readNotebook } from "../notebook/notebook.mjs";
import { remarkOnRecording } from "../notebook/recorded.mjs";
import { words } from "../words/words.mjs";
import { arrange } from "./arrange.mjs";
import { buildSlides, nameOfSlides } from "./build.mjs";
import { howToGetChromium } from "./chromium.mjs";
import { withoutCredit } from "./credits.mjs";
import {
  exerciseNotebook,
  exercisesOf,
  handoutEnding,
  LEAST_POINTS,
  printHandout,
  proseOf,
  USUAL,
} from "./handout.mjs";
import { wrongSteps } from "./line-steps.mjs";
import { longCode } from "./long-code.mjs";
import { longText } from "./long-text.mjs";
import { openPrinter, openPrintView, print } from "./print.mjs";
import { isOnSlides } from "./slide-types.mjs";

const CHAPTERS = join(root, "notebooks");
const TARGET = join(products, "slides");

/**
 * @typedef {{ handouts: import("./handout.mjs").Handout[], long: boolean, ratio?: string }} Wanted `long`: with what is
 *   not part of the lecture; `ratio`: "4x3" for slides that are not 16 : 9
 */

/**
 * Makes the slides of the chapters asked for; throws a Failure that lists everything that does not fit.
 * @param {string[]} asked chapters as typed; all if empty
 * @param {Partial<Wanted> & { pdf?: boolean }} [options] `pdf`: print them too (true by default), with these handouts
 *   (none by default)
 */
export async function makeSlides(asked, { pdf = true, handouts = [], long = false, ratio } = {}) {
  const files = chapters(asked);
  mkdirSync(TARGET, { recursive: true });
  const browser = pdf ? await openPrinter() : undefined;
  const faults = [];
  try {
    for (const file of files) faults.push(...(await makeChapter(file, browser, { handouts, long, ratio })));
  } finally {
    await browser?.close();
  }
  if (pdf && !browser)
    say(
      `\nNo PDF and no handout: no Chromium or Chrome is installed. To get one: ${howToGetChromium()}\n` +
        "The HTML works without.",
    );
  if (faults.length > 0)
    throw new Failure(`The slides are written, but:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
      fix: "shorten or split these slides in the notebook (the slide type subslide starts a new one, skip leaves a cell out)",
    });
}

/**
 * Makes what is missing or out of date for one chapter; returns what is wrong with its slides.
 * @param {string} file
 * @param {import("playwright-core").Browser | undefined} browser prints, if there is one
 * @param {Wanted} wanted
 * @returns {Promise<string[]>}
 */
async function makeChapter(file, browser, { handouts, long, ratio }) {
  const name = nameOfSlides(file, { long, ratio });
  const given = readNotebook(file);
  const remark = remarkOnRecording(given, file, isOnSlides(given, { long }));
  if (remark) say(`  ${remark}`);
  const inputs = ofSlides(file);
  const html = product(`${name}.html`, inputs);
  const pdf = product(`${name}.pdf`, inputs);
  const sheets = handouts.map((handout) => ({ handout, ...product(`${name}${handoutEnding(handout)}`, inputs) }));
  const wanted = browser ? [html, pdf, ...sheets] : [html];
  if (wanted.every((each) => each.made)) {
    say(`  ${wanted.map((each) => each.shown).join(", ")}: up to date`);
    return [];
  }
  if (!html.made) {
    await buildSlides(file, { folder: TARGET, long, ratio });
    html.mark();
  }
  const notebook = await executed(file);
  const written = [longCode, longText, withoutCredit]
    .flatMap((faultsOf) => faultsOf(notebook, { long }))
    .concat(wrongSteps(notebook))
    .map((fault) => `${name}, ${fault}`);
  const time = long ? "the lecture and More" : `${minutesSaid(notebook)} minutes`;
  if (!browser) {
    const { length } = arrange(notebook, { long, ratio }).slides;
    say(`  ${html.shown}: ${length} slides, ${time}`);
    return written;
  }
  return step(`Printing ${name}`, async () => {
    const { page, fetched } = await openPrintView(browser, html.path);
    try {
      const { slides, overflows } = await print(page, pdf.path);
      const faults = [
        ...written,
        ...overflows.map((each) => `${name}, slide ${each.slide} ("${each.heading}"): ${each.what} (by ${each.by} px)`),
        ...fetched.map((address) => `${name} would load ${address}`),
      ];
      const { language, name: course } = readCourse();
      const chapter = words(language).slides.chapterOf(Number(name.slice(0, 2)), course);
      const title = `${chapter}: ${await page.title()}`;
      const glossary = termsListed(proseOf(file), readGlossary());
      const exercises = exercisesOf(basename(file, ".ipynb"));
      const exercisesIn = exerciseNotebook(basename(file, ".ipynb"));
      for (const { handout, path, mark } of sheets) {
        const { small } = await printHandout(page, path, { ...handout, title, glossary, exercises, exercisesIn });
        // Those who print more slides on a sheet save paper, and know what they do.
        if (handout.perSheet === USUAL) faults.push(...small.map((each) => `${name}, ${tooSmall(each)}`));
        mark();
      }
      if (faults.length === 0) pdf.mark();
      return { faults, slides };
    } finally {
      await page.close();
    }
  }).then(({ faults, slides }) => {
    say(`  ${wanted.map((each) => each.shown).join(", ")}: ${slides} slides, ${time}`);
    return faults;
  });
}

/** @param {import("./handout.mjs").Small} small */
const tooSmall = ({ kind, points, text, slide }) =>
  `slide ${slide}: ${kind === "code" ? "code" : "text"} of ${points} pt on the handout, expected at least ${LEAST_POINTS[kind]} pt ("${text.slice(0, 40)}")`;

/**
 * How long the lecture takes, as the chapter says.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 */
const minutesSaid = ({ metadata }) => metadata.verteilt?.minutes ?? "?";

/**
 * A file to make, whether it was made from these inputs, and how to note that it was.
 * @param {string} name
 * @param {string} inputs
 */
function product(name, inputs) {
  const path = join(TARGET, name);
  const record = join(TARGET, ".made", name);
  return {
    path,
    shown: relative(root, path),
    made: existsSync(path) && existsSync(record) && readFileSync(record, "utf8") === inputs,
    mark: () => writeWhole(record, inputs),
  };
}

/**
 * The notebooks asked for, all chapters of the course in its order by default.
 * @param {string[]} [asked]
 */
export function chapters(asked = []) {
  const all = readCourse().chapters.map(({ file }) => basename(file));
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
