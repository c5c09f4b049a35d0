// Feedback that nbgrader's exchange returns: only to a submission that came through it.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeReturned } from "../../kernel-lib/grading/pipeline/returned.mjs";

let folder: string;
const anna = {
  student: "anna",
  assignment: "01-what",
  notebooks: [],
  archives: [],
  notes: [],
  timestamp: "2026-12-01",
};
const handedIn = () => join(folder, "anna", "01-what");
const returned = () => join(folder, ".verteilt", "feedback", "anna", "01-what");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verteilt-returned-"));
  mkdirSync(handedIn(), { recursive: true });
  writeFileSync(join(handedIn(), "mine.ipynb"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a page lies where nbgrader looks for it, with what it knows the submission by", () => {
  writeFileSync(join(handedIn(), "submission_secret.txt"), "a secret");
  writeReturned(folder, anna, "<p>20 of 20</p>");
  const content = Object.fromEntries(
    readdirSync(returned()).map((name) => [name, readFileSync(join(returned(), name), "utf8")]),
  );
  expect(content).toEqual({
    "mine.html": "<p>20 of 20</p>",
    "submission_secret.txt": "a secret",
    "timestamp.txt": "2026-12-01",
  });
  // The page goes to the student with the mode it has here.
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  if (process.platform !== "win32")
    expect([modeOf(returned()), modeOf(join(returned(), "mine.html"))]).toEqual(["700", "644"]);
});

test("what was handed in otherwise, or with a link for a secret, is not returned by nbgrader", () => {
  writeReturned(folder, anna, "<p>20 of 20</p>");
  expect(() => readdirSync(returned())).toThrow("ENOENT");
  writeFileSync(join(folder, "other"), "another file of the lecturer's");
  if (process.platform !== "win32") symlinkSync(join(folder, "other"), join(handedIn(), "submission_secret.txt"));
  writeReturned(folder, anna, "<p>20 of 20</p>");
  expect(() => readdirSync(returned())).toThrow("ENOENT");
});
