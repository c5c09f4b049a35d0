// Of what kind the input of a hidden test is: one sentence for those who fail it, which gives the test itself away no more
// than its name does. Authors may write it, `// Kind: ...` on the line above the test; otherwise it is read off our own code.
import { hiddenRegions } from "./tests-of.mjs";

/** What happens in a test, as feedback's words have it, in the order in which it is said. Helpers count. */
const events = /** @type {const} */ ([
  ["orders", /\bexplore\(/],
  ["lost", /\bloss\(/],
  ["twice", /\bduplicate\(/],
  ["cut", /\bpartition\(/],
  ["restarts", /\bcrash\([^)]*\brestart\b/s],
  ["crashes", /\bcrash\((?![^)]*\brestart\b)/s],
  ["late", /\blatency\(/],
]);

/** What stands in the test itself; what a helper holds may be what it compares with. */
const values = /** @type {const} */ ([
  ["negative", /(?<!\.(?:slice|at|splice)(?:\([^()]*)?)[([,] ?-\d/],
  ["empty", /[([,] ?(?:""|\[\])[\]),]/],
  ["odd", /[([,] ?(?:NaN|-?Infinity)\b/],
  ["foreign", /["'`][^"'`\n]*(?![A-Za-z])\p{L}[^"'`\n]*["'`]/u],
  ["large", /\b\d{1,3}(?:_\d{3})+\b|\b\d{5,}\b|\b\d+e\d|\.repeat\(|Array\.from\(\{ length|\bArray\(\d/],
  ["many", /\bfor (?:await )?\(|\bPromise\.all\(/],
]);

/** More would say what the test does. */
const MOST_KINDS = 3;

/** @typedef {(typeof events)[number][0] | (typeof values)[number][0]} Kind */
/** @typedef {{ written: string } | { kinds: Kind[] }} InputKind */

/**
 * The kind of input of each hidden test of a test cell, by the test's sentence.
 * @param {string} code with hidden tests
 * @returns {Map<string, InputKind>}
 */
export function inputKinds(code) {
  const helpers = statements(code).flatMap((text) => {
    const name = /^ *(?:const|function|async function) +(?:\[|\{ ?)?([\w$]+)/.exec(text)?.[1];
    return name && !/^ *test\(/.test(text) ? [{ name, text }] : [];
  });
  /** @type {Map<string, InputKind>} */
  const found = new Map();
  for (const region of hiddenRegions(code)) {
    /** @type {string | undefined} */
    let written;
    for (const text of statements(region)) {
      const sentence = sentenceOf(text);
      if (sentence !== undefined) {
        const whole = withHelpers(text, helpers);
        const kinds = [
          ...events.filter(([, sign]) => sign.test(whole)).map(([kind]) => kind),
          ...values.filter(([, sign]) => sign.test(text)).map(([kind]) => kind),
        ].slice(0, MOST_KINDS);
        found.set(sentence, written === undefined ? { kinds } : { written });
      }
      written = /^ *\/\/ Kind: (.+?)\s*$/m.exec(text)?.[1];
    }
  }
  return found;
}

/** @param {string} text */
function sentenceOf(text) {
  const [, double, single, back] =
    /^\s*test\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\$]|\\.)*)`)/.exec(text) ?? [];
  return (double ?? single ?? back)?.replace(/\\(.)/g, "$1");
}

/**
 * The statements of a callback: a line that is indented least begins one. A comment is one, too.
 * @param {string} code
 */
function statements(code) {
  /** @type {string[]} */
  const all = [];
  for (const line of code.split("\n"))
    if (/^ {0,2}[^\s})\]]/.test(line)) all.push(line);
    else if (all.length > 0) all[all.length - 1] += `\n${line}`;
  return all;
}

/**
 * A test with all that it calls in its cell.
 * @param {string} text
 * @param {readonly { name: string, text: string }[]} helpers
 */
function withHelpers(text, helpers) {
  const used = new Set([text]);
  for (const each of used)
    for (const helper of helpers)
      if (new RegExp(`(?<![\\w$.])${helper.name.replaceAll("$", "\\$")}(?![\\w$])`).test(each)) used.add(helper.text);
  return [...used].join("\n");
}
