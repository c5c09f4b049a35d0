// What a new exercise looks like before its author has changed it. It asks for a sum, and works.

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

const mark = { schema_version: 3, grade: false, solution: false, locked: false, task: false };

/**
 * The beginning of a chapter's exercises.
 * @param {string} folder
 * @param {string} title the chapter's
 * @returns {Cell[]}
 */
export function introCells(folder, title) {
  const intro = `# Exercises to chapter ${Number(folder.slice(0, 2))}: ${title}

Answer in the cells that say *Your turn*. Run the cell below it: it tells you at once which tests you pass, and draws the run that failed.

- You see about a third of the tests here. The others come when your work is marked, so read the task, not only the tests.
- You may add cells, helper functions, fields and methods. Leave the names as they are.`;
  const imports = 'import assert from "node:assert/strict";\nimport { grade, Node } from "kernel-lib";';
  return [text("intro", intro), code("given-imports", imports, { grade_id: "given-imports", locked: true })];
}

/**
 * @param {{ id: string, title: string, points: number, name: string }} exercise
 * @returns {Cell[]}
 */
export function exerciseCells({ id, title, points, name }) {
  const cell = id.replace(".", "_");
  const visible = Math.max(0.5, Math.floor(points * 0.8) / 2);
  const statement = `## ${id} ${title} (${points} ${points === 1 ? "point" : "points"})

Say what the answer is for, and what it must do, so that a careful reader needs no test to know it.

Write \`${name}(a, b)\`: the sum of \`a\` and \`b\`. Negative numbers count too.`;
  const hint = `<details><summary>Hint to ${id}</summary>

A question that leads on, not the answer.

</details>`;
  const answer = `function ${name}(a: number, b: number): number {
  // BEGIN SOLUTION
  return a + b;
  // END SOLUTION
}`;
  const tests = `await grade("${id}", { ${name} }, async ({ ${name}, test }) => {
  test("two and three make five", ${visible}, async () => {
    assert.equal(await ${name}(2, 3), 5);
  });
  // BEGIN HIDDEN TESTS
  test("negative numbers count too", ${points - visible}, async () => {
    assert.equal(await ${name}(2, -3), -1);
  });
  // END HIDDEN TESTS
})`;
  return [
    text(`${cell}-text`, statement),
    text(`${cell}-hint`, hint),
    code(cell, answer, { grade_id: cell, solution: true }),
    code(`${cell}-tests`, tests, { grade_id: `${cell}-tests`, grade: true, locked: true, points }),
  ];
}

/** @param {string} name */
export const wrongAnswer = (name) => `// loses: negative numbers count too
function ${name}(a: number, b: number): number {
  return Math.abs(a) + Math.abs(b);
}
`;

/** @param {string} name */
export const rightAnswer = (name) => `// Counts on from a, as one does with fingers.
function ${name}(a: number, b: number): number {
  let sum = a;
  for (let i = 0; i < Math.abs(b); i++) sum += Math.sign(b);
  return sum;
}
`;

/**
 * @param {string} id
 * @param {string} source
 * @returns {Cell}
 */
const text = (id, source) => ({ cell_type: "markdown", id, metadata: {}, source });

/**
 * @param {string} id
 * @param {string} source
 * @param {object} nbgrader
 * @returns {Cell}
 */
const code = (id, source, nbgrader) => ({
  cell_type: "code",
  id,
  metadata: { nbgrader: { ...mark, ...nbgrader } },
  source,
  execution_count: null,
  outputs: [],
});
