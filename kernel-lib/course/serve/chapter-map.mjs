// The map of the course: which chapter builds on which, and how long all of them take.

/**
 * @typedef {object} Place
 * @property {number} number
 * @property {string} title
 * @property {number} minutes 0 if unknown
 * @property {number[]} needs the chapters it builds on
 */

/**
 * Markdown with a diagram; nothing unless a chapter builds on another one.
 * @param {readonly Place[]} places
 * @returns {string[]} lines
 */
export function chapterMap(places) {
  const here = new Set(places.map(({ number }) => number));
  const arrows = places.flatMap(({ number, needs }) =>
    needs.filter((needed) => here.has(needed)).map((needed) => [needed, number]),
  );
  if (arrows.length === 0) return [];
  const hours = Math.round(places.reduce((sum, { minutes }) => sum + minutes, 0) / 60);
  const inWords = places
    .filter(({ needs }) => needs.length > 0)
    .map(({ number, needs }) => `${number} on ${and(needs)}`);
  return [
    `${places.length} chapters, about ${hours} hours, exercises not counted. An arrow leads from a chapter to one that builds on it.`,
    "",
    "```mermaid",
    "flowchart TB",
    "  accTitle: What builds on what",
    `  accDescr: Chapter ${inWords.join("; ")}.`,
    ...places.map(({ number, title }) => `  c${number}["${number}. ${title.replace(/["\\]/g, "'")}"]`),
    ...arrows.map(([from, to]) => `  c${from} --> c${to}`),
    "```",
    "",
  ];
}

/** @param {readonly number[]} numbers */
const and = (numbers) => new Intl.ListFormat("en").format(numbers.map(String));
