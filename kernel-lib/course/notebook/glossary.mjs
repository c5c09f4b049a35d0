// The glossary: one table in notebooks/Glossary.md, read by students as it is, and by slides, handouts and the book
// from here.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { root } from "../command/paths.mjs";

/**
 * @typedef {{ term: string, german: string, meaning: string, line: number }} Entry `german` may give several words,
 *   separated by commas, and `meaning` several senses, separated by semicolons; `line` counts from 1
 */

const FILE = join(root, "notebooks", "Glossary.md");

/** Also everyday words: in running text they are the term only where they are set off. */
const EVERYDAY = new Set([
  "agreement",
  "barrier",
  "client",
  "component",
  "consistency",
  "cut",
  "guarantee",
  "isolation",
  "load",
  "lock",
  "maybe",
  "orphan",
  "pipeline",
  "pool",
  "process",
  "term",
  "termination",
  "view",
]);

/** The glossary's entries; none if there is no such file. */
export function readGlossary(file = FILE) {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const faults = glossaryFaults(text);
  if (faults.length > 0)
    throw new Failure(`The glossary has mistakes:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`, {
      fix: "edit notebooks/Glossary.md: one line for each term, | English | German | meaning |",
    });
  return entriesOf(text);
}

/**
 * The rows of every table whose first column is headed "English".
 * @param {string} markdown
 * @returns {Entry[]}
 */
export function entriesOf(markdown) {
  const entries = [];
  let within = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    const cells = cellsOf(line);
    if (cells === undefined) within = false;
    else if (/^english$/i.test(cells[0])) within = true;
    else if (within && !/^:?-+:?$/.test(cells[0])) {
      const [term = "", german = "", meaning = ""] = cells;
      entries.push({ term, german, meaning, line: index + 1 });
    }
  }
  return entries;
}

/**
 * What is wrong with a glossary: duplicate terms, wrong order, missing German or meaning.
 * @param {string} markdown
 * @returns {string[]}
 */
export function glossaryFaults(markdown) {
  const faults = [];
  const seen = new Map();
  let before = "";
  for (const { term, german, meaning, line } of entriesOf(markdown)) {
    const at = `line ${line}, "${term}"`;
    if (!term || !german || !meaning) faults.push(`${at}: English, German and meaning must all be there`);
    const key = term.toLowerCase();
    if (seen.has(key)) faults.push(`${at}: is already defined in line ${seen.get(key)}`);
    else if (key.localeCompare(before, "en") < 0)
      faults.push(`${at}: stands after "${before}"; the terms are in alphabetical order`);
    seen.set(key, line);
    before = key;
  }
  return faults;
}

/**
 * Where a text differs from the glossary: terms in its own glossary tables that the glossary does not define, or
 * defines or translates differently.
 * @param {string} markdown
 * @param {readonly Entry[]} glossary
 * @returns {string[]}
 */
export function glossaryDisagreements(markdown, glossary) {
  const known = new Map(glossary.map((entry) => [keyOf(entry.term), entry]));
  return entriesOf(markdown).flatMap(({ term, german, meaning }) => {
    const entry = known.get(keyOf(term));
    if (!entry) return [`"${term}" is not in the glossary`];
    const agrees = (/** @type {string} */ one, /** @type {string} */ several, /** @type {RegExp} */ separator) =>
      several === one || several.split(separator).includes(one);
    return [
      ...(agrees(german, entry.german, /, /)
        ? []
        : [`"${term}" is "${german}" here and "${entry.german}" in the glossary`]),
      ...(agrees(meaning, entry.meaning, /; /)
        ? []
        : [`"${term}" means "${meaning}" here and "${entry.meaning}" in the glossary`]),
    ];
  });
}

/**
 * The name of a term in addresses, as in Glossary.html#vector-clock.
 * @param {string} term
 */
export function slug(term) {
  return term
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * Finds terms in plain text: whole words, in the plural too, the longest where several fit.
 * @param {readonly Entry[]} glossary
 */
export function finder(glossary) {
  const byForm = new Map(glossary.flatMap((entry) => formsOf(entry.term).map((form) => [form, entry])));
  const forms = [...byForm.keys()].sort((a, b) => b.length - a.length);
  const pattern = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(" ", "[\\s-]")).join("|");
  return {
    /**
     * The terms in a text in the order they come.
     * @param {string} text
     * @param {boolean} [setOff] whether all of the text is set off: then a term has to fill it
     * @returns {{ entry: Entry, index: number, length: number }[]}
     */
    find(text, setOff = false) {
      if (forms.length === 0) return [];
      const found = [];
      for (const match of text.matchAll(new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, "gi"))) {
        const entry = /** @type {Entry} */ (byForm.get(match[0].toLowerCase().replace(/[\s-]/g, " ")));
        const whole = match[0].length === text.trim().length;
        if (!EVERYDAY.has(entry.term) || (setOff && whole))
          found.push({ entry, index: match.index, length: match[0].length });
      }
      return found;
    },
  };
}

/**
 * The terms a Markdown text uses, in the glossary's order; code does not count.
 * @param {string} markdown
 * @param {readonly Entry[]} glossary
 */
export function termsUsed(markdown, glossary) {
  const prose = markdown.replace(/```[\s\S]*?```|`[^`\n]*`|\]\([^)]*\)/g, " ");
  const { find } = finder(glossary);
  const used = new Set(find(prose).map(({ entry }) => entry));
  for (const [, text] of prose.matchAll(/\*+([^*\n]+)\*+/g)) for (const { entry } of find(text, true)) used.add(entry);
  for (const { term } of entriesOf(markdown)) for (const { entry } of find(term, true)) used.add(entry);
  return glossary.filter((entry) => used.has(entry));
}

/**
 * A chapter's own terms, in the glossary's order: those that its tables list; those that it uses if it lists none.
 * @param {string} markdown
 * @param {readonly Entry[]} glossary
 */
export function termsListed(markdown, glossary) {
  const listed = new Set(entriesOf(markdown).map(({ term }) => keyOf(term)));
  return listed.size > 0 ? glossary.filter(({ term }) => listed.has(keyOf(term))) : termsUsed(markdown, glossary);
}

/**
 * A term in a form that ignores variants of spelling: "time to live (TTL)" is "time-to-live".
 * @param {string} term
 */
const keyOf = (term) =>
  term
    .toLowerCase()
    .replace(/ *\(.*\)/, "")
    .replaceAll("-", " ");

/**
 * Singular and plural in lower case, hyphens as spaces.
 * @param {string} term
 */
function formsOf(term) {
  const one = term.toLowerCase().replaceAll("-", " ");
  if (/[^aeiou]y$/.test(one)) return [one, one.replace(/y$/, "ies")];
  return [one, `${one}${/(s|x|ch|sh)$/.test(one) ? "es" : "s"}`];
}

/**
 * A table row's cells, without the marks of emphasis; undefined for other lines.
 * @param {string} line
 */
function cellsOf(line) {
  const row = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  return row?.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replace(/^\*+|\*+$/g, "")
      .replaceAll("\\|", "|"),
  );
}
