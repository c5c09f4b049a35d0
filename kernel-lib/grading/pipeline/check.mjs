// Reads an exercise's source before nbgrader does, and says in plain words what an author has to fix.
// It looks at metadata, markers and points; whether the solution earns them is for the tests to say.
import { nameOf, source } from "../../course/notebook/notebook.mjs";
import { checkExercises } from "./check-exercise.mjs";
import { kindOf } from "./kind.mjs";
import { writtenTests } from "./tests-of.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../../course/notebook/notebook.mjs").Cell} Cell */

const required = ["grade", "grade_id", "locked", "schema_version", "solution"];
const allowed = [...required, "cell_type", "checksum", "points", "task"];
const begins = { answer: "BEGIN SOLUTION", test: "BEGIN HIDDEN TESTS" };
const ends = { answer: "END SOLUTION", test: "END HIDDEN TESTS" };

/**
 * Every mistake in one notebook; none when it can be released.
 * @param {Notebook} notebook
 * @param {string} file as messages name it
 * @param {number} [worth] what the course says the chapter's exercises are worth together; anything if it says nothing
 * @returns {string[]}
 */
export function checkNotebook(notebook, file, worth) {
  const problems = checkFrame(notebook);
  /** @type {Map<string, string>} */
  const seen = new Map();
  const ids = new Set();
  let points = 0;
  for (const [index, cell] of notebook.cells.entries()) {
    const where = nameOf(cell, index);
    for (const problem of checkCell(cell)) problems.push(`${where} ${problem}`);
    if (!cell.id || ids.has(cell.id)) problems.push(`${where} needs an "id" of its own: give it a new one.`);
    ids.add(cell.id);
    const mark = cell.metadata.nbgrader;
    if (!mark) continue;
    const other = seen.get(mark.grade_id);
    if (other) problems.push(`${where} has the grade_id ${JSON.stringify(mark.grade_id)} of ${other}: choose another.`);
    seen.set(mark.grade_id, where);
    if (typeof mark.points === "number") points += mark.points;
  }
  // A cell that is marked wrongly would be missed everywhere else.
  if (problems.length === 0) problems.push(...checkExercises(notebook.cells));
  if (worth !== undefined && points !== worth)
    problems.push(
      `its points add up to ${points}, and notebooks/course.json says ${worth}: write ${points} there, or change the tests.`,
    );
  return problems.map((problem) => `${file}: ${problem}`);
}

/** @param {Notebook} notebook */
function checkFrame({ nbformat, nbformat_minor, metadata }) {
  const problems = [];
  if (nbformat !== 4 || nbformat_minor < 5)
    problems.push(`it has nbformat ${nbformat}.${nbformat_minor}, expected 4.5: open it in JupyterLab and save it.`);
  const name = metadata.kernelspec?.name;
  if (name !== "verteilt")
    problems.push(
      `its kernelspec is ${JSON.stringify(name)}, expected "verteilt": choose "TypeScript (Verteilt)" as kernel.`,
    );
  return problems;
}

/**
 * @param {Cell} cell
 * @returns {string[]}
 */
function checkCell(cell) {
  const kind = kindOf(cell);
  const text = source(cell);
  const problems = [...(kind ? checkMark(cell, kind) : []), ...checkMarkers(text)];
  for (const home of /** @type {const} */ (["answer", "test"]))
    if (kind !== home && (text.includes(begins[home]) || text.includes(ends[home])))
      problems.push(`holds "${begins[home]}" but is no ${home} cell: move it there, or mark the cell as one.`);
  if (kind === "answer") return [...problems, ...checkAnswer(text)];
  if (kind === "test") return [...problems, ...checkTest(text, cell.metadata.nbgrader.points)];
  return problems;
}

/**
 * @param {Cell} cell
 * @param {"answer" | "test" | "text"} kind
 */
function checkMark(cell, kind) {
  const mark = cell.metadata.nbgrader;
  if (mark.task || (mark.grade && mark.solution))
    return ['is marked by hand: an exercise is an answer cell ("solution") and a test cell ("grade") of its own.'];
  const problems = [];
  const missing = required.filter((key) => !(key in mark));
  if (missing.length > 0) problems.push(`lacks ${missing.join(", ")} in metadata.nbgrader: add it.`);
  const unknown = Object.keys(mark).filter((key) => !allowed.includes(key));
  if (unknown.length > 0)
    problems.push(
      `has ${unknown.join(", ")} in metadata.nbgrader, where nbgrader allows no keys but its own: move it to metadata.verteilt.`,
    );
  if (mark.schema_version !== 3)
    problems.push(`has schema_version ${JSON.stringify(mark.schema_version)}, expected 3.`);
  if (!/^[a-zA-Z0-9_-]+$/.test(mark.grade_id))
    problems.push(`has the grade_id ${JSON.stringify(mark.grade_id)}: use letters, digits, "_" and "-" only.`);
  if (cell.cell_type !== "code" && kind !== "text") problems.push(`is ${cell.cell_type}, expected code.`);
  if (kind === "test" && !(typeof mark.points === "number" && mark.points > 0))
    problems.push(`has points ${JSON.stringify(mark.points)}, expected a number above 0.`);
  if (kind !== "test" && "points" in mark) problems.push("has points, but only test cells do: remove them.");
  if (mark.locked !== (kind !== "answer"))
    problems.push(
      `has locked ${JSON.stringify(mark.locked)}, expected ${kind !== "answer"}: students change answer cells only.`,
    );
  return problems;
}

/** @param {string} text */
function checkAnswer(text) {
  const problems = checkRegions(text, "answer");
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const header = line.includes(begins.answer) ? (lines[index - 1]?.trim() ?? "") : "";
    if (
      /^(export )?(async )?function\b.*\)\s*\{$/.test(header) ||
      (/=>\s*\{$/.test(header) && !/\)\s*:.*=>\s*\{$/.test(header))
    )
      problems.push(
        `has ${JSON.stringify(header)} before the solution, and a stub that only throws returns "never": state its return type, as in "): number {".`,
      );
  }
  return problems;
}

/**
 * @param {string} text
 * @param {unknown} points
 */
function checkTest(text, points) {
  const problems = checkRegions(text, "test");
  const code = text.trim();
  if (!/^await grade\(/.test(code) || !/\);?$/.test(code) || code.match(/\bgrade\(/g)?.length !== 1)
    problems.push(
      "is not one call: a test cell is `await grade(id, { answers }, async ({ test }) => { ... })` and nothing else.",
    );
  const sum = literalPoints(code);
  if (sum !== undefined && typeof points === "number" && Math.abs(sum - points) > 1e-9)
    problems.push(`has tests worth ${sum} but points ${points} in its metadata: make them equal.`);
  return problems;
}

/**
 * What the tests of a cell are worth together; undefined when a helper writes them and only a run can tell.
 * @param {string} code
 */
function literalPoints(code) {
  const points = writtenTests(code).flatMap((test) => test.points ?? []);
  if (points.length !== code.match(/\btest\(/g)?.length) return undefined;
  return points.reduce((total, one) => total + one, 0);
}

/**
 * What was meant as a marker and is none would be handed out, with all that stands between.
 * @param {string} text
 */
function checkMarkers(text) {
  const exact = /^\s*\/\/ (BEGIN|END) (SOLUTION|HIDDEN TESTS)$/;
  const alike = /^\s*(\/\/|\/\*|#|--)?\W*(begin|end|start|stop)\W+(solutions?|hidden\W*tests?)\W*(\*\/)?$/i;
  return text
    .split("\n")
    .filter((line) => alike.test(line) && !exact.test(line.trimEnd()))
    .map((line) => {
      const [, , side, what] = alike.exec(line) ?? [];
      const meant = `// ${/begin|start/i.test(side ?? "") ? "BEGIN" : "END"} ${/sol/i.test(what ?? "") ? "SOLUTION" : "HIDDEN TESTS"}`;
      return `has ${JSON.stringify(line.trim())}, which is no marker, so students would see what it should hide: write "${meant}".`;
    });
}

/**
 * Whether the markers open and close in turn and enclose something.
 * @param {string} text
 * @param {"answer" | "test"} kind
 */
function checkRegions(text, kind) {
  const [begin, end] = [begins[kind], ends[kind]];
  let open = false;
  let inside = 0;
  let regions = 0;
  for (const line of text.split("\n")) {
    if (line.includes(begin) || line.includes(end)) {
      if (line.includes(begin) === open)
        return [`has "// ${begin}" and "// ${end}" out of turn: each region opens and closes once.`];
      open = !open;
      if (open) regions++;
    } else if (open && line.trim()) inside++;
  }
  if (open) return [`has "// ${begin}" without "// ${end}".`];
  if (regions === 0 || inside === 0)
    return [
      `has ${kind === "answer" ? "no solution" : "no hidden test"}: put it between "// ${begin}" and "// ${end}".`,
    ];
  return [];
}
