// Of which exercise a notebook is, by the ids of its answers and tests, or by the names that its cells declare. In time
// that grows with the notebook, however odd it is.
import { source } from "../../course/notebook/notebook.mjs";
import { declared } from "./declared.mjs";
import { kindOf } from "./kind.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */

/**
 * @typedef {{ name: string, cells: readonly { ids: readonly string[], names: readonly string[] }[] }} Traits of an exercise
 */

/**
 * What an exercise is known by.
 * @param {import("./sources.mjs").Source} source
 * @returns {Traits}
 */
export function traitsOf({ name, notebook }) {
  const marked = notebook.cells.filter((cell) => ["answer", "test"].includes(kindOf(cell) ?? ""));
  return {
    name,
    cells: marked.map((cell) => ({
      ids: [cell.metadata.nbgrader.grade_id, cell.id].filter((id) => typeof id === "string"),
      names: kindOf(cell) === "answer" ? declared(withoutSolution(source(cell))) : [],
    })),
  };
}

/**
 * The exercise that this notebook is of, if it is clearly another one than it was handed in as.
 * @param {readonly Cell[]} cells
 * @param {string} expected
 * @param {readonly Traits[]} exercises
 * @returns {string | undefined}
 */
export function otherExercise(cells, expected, exercises) {
  const found = counts(cells, exercises);
  const own = found.get(expected) ?? 0;
  const [name, most = 0] = [...found].sort((a, b) => b[1] - a[1])[0] ?? [];
  return most > own && own * 2 < most ? name : undefined;
}

/**
 * The exercise that a notebook has the most of, undefined if it has nothing of any.
 * @param {readonly Cell[]} cells
 * @param {readonly Traits[]} exercises
 */
export function recognised(cells, exercises) {
  const [name, most = 0] = [...counts(cells, exercises)].sort((a, b) => b[1] - a[1])[0] ?? [];
  return most > 0 ? name : undefined;
}

/**
 * How many answers and tests of each exercise there are.
 * @param {readonly Cell[]} cells
 * @param {readonly Traits[]} exercises
 */
function counts(cells, exercises) {
  const ids = new Set(cells.flatMap((cell) => [cell.metadata.nbgrader?.grade_id, cell.id]));
  const names = new Set(cells.flatMap((cell) => (cell.cell_type === "code" ? declared(source(cell)) : [])));
  return new Map(
    exercises.map(({ name, cells: wanted }) => [
      name,
      wanted.filter(
        (one) =>
          one.ids.some((id) => ids.has(id)) || (one.names.length > 0 && one.names.every((each) => names.has(each))),
      ).length,
    ]),
  );
}

/** @param {string} code */
const withoutSolution = (code) => code.replace(/^.*BEGIN SOLUTION[\s\S]*?END SOLUTION.*$/gm, "");
