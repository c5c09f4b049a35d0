import { describe, expect, test } from "vitest";
import { checkNotebook } from "../../kernel-lib/grading/pipeline/check.mjs";
import {
  answer,
  type Cell,
  type Notebook,
  notebook,
  plain,
  sound,
  testCell,
  text,
  twice,
} from "../support/exercise.js";

const check = (source: Notebook) => checkNotebook(source, "solutions/01-a/01-a.ipynb", 20);
/** What is said about a sound exercise after one change to one of its cells. */
function after(id: string, change: (cell: Cell) => void) {
  const changed = sound();
  change(changed.cells.find((cell) => cell.id === id)!);
  return check(changed);
}
const mark = (id: string, entries: object) => after(id, (cell) => Object.assign(cell.metadata.nbgrader, entries));
const body = (id: string, from: string | RegExp, to: string) =>
  after(id, (cell) => {
    cell.source = [cell.source].flat().join("").replace(from, to);
  });

const halfMark = { nbgrader: { ...twice.metadata.nbgrader, grade_id: "half" } };

describe("a source that cannot be released is refused with what to fix", () => {
  test("a sound one is accepted", () => expect(check(sound())).toEqual([]));

  test("two cells with one grade_id", () => {
    expect(mark("thrice", { grade_id: "twice" })).toEqual([
      'solutions/01-a/01-a.ipynb: cell 7 (code, "function thrice(n: number): number {") has the grade_id "twice" of ' +
        'cell 4 (code, "function twice(n: number): number {"): choose another.',
    ]);
  });

  test.each<[string, () => string[], string[]]>([
    [
      "points that do not add up to 20",
      () => check(notebook(...sound().cells.slice(0, 5))),
      ["its points add up to 10, and notebooks/course.json says 20: write 10 there, or change the tests."],
    ],
    [
      "another kernel",
      () => check({ ...sound(), metadata: { kernelspec: { name: "python3" } } }),
      ['its kernelspec is "python3", expected "verteilt"'],
    ],
    ["an old format", () => check({ ...sound(), nbformat_minor: 2 }), ["it has nbformat 4.2, expected 4.5"]],
    [
      "a grade_id nbgrader refuses",
      () => mark("twice", { grade_id: "E1.1" }),
      ['has the grade_id "E1.1": use letters'],
    ],
    [
      "a key of our own",
      () => mark("twice", { hint: "x" }),
      ["has hint in metadata.nbgrader, where nbgrader allows no keys but its own"],
    ],
    ["an old schema", () => mark("twice", { schema_version: 2 }), ["has schema_version 2, expected 3"]],
    ["an answer that is locked", () => mark("twice", { locked: true }), ["has locked true, expected false"]],
    ["a test that is not", () => mark("twice-tests", { locked: false }), ["has locked false, expected true"]],
    ["an answer with points", () => mark("twice", { points: 0 }), ["has points, but only test cells do"]],
    ["a cell marked by hand", () => mark("twice", { grade: true, points: 0, locked: false }), ["is marked by hand"]],
    [
      "a test without points",
      () => mark("twice-tests", { points: "ten" }),
      ['has points "ten", expected a number above 0', "its points add up to 10"],
    ],
    [
      "points that are not the tests'",
      () => body("twice-tests", ", 6, async", ", 5, async"),
      ["has tests worth 9 but points 10 in its metadata"],
    ],
    ["no hidden test", () => body("twice-tests", /^.*HIDDEN.*\n/gm, ""), ["has no hidden test"]],
    [
      "a hidden region that does not end",
      () => body("twice-tests", /^.*END HIDDEN.*\n/m, ""),
      ['has "// BEGIN HIDDEN TESTS" without "// END HIDDEN TESTS"'],
    ],
    [
      "regions out of turn",
      () => body("twice", "// BEGIN", "// END"),
      ['has "// BEGIN SOLUTION" and "// END SOLUTION" out of turn'],
    ],
    ["an answer without a solution", () => body("twice", /^.*(BEGIN|END) SOLUTION\n/gm, ""), ["has no solution"]],
    [
      "a stub without a return type",
      () => body("twice", "): number {", ") {"),
      ['has "function twice(n: number) {" before the solution'],
    ],
    [
      "an arrow without a return type",
      () => body("twice", "function twice(n: number): number", "const twice = (n: number) =>"),
      ['has "const twice = (n: number) => {" before'],
    ],
    ["a test cell with something besides", () => body("twice-tests", /^/, "const x = 1;\n"), ["is not one call"]],
    [
      "a test cell with two calls",
      () => body("twice-tests", /$/, '\nawait grade("again", {}, async () => {});'),
      ["is not one call"],
    ],
    [
      "a solution outside answers",
      () => check(notebook(...sound().cells, plain("p", "// BEGIN SOLUTION"))),
      ['holds "BEGIN SOLUTION" but is no answer cell'],
    ],
    [
      "hidden tests in an answer",
      () => body("twice", "return", "// BEGIN HIDDEN TESTS\nreturn"),
      ['holds "BEGIN HIDDEN TESTS" but is no test cell'],
    ],
    [
      "a marker with a typing mistake",
      () => body("twice", /$/, "\n  //begin solutions"),
      [
        'has "//begin solutions", which is no marker, so students would see what it should hide: write "// BEGIN SOLUTION".',
      ],
    ],
    [
      "a hidden region whose end has a typing mistake",
      () => body("twice-tests", "// END HIDDEN TESTS", "// end hidden test"),
      [
        'has "// end hidden test", which is no marker, so students would see what it should hide: write "// END HIDDEN TESTS".',
        'has "// BEGIN HIDDEN TESTS" without "// END HIDDEN TESTS"',
      ],
    ],
    [
      "a test cell of another exercise's name",
      () => mark("twice-tests", { grade_id: "thrice-check" }),
      ['calls grade("twice", ...) but has the grade_id "thrice-check": make it "twice-tests".'],
    ],
    [
      "tests without an answer",
      () => check(notebook(...sound().cells.filter(({ id }) => id !== "twice"))),
      ['has no answer cell before it: mark one as a solution, with the grade_id "twice".'],
    ],
    [
      "an answer without tests",
      () => check(notebook(...sound().cells, { ...twice, id: "half", metadata: halfMark })),
      ['is an answer that no test asks for: add a test cell that calls grade("half", ...), or unmark it.'],
    ],
    [
      "no visible test",
      () => body("twice-tests", /^ {2}test\(.*\n(.*\n.*), 6,/m, "$1, 10,"),
      ['shows no test: put at least one before "// BEGIN HIDDEN TESTS"'],
    ],
    [
      "two tests of one name",
      () => body("twice-tests", "negative numbers stay negative", "two becomes 4"),
      ['has two tests called "two becomes 4": a student could not tell them apart. Rename one.'],
    ],
    [
      "a test without a sentence",
      () => body("twice-tests", "two becomes 4", " "),
      ['has a test called " ": write a sentence that says what holds.'],
    ],
    [
      "no statement",
      () => body("twice-text", "## twice", "## Twice"),
      ['has no statement before it: add a text that begins "## twice Title (10 points)".'],
    ],
    [
      "a heading with other points",
      () => body("twice-text", "(10 points)", "(9 points)"),
      ['says 9 points, and its tests are worth 10: make its heading end with "(10 points)".'],
    ],
    [
      "a heading without points",
      () => body("twice-text", " (10 points)", ""),
      ['does not say its points, and its tests are worth 10: make its heading end with "(10 points)".'],
    ],
    ["no hint", () => body("twice-text", /<details>.*<\/details>/s, ""), ['has no hint: add "<details><summary>Hint']],
    [
      "a hint that does not close",
      () => body("twice-text", "</details>", ""),
      ['opens 1 <details> and closes 0: close each with "</details>".'],
    ],
    [
      "a hint that goes on at once",
      () => body("twice-text", "</summary>\n\n", "</summary>\n"),
      ['goes on right after "</summary>": leave an empty line there'],
    ],
    [
      "cells that share an id",
      () => check(notebook(...sound().cells, text("title", "again"))),
      ['needs an "id" of its own'],
    ],
  ])("%s", (_, said, expected) => {
    expect(said()).toEqual(expected.map((part) => expect.stringContaining(part)));
  });

  test("a declared return type is recognised", () => {
    for (const header of [
      "const twice = (n: number): number => {",
      "async function twice(n: number): Promise<number> {",
      "class A extends Node {\n  onPing(n: number) {",
    ])
      expect(body("twice", "function twice(n: number): number {", header)).toEqual([]);
  });

  test("tests that a helper writes are checked by the run", () => {
    expect(
      body("twice-tests", /test\("negative.*/, "for (const n of [1, 2, 3]) test(String(n), 2, async () => true);"),
    ).toEqual([]);
  });

  test("all mistakes of a chapter are reported at once", () => {
    const cells = [answer("a", "x"), testCell("a", "y", 1)];
    expect(check(notebook(...cells)).length).toBeGreaterThan(3);
  });
});
