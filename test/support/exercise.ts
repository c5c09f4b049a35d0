// Small exercises for tests of release and autograde, as their authors would write them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonical } from "../../kernel-lib/grading/pipeline/canonical.mjs";

export type Notebook = Parameters<typeof canonical>[0];
export type Cell = Notebook["cells"][number];

const mark = { schema_version: 3, grade: false, solution: false, locked: false };
const code = (id: string, source: string, nbgrader?: object): Cell => ({
  cell_type: "code",
  id,
  metadata: nbgrader ? { nbgrader: { ...mark, ...nbgrader } } : {},
  source,
  execution_count: null,
  outputs: [],
});

export const text = (id: string, source: string): Cell => ({ cell_type: "markdown", id, metadata: {}, source });
export const plain = (id: string, source: string): Cell => code(id, source);
export const answer = (id: string, source: string): Cell => code(id, source, { grade_id: id, solution: true });
export const testCell = (id: string, source: string, points: number): Cell =>
  code(id, source, { grade_id: id, grade: true, locked: true, points });

/** Answers multiply, tests compare: each exercise is worth 10 points, 6 of them for the hidden test. */
export const twice = answer(
  "twice",
  "function twice(n: number): number {\n  // BEGIN SOLUTION\n  return 2 * n;\n  // END SOLUTION\n}",
);
export const thrice = answer(
  "thrice",
  "function thrice(n: number): number {\n  // BEGIN SOLUTION\n  return 3 * n;\n  // END SOLUTION\n}",
);
export const twiceTests = tests("twice", 2);
export const thriceTests = tests("thrice", 3);

export const sound = (): Notebook =>
  notebook(
    text("title", "# Übung"),
    plain("imports", 'import { grade } from "kernel-lib";'),
    statement("twice"),
    twice,
    twiceTests,
    statement("thrice"),
    thrice,
    thriceTests,
  );

export const notebook = (...cells: Cell[]): Notebook =>
  structuredClone(canonical({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));

/** Writes NN-name/NN-name.ipynb into a folder that stands for solutions/. */
export function writeSource(solutions: string, name: string, source: Notebook | string): void {
  mkdirSync(join(solutions, name), { recursive: true });
  writeFileSync(join(solutions, name, `${name}.ipynb`), typeof source === "string" ? source : JSON.stringify(source));
}

function statement(name: string): Cell {
  const hint = `<details><summary>Hint to ${name}</summary>\n\nMultiply.\n\n</details>`;
  return text(`${name}-text`, `## ${name} A number, several times (10 points)\n\nThe number, ${name}.\n\n${hint}`);
}

function tests(name: string, factor: number): Cell {
  const lines = [
    `await grade("${name}", { ${name} }, async ({ ${name}, test }) => {`,
    `  test("two becomes ${2 * factor}", 4, async () => (await ${name}(2)) === ${2 * factor});`,
    "  // BEGIN HIDDEN TESTS",
    `  test("negative numbers stay negative", 6, async () => (await ${name}(-1)) === ${-factor});`,
    "  // END HIDDEN TESTS",
    "});",
  ];
  return testCell(`${name}-tests`, lines.join("\n"), 10);
}
