// npm run autograde as a lecturer uses it: notebooks that came to harm, late ones, Ctrl-C, and a second run.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { makeExercises, soundSources } from "../../kernel-lib/grading/pipeline/exercises.mjs";
import { command } from "../support/command.js";
import { type Notebook, plain, text } from "../support/exercise.js";
import { textOf } from "../support/feedback.js";
import { cellMarks, grades } from "../support/gradebook.js";
import { answersOf, handIn, submission } from "../support/submission.js";

const dir = mkdtempSync(join(tmpdir(), "verteilt Abgaben ä-"));
const sources = soundSources(join(root, "solutions"));
const { name, notebook: original } = sources[0]!;
/** Changes that a student, a program or a disk did to a notebook; none of them may cost a point. */
const harmless: Record<string, (notebook: Notebook) => [content: Notebook | string, file?: string]> = {
  "other file name": (notebook) => [notebook, "Kopie von 01 (2)"],
  "lost metadata, other kernel, Windows": (notebook) => {
    notebook.metadata = { kernelspec: { name: "python3", display_name: "Python 3" } };
    for (const cell of notebook.cells)
      Object.assign(cell, { metadata: {}, source: source(cell).replaceAll("\n", "\r\n") });
    return [JSON.stringify(notebook, null, 1).replaceAll("\n", "\r\n")];
  },
  "no test cells [*]": (notebook) => {
    notebook.cells = notebook.cells.filter((cell) => !cell.metadata.nbgrader?.grade);
    return [notebook];
  },
  "every cell twice": (notebook) => {
    notebook.cells = notebook.cells.flatMap((cell) => [cell, { ...cell }]);
    return [notebook];
  },
  "locked cells changed": (notebook) => {
    for (const cell of notebook.cells)
      if (cell.metadata.nbgrader?.locked) Object.assign(cell, { source: 'throw new Error("mine now");' });
    return [notebook];
  },
  "half a character printed": (notebook) => {
    notebook.cells.push(plain("own", 'console.log("😀"[0]);\n"😀"[1]'));
    return [notebook];
  },
  "a picture in a text cell": (notebook) => {
    const cell = text("own", "![my sketch](attachment:sketch.png)");
    notebook.cells.unshift({ ...cell, attachments: { "sketch.png": { "image/png": "iVBORw0KGgo=" } } });
    return [notebook];
  },
  "a given class once more": (notebook) => {
    const at = notebook.cells.findIndex((cell) => cell.metadata.nbgrader?.grade);
    notebook.cells.splice(at, 0, plain("own", "class Store extends Node {}"));
    return [notebook];
  },
  "200 MB of outputs": (notebook) => {
    const code = notebook.cells.find((cell) => cell.cell_type === "code")!;
    code.outputs = [{ output_type: "stream", name: "stdout", text: "x".repeat(200e6) }];
    return [notebook];
  },
};
let runs: { code: number | null; said: string }[];
const tables: string[] = [];

beforeAll(async () => {
  const made = await makeExercises([sources[0]!]);
  const solved = submission(JSON.parse(made.get(`${name}/${name}.ipynb`)!.toString()), answersOf(original));
  for (const [student, harm] of Object.entries(harmless)) {
    const [content, file] = harm(structuredClone(solved));
    handIn(dir, student, name, content, file);
  }
  handIn(dir, "not JSON", name, `${JSON.stringify(solved).slice(0, 500)}`);
  handIn(dir, "empty file", name, "");
  mkdirSync(join(dir, "no notebook", name), { recursive: true });
  handIn(dir, "unknown assignment", "17-epilogue", solved);
  handIn(dir, "late", name, solved);
  writeFileSync(join(dir, "late", name, "timestamp.txt"), "2026-11-20 13:30:00.000000 UTC");
  const due = ["--due", "2026-11-20T12:00:00Z"];
  for (const [args, options] of [
    [["--jobs", "2"], { until: "Checking the solutions" }],
    [["--jobs", "1", ...due], { until: "[2/" }],
    [["--jobs", "2"], {}],
    [[], {}],
    [["--jobs", "3"], {}],
  ] as const) {
    if (tables.length === 4) rmSync(join(dir, ".verteilt"), { recursive: true });
    (runs ??= []).push(await command("autograde.mjs", [dir, ...args], options));
    tables.push(runs.length > 2 ? readFileSync(join(dir, "grades.csv"), "utf8") : "");
  }
}, 1_200_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const row = (student: string) => grades(dir).find((one) => one.student_id === student && one.assignment === name)!;
const total = (student: string) => [Number(row(student).score), Number(row(student).max_score)];
const feedback = (student: string) => readFileSync(join(dir, "feedback", student, `${name}.html`), "utf8");

describe("one bad submission never stops the rest", () => {
  test.each([
    ["not JSON", "the notebook is damaged: it is not JSON"],
    ["empty file", "the notebook is an empty file"],
    ["no notebook", "the folder holds no notebook (.ipynb)"],
  ])("%s: 0 points, named in the summary and in the feedback", (student, problem) => {
    expect(total(student)).toEqual([0, 20]);
    expect(runs[2]!.said).toContain(`  - ${student}/${name}: ${problem}`);
    expect(feedback(student)).toContain(problem);
  });

  test.each(Object.keys(harmless))("%s: costs no points", (student) => {
    expect(total(student)).toEqual([20, 20]);
  });

  test("what was given and is declared again is named to the student", () => {
    const said =
      "Store was given, and your notebook declares it again. Your answers use yours, the tests use what was given.";
    expect(textOf(feedback("a given class once more"))).toContain(said);
    expect(textOf(feedback("a picture in a text cell"))).not.toContain("and your notebook declares it again");
  });

  test("an unknown assignment is named, with the ones that exist", () => {
    expect(runs[2]!.said).toContain("Not marked: unknown assignment/17-epilogue: there is no such assignment");
    expect(runs[2]!.said).toContain(`Assignments are: ${sources.map((one) => one.name).join(", ")}`);
  });
});

test("a late submission is marked in full, and named in table and summary", () => {
  expect(total("late")).toEqual([20, 20]);
  expect(row("late")).toMatchObject({ duedate: "2026-11-20 12:00:00", timestamp: "2026-11-20 13:30:00" });
  expect(runs[3]!.said).toContain(`  - late/${name}: 1 h 30 min after 2026-11-20 12:00 UTC`);
  expect(textOf(feedback("late"))).toContain("20 of 20 points");
});

describe("a run can be interrupted and repeated", () => {
  const marked = (said: string) => said.match(/^ {2}\[\d+\/\d+\]/gm)?.length ?? 0;
  const all = Object.keys(harmless).length + 4;

  test("Ctrl-C stops it, and the next run marks only what is missing", () => {
    expect(runs.map(({ code }) => code)).toEqual([130, 130, 3, 3, 3]);
    const again = ["npm run autograde --", `"${dir}"`, "--jobs 1 --due 2026-11-20T12:00:00Z"].join(" ");
    expect(runs[1]!.said.trimEnd().split("\n").at(-1)).toBe(`Stopped. To continue, run: ${again}`);
    expect(marked(runs[0]!.said)).toBe(0);
    expect(marked(runs[1]!.said)).toBeGreaterThanOrEqual(2);
    expect(marked(runs[1]!.said) + marked(runs[2]!.said)).toBe(all);
  });

  test("unchanged submissions are not marked again", () => {
    expect(marked(runs[3]!.said)).toBe(0);
    expect(runs[3]!.said).toContain("0 marked,");
  });

  test("marking everything again, several at a time, gives the same table, byte for byte", () => {
    expect(marked(runs[4]!.said)).toBe(all);
    expect(tables.slice(2)).toEqual([tables[2], tables[2], tables[2]]);
  });

  test("DIR holds only what was handed in, marks and feedback", () => {
    const students = new Set([...cellMarks(dir).map(({ student }) => student), "unknown assignment"]);
    expect(
      readdirSync(dir)
        .filter((one) => !students.has(one))
        .sort(),
    ).toEqual([
      ".verteilt",
      "feedback",
      "gradebook.db",
      "grades.csv",
      "similar.csv",
      "statistics.csv",
      "statistics.html",
    ]);
  });
});

test("grades.csv has nbgrader's columns and then ours, and is quoted", () => {
  const nbgrader =
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score max_score";
  const ours = "id_number late_minutes status note E1.1 E1.2 E1.3 E1.4";
  expect(Object.keys(grades(dir)[0]!)).toEqual(`${nbgrader} ${ours}`.split(" "));
  expect(tables[2]).toContain(',"lost metadata, other kernel, Windows",');
});

test.each([
  [["--jobs", "0"], '--jobs takes a whole number from 1 to 64, got "0".'],
  [["--due", "tomorrow"], '--due takes a date and a time, got "tomorrow".'],
  [["--until", "later"], '--until takes a date and a time, got "later".'],
  [["--late", "10"], '--late takes a share of the points for each day or hour, got "10".'],
  [["--late", "110%/day"], '--late takes a share of the points for each day or hour, got "110%/day".'],
  [["--format", "moodle,excel"], '--format takes moodle, ilias, excel-de, got "excel".'],
  [["--language", "fr"], '--language takes en or de, got "fr".'],
  [["--roster", "gone.csv"], "gone.csv cannot be read (ENOENT)."],
  [["--moodle", "--assignment", "99"], 'There is no assignment "99".'],
])("%j is refused", async (args, message) => {
  const { code, said } = await command("autograde.mjs", [dir, ...args]);
  expect([code, said]).toEqual([2, expect.stringContaining(message)]);
});

test("feedback loads nothing from the network, and runs no script", () => {
  for (const student of Object.keys(harmless)) {
    const html = feedback(student);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(html).not.toMatch(/<(script|link|iframe)\b|@import|url\((?!data:)/i);
  }
});
