// One submission on its way to a mark, where something unforeseen happens.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { markSubmission } from "../../kernel-lib/grading/pipeline/marking.mjs";
import { sound } from "../support/exercise.js";
import { handIn } from "../support/submission.js";

const folder = mkdtempSync(join(tmpdir(), "verteilt-marking-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let notes: string[] = [];
let judged = 0;
beforeEach(() => {
  notes = [];
  judged = 0;
});
/** Stands where the gradebook does. */
const book: any = {
  note: (text: string) => notes.push(text.split("\n")[0]!),
  demand: () => Promise.resolve({ points: 0, of: 20 }),
};
const assignment: any = { exercise: sound(), prepared: Promise.resolve({ tests: [] }) };
const job = (file: string) => ({ key: "ann/01-first", student: "ann", assignment: "01-first", inputs: "", file });
const page = () => readFileSync(join(folder, "feedback/ann/01-first.html"), "utf8");

test("a notebook that cannot be taken in earns nothing, says so, and its reason is in the log", async () => {
  const gone = join(folder, "gone.ipynb");
  const { mark, again } = await markSubmission(job(gone), assignment, {} as any, book, folder);
  expect([mark.points, mark.problem, again]).toEqual([0, "the notebook cannot be taken in", undefined]);
  expect(notes).toEqual([expect.stringContaining("ann/01-first: Error: ENOENT")]);
  expect(page()).toContain("the notebook cannot be taken in");
});

test.each([
  ["Uncompilable", 1, undefined],
  ["Error", 2, true],
])("what fails with %s is judged %i times", async (name, times, tryAgain) => {
  handIn(folder, "ann", "01-first", sound());
  const judging: any = {
    judge: () => {
      judged++;
      return Promise.reject(Object.assign(new Error("it takes more than 15 s"), { name }));
    },
    reset: () => {},
  };
  const file = join(folder, "ann/01-first/01-first.ipynb");
  const { mark, again } = await markSubmission(job(file), assignment, judging, book, folder);
  expect([judged, again, mark.problem]).toEqual([times, tryAgain, "it takes more than 15 s"]);
});
