// A small course with one or two exercises, marked by the pipeline itself: what a lecturer does, in seconds.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { autograde } from "../../kernel-lib/grading/pipeline/autograde.mjs";
import { makeExercises, soundSources } from "../../kernel-lib/grading/pipeline/exercises.mjs";
import { type Notebook, sound, writeSource } from "./exercise.js";
import { grades } from "./gradebook.js";
import { submission } from "./submission.js";

export type Row = Record<string, string>;

export class SmallCourse {
  readonly home = mkdtempSync(join(tmpdir(), "verteilt-course-"));
  readonly solutions = join(this.home, "solutions");
  readonly dir = join(this.home, "submissions");
  readonly #exercises = new Map<string, Notebook>();

  /** Each assignment has the exercises "twice" and "thrice" of 10 points, 6 of them hidden. */
  static async make(...names: string[]): Promise<SmallCourse> {
    const course = new SmallCourse();
    mkdirSync(course.dir);
    for (const name of names) writeSource(course.solutions, name, sound());
    const made = await makeExercises(soundSources(course.solutions));
    for (const name of names) course.#exercises.set(name, JSON.parse(made.get(`${name}/${name}.ipynb`)!.toString()));
    return course;
  }

  /** The released notebook, with some answers. */
  notebook(name: string, answers: Record<string, string> = {}): Notebook {
    return submission(structuredClone(this.#exercises.get(name)!), answers);
  }

  mark(options: Parameters<typeof autograde>[1] = {}): ReturnType<typeof autograde> {
    return autograde(this.dir, { solutions: this.solutions, ...options });
  }

  get rows(): Row[] {
    return grades(this.dir);
  }

  /** A row of grades.csv, as an object of these columns. */
  row(student: string, ...columns: string[]): Row {
    const found = this.rows.filter((row) => row.student_id === student);
    if (found.length !== 1) throw new Error(`${student} has ${found.length} rows.`);
    return Object.fromEntries(columns.map((column) => [column, found[0]![column] ?? "no such column"]));
  }

  /** A table as a careful reader of CSV sees it. */
  table(file: string): string[][] {
    return Papa.parse<string[]>(this.read(file), { skipEmptyLines: true }).data;
  }

  read(path: string): string {
    return readFileSync(join(this.dir, path), "utf8");
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Answers that are right, and such as pass only the tests that can be seen. */
export const right = {
  twice: "function twice(n: number): number {\n  return 2 * n;\n}",
  thrice: "function thrice(n: number): number {\n  return 3 * n;\n}",
};
export const visibleOnly = {
  twice: "function twice(n: number): number {\n  return Math.abs(2 * n);\n}",
  thrice: "function thrice(n: number): number {\n  return Math.abs(3 * n);\n}",
};
