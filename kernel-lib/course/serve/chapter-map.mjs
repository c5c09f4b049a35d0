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
 * @param {import("../words/words.mjs").Words["startPage"]} said
 * @returns {string[]} lines
 */
export function chapterMap(places, said) {
  const here = new Set(places.map(({ number }) => number));
  const arrows = places.flatMap(({ number, needs }) =>
    needs.filter((needed) => here.has(needed)).map((needed) => [needed, number]),
  );
  if (arrows.length === 0) return [];
  const hours = Math.round(places.reduce((sum, { minutes }) => sum + minutes, 0) / 60);
  const inWords = places
    .filter(({ needs }) => needs.length > 0)
    .map(({ number, needs }) => said.buildsOn(number, needs));
  return [
    said.map(places.length, hours),
    "",
    "```mermaid",
    "flowchart TB",
    `  accTitle: ${said.mapTitle}`,
    `  accDescr: ${said.mapWords(inWords)}`,
    ...places.map(({ number, title }) => `  c${number}["${number}. ${title.replace(/["\\]/g, "'")}"]`),
    ...arrows.map(([from, to]) => `  c${from} --> c${to}`),
    "```",
    "",
  ];
}
