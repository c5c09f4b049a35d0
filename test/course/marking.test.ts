// One submission on its way to a mark, where something unforeseen happens.
import { mkdtempSync, rmSync } from "node:fs";
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
  enter: () => Promise.resolve({ points: 0, of: 20 }),
};
const source = { name: "01-first" };
const assignment: any = { exercise: sound(), source, all: [], prepared: Promise.resolve({ tests: [] }) };
const job = (file: string) => ({
  ...{ key: "ann/01-first", student: "ann", assignment: "01-first", inputs: "", archives: [], notes: [] },
  notebooks: [{ file, name: "01-first.ipynb", modified: 0 }],
});

test("a notebook that cannot be taken in earns nothing, says so, and its reason is in the log", async () => {
  const gone = join(folder, "gone.ipynb");
  const { mark, again } = await markSubmission(job(gone), assignment, {} as any, book, folder);
  const problem = { status: "unreadable", why: ["theNotebook", ["notTakenIn"]] };
  expect([mark.points, mark.problem, again]).toEqual([0, problem, undefined]);
  expect(notes).toEqual([expect.stringContaining("ann/01-first: Error: ENOENT")]);
});

test.each([
  ["Uncompilable", 1, undefined, "unreadable"],
  ["Error", 2, true, "not judged"],
])("what fails with %s is judged %i times", async (name, times, tryAgain, status) => {
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
  expect([judged, again, mark.problem]).toEqual([
    times,
    tryAgain,
    { status, why: ["failed", "it takes more than 15 s"] },
  ]);
});
