// What an exercise owes its readers from chapter 3 on: one of each chapter is judged by every order of messages, in a test
// that students see, so that the order which breaks their node is drawn for them.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { soundSources } from "../../kernel-lib/grading/pipeline/exercises.mjs";

const HIDDEN = /\/\/ BEGIN HIDDEN TESTS[\s\S]*?\/\/ END HIDDEN TESTS/g;
const chapters = soundSources(join(root, "solutions")).filter(({ name }) => Number.parseInt(name, 10) >= 3);

test("there are chapters to ask", () => expect(chapters.length).toBeGreaterThanOrEqual(4));

describe.each(chapters)("$name", ({ notebook }) => {
  test("an exercise is judged by every order of messages, in sight of the student", () => {
    const tests = notebook.cells.map(source).filter((text) => /^await grade\(/.test(text));
    expect(tests.filter((text) => /\bexplore\(/.test(text.replace(HIDDEN, ""))).length).toBeGreaterThan(0);
  });
});
