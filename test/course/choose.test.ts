// Which of several notebooks counts, and of which exercise each is.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { canonical } from "../../kernel-lib/grading/pipeline/canonical.mjs";
import { choose } from "../../kernel-lib/grading/pipeline/choose.mjs";
import { traitsOf } from "../../kernel-lib/grading/pipeline/recognise.mjs";
import { put } from "../../kernel-lib/grading/pipeline/remarks.mjs";
import { answer, type Notebook, notebook, plain, sound, testCell, text } from "../support/exercise.js";
import { submission } from "../support/submission.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verteilt-choose-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const original = sound();
const stub = (name: string) => `function ${name}(n: number): number {\n  throw new Error("Your turn");\n}`;
const exercise = canonical(submission(original, { twice: stub("twice"), thrice: stub("thrice") }));
const mine = (name: string, factor: number) => `function ${name}(n: number): number {\n  return n * ${factor};\n}`;
const untouched = () => structuredClone(exercise);
const half = () => submission(untouched(), { twice: mine("twice", 2) });
const whole = (factor = 2) => submission(untouched(), { twice: mine("twice", factor), thrice: mine("thrice", 3) });
/** Another chapter's exercise. */
const other = () =>
  notebook(
    text("t", "# Other"),
    plain("given-imports", "import x;"),
    answer("E2_1", stub("sum")),
    testCell("E2_1-tests", 'await grade("E2.1", { sum }, async () => {});', 20),
  );
const all = [
  traitsOf({ name: "01-first", notebook: original, beside: new Map() }),
  traitsOf({ name: "02-other", notebook: other(), beside: new Map() }),
];

function hand(content: Notebook | string, name: string, modified: number) {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return { file, name, modified };
}
const chosen = async (...candidates: ReturnType<typeof hand>[]) => {
  const found: any = await choose(candidates, exercise, "01-first", all, (error) => expect(error).toBeUndefined());
  const answers = found.notebook?.cells.flatMap((cell: any) =>
    cell.metadata.nbgrader?.solution ? [/return n \* (\d)/.exec(source(cell))?.[1] ?? "none"] : [],
  );
  const problem = found.problem && { ...found.problem, why: put(found.problem.why) };
  return { answers, notes: found.notes.map((note: any) => put(note)), problem };
};

test("a complete copy counts beside an untouched notebook, whichever is newer", async () => {
  for (const times of [
    [1, 2],
    [2, 1],
  ] as const) {
    const { answers, notes } = await chosen(
      hand(untouched(), "01-first.ipynb", times[0]),
      hand(whole(), "01-first-Copy1.ipynb", times[1]),
    );
    expect(answers).toEqual(["2", "3"]);
    expect(notes).toEqual([
      "01-first-Copy1.ipynb counts (the newest with every answer)",
      "01-first.ipynb does not count",
    ]);
  }
});

test("of several complete ones the newest counts", async () => {
  const { answers, notes } = await chosen(
    hand(whole(4), "a.ipynb", 5),
    hand(whole(7), "b.ipynb", 9),
    hand(half(), "c.ipynb", 11),
  );
  expect(answers).toEqual(["7", "3"]);
  expect(notes).toEqual([
    "b.ipynb counts (the newest with every answer)",
    "c.ipynb does not count",
    "a.ipynb does not count",
  ]);
});

test("an answer in which a place is left to fill is not given yet", async () => {
  const begun = submission(untouched(), {
    twice: mine("twice", 9),
    thrice: 'function thrice(n: number): number {\n  // soon\n  throw new Error("Your turn: thrice n");\n}',
  });
  const { answers, notes } = await chosen(hand(begun, "new.ipynb", 9), hand(whole(), "old.ipynb", 5));
  expect(answers).toEqual(["2", "3"]);
  expect(notes).toEqual(["old.ipynb counts (the newest with every answer)", "new.ipynb does not count"]);
  expect((await chosen(hand(begun, "new.ipynb", 9))).notes).toEqual([]);
});

test("where none is complete, the one with the most answers counts", async () => {
  const { answers, notes } = await chosen(hand(untouched(), "a.ipynb", 9), hand(half(), "b.ipynb", 5));
  expect(answers).toEqual(["2", "none"]);
  expect(notes).toEqual(["b.ipynb counts (1 of 2 answers)", "a.ipynb does not count"]);
});

test("one notebook is not talked about, unless nothing is in it", async () => {
  expect((await chosen(hand(whole(), "a.ipynb", 1))).notes).toEqual([]);
  expect((await chosen(hand(untouched(), "a.ipynb", 1))).notes).toEqual(["no answer is given"]);
});

test("another chapter's notebook is named, and not marked as this one", async () => {
  const own = submission(other(), { E2_1: mine("sum", 5) });
  expect(await chosen(hand(own, "x.ipynb", 1))).toEqual({
    answers: undefined,
    notes: [],
    problem: { status: "other exercise", why: "the notebook is one of 02-other" },
  });
  for (const cell of own.cells) Object.assign(cell, { id: undefined, metadata: {} });
  expect((await chosen(hand(own, "x.ipynb", 1))).problem).toMatchObject({ status: "other exercise" });
  const { answers, notes } = await chosen(hand(own, "x.ipynb", 2), hand(half(), "y.ipynb", 1));
  expect(answers).toEqual(["2", "none"]);
  expect(notes).toEqual(["y.ipynb counts (1 of 2 answers)", "x.ipynb is one of 02-other"]);
});

test("one that cannot be read does not hide one that can", async () => {
  const { answers, notes } = await chosen(hand("{", "new.ipynb", 2), hand(whole(), "old.ipynb", 1));
  expect(answers).toEqual(["2", "3"]);
  expect(notes).toEqual(["old.ipynb counts (the newest with every answer)", "new.ipynb is damaged: it is not JSON"]);
  expect(await chosen(hand("{", "new.ipynb", 2), hand("", "old.ipynb", 1))).toEqual({
    answers: undefined,
    notes: ["old.ipynb is an empty file"],
    problem: { status: "unreadable", why: "the notebook is damaged: it is not JSON" },
  });
});

test("nothing is not found", async () => {
  const problem = { status: "not found", why: "the folder holds no notebook (.ipynb)" };
  expect(await chosen()).toEqual({ answers: undefined, notes: [], problem });
});
