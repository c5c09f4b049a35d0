import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import {
  differences,
  makeExercises,
  soundSources,
  writeExercises,
} from "../../kernel-lib/grading/pipeline/exercises.mjs";
import { packStudents, studentFiles } from "../../kernel-lib/grading/pipeline/students.mjs";
import { type Notebook, sound, writeSource } from "../support/exercise.js";
import { hiddenLines, solutionLines } from "../support/hidden.js";

const folder = mkdtempSync(join(tmpdir(), "verteilt-release-"));
const solutions = join(folder, "solutions");
const exercises = join(folder, "exercises");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("exercises/ is byte for byte what npm run release makes from solutions/", { timeout: 900_000 }, async () => {
  const wanted = await makeExercises(soundSources(join(root, "solutions")));
  expect(wanted.size).toBeGreaterThan(0);
  expect(differences(wanted, join(root, "exercises")), "run: npm run release").toEqual([]);
});

describe("an exercise made from a solution", () => {
  let made: Map<string, Buffer>;
  let released: Notebook;

  beforeAll(async () => {
    const [first, last] = [sound(), sound()];
    // What JupyterLab leaves behind, and what differs from one machine to the next.
    for (const cell of first.cells) {
      Object.assign(cell.metadata, { collapsed: true, execution: { "iopub.status.busy": "2026-11-20" } });
      if (cell.cell_type === "code")
        Object.assign(cell, { execution_count: 7, outputs: [{ output_type: "stream", name: "stdout", text: "6" }] });
    }
    first.metadata = { ...first.metadata, language_info: { name: "typescript", version: "5.0.4" } };
    writeSource(solutions, "01-first", first);
    writeFileSync(join(solutions, "01-first", "data.txt"), "1\n");
    writeSource(solutions, "02-last", last);
    made = await makeExercises(soundSources(solutions));
    released = JSON.parse(made.get("01-first/01-first.ipynb")!.toString());
  });

  test("has a stub for each solution, and lacks hidden tests", () => {
    expect(released.cells.slice(3, 5).map(source)).toEqual([
      'function twice(n: number): number {\n  throw new Error("Your turn: replace this line with your answer.");\n}',
      'await grade("twice", { twice }, async ({ twice, test }) => {\n  test("two becomes 4", 4, async () => (await twice(2)) === 4);\n});',
    ]);
  });

  test("between the methods of a class, the stub is a comment", async () => {
    const one = sound();
    one.cells[3].source = [
      "class Twice {",
      "  of(n: number): number {",
      "    // BEGIN SOLUTION",
      "    return this.sum(n, n);",
      "    // END SOLUTION",
      "  }",
      "",
      "  // BEGIN SOLUTION",
      "  sum(a: number, b: number) { return a + b; }",
      "  // END SOLUTION",
      "}",
      "function twice(n: number): number {",
      "  // BEGIN SOLUTION",
      "  return new Twice().of(n);",
      "  // END SOLUTION",
      "}",
    ].join("\n");
    writeSource(join(folder, "classes"), "03-class", one);
    const released = await makeExercises(soundSources(join(folder, "classes")));
    const { cells } = JSON.parse(released.get("03-class/03-class.ipynb")!.toString());
    const stub = 'throw new Error("Your turn: replace this line with your answer.");';
    expect(source(cells[3])).toBe(
      `class Twice {\n  of(n: number): number {\n    ${stub}\n  }\n\n  // Your turn: what else it needs.\n}\nfunction twice(n: number): number {\n  ${stub}\n}`,
    );
  });

  test("locks the tests, and keeps answers from being deleted", () => {
    const [answer, tests] = released.cells.slice(3, 5).map(({ metadata }) => metadata);
    expect(answer).toMatchObject({ deletable: false, nbgrader: { grade_id: "twice", solution: true, grade: false } });
    expect(tests).toMatchObject({ deletable: false, editable: false, nbgrader: { points: 10, locked: true } });
  });

  test("depends on nothing but what the author wrote", () => {
    const [first, last] = ["01-first/01-first.ipynb", "02-last/02-last.ipynb"].map((path) =>
      made.get(path)!.toString(),
    );
    expect(first).toBe(last);
    expect(first).toMatch(/\n}\n$/);
  });

  test("comes with the files beside its source", () => {
    expect([...made.keys()]).toEqual(["01-first/01-first.ipynb", "01-first/data.txt", "02-last/02-last.ipynb"]);
  });

  test("replaces the old one, and disappears with its source", () => {
    mkdirSync(join(exercises, "00-gone"), { recursive: true });
    writeFileSync(join(exercises, "00-gone", "00-gone.ipynb"), "{}");
    expect(writeExercises(made, exercises)).toEqual(["00-gone/00-gone.ipynb", ...made.keys()]);
    expect(writeExercises(made, exercises)).toEqual([]);
    writeFileSync(join(exercises, "01-first", "01-first.ipynb"), "edited by hand");
    expect(differences(made, exercises)).toEqual(["01-first/01-first.ipynb"]);
  });
});

test("mistakes in several sources are reported together, with how to fix them", () => {
  const wrong = join(folder, "wrong");
  writeSource(wrong, "01-broken", "not a notebook");
  writeSource(wrong, "02-other-name", sound());
  rmSync(join(wrong, "02-other-name", "02-other-name.ipynb"));
  writeSource(wrong, "Three", sound());
  const cheap = sound();
  cheap.cells.splice(-3);
  writeSource(wrong, "04-cheap", cheap);
  mkdirSync(join(folder, "notebooks"));
  writeFileSync(join(folder, "notebooks", "04-cheap.ipynb"), "{}");
  writeFileSync(join(folder, "notebooks", "course.json"), '{ "chapters": [{ "chapter": "04-cheap", "points": 20 }] }');
  expect(() => soundSources(wrong)).toThrow(
    [
      "The exercises cannot be released:",
      "  - solutions/01-broken/01-broken.ipynb: 01-broken.ipynb is not a notebook: it should be JSON with a list of cells (nbformat 4).",
      "  - solutions/02-other-name/02-other-name.ipynb is missing: a folder in solutions/ holds one notebook of the same name.",
      "  - solutions/04-cheap/04-cheap.ipynb: its points add up to 10, and notebooks/course.json says 20: write 10 there, or change the tests.",
      "  - solutions/Three: name it NN-name in small letters, as in solutions/01-first-steps.",
    ].join("\n"),
  );
});

describe("what students get", () => {
  test("holds everything they need to start, and neither solutions nor tests", () => {
    const files = studentFiles();
    for (const needed of [
      "README.md",
      "package.json",
      "package-lock.json",
      "kernel-lib/course/start.mjs",
      "kernel-lib/src/index.ts",
    ])
      expect(files).toContain(needed);
    for (const kind of ["exercises/", "notebooks/"]) expect(files.some((file) => file.startsWith(kind))).toBe(true);
    expect(
      files.filter((file) =>
        /^(solutions|test|build|work|node_modules|notebooks\/recorded)\/|\/dist\/|\.db$/.test(file),
      ),
    ).toEqual([]);
  });

  test("shows no line of a hidden test, and none of a solution", () => {
    const files = studentFiles().filter((file) => /^exercises\/|^kernel-lib\/.*\.(mjs|ts|md)$|\.md$/.test(file));
    const texts = files.map((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return file.endsWith(".ipynb") ? JSON.parse(text).cells.map(source).join("\n") : text;
    });
    const sources = soundSources(join(root, "solutions"));
    const secrets = sources
      .flatMap(({ notebook }) => [...hiddenLines(notebook), ...solutionLines(notebook)])
      .filter((line) => line.length > 30);
    expect(secrets.length).toBeGreaterThan(500);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  });

  test("is packed into the same bytes every time", async () => {
    const [one, two] = [join(folder, "one.zip"), join(folder, "two.zip")];
    await packStudents(one);
    await packStudents(two);
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  });

  test("packs chapters without speaker notes, and their other cells as they are", async () => {
    const archive = join(folder, "students.zip");
    await packStudents(archive);
    const unpacked = join(folder, "unpacked");
    execFileSync(venvBin("python"), ["-m", "zipfile", "-e", archive, unpacked]);
    const chapters = studentFiles().filter((file) => /^notebooks\/\d\d-.*\.ipynb$/.test(file));
    expect(chapters.length).toBeGreaterThan(5);
    for (const chapter of chapters) {
      const [ours, theirs]: Notebook[] = [root, join(unpacked, "verteilt")].map((from) =>
        JSON.parse(readFileSync(join(from, chapter), "utf8")),
      );
      const kept = ours.cells.filter((cell) => cell.metadata.slideshow?.slide_type !== "notes");
      expect(kept.length).toBeLessThan(ours.cells.length);
      expect(theirs.cells).toEqual(kept);
    }
    const readme = readFileSync(join(unpacked, "verteilt", "README.md"), "utf8");
    expect(readme).toContain("# Verteilt: distributed systems you can run\n");
    expect(readme).toContain("\n## Hand in\n");
    expect(readme).not.toMatch(/autograde|solutions/);
    const license = readFileSync(join(unpacked, "verteilt", "LICENSE"));
    expect(license.equals(readFileSync(join(root, "LICENSE")))).toBe(true);
  });
});
