import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cell, source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { failedPage, handedInLines, handedInPage } from "../../kernel-lib/course/serve/hand-in-page.mjs";
import { words } from "../../kernel-lib/course/words/words.mjs";
import { type HandedIn, handIn } from "../../kernel-lib/grading/pipeline/hand-in.mjs";
import { findSubmissions } from "../../kernel-lib/grading/pipeline/submissions.mjs";

const stub = 'throw new Error("Your turn: replace this line with your answer.");';
const code = (id: string, text: string, mark: object = {}): Cell => ({
  cell_type: "code",
  id,
  source: text,
  metadata: { nbgrader: { grade_id: id, grade: false, solution: false, locked: true, ...mark } },
  outputs: [],
  execution_count: null,
});
const text = (id: string, source: string): Cell => ({ cell_type: "markdown", id, source, metadata: {} });
const answer = (id: string, text: string) => code(id, text, { solution: true, locked: false });
const tests = (id: string, text: string) => code(id, text, { grade: true, points: 2 });

/** An exercise with three answers, each with its tests. */
const exercise = (n: number, answers: Record<string, string> = {}) => [
  text("intro", `# Exercises to chapter ${n}`),
  text("a-text", `## E${n}.1 Twice (4 points)`),
  answer("a", answers.a ?? `function twice(n: number) {\n  ${stub}\n}`),
  tests("a-tests", `await grade("E${n}.1", { twice }, async ({ test }) => {});`),
  text("b-text", `## E${n}.2 A lock (6 points)`),
  answer("b", answers.b ?? `class Lock {\n  lock() {\n    ${stub}\n  }\n  unlock() {\n    ${stub}\n  }\n}`),
  answer("c", answers.c ?? "const why = undefined;"),
];
const given = {
  a: "function twice(n: number) {\n  return 2 * n;\n}",
  b: "class Lock {\n  lock() { this.held = true; }\n  unlock() {}\n}",
  c: 'const why = "because";',
};

let folder: string;
let places: { exercises: string; mine: string; out: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hand-in-"));
  places = { exercises: join(folder, "exercises"), mine: join(folder, "mine"), out: join(folder, "out") };
  release("01-first", exercise(1));
  release("04-locks", exercise(4));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const notebook = (cells: Cell[]) => JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
const write = (path: string, content: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const release = (name: string, cells: Cell[]) => write(`exercises/${name}/${name}.ipynb`, notebook(cells));
/** A student's copy, saved at this second of 2026. */
const mine = (name: string, cells: Cell[] | string, second = 0, file = name) => {
  const path = `mine/${name}/${file}.ipynb`;
  write(path, typeof cells === "string" ? cells : notebook(cells));
  utimesSync(join(folder, path), 0, Date.UTC(2026, 0, 1, 0, 0, second) / 1000);
};
const states = ({ open }: HandedIn) => open.map(({ exercise, state, left }) => [exercise, state, left]);
const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as { cells: Cell[] };

test("the file holds the answers under the exercise's name, without outputs, and the tests as they were given", () => {
  const cells = exercise(4, given);
  cells[2]!.outputs = [{ output_type: "stream", name: "stdout", text: "much" }];
  cells[3]!.source = "// I deleted these tests";
  mine("04-locks", [...cells, { ...code("mine", "const mine = 1;"), metadata: {} }]);
  const made = handIn(places, { exercise: "04" });
  expect(made).toMatchObject({ name: "04-locks", file: join(places.out, "04-locks.ipynb"), answers: 3, open: [] });
  const written = read(made.file).cells;
  expect(written.map(source)).toEqual([...exercise(4, given).map(source), "const mine = 1;"]);
  expect(written.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
});

test("marking finds it as it lies in a student's folder", () => {
  mine("04-locks", exercise(4, given));
  handIn({ ...places, out: join(folder, "DIR", "anna", "04-locks") }, { exercise: "4", student: "Anna Schmidt" });
  const { submissions } = findSubmissions(join(folder, "DIR"), ["01-first", "04-locks"]);
  expect(submissions).toMatchObject([{ student: "anna", assignment: "04-locks" }]);
  expect(submissions[0]).not.toHaveProperty("problem");
});

test("says of each answer what is open: untouched, partly done, emptied, deleted", () => {
  const half = given.b.replace("unlock() {}", `unlock() {\n    ${stub}\n  }`);
  mine("04-locks", exercise(4, { b: half, c: " " }));
  expect(states(handIn(places, { exercise: "04" }))).toEqual([
    ["E4.1 Twice", "untouched", 1],
    ["E4.2 A lock", "partly", 1],
    ["E4.2 A lock", "empty", 0],
  ]);
  mine(
    "04-locks",
    exercise(4, given).filter(({ id }) => id !== "c"),
  );
  expect(states(handIn(places, { exercise: "04" }))).toEqual([["E4.2 A lock", "missing", 0]]);
});

test.each(["4", "04", "E4.2", "04-locks", "work/exercises/04-locks/04-locks.ipynb", " 04 "])(
  "%j names the exercise",
  (asked) => {
    mine("04-locks", exercise(4, given));
    expect(handIn(places, { exercise: asked }).name).toBe("04-locks");
  },
);

test.each(["17", "locks", "0", "", "E44"])("%j is refused with what there is", (asked) => {
  expect(() => handIn(places, { exercise: asked })).toThrow(
    `There is no exercise ${JSON.stringify(asked)}. There are:\n  01-first\n  04-locks`,
  );
});

test("without a name it is the exercise saved last, of those with an answer", () => {
  mine("01-first", exercise(1, { a: given.a }), 1);
  mine("04-locks", exercise(4), 2);
  expect(handIn(places, {}).name).toBe("01-first");
  mine("04-locks", exercise(4, { a: given.a }), 3);
  expect(handIn(places, {}).name).toBe("04-locks");
});

test("without a name and without an answer nothing is made", () => {
  mine("01-first", exercise(1));
  expect(() => handIn(places, {})).toThrow("No exercise has an answer yet.");
  expect(() => readdirSync(places.out)).toThrow("ENOENT");
});

test("of several copies the one with the most answers is taken, and the others are named", () => {
  mine("04-locks", exercise(4));
  mine("04-locks", exercise(4, given), 0, "04-locks-Copy1");
  const made = handIn(places, { exercise: "04" });
  expect(made.from).toBe(join(places.mine, "04-locks", "04-locks-Copy1.ipynb"));
  expect(made.others).toEqual([join(places.mine, "04-locks", "04-locks.ipynb")]);
  expect(made.open).toEqual([]);
  mine("04-locks", exercise(4, given));
  expect(handIn(places, { exercise: "04" }).from).toBe(join(places.mine, "04-locks", "04-locks.ipynb"));
});

test("a damaged copy is named as one", () => {
  mine("04-locks", exercise(4));
  mine("04-locks", "{", 0, "04-locks-Copy1");
  const { others, unreadable } = handIn(places, { exercise: "04" });
  expect([others, unreadable]).toEqual([[], [join(places.mine, "04-locks", "04-locks-Copy1.ipynb")]]);
});

test("a damaged notebook, another exercise's, and none at all are named with what helps", () => {
  const failure = (cells?: Cell[] | string) => {
    if (cells !== undefined) mine("04-locks", cells);
    try {
      handIn(places, { exercise: "04" });
    } catch (error) {
      const { message, fix } = error as Error & { fix: string };
      return [message.replaceAll(folder, ""), fix];
    }
    return undefined;
  };
  expect(failure()).toEqual(["There is no notebook in /mine/04-locks.", "npm start puts a fresh one there"]);
  expect(failure('{"cells": [')?.[0]).toBe(
    "The notebook cannot be read:\n  - /mine/04-locks/04-locks.ipynb is damaged: it is not JSON",
  );
  expect(failure([text("intro", "# Mine")])?.[0]).toBe(
    "/mine/04-locks/04-locks.ipynb holds no answer of 04-locks: is it another exercise's notebook?",
  );
});

test("a notebook with conflict markers is handed in as marking reads it", () => {
  const [ours, theirs] = [exercise(4, given), exercise(4)].map((cells) => JSON.stringify(cells));
  mine("04-locks", `{"cells":\n<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> theirs\n}`);
  expect(handIn(places, { exercise: "04" }).open).toEqual([]);
});

test.each([
  ["Anna Schmidt", "04-locks_Anna-Schmidt.ipynb"],
  ["  Žofia O'Neill / ../x ", "04-locks_Žofia-O-Neill-x.ipynb"],
  ["李雷", "04-locks_李雷.ipynb"],
])("%j is in the file's name, without what a file's name may not have", (student, name) => {
  mine("04-locks", exercise(4, given));
  expect(handIn(places, { exercise: "04", student }).file).toBe(join(places.out, name));
});

test("a name of signs alone is refused", () => {
  mine("04-locks", exercise(4, given));
  expect(() => handIn(places, { exercise: "04", student: "../" })).toThrow(`--name takes a person's name, got "../".`);
});

const made: HandedIn = {
  name: "04-locks",
  from: "/w/04-locks.ipynb",
  saved: new Date(2026, 10, 29, 9, 5),
  others: ["/w/04-locks-Copy1.ipynb"],
  unreadable: ["/w/<damaged>.ipynb"],
  file: "/w/hand-in/04-locks.ipynb",
  answers: 3,
  open: [{ exercise: "E4.2 A <lock>", state: "partly", left: 1, places: 2 }],
};

test("a terminal is told everything in a few lines", () => {
  expect(handedInLines(made, words("en").handIn)).toEqual([
    "04-locks. As you saved it on 29 November at 09:05.",
    "2 of 3 answers are given. Still open:",
    "  - E4.2 A <lock>: 1 of 2 places still says “Your turn”",
    "Not taken, because the one taken has as many answers or more: /w/04-locks-Copy1.ipynb",
    "Not taken, because it cannot be read: /w/<damaged>.ipynb",
    "Marking can read this file. It is also in your folder:",
    "  /w/hand-in/04-locks.ipynb",
  ]);
});

test("the page says it in the course's language, offers the file, and escapes what students wrote", () => {
  const page = handedInPage(made, words("de").handIn, "de");
  expect(page).toContain('<html lang="de">');
  expect(page).toContain("<li>E4.2 A &lt;lock&gt;: an 1 von 2 Stellen steht noch „Your turn“</li>");
  expect(page).toContain("denn es lässt sich nicht lesen: /w/&lt;damaged&gt;.ipynb");
  expect(page).toContain('href="../files/hand-in/04-locks.ipynb?download=1"');
  const failed = failedPage(
    { message: "No <exercise>", fix: "npm start" } as Parameters<typeof failedPage>[0],
    words("en").handIn,
    "en",
  );
  expect(failed).toContain("No &lt;exercise&gt;");
  expect(failed).toContain("To fix it: npm start");
});
