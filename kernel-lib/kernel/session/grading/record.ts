// What the release recorded of test cells: the notebooks in solutions/ and exercises/, or the one that is being marked. A cell that is run is a
// recorded test cell when its text is one's.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "../child.js";

/** A test cell, and the cells before it that were given to students, as their authors wrote them. */
export interface RecordedTest {
  readonly tests: string;
  readonly given: readonly string[];
}

interface Cell {
  cell_type: string;
  source: string | string[];
  metadata?: { nbgrader?: { grade?: boolean; solution?: boolean } };
}

const read = new Map<string, { modified: number; tests: readonly RecordedTest[] }>();

/** The test cell with this text, if one is recorded. */
export function recordedTest(code: string): RecordedTest | undefined {
  const text = normal(code);
  for (const file of files()) {
    const found = testsIn(file).find(({ tests }) => normal(tests) === text);
    if (found) return found;
  }
  return undefined;
}

/** Whether a cell with this text was given to students. */
export function isGiven(code: string): boolean {
  const text = normal(code);
  return files().some((file) => testsIn(file).some(({ given }) => given.some((cell) => normal(cell) === text)));
}

/** Spaces at a line's end and line ends may differ from one editor to the next. */
export function normal(code: string): string {
  return code.replace(/[ \t\r]+$/gm, "").trim();
}

function files(): string[] {
  const named = process.env.VERTEILT_EXERCISE;
  if (named) return named.split(delimiter);
  return ["solutions", "exercises"].flatMap((kind) => {
    const folder = join(root, kind);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((name) => join(folder, name, `${name}.ipynb`));
  });
}

/** The test cells of a notebook; none of one that cannot be read. */
function testsIn(file: string): readonly RecordedTest[] {
  try {
    const modified = statSync(file).mtimeMs;
    const known = read.get(file);
    if (known?.modified === modified) return known.tests;
    const tests = testsOf(JSON.parse(readFileSync(file, "utf8")).cells);
    read.set(file, { modified, tests });
    return tests;
  } catch {
    return [];
  }
}

function testsOf(cells: readonly Cell[]): RecordedTest[] {
  const found: RecordedTest[] = [];
  const given: string[] = [];
  for (const { cell_type, source, metadata } of cells) {
    if (cell_type !== "code") continue;
    const text = [source].flat().join("");
    const { grade = false, solution = false } = metadata?.nbgrader ?? {};
    if (grade) found.push({ tests: text, given: [...given] });
    else if (!solution) given.push(text);
  }
  return found;
}
