// What a cell is to nbgrader.

/**
 * @param {import("../../course/notebook/notebook.mjs").Cell} cell
 * @returns {"answer" | "test" | "text" | undefined} text: locked, neither answered nor graded
 */
export function kindOf(cell) {
  const mark = cell.metadata.nbgrader;
  if (!mark) return undefined;
  if (mark.solution) return "answer";
  return mark.grade ? "test" : "text";
}
