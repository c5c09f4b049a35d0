// The answers in test/wrong and test/right, and how mistakes in them are told.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkExercises } from "../../kernel-lib/course/authoring/checks.mjs";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { lintExercises } from "../../kernel-lib/grading/pipeline/lint.mjs";
import { testsOf } from "../../kernel-lib/grading/pipeline/tests-of.mjs";
import { sound, writeSource } from "../support/exercise.js";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "verteilt-lint-"));
  writeSource(join(project, "solutions"), "01-first", sound());
  write("test/wrong/01-first/twice-adds.ts", "// loses: negative numbers stay negative\n");
  write("test/wrong/01-first/thrice-adds.ts", "// loses: negative numbers stay negative\r\n");
  write("test/right/01-first/twice-shifts.ts", "");
  write("test/right/01-first/thrice-counts.ts", "");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, content: string) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}
const remove = (path: string) => rmSync(join(project, path), { recursive: true });

test("sound exercises are accepted, including the course's own", async () => {
  expect(lintExercises(project)).toEqual([]);
  expect(lintExercises(root)).toEqual([]);
  expect(await checkExercises(root)).toEqual({ passed: 1, failed: 0 });
});

test("what students get has neither solutions nor tests, and that is not a mistake", () => {
  remove("solutions");
  remove("test");
  expect(lintExercises(project)).toEqual([]);
});

test.each<[string, () => void, string]>([
  [
    "a wrong solution that does not say where it loses",
    () => write("test/wrong/01-first/twice-adds.ts", "function twice() {}\n// loses: negative numbers stay negative"),
    "test/wrong/01-first/twice-adds.ts: its first line must name the hidden test that it fails, one of:\n      // loses: negative numbers stay negative",
  ],
  [
    "a hidden test that is not there",
    () => write("test/wrong/01-first/twice-adds.ts", "// loses: two becomes 4"),
    'test/wrong/01-first/twice-adds.ts: no hidden test of twice is called "two becomes 4": make the first line one of:\n      // loses: negative numbers stay negative',
  ],
  [
    "an answer to an exercise that is not there",
    () => write("test/right/01-first/E1.7-new.ts", ""),
    "test/right/01-first/E1.7-new.ts: there is no exercise E1.7 in 01-first: begin its name with one of twice, thrice.",
  ],
  [
    "a folder of answers to no exercises",
    () => write("test/wrong/02-gone/E2.1-x.ts", ""),
    "test/wrong/02-gone: there is no solutions/02-gone: rename the folder, or remove it.",
  ],
  [
    "no wrong solution",
    () => remove("test/wrong/01-first/thrice-adds.ts"),
    "test/wrong/01-first/: thrice has no wrong solution: add thrice-what-is-wrong.ts, which must lose points.",
  ],
  [
    "no second right solution",
    () => remove("test/right/01-first/twice-shifts.ts"),
    "test/right/01-first/: twice has no second right solution: add twice-another-way.ts, built differently.",
  ],
])("%s", async (_, harm, said) => {
  harm();
  expect(lintExercises(project)).toEqual([said]);
  expect(await checkExercises(project)).toEqual({ passed: 0, failed: 1 });
});

test("a test cell names its exercise and the sentences of its tests", () => {
  const code = `await grade("E1.1", { f }, async ({ f, test }) => {
  test("a \\"quoted\\" one", 1, async () => {});
  // BEGIN HIDDEN TESTS
  test(
    'over two lines', 1, async () => {});
  story("e", "access");
  // END HIDDEN TESTS
})`;
  expect(testsOf(code)).toEqual({ id: "E1.1", visible: ['a "quoted" one'], hidden: ["over two lines", "story e"] });
});
