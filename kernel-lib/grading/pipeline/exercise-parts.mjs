// The parts of an exercise notebook as readers of marks know them: each test cell with its exercise's id, title and answer.
import { source } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";
import { testsOf } from "./tests-of.mjs";

/**
 * @typedef {object} ExercisePart
 * @property {string} id E1.1
 * @property {string} title with its id
 * @property {string} cell the grade_id of its tests
 * @property {string} answer the grade_id of its answer, empty if there is none
 * @property {string} given what stands in the answer's place before anyone has answered, and the code that was given
 */

/**
 * @param {import("../../course/notebook/notebook.mjs").Notebook} notebook
 * @returns {ExercisePart[]}
 */
export function partsOf({ cells }) {
  const headings = cells.flatMap((cell) => (cell.cell_type === "markdown" ? source(cell).split("\n") : []));
  const given = cells
    .filter((cell) => kindOf(cell) === "text" || kindOf(cell) === "answer")
    .map((cell) => source(cell).replace(/^.*BEGIN SOLUTION[\s\S]*?END SOLUTION.*$/gm, ""))
    .join("\n");
  return cells.flatMap((cell, at) => {
    if (kindOf(cell) !== "test") return [];
    const gradeId = cell.metadata.nbgrader.grade_id;
    const id = testsOf(source(cell)).id ?? gradeId;
    const answers = cells.slice(0, at).filter((one) => kindOf(one) === "answer");
    const own = answers.find((one) => one.metadata.nbgrader.grade_id === gradeId.replace(/-tests$/, ""));
    const heading = headings.find((line) => line.startsWith("#") && line.replace(/^#+ +/, "").startsWith(`${id} `));
    return {
      ...{ id, cell: gradeId, given },
      title: heading?.replace(/^#+ +/, "").replace(/ \([\d.]+ points?\)$/, "") ?? id,
      answer: (own ?? answers.at(-1))?.metadata.nbgrader.grade_id ?? "",
    };
  });
}
