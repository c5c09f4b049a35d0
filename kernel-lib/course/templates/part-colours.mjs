// The colour of each part of the course: a ground for white text and, on light pages, the colour of text; on dark ones a
// lighter tone of it.

/** @type {[light: string, dark: string][]} */
export const COLOURS = [
  ["#0b4f8a", "#82bdf2"],
  ["#14603f", "#74cfa2"],
  ["#5b3a8c", "#c0a6ee"],
  ["#8a3a12", "#f0a47c"],
  ["#0d5b66", "#6fcad8"],
  ["#8a1c4a", "#f29cc0"],
  ["#5a5212", "#d6c866"],
  ["#454f5b", "#b4c0cc"],
];

/**
 * A ninth part has the first one's colours again, and a chapter of no part, too.
 * @param {{ parts: string[], chapters: { name: string, part?: string }[] }} course
 * @param {string} name the chapter's, such as "04-processes-and-threads"
 */
export function coloursOf({ parts, chapters }, name) {
  const part = parts.indexOf(chapters.find((one) => one.name === name)?.part ?? "");
  return /** @type {[light: string, dark: string]} */ (COLOURS[Math.max(part, 0) % COLOURS.length]);
}
