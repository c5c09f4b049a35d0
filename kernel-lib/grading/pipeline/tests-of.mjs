// What a test cell says about itself: its exercise's id, and the sentences of its tests, seen and hidden. Read, not
// run.

/**
 * @typedef {object} TestCell
 * @property {string | undefined} id as in grade("E1.1", ...)
 * @property {string[]} visible sentences
 * @property {string[]} hidden sentences; a helper such as `story("e", ...)` names its test by what it is given: "story
 *   e"
 */

const written =
  /\btest\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\$]|\\.)*)`)(?:\s*,\s*(\d+(?:\.\d+)?)\s*,)?/g;
const byHelper = /^ *(?!test\b)(\p{Ll}\p{ID_Continue}*)\("(\w+)"/gmu;
const region = /BEGIN HIDDEN TESTS\n(.*?)\n *\/\/ END HIDDEN TESTS/gs;

/**
 * @param {string} code
 * @returns {TestCell}
 */
export function testsOf(code) {
  const hidden = hiddenRegions(code);
  const shown = code.replace(region, "");
  return {
    id: /\bgrade\(\s*["'`]([^"'`]*)/.exec(code)?.[1],
    visible: writtenTests(shown).map(({ sentence }) => sentence),
    hidden: hidden.flatMap((text) => [
      ...writtenTests(text).map(({ sentence }) => sentence),
      ...[...text.matchAll(byHelper)].map(([, name, given]) => `${name} ${given}`),
    ]),
  };
}

/**
 * The code between the markers of hidden tests.
 * @param {string} code
 */
export const hiddenRegions = (code) => [...code.matchAll(region)].map((match) => match[1] ?? "");

/**
 * The tests written out in a piece of code, seen and hidden alike.
 * @param {string} code
 * @returns {{ sentence: string, points?: number }[]} points: where they are a number
 */
export function writtenTests(code) {
  return [...code.matchAll(written)].map(([, double, single, back, points]) => ({
    sentence: (double ?? single ?? back ?? "").replace(/\\(.)/g, "$1"),
    ...(points !== undefined && { points: Number(points) }),
  }));
}
