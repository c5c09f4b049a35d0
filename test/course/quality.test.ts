// What every exercise's tests are worth: its solution, the untouched stub, wrong and second right solutions, marked in
// one run by the real command. Exercises of a chapter do not touch each other, so one student hands in a variant of
// each.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCourse } from "../../kernel-lib/course/command/course.mjs";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { makeExercises, soundSources } from "../../kernel-lib/grading/pipeline/exercises.mjs";
import { readVariants } from "../../kernel-lib/grading/pipeline/variants.mjs";
import { command } from "../support/command.js";
import type { Notebook } from "../support/exercise.js";
import { textOf, verdictOf } from "../support/feedback.js";
import { type CellMark, cellMarks } from "../support/gradebook.js";
import { hiddenLines } from "../support/hidden.js";
import { answersOf, handIn, submission } from "../support/submission.js";

type Variant = ReturnType<typeof readVariants>[number];

const dir = mkdtempSync(join(tmpdir(), "verteilt-quality-"));
const course = readCourse();
const sources = soundSources(join(root, "solutions"));
const variants = readVariants(join(root, "test"), sources);
let marks: CellMark[];

beforeAll(async () => {
  const made = await makeExercises(sources);
  for (const { name, notebook } of sources) {
    const exercise: Notebook = JSON.parse(made.get(`${name}/${name}.ipynb`)!.toString());
    const solution = answersOf(notebook);
    handIn(dir, "solution", name, submission(exercise, solution));
    handIn(dir, "untouched", name, submission(exercise, {}));
    const students = new Set(variants.filter(({ assignment }) => assignment === name).map(studentOf));
    for (const student of students) {
      const own = variants.filter((one) => one.assignment === name && studentOf(one) === student);
      const answers = Object.fromEntries(own.map(({ cell, content }) => [cell, content]));
      handIn(dir, student, name, submission(exercise, { ...solution, ...answers }));
    }
  }
  const { code, said } = await command("autograde.mjs", [dir]);
  expect(code, said).toBe(0);
  marks = cellMarks(dir);
  console.log(table());
}, 5_400_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The first variant of each exercise is handed in by "variants 1", and so on. */
function studentOf(variant: Variant): string {
  const same = variants.filter((one) => one.assignment === variant.assignment && one.cell === variant.cell);
  return `variants ${same.indexOf(variant) + 1}`;
}

const markOf = (student: string, assignment: string, cell: string) =>
  marks.find((mark) => mark.student === student && mark.assignment === assignment && mark.cell === `${cell}-tests`)!;
const marksOf = (student: string, assignment: string) =>
  marks.filter((mark) => mark.student === student && mark.assignment === assignment);
const worthOf = (student: string, assignment: string) =>
  marksOf(student, assignment).reduce((sum, { of }) => sum + of, 0);
const feedback = (student: string, assignment: string) =>
  readFileSync(join(dir, "feedback", student, `${assignment}.html`), "utf8");

describe.each(sources.map(({ name }) => name))("%s", (name) => {
  const inThis = (kind: Variant["kind"]) => variants.filter((one) => one.assignment === name && one.kind === kind);

  test("the solution earns all points that the course gives the chapter", () => {
    const { points: worth = worthOf("solution", name) } = course.chapters.find((one) => one.name === name) ?? {};
    expect(marksOf("solution", name).reduce((sum, { points }) => sum + points, 0)).toBe(worth);
    for (const { cell, points, of } of marksOf("solution", name)) expect(points, cell).toBe(of);
  });

  test("the untouched exercise earns nothing", () => {
    expect(marksOf("untouched", name).map(({ points }) => points)).toEqual(marksOf("solution", name).map(() => 0));
  });

  test.each(inThis("wrong"))("wrong: $name loses points at its hidden test", (variant) => {
    const mark = markOf(studentOf(variant), name, variant.cell);
    expect(mark.points).toBeLessThan(mark.of);
    expect(verdictOf(feedback(studentOf(variant), name), variant.cell)).toContain(`✗ failed${variant.loses}`);
  });

  test.each(inThis("right"))("right: $name earns all points", (variant) => {
    const mark = markOf(studentOf(variant), name, variant.cell);
    expect(mark.points).toBe(mark.of);
  });

  test("no feedback shows a hidden test's code, a traceback or a path", () => {
    const students = readdirSync(join(dir, "feedback")).filter((student) =>
      existsSync(join(dir, "feedback", student, `${name}.html`)),
    );
    expect(students.length).toBeGreaterThan(2);
    const { notebook } = sources.find((one) => one.name === name)!;
    const secrets = [...hiddenLines(notebook), "HIDDEN TESTS", root];
    for (const student of students) {
      const shown = textOf(feedback(student, name));
      expect(
        secrets.filter((secret) => shown.includes(secret)),
        student,
      ).toEqual([]);
    }
  });
});

test("nothing is left for marking by hand", () => expect(marks.filter(({ manual }) => manual)).toEqual([]));

/** For each exercise what its solution, the stub, and every variant earn, and where the wrong ones lose. */
function table(): string {
  return sources
    .map(({ name }) => {
      const rows = marksOf("solution", name).flatMap(({ cell: graded }) => {
        const cell = graded.replace(/-tests$/, "");
        const row = (who: string, student: string, lost = "") => {
          const { points, of } = markOf(student, name, cell);
          return { who, earned: `${points} of ${of}`, lost };
        };
        return [
          row(`${cell.replace("_", ".")} solution`, "solution"),
          row("     untouched", "untouched"),
          ...variants
            .filter((one) => one.assignment === name && one.cell === cell)
            .map((one) =>
              row(
                `     ${one.kind}: ${one.name.slice(one.exercise.length + 1)}`,
                studentOf(one),
                one.loses && `fails: ${one.loses}`,
              ),
            ),
        ];
      });
      const width = Math.max(...rows.map(({ who }) => who.length));
      return [
        `\n${name}`,
        ...rows.map(({ who, earned, lost }) => `${who.padEnd(width)}  ${earned.padStart(10)}  ${lost}`.trimEnd()),
      ].join("\n");
    })
    .join("\n");
}
