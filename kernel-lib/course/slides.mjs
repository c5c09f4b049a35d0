// npm run slides: every chapter as one offline HTML file and a PDF in build/slides/.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { howToGetChromium } from "./chromium.mjs";
import { Failure } from "./failure.mjs";
import { main } from "./main.mjs";
import { root } from "./place.mjs";
import { buildSlides } from "./slides/build.mjs";
import { ofSlides } from "./slides/fingerprint.mjs";
import { openPrinter, print } from "./slides/print.mjs";
import { say, step } from "./steps.mjs";

const CHAPTERS = join(root, "notebooks");
const TARGET = join(root, "build", "slides");

const help = `
npm run slides [-- CHAPTER...] [--no-pdf]

Makes the slides of every chapter, or of those named (01, 05-communication, notebooks/01-....ipynb):
  build/slides/NN-name.html   one file, needs no network; S opens the speaker view with notes, ? lists the keys
  build/slides/NN-name.pdf    one page a slide; needs an installed Chromium or Chrome (CHROMIUM names another one)

Each chapter runs in the real kernel, again only when it or the library has changed. A cell that fails, a cell without a
slide type, or a slide on which something does not fit ends this with a message that names it.

  --no-pdf   HTML only
  --help     this text
`;

await main({
  name: "npm run slides",
  help,
  options: { "no-pdf": { type: "boolean" } },
  takesRest: true,
  async act({ values, rest }) {
    const files = chapters(rest);
    mkdirSync(TARGET, { recursive: true });
    const printer = values["no-pdf"] ? undefined : await openPrinter();
    try {
      const faults = [];
      for (const file of files) faults.push(...(await chapter(file, printer)));
      if (!printer && !values["no-pdf"])
        say(`\nNo PDF: no Chromium or Chrome is installed. To get one: ${howToGetChromium()}\nThe HTML works without.`);
      if (faults.length > 0)
        throw new Failure(`The slides are written, but:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
          mend: "shorten or split these slides in the notebook (a cell of the slide type subslide starts a new one)",
        });
    } finally {
      await printer?.close();
    }
  },
});

/**
 * Makes one chapter's slides, unless they are there and nothing they depend on has changed; returns what is wrong with them.
 * @param {string} file
 * @param {import("playwright-core").Browser | undefined} printer
 * @returns {Promise<string[]>}
 */
async function chapter(file, printer) {
  const name = basename(file, ".ipynb");
  const pdf = join(TARGET, `${name}.pdf`);
  const made = [join(TARGET, `${name}.html`), ...(printer ? [pdf] : [])];
  const shown = made.map((path) => relative(root, path)).join(", ");
  const mark = join(TARGET, ".made", `${name}${printer ? "" : "-html"}`);
  const hash = ofSlides(file);
  if (made.every(existsSync) && existsSync(mark) && readFileSync(mark, "utf8") === hash) {
    say(`  ${shown}: up to date`);
    return [];
  }
  const html = await buildSlides(file, { folder: TARGET });
  /** @type {string[]} */
  const faults = [];
  if (printer) {
    const { slides, overflows, fetched } = await step(`Printing ${name}`, () => print(printer, html, pdf));
    for (const { slide, heading, what, by } of overflows)
      faults.push(`${name}, slide ${slide} ("${heading}"): ${what} (by ${by} px)`);
    for (const address of fetched) faults.push(`${name} would load ${address}`);
    say(`  ${shown}: ${slides} slides`);
  } else say(`  ${shown}`);
  if (faults.length === 0) {
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, hash);
  }
  return faults;
}

/**
 * The notebooks asked for, all chapters by default.
 * @param {string[]} asked
 */
function chapters(asked) {
  const all = existsSync(CHAPTERS)
    ? readdirSync(CHAPTERS)
        .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
        .sort()
    : [];
  if (all.length === 0) throw new Failure("There is no chapter in notebooks/ (NN-name.ipynb).");
  const chosen = asked.map((wanted) => {
    const stem = wanted.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "");
    const found =
      all.find((name) => name === `${stem}.ipynb`) ?? all.find((name) => name.startsWith(`${stem.padStart(2, "0")}-`));
    if (!found)
      throw new Failure(
        `There is no chapter "${wanted}". The chapters are:\n${all.map((name) => `  ${name}`).join("\n")}`,
        { code: 2 },
      );
    return found;
  });
  return (asked.length > 0 ? [...new Set(chosen)] : all).map((name) => join(CHAPTERS, name));
}
