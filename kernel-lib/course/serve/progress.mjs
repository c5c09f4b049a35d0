// A student's progress in a notebook: the points of a chapter's checkpoints, or of the visible tests in exercises, as
// the results saved in it show them, in whichever language of the interface.
import { testsOf, writtenTests } from "../../grading/pipeline/tests-of.mjs";

/**
 * @typedef {{ cell_type: string, source: string | string[], metadata?: Record<string, any>,
 *   outputs?: { data?: Record<string, string | string[]> }[] }} Cell
 *
 * @typedef {object} Progress
 * @property {number} earned points
 * @property {number} worth points available
 * @property {number} count checkpoints or test cells
 * @property {string[]} open the ids of those not run yet
 */

/**
 * A chapter's checkpoints, one point each.
 * @param {readonly Cell[]} cells
 * @returns {Progress}
 */
export function checkpointsIn(cells) {
  return progress(cells, (code) => [...code.matchAll(/\bcheckpoint\(\s*["'`]([^"'`]+)/g)].map(([, id]) => [id, 1]));
}

/**
 * The test cells of an exercise notebook, with the points of the tests that can be seen.
 * @param {readonly Cell[]} cells
 * @returns {Progress}
 */
export function exercisesIn(cells) {
  const tests = cells.filter(({ metadata }) => metadata?.nbgrader?.grade && !metadata.nbgrader.solution);
  return progress(tests, (code) => {
    const points = writtenTests(code).map((test) => test.points ?? 0);
    return [[testsOf(code).id ?? "a test", points.reduce((sum, one) => sum + one, 0)]];
  });
}

/** @param {readonly Progress[]} parts @returns {Progress} */
export function together(parts) {
  const sum = (/** @type {"earned" | "worth" | "count"} */ key) => parts.reduce((total, part) => total + part[key], 0);
  return { earned: sum("earned"), worth: sum("worth"), count: sum("count"), open: parts.flatMap(({ open }) => open) };
}

/**
 * @param {readonly Cell[]} cells
 * @param {(code: string) => [id: string, worth: number][]} find what can be earned in a cell with this code
 * @returns {Progress}
 */
function progress(cells, find) {
  const parts = cells
    .filter(({ cell_type }) => cell_type === "code")
    .flatMap(({ source, outputs = [] }) => {
      const said = outputs.map(({ data }) => [data?.["text/plain"] ?? ""].flat().join("")).join("\n");
      return find([source].flat().join("")).map(([id, worth]) => one(id, worth, said));
    });
  return together(parts);
}

/**
 * @param {string} id
 * @param {number} worth where there is no result
 * @param {string} said the outputs of its cell, as text
 * @returns {Progress}
 */
function one(id, worth, said) {
  const line = said.split("\n").find((text) => text.startsWith(`${id}: `)) ?? "";
  const result = /: (\d+(?:[.,]\d+)?) (?:of|von) (\d+(?:[.,]\d+)?) (?:points?|Punkt(?:en)?)$/.exec(line);
  if (!result) return { earned: 0, worth, count: 1, open: [id] };
  const [earned = 0, of = 0] = result.slice(1).map((number) => Number(number.replace(",", ".")));
  return { earned, worth: of, count: 1, open: [] };
}
