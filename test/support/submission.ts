// A student's notebook: the released exercise with some answers filled in.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { kindOf } from "../../kernel-lib/grading/pipeline/kind.mjs";
import type { Cell, Notebook } from "./exercise.js";

/** The exercise with these answers, by grade_id; a grade_id nobody asks for is a mistake in the test. */
export function submission(exercise: Notebook, answers: Record<string, string>): Notebook {
  const cells = exercise.cells.map((cell) => ({ ...cell, source: answers[gradeId(cell)] ?? cell.source }));
  for (const id of Object.keys(answers))
    if (!exercise.cells.some((cell) => kindOf(cell) === "answer" && gradeId(cell) === id))
      throw new Error(`No answer cell has the grade_id ${JSON.stringify(id)}.`);
  return { ...exercise, cells };
}

/** Every answer of a source notebook, by grade_id. */
export function answersOf(solution: Notebook): Record<string, string> {
  const answers = solution.cells.filter((cell) => kindOf(cell) === "answer");
  return Object.fromEntries(answers.map((cell) => [gradeId(cell), source(cell)]));
}

/** Hands a notebook, or whatever a student takes for one, in. */
export function handIn(
  dir: string,
  student: string,
  assignment: string,
  content: Notebook | string,
  name = assignment,
): void {
  mkdirSync(join(dir, student, assignment), { recursive: true });
  writeFileSync(
    join(dir, student, assignment, `${name}.ipynb`),
    typeof content === "string" ? content : JSON.stringify(content),
  );
}

const gradeId = (cell: Cell): string => cell.metadata.nbgrader?.grade_id ?? "";
