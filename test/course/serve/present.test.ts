import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lecturersPage } from "../../../kernel-lib/course/serve/lecturers-page.mjs";
import { chapterNamed, layOut } from "../../../kernel-lib/course/serve/present.mjs";

let project: string;
let folder: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "present-"));
  folder = join(project, "present");
  for (const name of ["01-nodes", "04-locks"]) {
    write(`notebooks/${name}.ipynb`, notebook(`# ${name}`));
    write(`exercises/${name}/${name}.ipynb`, notebook(`# Exercises to ${name}`));
  }
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const code = (source: string) => ({ cell_type: "code", source, execution_count: null, outputs: [] });
const notebook = (...cells: (string | { cell_type: string; source: string })[]) =>
  JSON.stringify({
    cells: cells.map((cell, i) => ({
      ...{ id: `c${i}`, metadata: {} },
      ...(typeof cell === "string" ? { cell_type: "markdown", source: cell } : cell),
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
};
const read = (path: string) => readFileSync(join(project, path), "utf8");
const lecture = () => layOut("04-locks.ipynb", { from: project, folder });

test("a lecture has copies of everything, and begins afresh", () => {
  expect(lecture()).toEqual([]);
  expect(read("present/04-locks.ipynb")).toBe(notebook("# 04-locks"));
  expect(read("present/exercises/01-nodes/01-nodes.ipynb")).toBe(notebook("# Exercises to 01-nodes"));
  expect(lecture()).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.endsWith(".ipynb"))).toEqual(["01-nodes.ipynb", "04-locks.ipynb"]);
});

test("what was typed into the chapter and its exercises is kept beside, under the time it was saved", () => {
  lecture();
  const exercise = "exercises/04-locks/04-locks";
  for (const path of ["04-locks", exercise, "01-nodes"]) {
    write(`present/${path}.ipynb`, notebook("# typed"));
    utimesSync(join(folder, `${path}.ipynb`), 0, new Date(2026, 10, 29, 10, 5).getTime() / 1000);
  }
  const kept = ["04-locks.2026-11-29-1005.ipynb", `${exercise}.2026-11-29-1005.ipynb`];
  expect(lecture()).toEqual(kept);
  for (const path of kept) expect(read(`present/${path}`)).toBe(notebook("# typed"));
  expect(read("present/04-locks.ipynb")).toBe(notebook("# 04-locks"));
  expect(read(`present/${exercise}.ipynb`)).toBe(notebook("# Exercises to 04-locks"));
  // Other chapters are in no one's way.
  expect(read("present/01-nodes.ipynb")).toBe(notebook("# typed"));
});

test("a chapter that was changed in notebooks/ is shown as it is now", () => {
  lecture();
  write("notebooks/04-locks.ipynb", notebook("# new"));
  expect(lecture()).toEqual([]);
  expect(read("present/04-locks.ipynb")).toBe(notebook("# new"));
});

test("cells that only check what the chapter states, and what only readers need, are not in a lecture's copies, and begin afresh with the others", () => {
  const [run, check] = [
    code("const n = 1;\nn"),
    code("// Checks the numbers this chapter states.\nassert.equal(n, 1);"),
  ];
  const told = { cell_type: "markdown", metadata: { tags: ["notebook-only"] }, source: "Run the cells." };
  const atHome = { cell_type: "markdown", metadata: { tags: ["reading"] }, source: "On Windows it is another one." };
  const loop = code("// Checks what this chapter states, with a loop.\n1;");
  const whole = notebook("# 04-locks", told, run, atHome, check, loop, "End");
  write("notebooks/04-locks.ipynb", whole);
  const shown = notebook("# 04-locks", run, "End");
  const cells = (path: string) => JSON.parse(read(path)).cells.map(({ source }: { source: string }) => source);
  expect(lecture()).toEqual([]);
  expect(cells("present/04-locks.ipynb")).toEqual(["# 04-locks", run.source, "End"]);
  expect(cells("notebooks/04-locks.ipynb")).toHaveLength(7);
  // Untouched: nothing is kept, and the next version takes its place.
  expect(lecture()).toEqual([]);
  write("present/04-locks.ipynb", shown.replace("const n = 1", "const n = 2"));
  utimesSync(join(folder, "04-locks.ipynb"), 0, new Date(2026, 10, 29, 10, 5).getTime() / 1000);
  expect(lecture()).toEqual(["04-locks.2026-11-29-1005.ipynb"]);
  expect(cells("present/04-locks.2026-11-29-1005.ipynb")[1]).toBe("const n = 2;\nn");
  expect(cells("present/04-locks.ipynb")).toEqual(["# 04-locks", run.source, "End"]);
});

test.each(["4", "04", "04-l", "04-locks", "04-locks.ipynb", "notebooks/04-locks.ipynb"])("%j is chapter 4", (asked) => {
  expect(chapterNamed(asked, project)).toBe("04-locks.ipynb");
});

test.each(["17", "", "0", "locks"])("%j is no chapter, and what there is is listed", (asked) => {
  expect(() => chapterNamed(asked, project)).toThrow(
    `There is no chapter ${JSON.stringify(asked)}. There are:\n  01-nodes.ipynb\n  04-locks.ipynb`,
  );
});

test("the page of originals links chapters, solutions and commands, in the language of the course", () => {
  write("solutions/04-locks/04-locks.ipynb", notebook("# Solutions"));
  write("notebooks/course.json", JSON.stringify({ name: "VS", about: "", language: "de", chapters: ["04-locks"] }));
  const page = lecturersPage(project);
  expect(page).toContain("# VS\n");
  expect(page.match(/^\| \[.*$/gm)).toEqual([
    "| [4. 04-locks](notebooks/04-locks.ipynb) | [Aufgaben mit Lösungen](solutions/04-locks/04-locks.ipynb) |",
    "| [1. 01-nodes](notebooks/01-nodes.ipynb) | keine |",
  ]);
  expect(page).toContain("| es im Hörsaal zu zeigen | `npm start -- --present 04` |");
});
