// What handing in says, to a terminal and on the page that the start page links.

/** @typedef {import("../../grading/pipeline/hand-in.mjs").HandedIn} HandedIn */
/** @typedef {import("../../grading/pipeline/hand-in.mjs").Open} Open */

/**
 * @param {HandedIn} made
 * @returns {string[]} lines
 */
export function inWords(made) {
  return [
    `${made.name}, as you saved it ${savedAt(made)}: ${given(made)}`,
    ...made.open.map((open) => `  - ${about(open)}`),
    ...made.others.map((file) => `Not taken, because the other has as many answers or more: ${file}`),
    "To hand in (marking can read it):",
    `  ${made.file}`,
  ];
}

/** @param {HandedIn} made */
export function given({ answers, open }) {
  const done = answers - open.length;
  if (open.length === 0) return `all ${answers} answers are given.`;
  return `${done} of ${answers} answers ${done === 1 ? "is" : "are"} given. Still open:`;
}

/** @param {Open} open */
export function about({ exercise, state, left, places }) {
  const why = {
    untouched: "it is as you got it",
    empty: "its cell is empty",
    missing: "its cell is gone",
    partly: `${left} of ${places} places still say "Your turn"`,
  }[state];
  return `${exercise}: ${why}`;
}

/** @param {HandedIn} made */
export const savedAt = ({ saved }) =>
  `on ${saved.toLocaleDateString("en-GB", { day: "numeric", month: "long" })} at ${saved.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
