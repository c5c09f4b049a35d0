// What a chapter owes its readers as a whole: words before they are used, sources one can open, the map of the shop at
// both ends, a lecture that fits, and one harder step. Single cells are chapter-faults.mjs's.
import { nameOf, source } from "../notebook/notebook.mjs";
import { isCollapsed } from "../slides/minutes.mjs";
import { isMore, slideType } from "../slides/slide-types.mjs";
import { isLookedUp } from "../slides/words.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Notebook} Notebook
 */

/** Slides that a lecture of 90 minutes may have. */
export const MOST_SLIDES = 45;

/** What a student may not know, and how it looks in code. */
const TERMS = Object.entries({
  "Promise.allSettled": /\bPromise\.allSettled\b/,
  "Atomics.wait": /\bAtomics\.wait\b/,
  "??=": /\?\?=/,
  super: /\bsuper[.(]/,
  sweep: /\bsweep\(/,
  sometimes: /\bsometimes:/,
  eventually: /\beventually:/,
  lossy: /\blossy:/,
  crashes: /\bcrashes:/,
});

/** Notes of those who wrote the chapter. */
const UNOPENED = /\bmind map\b|\bnodes? \d+\.\d+\.\d+/i;

/**
 * @param {Notebook} notebook
 * @returns {string[]} sentences that say how to fix it
 */
export function readerFaults({ cells }) {
  return [...termFaults(cells), ...sourceFaults(cells), ...shopFaults(cells), ...lectureFaults(cells)];
}

/** @param {readonly Cell[]} cells */
function termFaults(cells) {
  return TERMS.flatMap(([term, pattern]) => {
    const used = cells.findIndex(
      (cell) => cell.cell_type === "code" && !isCollapsed(cell) && pattern.test(source(cell)),
    );
    const said = cells.findIndex((cell) => cell.cell_type === "markdown" && inBackticks(term).test(source(cell)));
    if (used === -1 || (said !== -1 && said < used)) return [];
    return [
      `${nameOf(cells[used], used)} uses ${term} before a text has explained it: say before what \`${term}\` does`,
    ];
  });
}

/** @param {string} term */
function inBackticks(term) {
  return new RegExp(`\`[^\`\\n]*${term.replace(/[.?*+]/g, "\\$&")}[^\`\\n]*\``);
}

/** @param {readonly Cell[]} cells */
function sourceFaults(cells) {
  return cells.flatMap((cell, index) => {
    if (cell.cell_type !== "markdown") return [];
    const text = source(cell);
    const name = nameOf(cell, index);
    const unopened = UNOPENED.exec(text);
    const vague = text.split(/\n\s*\n/).find((part) => /^Sources?:/.test(part) && !/\]\(http|\(\d{4}\)/.test(part));
    return [
      ...(unopened ? [`${name} names a source that no reader can open: "${unopened[0]}"`] : []),
      ...(vague ? [`${name} has a source without a link and without a year: ${JSON.stringify(vague)}`] : []),
    ];
  });
}

/** @param {readonly Cell[]} cells */
function shopFaults(cells) {
  const maps = cells.flatMap((cell) => /accTitle: The shop of keys (through|after)/.exec(source(cell))?.[1] ?? []);
  return [
    ...(maps[0] === "through" ? [] : ["has no map of the shop after its objectives: where the shop of keys stands"]),
    ...(maps[maps.length - 1] === "after" ? [] : ["closes without a map of the shop: where it stands now"]),
  ];
}

/** @param {readonly Cell[]} cells */
function lectureFaults(cells) {
  const begins = cells.filter((cell) => ["slide", "subslide"].includes(slideType(cell) ?? "") && !isMore(cell));
  // Credits are for the speaker view.
  const slides = begins.filter((cell) => !isLookedUp([cell])).length;
  const first = cells.findIndex(isMore);
  const late = cells.findIndex((cell, index) => first !== -1 && index > first && isLecture(cell));
  const harder = cells.some((cell) => /^## More: one harder step/.test(source(cell)));
  return [
    ...(slides > MOST_SLIDES
      ? [`has ${slides} cells that begin a slide, more than ${MOST_SLIDES}: give some the tag "more"`]
      : []),
    ...(late !== -1
      ? [
          `${nameOf(cells[late], late)} is part of the lecture, and stands after what is "more": the lecture comes first`,
        ]
      : []),
    ...(harder ? [] : ['has no harder step: end it with "## More: one harder step"']),
  ];
}

/**
 * Glossary and credits close a chapter, after all else.
 * @param {Cell} cell
 */
function isLecture(cell) {
  return !isMore(cell) && !/^## (?:Glossary|Sources and credits)/.test(source(cell));
}
