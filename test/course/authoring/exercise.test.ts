// npm run exercise: what it adds is an exercise at once, and its tests are worth something.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { addExercise } from "../../../kernel-lib/course/authoring/add-exercise.mjs";
import { autograde } from "../../../kernel-lib/grading/pipeline/autograde.mjs";
import { makeExercises, soundSources } from "../../../kernel-lib/grading/pipeline/exercises.mjs";
import { lintExercises } from "../../../kernel-lib/grading/pipeline/lint.mjs";
import { readVariants } from "../../../kernel-lib/grading/pipeline/variants.mjs";
import { command } from "../../support/command.js";
import { type Notebook, text } from "../../support/exercise.js";
import { cellMarks } from "../../support/gradebook.js";
import { handIn, submission } from "../../support/submission.js";

const folder = mkdtempSync(join(tmpdir(), "verteilt-exercise-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let project: string;
let count = 0;
beforeEach(() => {
  project = join(folder, String(++count));
  mkdirSync(join(project, "notebooks"), { recursive: true });
  writeFileSync(
    join(project, "notebooks", "06-remote-calls.ipynb"),
    JSON.stringify({ cells: [text("t", "# 6. Remote calls and data")], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
});
const add = (chapter: string, title: string, points: number, name: string) =>
  addExercise(project, chapter, title, { points, name });

test("four exercises make a sound chapter, whose wrong solution loses and whose right one does not", async () => {
  expect(add("6", "At most once", 5, "once")).toEqual({
    id: "E6.1",
    files: [
      "solutions/06-remote-calls/06-remote-calls.ipynb",
      "test/wrong/06-remote-calls/E6.1-what-is-wrong.ts",
      "test/right/06-remote-calls/E6.1-another-way.ts",
    ],
  });
  expect(lintExercises(project)).toEqual([]);
  const settings = join(project, "notebooks", "course.json");
  writeFileSync(settings, '{ "chapters": [{ "chapter": "06-remote-calls", "points": 4 }] }');
  expect(lintExercises(project)).toEqual([
    "solutions/06-remote-calls/06-remote-calls.ipynb: its points add up to 5, and notebooks/course.json says 4: write 5 there, or change the tests.",
  ]);
  const more = [
    add("06", "Twice", 1, "two"),
    // As a Mac hands it over: the umlaut as two characters.
    add("06", "Three", 7.5, "ho\u0308chstens"),
    add("06-remote-calls", "Four", 6.5, "four"),
  ];
  expect(more.map(({ id }) => id)).toEqual(["E6.2", "E6.3", "E6.4"]);
  expect(more[0]!.files).toContain("notebooks/course.json");
  expect(readFileSync(settings, "utf8")).toBe('{ "chapters": [{ "chapter": "06-remote-calls", "points": 20 }] }');
  expect(lintExercises(project)).toEqual([]);

  const sources = soundSources(join(project, "solutions"));
  const name = "06-remote-calls";
  const released: Notebook = JSON.parse((await makeExercises(sources)).get(`${name}/${name}.ipynb`)!.toString());
  for (const kind of ["wrong", "right"] as const) {
    const answers = readVariants(join(project, "test"), sources).filter((one) => one.kind === kind);
    const filled = Object.fromEntries(answers.map(({ cell, content }) => [cell, content]));
    handIn(join(project, "handed-in"), kind, name, submission(released, filled));
  }
  await autograde(join(project, "handed-in"), { solutions: join(project, "solutions") });
  const points = (student: string) =>
    cellMarks(join(project, "handed-in")).flatMap((mark) => (mark.student === student ? [mark.points] : []));
  expect(points("right")).toEqual([5, 1, 7.5, 6.5]);
  expect(points("wrong")).toEqual([2, 0.5, 3, 2.5]);
}, 300_000);

test("the first exercise of a chapter comes with an introduction, and the chapter's title", () => {
  add("06", "At most once", 5, "once");
  const { cells } = JSON.parse(readFileSync(join(project, "solutions/06-remote-calls/06-remote-calls.ipynb"), "utf8"));
  expect(cells.map(({ id }: { id: string }) => id)).toEqual([
    "intro",
    "given-imports",
    "E6_1-text",
    "E6_1-hint",
    "E6_1",
    "E6_1-tests",
  ]);
  expect(cells[0].source[0]).toBe("# Exercises to chapter 6: Remote calls and data\n");
});

test("a name may have any letters, and one may begin like another", () => {
  expect([add("6", "T", 5, "größe").id, add("6", "U", 5, "gr").id, add("6", "V", 5, "größer").id]).toEqual([
    "E6.1",
    "E6.2",
    "E6.3",
  ]);
});

test.each<[string, () => unknown, string]>([
  ["a chapter that is not there", () => add("7", "T", 5, "f"), 'There is no chapter "7": there is 06-remote-calls.'],
  ["a title of two lines", () => add("6", "a\nb", 5, "f"), 'The title "a\\nb" must be one line without brackets.'],
  ["points that are none", () => add("6", "T", Number.NaN, "f"), "An exercise is worth 1 to 20 points"],
  ["a name that is none", () => add("6", "T", 5, "my function"), '"my function" cannot be the name'],
  ["a name that tests use", () => add("6", "T", 5, "test"), '"test" cannot be the name'],
  ["a name twice", () => [add("6", "T", 5, "f"), add("6", "U", 5, "f")], "has a function f already"],
  [
    "a name with an umlaut twice",
    () => [add("6", "T", 5, "bö"), add("6", "U", 5, "bo\u0308")],
    "has a function bö already",
  ],
])("%s is refused", (_, act, message) => {
  expect(act).toThrow(message);
  expect(existsSync(join(project, "test/wrong/06-remote-calls/E6.2-what-is-wrong.ts"))).toBe(false);
});

test("the command refuses what it does not understand, and looks for mistakes", async () => {
  expect(await command("exercise.mjs", ["06"])).toMatchObject({
    code: 2,
    said: expect.stringContaining('got 1 words: ["06"]'),
  });
  expect(await command("exercise.mjs", ["--check"])).toEqual({ code: 0, said: "The exercises are sound.\n" });
});
