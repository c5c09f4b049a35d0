// Reads the exercises of a notebook as their students do: heading with points, statement, hint, answer, tests. Each
// mistake is a sentence about a cell, with what fixes it. Cells alone are check.mjs's.
import { nameOf, source } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";
import { testsOf } from "./tests-of.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */
/** @typedef {{ index: number, cell: Cell }} Placed */

/** What one finds above an answer: "## E1.2 Availability (4 points)". */
const heading = /^## (\S+) .*?\((\d+(?:\.\d+)?) points?\)\s*$/m;
const anyHeading = /^## +(\S+)/m;
const hint = /<details>\s*<summary>Hint[^<]*<\/summary>/;

/**
 * @param {readonly Cell[]} cells a whole notebook's
 * @returns {string[]}
 */
export function checkExercises(cells) {
  const placed = cells.map((cell, index) => ({ cell, index }));
  const tests = placed.filter(({ cell }) => kindOf(cell) === "test");
  const problems = tests.flatMap((one) => checkTests(one, placed));
  const answers = placed.filter(({ cell }) => kindOf(cell) === "answer");
  const tested = new Set(tests.map(({ cell }) => gradeId(testsOf(source(cell)).id)));
  for (const { cell, index } of answers)
    if (!tested.has(cell.metadata.nbgrader.grade_id))
      problems.push(
        `${nameOf(cell, index)} is an answer that no test asks for: add a test cell that calls grade(${quote(idOf(cell.metadata.nbgrader.grade_id))}, ...), or unmark it.`,
      );
  for (const { cell, index } of placed)
    if (cell.cell_type === "markdown")
      problems.push(...checkHint(source(cell)).map((said) => `${nameOf(cell, index)} ${said}`));
  return problems;
}

/**
 * @param {Placed} test
 * @param {readonly Placed[]} placed
 */
function checkTests({ cell, index }, placed) {
  const where = nameOf(cell, index);
  const { grade_id: marked, points } = cell.metadata.nbgrader;
  const { id, visible, hidden } = testsOf(source(cell));
  const problems = [];
  if (!id) return [];
  if (marked !== `${gradeId(id)}-tests`)
    problems.push(
      `${where} calls grade(${quote(id)}, ...) but has the grade_id ${quote(marked)}: make it "${gradeId(id)}-tests".`,
    );
  if (visible.length === 0)
    problems.push(
      `${where} shows no test: put at least one before "// BEGIN HIDDEN TESTS", so that students can try their answer.`,
    );
  const all = [...visible, ...hidden];
  for (const twice of new Set(all.filter((sentence, i) => all.indexOf(sentence) !== i)))
    problems.push(`${where} has two tests called ${quote(twice)}: a student could not tell them apart. Rename one.`);
  for (const sentence of all.filter((text) => text.trim() === ""))
    problems.push(`${where} has a test called ${quote(sentence)}: write a sentence that says what holds.`);

  const before = placed.slice(0, index);
  if (!before.some((one) => kindOf(one.cell) === "answer" && one.cell.metadata.nbgrader.grade_id === gradeId(id)))
    problems.push(`${where} has no answer cell before it: mark one as a solution, with the grade_id "${gradeId(id)}".`);
  const start = before.findLast(
    (one) => one.cell.cell_type === "markdown" && anyHeading.exec(source(one.cell))?.[1] === id,
  );
  if (!start) {
    problems.push(`${where} has no statement before it: add a text that begins "## ${id} Title (${points} points)".`);
    return problems;
  }
  const said = heading.exec(source(start.cell))?.[2];
  if (Number(said) !== points)
    problems.push(
      `${nameOf(start.cell, start.index)} ${said ? `says ${said} points` : "does not say its points"}, and its tests are worth ${points}: make its heading end with "(${points} points)".`,
    );
  const texts = before.slice(start.index).filter((one) => one.cell.cell_type === "markdown");
  if (!texts.some((one) => hint.test(source(one.cell))))
    problems.push(
      `${nameOf(start.cell, start.index)} has no hint: add "<details><summary>Hint</summary>", an empty line, the hint, an empty line, "</details>" below it.`,
    );
  return problems;
}

/** @param {string} text */
function checkHint(text) {
  const problems = [];
  const opened = text.match(/<details\b/g)?.length ?? 0;
  const closed = text.match(/<\/details>/g)?.length ?? 0;
  if (opened !== closed) problems.push(`opens ${opened} <details> and closes ${closed}: close each with "</details>".`);
  if (/<\/summary>[^\S\n]*\n?[^\n]*\S/.test(text.replace(/<\/summary>[^\S\n]*\n[^\S\n]*\n/g, "")))
    problems.push('goes on right after "</summary>": leave an empty line there, or Markdown is shown as it is typed.');
  return problems;
}

/** @param {string | undefined} id */
const gradeId = (id) => id?.replace(/\./g, "_");
/** @param {string} cell */
const idOf = (cell) => cell.replace(/_/g, ".");
/** @param {string} text */
const quote = (text) => JSON.stringify(text);
