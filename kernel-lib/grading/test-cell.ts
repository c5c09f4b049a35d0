// The only reader of test cells, and of the notebook they stand in: a test cell becomes a program of the cells that
// were given before it and of itself. What it takes from the student is only named. All of it is the authors' text,
// from the release's record.
import { freeNames, javascript, nested, parsed, slice, statementsOf } from "./cells.js";

export interface NotebookCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata?: {
    readonly nbgrader?: {
      readonly grade?: boolean;
      readonly solution?: boolean;
      readonly grade_id?: string;
      readonly points?: number;
    };
  };
}

/** A test cell, and the cells before it that were given to students, as their authors wrote them. */
export interface RecordedTest {
  readonly gradeId: string;
  readonly points: number;
  readonly tests: string;
  readonly given: readonly string[];
  /** How many of the given cells belong to exercises before this one. */
  readonly before: number;
}

export interface TestProgram {
  /**
   * The text of an async function of `require`, `__hidden`, `__given` and an object of the student's values by name.
   * It calls `grade` of
   * kernel-lib once, `__hidden(true)` before tests that students do not see, and `__given` with the classes that were
   * given.
   */
  readonly text: string;
  /** What it takes from the student's notebook. */
  readonly names: readonly string[];
  /** The classes it hands to `__given`. */
  readonly classes: readonly string[];
  /** Packages that were imported by the given cells, apart from Node's own and ours. */
  readonly packages: readonly string[];
}

/** Every test cell of a notebook, in its order. */
export function testsOf(cells: readonly NotebookCell[]): RecordedTest[] {
  const found: RecordedTest[] = [];
  const given: string[] = [];
  let before = 0;
  for (const { cell_type, source, metadata } of cells) {
    if (cell_type !== "code") continue;
    const text = [source].flat().join("");
    const { grade = false, solution = false, grade_id = "", points = 0 } = metadata?.nbgrader ?? {};
    if (grade) {
      found.push({ gradeId: grade_id, points, tests: text, given: [...given], before });
      before = given.length;
    } else if (!solution) given.push(text);
  }
  return found;
}

/** @throws SyntaxError where a cell is none that TypeScript understands */
export function programOf({ given, tests, before }: RecordedTest): TestProgram {
  const test = testCell(tests);
  const answers = answersOf(test);
  const cells = given.map(statementsOf);
  // A student's nodes may spawn what was given with the exercise, though no test does.
  const own = cells
    .slice(before)
    .flat()
    .filter(({ isClass }) => isClass);
  const needed = new Set([...freeNames(test), ...own.flatMap(({ declares }) => declares)]);
  const kept: string[] = [];
  const classes: string[] = [];
  for (const cell of cells.toReversed()) {
    const statements = slice(cell, needed);
    if (statements.length === 0) continue;
    const made = statements.filter(({ isClass }) => isClass).flatMap(({ declares }) => declares);
    classes.push(...made);
    kept.unshift([...statements.map(({ text }) => text), `__given({ ${made.join(", ")} });`].join("\n"));
  }
  // A name that every program has means the student's only where it stands for an answer.
  const names = [...needed]
    .filter((name) => answers.has(name) || !(name in globalThis))
    .filter((name) => !ours.has(name));
  const text = `(async (require, __hidden, __given, { ${names.join(", ")} }) => {\n${nested([...kept, test])}})`;
  return { text, names, classes, packages: packagesIn(given) };
}

const ours = new Set(["require", "__hidden", "__given", "undefined", "arguments"]);

/**
 * Hidden tests stand between comments, as nbgrader has it. Where no statement can stand in a comment's place, all
 * tests are hidden.
 */
function testCell(code: string): string {
  const mark = (text: string, word: string, on: boolean) =>
    text.replace(new RegExp(`^[ \\t]*//.*${word} HIDDEN TESTS.*$`, "gm"), `__hidden(${on});`);
  try {
    return javascript(mark(mark(code, "BEGIN", true), "END", false));
  } catch {
    return javascript(`__hidden(true);\n${code}`);
  }
}

/** The names that stand for answers in the call of `grade`. */
function answersOf(code: string): Set<string> {
  const names = new Set<string>();
  for (const { expression } of parsed(code)) {
    const call = expression?.type === "AwaitExpression" ? expression.argument : expression;
    if (call?.type !== "CallExpression" || call.callee.name !== "grade") continue;
    for (const { value } of call.arguments[1]?.properties ?? [])
      if (value?.type === "Identifier") names.add(value.name);
  }
  return names;
}

function packagesIn(cells: readonly string[]): string[] {
  const found = cells.flatMap((cell) => [...cell.matchAll(/^\s*import\b[^;]*?\bfrom\s+["']([^"'.][^"']*)["']/gm)]);
  const names = found.map(([, id]) =>
    id!
      .split("/")
      .slice(0, id!.startsWith("@") ? 2 : 1)
      .join("/"),
  );
  return [...new Set(names)].filter((name) => name !== "kernel-lib" && !name.startsWith("node:"));
}
