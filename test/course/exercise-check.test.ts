import { describe, expect, test } from "vitest";
import { checkNotebook } from "../../kernel-lib/course/grading/check.mjs";
import { answer, type Cell, type Notebook, notebook, plain, sound, testCell, text } from "../support/exercise.js";

const check = (source: Notebook) => checkNotebook(source, "solutions/01-a/01-a.ipynb");
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

describe("a source that cannot be released is told what to mend", () => {
  test("nothing is said about a sound one", () => expect(check(sound())).toEqual([]));

  test("two cells with one grade_id", () => {
    expect(mark("thrice", { grade_id: "twice" })).toEqual([
      'solutions/01-a/01-a.ipynb: cell 5 (code, "function thrice(n: number): number {") has the grade_id "twice" of ' +
        'cell 3 (code, "function twice(n: number): number {"): choose another.',
    ]);
  });

  test.each<[string, () => string[], string[]]>([
    [
      "points that do not add up to 20",
      () => check(notebook(...sound().cells.slice(0, 4))),
      ["its points add up to 10: the test cells of a chapter are worth 20 together."],
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
    ["a test that is not", () => mark("twice-test", { locked: false }), ["has locked false, expected true"]],
    ["an answer with points", () => mark("twice", { points: 0 }), ["has points, but only test cells do"]],
    ["a cell marked by hand", () => mark("twice", { grade: true, points: 0, locked: false }), ["is marked by hand"]],
    [
      "a test without points",
      () => mark("twice-test", { points: "ten" }),
      ['has points "ten", expected a number above 0', "its points add up to 10"],
    ],
    [
      "points that are not the tests'",
      () => body("twice-test", ", 6, async", ", 5, async"),
      ["has tests worth 9 but points 10 in its metadata"],
    ],
    ["no hidden test", () => body("twice-test", /^.*HIDDEN.*\n/gm, ""), ["has no hidden test"]],
    [
      "a hidden region that does not end",
      () => body("twice-test", /^.*END HIDDEN.*\n/m, ""),
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
    ["a test cell with something besides", () => body("twice-test", /^/, "const x = 1;\n"), ["is not one call"]],
    [
      "a test cell with two calls",
      () => body("twice-test", /$/, '\nawait grade("again", {}, async () => {});'),
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
      "cells that share an id",
      () => check(notebook(...sound().cells, text("title", "again"))),
      ['needs an "id" of its own'],
    ],
  ])("%s", (_, said, expected) => {
    expect(said()).toEqual(expected.map((part) => expect.stringContaining(part)));
  });

  test("a return type that is stated is seen", () => {
    for (const header of [
      "const twice = (n: number): number => {",
      "async function twice(n: number): Promise<number> {",
      "class A extends Node {\n  onPing(n: number) {",
    ])
      expect(body("twice", "function twice(n: number): number {", header)).toEqual([]);
  });

  test("tests that a helper writes are left to the run", () => {
    expect(
      body("twice-test", /test\("negative.*/, "for (const n of [1, 2, 3]) test(String(n), 2, async () => true);"),
    ).toEqual([]);
  });

  test("a whole chapter of mistakes is told at once", () => {
    const cells = [answer("a", "x"), testCell("a", "y", 1)];
    expect(check(notebook(...cells)).length).toBeGreaterThan(3);
  });
});
