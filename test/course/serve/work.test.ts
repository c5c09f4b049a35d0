import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followProgress, originals, updateCopies } from "../../../kernel-lib/course/serve/work.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "work-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const update = (files: Record<string, string>) =>
  updateCopies(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])), folder);
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const student = (path: string, text: string) => writeFileSync(join(folder, path), text);
const visible = () => readdirSync(folder).filter((name) => !name.startsWith("."));

test("what is missing is copied, with its folders", () => {
  expect(update({ "01-a.ipynb": "1", "exercises/01-a/01-a.ipynb": "2" })).toEqual([]);
  expect(read("01-a.ipynb")).toBe("1");
  expect(read("exercises/01-a/01-a.ipynb")).toBe("2");
});

test("an untouched copy follows its original", () => {
  update({ "01-a.ipynb": "1" });
  expect(update({ "01-a.ipynb": "2" })).toEqual([]);
  expect(read("01-a.ipynb")).toBe("2");
});

test("a changed copy stays while the original does", () => {
  update({ "01-a.ipynb": "1" });
  student("01-a.ipynb", "mine");
  expect(update({ "01-a.ipynb": "1" })).toEqual([]);
  expect(visible()).toEqual(["01-a.ipynb"]);
  expect(read("01-a.ipynb")).toBe("mine");
});

test("a new version of a changed copy is put beside it, told once", () => {
  update({ "01-a.ipynb": "1" });
  student("01-a.ipynb", "mine");
  expect(update({ "01-a.ipynb": "2" })).toEqual([{ changed: "01-a.ipynb", beside: "01-a.updated.ipynb" }]);
  expect(read("01-a.ipynb")).toBe("mine");
  expect(read("01-a.updated.ipynb")).toBe("2");
  expect(update({ "01-a.ipynb": "2" })).toEqual([]);
});

test("the version beside is renewed while untouched, and a changed one gets another beside", () => {
  update({ "01-a.ipynb": "1" });
  student("01-a.ipynb", "mine");
  update({ "01-a.ipynb": "2" });
  update({ "01-a.ipynb": "3" });
  expect(read("01-a.updated.ipynb")).toBe("3");
  student("01-a.updated.ipynb", "mine too");
  expect(update({ "01-a.ipynb": "4" })).toEqual([{ changed: "01-a.ipynb", beside: "01-a.updated-2.ipynb" }]);
  expect([read("01-a.ipynb"), read("01-a.updated.ipynb"), read("01-a.updated-2.ipynb")]).toEqual([
    "mine",
    "mine too",
    "4",
  ]);
});

test("a copy without a record is not overwritten either", () => {
  student("01-a.ipynb", "mine");
  expect(update({ "01-a.ipynb": "1" })).toEqual([{ changed: "01-a.ipynb", beside: "01-a.updated.ipynb" }]);
  expect(read("01-a.ipynb")).toBe("mine");
});

test("a damaged record costs nothing", () => {
  update({ "01-a.ipynb": "1", "02-b.ipynb": "1" });
  student("01-a.ipynb", "mine");
  student(".verteilt.json", "{");
  update({ "01-a.ipynb": "1", "02-b.ipynb": "1" });
  expect(read("01-a.ipynb")).toBe("mine");
  expect(existsSync(join(folder, "02-b.updated.ipynb"))).toBe(false);
});

test("a deleted copy comes back fresh", () => {
  update({ "01-a.ipynb": "1" });
  rmSync(join(folder, "01-a.ipynb"));
  update({ "01-a.ipynb": "1" });
  expect(read("01-a.ipynb")).toBe("1");
});

test("what the course no longer has stays", () => {
  update({ "01-a.ipynb": "1" });
  update({});
  expect(read("01-a.ipynb")).toBe("1");
});

test("an update interrupted before its record was written goes on as if it had not begun", () => {
  update({ "01-a.ipynb": "1", "02-b.ipynb": "1" });
  const record = read(".verteilt.json");
  student("02-b.ipynb", "mine");
  update({ "01-a.ipynb": "2", "02-b.ipynb": "2" });
  student(".verteilt.json", record);
  expect(update({ "01-a.ipynb": "2", "02-b.ipynb": "2" })).toEqual([
    { changed: "02-b.ipynb", beside: "02-b.updated.ipynb" },
  ]);
  expect(visible()).toEqual(["01-a.ipynb", "02-b.ipynb", "02-b.updated.ipynb"]);
  expect(read("02-b.ipynb")).toBe("mine");
});

/** The same notebook as its author wrote it, and as JupyterLab saves it after merely opening it. */
const cell = { cell_type: "code", execution_count: null, outputs: [] };
const written = (source: string) =>
  JSON.stringify({ cells: [{ ...cell, id: "a", metadata: {}, source: [source] }], metadata: {}, nbformat: 4 });
const saved = (source: string, ran: object = {}) =>
  JSON.stringify(
    {
      cells: [{ source, metadata: { trusted: true }, id: "a", ...cell, ...ran }],
      metadata: { language_info: { name: "typescript" } },
      nbformat: 4,
    },
    null,
    1,
  );

test("a notebook that was only opened counts as untouched, one that ran does not", () => {
  update({ "01-a.ipynb": written("1"), "02-b.ipynb": written("1") });
  student("01-a.ipynb", saved("1"));
  student("02-b.ipynb", saved("1", { execution_count: 1 }));
  update({ "01-a.ipynb": written("2"), "02-b.ipynb": written("2") });
  expect(read("01-a.ipynb")).toBe(written("2"));
  expect(read("02-b.ipynb")).toBe(saved("1", { execution_count: 1 }));
  expect(visible()).toContain("02-b.updated.ipynb");
});

test("the start page follows what is saved, and a changed start page stays", async () => {
  const project = join(folder, "project");
  const copies = join(folder, "copies");
  const chapter = (...outputs: object[]) =>
    JSON.stringify({
      cells: [
        { cell_type: "markdown", source: "# 1. Nodes", metadata: {} },
        { cell_type: "code", source: 'await checkpoint("1.1", guess, 7)', metadata: {}, outputs },
      ],
    });
  mkdirSync(join(project, "notebooks"), { recursive: true });
  writeFileSync(join(project, "notebooks", "01-nodes.ipynb"), chapter());
  updateCopies(originals(project, copies), copies);
  const page = (name = "Start.md") => readFileSync(join(copies, name), "utf8");
  expect(page()).toContain("| [1. Nodes](01-nodes.ipynb) | 0 of 1 | none there | checkpoint 1.1 |");

  const stop = followProgress({ every: 10, from: project, folder: copies });
  try {
    writeFileSync(join(copies, "01-nodes.ipynb"), chapter({ data: { "text/plain": "1.1: 0 of 1 point" } }));
    await vi.waitFor(() => expect(page()).toContain("| 0 of 1 | none there | some points are left |"), 20_000);
    writeFileSync(join(copies, "Start.md"), "mine");
    writeFileSync(join(copies, "01-nodes.ipynb"), chapter({ data: { "text/plain": "1.1: 1 of 1 point" } }));
    await vi.waitFor(() => expect(page("Start.updated.md")).toContain("| 1 of 1 | none there | all done |"), 20_000);
    expect(page()).toBe("mine");
  } finally {
    stop();
  }
});

test("copies have no speaker notes; a damaged notebook is copied as it is", () => {
  const cells = [
    { cell_type: "markdown", source: "# A", metadata: { slideshow: { slide_type: "slide" } } },
    { cell_type: "markdown", source: "Ask the room.", metadata: { slideshow: { slide_type: "notes" } } },
  ];
  mkdirSync(join(folder, "notebooks"));
  writeFileSync(join(folder, "notebooks/01-a.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4 }));
  writeFileSync(join(folder, "notebooks/02-b.ipynb"), '{"cells": [');
  const made = originals(folder);
  expect(JSON.parse(String(made.get("01-a.ipynb"))).cells).toEqual([cells[0]]);
  expect(String(made.get("02-b.ipynb"))).toBe('{"cells": [');
});
