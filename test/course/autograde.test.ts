// Every exercise of the course, marked in one run by the real command: solution, stub, wrong and second right solutions
// are students, and so are some whose notebooks came to harm.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeExercises, soundSources } from "../../kernel-lib/course/grading/exercises.mjs";
import { root } from "../../kernel-lib/course/place.mjs";
import { source } from "../../kernel-lib/course/slides/notebook.mjs";
import { command } from "../support/command.js";
import type { Notebook } from "../support/exercise.js";
import { type CellMark, cellMarks, grades } from "../support/gradebook.js";
import { answersOf, handIn, submission } from "../support/submission.js";

/** An answer under test/wrong/ or test/right/: E1.2-what-it-is.ts replaces the answer cell E1_2. */
interface Variant {
  kind: "wrong" | "right";
  assignment: string;
  name: string;
  student: string;
  cell: string;
  content: string;
}

const dir = mkdtempSync(join(tmpdir(), "verteilt Abgaben ä-"));
const sources = soundSources(join(root, "solutions"));
const wrong = variants("wrong");
const right = variants("right");
const first = sources[0]!;
let runs: { code: number | null; said: string }[];
let marks: CellMark[];

beforeAll(async () => {
  const made = await makeExercises(sources);
  for (const { name, notebook } of sources) {
    const exercise: Notebook = JSON.parse(made.get(`${name}/${name}.ipynb`)!.toString());
    const solution = answersOf(notebook);
    const hand = (student: string, answers: Record<string, string>) =>
      handIn(dir, student, name, submission(exercise, answers));
    hand("solution", solution);
    hand("untouched", {});
    for (const { assignment, student, cell, content } of [...wrong, ...right])
      if (assignment === name) hand(student, { ...solution, [cell]: content });
    if (name === first.name) handInHarmed(submission(exercise, solution));
  }
  runs = [
    await command("autograde.mjs", [dir], { until: "[2/" }),
    await command("autograde.mjs", [dir]),
    await command("autograde.mjs", [dir]),
  ];
  marks = cellMarks(dir);
  console.log(table());
}, 2_400_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Students whose answers are right, but whose notebooks are not as they were released. */
function handInHarmed(notebook: Notebook) {
  const { name } = first;
  const bare = structuredClone(notebook);
  bare.metadata = { kernelspec: { name: "python3", display_name: "Python 3" } };
  for (const cell of bare.cells) Object.assign(cell, { metadata: {}, source: source(cell).replaceAll("\n", "\r\n") });
  handIn(dir, "lost metadata, other kernel, Windows", name, bare, "Kopie von 01");
  const torn = structuredClone(notebook);
  torn.cells = torn.cells.filter((cell) => !cell.metadata.nbgrader?.grade);
  handIn(dir, "no test cells [*]", name, torn);
  handIn(dir, "not JSON", name, `${JSON.stringify(notebook).slice(0, 500)}`);
  handIn(dir, "empty file", name, "");
  mkdirSync(join(dir, "no notebook", name), { recursive: true });
  handIn(dir, "unknown assignment", "17-epilogue", notebook);
}

const total = (student: string, assignment: string) => {
  const row = grades(dir).find((one) => one.student_id === student && one.assignment === assignment);
  return [Number(row?.score), Number(row?.max_score)];
};
const cells = (student: string, assignment: string) =>
  marks.filter((mark) => mark.student === student && mark.assignment === assignment);
const feedback = (student: string, assignment: string) =>
  readFileSync(join(dir, "feedback", student, `${assignment}.html`), "utf8");
/** What a reader of an HTML page sees. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(
      /&(quot|lt|gt|amp);/g,
      (_, name: "quot" | "lt" | "gt" | "amp") => ({ quot: '"', lt: "<", gt: ">", amp: "&" })[name],
    );

describe.each(sources.map(({ name }) => name))("%s", (name) => {
  test("the solution earns all 20 points", () => expect(total("solution", name)).toEqual([20, 20]));

  test("the untouched exercise earns nothing", () => {
    expect(total("untouched", name)).toEqual([0, 20]);
    expect(cells("untouched", name).map(({ points }) => points)).toEqual(cells("solution", name).map(() => 0));
  });

  const inThis = ({ assignment }: Variant) => assignment === name;
  test.each(wrong.filter(inThis))(
    "wrong: $name loses points at its hidden test, and nowhere else",
    ({ student, cell, content }) => {
      const sentence = /^\/\/ loses: (.+)$/m.exec(content)?.[1] ?? "";
      expect(hiddenTests(name), "the first line names a hidden test").toContain(sentence);
      expect(textOf(feedback(student, name))).toContain(`✗ failed${sentence}`);
      for (const mark of cells(student, name))
        if (mark.cell === `${cell}-tests`) expect(mark.points).toBeLessThan(mark.of);
        else expect(mark.points, mark.cell).toBe(mark.of);
    },
  );

  test.each(right.filter(inThis))("right: $name earns all 20 points", ({ student }) => {
    expect(total(student, name)).toEqual([20, 20]);
  });

  test("every exercise has a wrong and a second right solution", () => {
    const answered = cells("solution", name)
      .map(({ cell }) => cell.replace(/-tests$/, ""))
      .sort();
    for (const some of [wrong, right])
      expect([...new Set(some.filter(inThis).map(({ cell }) => cell))].sort()).toEqual(answered);
  });

  test("no feedback shows a hidden test's code, a traceback or a path", () => {
    const students = readdirSync(join(dir, "feedback")).filter((student) =>
      existsSync(join(dir, "feedback", student, `${name}.html`)),
    );
    expect(students.length).toBeGreaterThan(2);
    const secrets = [...hiddenCode(name), "HIDDEN TESTS", root];
    for (const student of students) {
      const shown = textOf(feedback(student, name));
      expect(
        secrets.filter((secret) => shown.includes(secret)),
        student,
      ).toEqual([]);
    }
  });
});

describe("one bad submission never stops the rest", () => {
  test.each([
    ["not JSON", "the notebook is damaged: it is not JSON"],
    ["empty file", "the notebook is an empty file"],
    ["no notebook", "the folder holds no notebook (.ipynb)"],
  ])("%s: 0 points, named in the summary and in the feedback", (student, problem) => {
    expect(total(student, first.name)).toEqual([0, 20]);
    expect(runs[1]!.said).toContain(`  - ${student}/${first.name}: ${problem}`);
    expect(feedback(student, first.name)).toContain(problem);
  });

  test.each(["lost metadata, other kernel, Windows", "no test cells [*]"])("%s: costs no points", (student) => {
    expect(total(student, first.name)).toEqual([20, 20]);
  });

  test("an unknown assignment is named with those that exist", () => {
    expect(runs[1]!.said).toContain("Not graded: unknown assignment/17-epilogue: there is no such assignment");
    expect(runs[1]!.said).toContain(`Assignments are: ${sources.map(({ name }) => name).join(", ")}`);
  });

  test("nothing is left for marking by hand", () => expect(marks.filter(({ manual }) => manual)).toEqual([]));
});

describe("a run may be interrupted and repeated", () => {
  const marked = (said: string) => said.match(/^ {2}\[\d+\/\d+\]/gm)?.length ?? 0;

  test("Ctrl-C stops it, and the next run marks only what is missing", () => {
    expect(runs.map(({ code }) => code)).toEqual([130, 0, 0]);
    expect(marked(runs[0]!.said)).toBeGreaterThanOrEqual(2);
    expect(marked(runs[0]!.said) + marked(runs[1]!.said)).toBe(
      new Set(marks.map(({ student, assignment }) => `${student}/${assignment}`)).size,
    );
  });

  test("what is unchanged is not marked again", () => {
    expect(marked(runs[2]!.said)).toBe(0);
    expect(runs[2]!.said).toContain("0 marked,");
  });

  test("nothing is left in DIR but what was handed in, marks and feedback", () => {
    const students = new Set([...marks.map(({ student }) => student), "unknown assignment"]);
    expect(
      readdirSync(dir)
        .filter((name) => !students.has(name))
        .sort(),
    ).toEqual([".verteilt", "feedback", "gradebook.db", "grades.csv"]);
  });
});

test("grades.csv has nbgrader's columns, and is quoted", () => {
  expect(Object.keys(grades(dir)[0]!)).toEqual(
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score max_score".split(
      " ",
    ),
  );
  expect(readFileSync(join(dir, "grades.csv"), "utf8")).toContain(',"lost metadata, other kernel, Windows",');
});

function variants(kind: Variant["kind"]): Variant[] {
  const folder = join(root, "test", kind);
  return sources.flatMap(({ name: assignment }) =>
    readdirSync(join(folder, assignment))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => {
        const name = basename(file, ".ts");
        const cell = name.split("-")[0]!.replace(".", "_");
        return {
          kind,
          assignment,
          name,
          cell,
          student: `${kind} ${name}`,
          content: readFileSync(join(folder, assignment, file), "utf8"),
        };
      }),
  );
}

function hiddenRegions(name: string): string[] {
  const { notebook } = sources.find((one) => one.name === name)!;
  return notebook.cells.flatMap((cell) =>
    [...source(cell).matchAll(/BEGIN HIDDEN TESTS\n(.*?)\n *\/\/ END HIDDEN TESTS/gs)].map((match) => match[1]!),
  );
}

/** The sentences of the hidden tests; a helper such as `story("e", ...)` names its test by what it is given. */
function hiddenTests(name: string): string[] {
  return hiddenRegions(name).flatMap((region) => [
    ...[...region.matchAll(/\btest\("((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!),
    ...[...region.matchAll(/^ *(\w+)\("(\w+)"/gm)].map((match) => `${match[1]} ${match[2]}`),
  ]);
}

/** Lines that stand in hidden tests only. */
function hiddenCode(name: string): string[] {
  const lines = (text: string) => text.split("\n").map((line) => line.trim());
  const all = sources
    .find((one) => one.name === name)!
    .notebook.cells.map(source)
    .join("\n");
  const hidden = hiddenRegions(name);
  const visible = lines(hidden.reduce((text, region) => text.replace(region, ""), all));
  return hidden.flatMap(lines).filter((line) => line.length > 15 && !visible.includes(line));
}

/** One line a student, one column a test cell. */
function table(): string {
  return sources
    .map(({ name }) => {
      const columns = cells("solution", name).map(({ cell }) => cell);
      const students = [
        ...new Set(marks.filter(({ assignment }) => assignment === name).map(({ student }) => student)),
      ];
      const width = Math.max(...students.map((student) => student.length));
      const row = (title: string, values: string[]) =>
        [title.padEnd(width), ...values.map((value) => value.padStart(11))].join(" ");
      const body = students.map((student) => {
        const own = cells(student, name);
        const points = columns.map((column) => own.find(({ cell }) => cell === column)?.points ?? 0);
        return row(student, [...points, points.reduce((sum, one) => sum + one, 0)].map(String));
      });
      return [`\n${name}`, row("", [...columns, "of 20"]), ...body].join("\n");
    })
    .join("\n");
}
