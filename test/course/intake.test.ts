import { describe, expect, test } from "vitest";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { canonical, textOfNotebook } from "../../kernel-lib/grading/pipeline/canonical.mjs";
import { takeIn } from "../../kernel-lib/grading/pipeline/intake.mjs";
import { cellsIn } from "../../kernel-lib/grading/pipeline/read.mjs";
import {
  type Cell,
  type Notebook,
  notebook,
  plain,
  sound,
  thrice,
  thriceTests,
  twice,
  twiceTests,
} from "../support/exercise.js";
import { submission } from "../support/submission.js";

const original = sound();
const mine = "function twice(n: number): number {\n  return n + n;\n}";
const handedIn = () => structuredClone(canonical(submission(original, { twice: mine })));
const taken = (notebook: unknown) => takeIn(cellsIn(Buffer.from(JSON.stringify(notebook))), original);
const same = (notebook: Notebook) => expect(textOfNotebook(notebook)).toBe(textOfNotebook(handedIn()));
const at = (notebook: Notebook, id: string) => notebook.cells.findIndex((cell) => cell.id === id);
/** An exercise with given code before each answer. */
function testedExercise(): Notebook {
  const locked = (id: string) => {
    const cell = plain(id, `const ${id} = 1;`);
    cell.metadata.nbgrader = { grade: false, grade_id: id, solution: false, locked: true, schema_version: 3 };
    return cell;
  };
  return notebook(locked("first"), locked("more"), twice, twiceTests, locked("last"), thrice, thriceTests);
}
const outline = ({ cells }: Notebook) => cells.map((cell: Cell) => cell.metadata.nbgrader?.grade_id ?? cell.cell_type);

describe("what a student hands in is repaired without touching an answer", () => {
  test("an ordinary notebook stays as it is", () => same(taken(handedIn())));

  test("a missing test cell comes back where it was", () => {
    const notebook = handedIn();
    notebook.cells.splice(at(notebook, "twice-tests"), 1);
    same(taken(notebook));
  });

  test("a missing test cell whose answer is missing too comes back", () => {
    const notebook = handedIn();
    notebook.cells = notebook.cells.filter(({ id }) => !id?.startsWith("thrice"));
    expect(outline(taken(notebook))).toEqual(["markdown", "code", "markdown", "twice", "twice-tests", "thrice-tests"]);
  });

  test("a changed or duplicated test cell becomes the original again, once", () => {
    const notebook = handedIn();
    const test = notebook.cells[at(notebook, "twice-tests")]!;
    test.source = "20";
    test.metadata.nbgrader = { ...test.metadata.nbgrader, points: 1000, grade: false };
    notebook.cells.push({ ...test, id: "copy" });
    expect(outline(taken(notebook)).filter((id) => id === "twice-tests")).toEqual(["twice-tests"]);
    expect(textOfNotebook(taken(notebook))).not.toContain("1000");
  });

  test("answers in a new notebook get the given cells before them, and their tests behind them", () => {
    const pasted = (...codes: string[]) => ({
      cells: codes.map((source) => ({ cell_type: "code", metadata: {}, source })),
    });
    const given = testedExercise();
    const outlined = (notebook: unknown) => outline(takeIn(cellsIn(Buffer.from(JSON.stringify(notebook))), given));
    const twiceAndThrice = "function twice(n) { return half(4) * n; }\nfunction thrice(n) { return 3 * n; }";
    expect(outlined(pasted("const helper = 1;", "function twice(n) {}", "function thrice(n) {}"))).toEqual([
      "first",
      "more",
      "code",
      "twice",
      "twice-tests",
      "last",
      "thrice",
      "thrice-tests",
    ]);
    expect(outlined(pasted("function thrice(n) {}", "function twice(n) {}"))).toEqual([
      "first",
      "more",
      "last",
      "thrice",
      "twice",
      "twice-tests",
      "thrice-tests",
    ]);
    expect(outlined(pasted(twiceAndThrice))).toEqual(["first", "more", "last", "twice", "twice-tests", "thrice-tests"]);
    expect(outlined(pasted("1 + 1"))).toEqual(["first", "more", "twice-tests", "last", "thrice-tests", "code"]);
  });

  test("a source that is no text is none", () => {
    const notebook: any = handedIn();
    const odd = (source: unknown) => ({ cell_type: "code", id: "odd", metadata: {}, source });
    const texts = [{ toString: 1 }, [{ toString: 1 }, "x"], null, 5].map((value) =>
      source(taken({ ...notebook, cells: [odd(value), ...notebook.cells] }).cells[0]!),
    );
    expect(texts).toEqual(["", "x", "", ""]);
  });

  // Looked at in pairs, these would take days.
  test("a hundred thousand copies of a cell, or markers of a conflict, take no time", () => {
    const notebook = handedIn();
    const copy = { ...notebook.cells[at(notebook, "twice")]!, source: "" };
    const other = { cell_type: "raw", metadata: {}, source: "" };
    const cells = [...Array(100_000).fill(copy), ...notebook.cells, ...Array(100_000).fill(other)];
    expect(taken({ ...notebook, cells }).cells.length).toBe(cells.length);
    const many = { ...notebook, cells: Array(250_001).fill(other) };
    expect(() => taken(many)).toThrow("holds 250001 cells, and 250000 can be marked");
    const conflict = `${"<<<<<<< mine\n".repeat(50_000)}${"=======\n".repeat(50_000)}`;
    expect(() => cellsIn(Buffer.from(conflict))).toThrow("is damaged: it is not JSON");
  }, 60_000);

  test("a given cell that is there twice stays where it was first", () => {
    const exercise = testedExercise();
    const copied = structuredClone(exercise);
    copied.cells.push(structuredClone(copied.cells[at(copied, "first")]!));
    expect(outline(takeIn(cellsIn(Buffer.from(JSON.stringify(copied))), exercise))).toEqual(outline(exercise));
  });

  test("line separators of Unicode stay, and take no time", () => {
    const notebook = handedIn();
    const odd = `${mine}\nconst sign = "a\u2028b\u2029";\n${"x".repeat(3_000_000)}\u2028`;
    notebook.cells[at(notebook, "twice")]!.source = odd;
    const since = performance.now();
    expect(taken(notebook).cells.map(source).includes(odd)).toBe(true);
    expect(performance.now() - since).toBeLessThan(5000);
  }, 20_000);

  test("two versions of an answer both stay, and the later one counts", () => {
    const notebook = handedIn();
    const first = notebook.cells[at(notebook, "twice")]!;
    notebook.cells.splice(at(notebook, "twice-tests"), 0, {
      ...first,
      id: "copy",
      source: mine.replace("n + n", "n * 2"),
    });
    const { cells } = taken(notebook);
    expect(source(cells[3]!)).toBe(mine);
    expect(cells[3]!.metadata).toEqual({});
    expect(source(cells[4]!)).toContain("n * 2");
    expect(cells[4]!.metadata.nbgrader.grade_id).toBe("twice");
  });

  test("lost metadata is found again by the cells' ids", () => {
    const notebook = handedIn();
    notebook.cells[at(notebook, "twice")]!.source = "const double = (n: number) => n + n;";
    const kept = structuredClone(notebook);
    for (const cell of notebook.cells) cell.metadata = {};
    expect(textOfNotebook(taken(notebook))).toBe(textOfNotebook(canonical(kept)));
  });

  test("without ids, lost metadata is found by the cells' text", () => {
    const notebook = handedIn();
    for (const cell of notebook.cells)
      Object.assign(cell, { metadata: {}, id: undefined, source: source(cell).replaceAll("\n", "\r\n") });
    notebook.cells[3]!.source = `function helper() {}\n${source(notebook.cells[3]!)}`;
    expect(outline(taken(notebook))).toEqual([
      "markdown",
      "code",
      "markdown",
      "twice",
      "twice-tests",
      "markdown",
      "thrice",
      "thrice-tests",
    ]);
  });

  test("another kernel, Windows line ends, a byte order mark and outputs do no harm", () => {
    const notebook: any = handedIn();
    notebook.metadata = { kernelspec: { name: "python3" } };
    for (const cell of notebook.cells) {
      cell.source = [cell.source].flat().join("").replaceAll("\n", "\r\n");
      if (cell.cell_type === "code") cell.outputs = [{ output_type: "execute_result", data: { "text/plain": "20" } }];
    }
    same(takeIn(cellsIn(Buffer.from(`\uFEFF${JSON.stringify(notebook)}`)), original));
  });

  test.each(["utf-16le", "utf-16be"])("%s does no harm, with or without a byte order mark", (encoding) => {
    for (const mark of ["\uFEFF", ""]) {
      const bytes = Buffer.from(mark + JSON.stringify(handedIn()), "utf16le");
      if (encoding === "utf-16be") bytes.swap16();
      same(takeIn(cellsIn(bytes), original));
    }
  });

  test("in a file with conflict markers, the first version that is a notebook counts", () => {
    const lines = JSON.stringify(handedIn(), null, 1).split("\n");
    const at = lines.findIndex((line) => line.includes("n + n"));
    const conflict = ["<<<<<<< HEAD", lines[at]!, "=======", lines[at]!.replace("n + n", "n * 3"), ">>>>>>> theirs"];
    same(takeIn(cellsIn(Buffer.from(lines.toSpliced(at, 1, ...conflict).join("\n"))), original));
  });

  test("an answer that became text becomes code again", () => {
    const notebook = handedIn();
    notebook.cells[at(notebook, "twice")]!.cell_type = "markdown";
    same(taken(notebook));
  });

  test("a student's own cells stay, whatever they claim to be", () => {
    const notebook = handedIn();
    const own = plain("own", "const helper = 1;");
    own.metadata.nbgrader = {
      grade: true,
      grade_id: "bonus",
      points: 100,
      solution: false,
      locked: true,
      schema_version: 3,
    };
    notebook.cells.splice(1, 0, own);
    const kept = taken(notebook).cells[1]!;
    expect([source(kept), kept.metadata]).toEqual(["const helper = 1;", {}]);
  });

  test.each([
    ["", "is an empty file"],
    ["{ cells", "is damaged: it is not JSON"],
    ["[]", "holds no list of cells"],
    ["null", "holds no list of cells"],
    ['{"worksheets": []}', "holds no list of cells"],
  ])("%j is told as unreadable", (content, message) => {
    expect(() => cellsIn(Buffer.from(content))).toThrow(message);
  });
});
