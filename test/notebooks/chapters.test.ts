// Every chapter, run top to bottom in the real kernel: as it is handed out, no cell fails. And what a chapter owes its readers.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chapterFaults } from "../../kernel-lib/course/authoring/chapter-faults.mjs";
import { type RanCell, runNotebook } from "../support/notebook.js";

const SLIDES = ["slide", "subslide", "fragment", "skip", "notes", "-"];
const MOST_LINES = 20;

const chapters = readdirSync("notebooks")
  .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
  .sort();

describe.each(chapters)("%s", (file) => {
  const path = join("notebooks", file);
  const notebook = JSON.parse(readFileSync(path, "utf8"));
  const cells: { id: string; code: boolean; source: string; metadata: any; outputs?: unknown[] }[] = notebook.cells.map(
    (cell: any) => ({ ...cell, code: cell.cell_type === "code", source: [cell.source].flat().join("") }),
  );
  const where = (wrong: (cell: (typeof cells)[number]) => boolean) => cells.filter(wrong).map((cell) => cell.id);

  let ran: RanCell[] = [];

  test("runs top to bottom without an error", { timeout: 180_000 }, async () => {
    ran = await runNotebook(path);
    const failed = ran.flatMap(({ source, outputs }) =>
      outputs.flatMap((o) => (o.output_type === "error" ? [`${o.ename}: ${o.evalue}\nin\n${source}`] : [])),
    );
    expect(failed).toEqual([]);
    expect(ran.length).toBe(cells.filter((cell) => cell.code).length);
  });

  test("is in the course's own kernel, without outputs, every cell with its place on the slides", () => {
    expect(notebook.metadata.kernelspec.name).toBe("verteilt");
    expect(where((cell) => (cell.outputs ?? []).length > 0)).toEqual([]);
    expect(where((cell) => !SLIDES.includes(cell.metadata.slideshow?.slide_type))).toEqual([]);
    expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
  });

  test("breaks no rule for chapters", () => expect(chapterFaults(notebook)).toEqual([]));

  test("hides every answer until there is a guess", { timeout: 180_000 }, () => {
    const open = ran
      .flatMap(({ outputs }) => outputs.flatMap((o: any) => o.data?.["text/plain"] ?? []))
      .filter((text: string) => / of \d+ points?\n {2}open: /.test(text));
    expect(open.length).toBeGreaterThanOrEqual(4);
    expect(open.filter((text: string) => !/\n {4}No (guess|answer) yet\. Write [^\n]+\.$/.test(text))).toEqual([]);
  });

  test("has short cells, at least four checkpoints, speaker notes, and a pause", () => {
    expect(where((cell) => cell.code && cell.source.split("\n").length > MOST_LINES)).toEqual([]);
    const ids = cells.flatMap((cell) =>
      cell.code ? [...cell.source.matchAll(/checkpoint\(\s*"([^"]+)"/g)].map(([, id]) => id) : [],
    );
    expect(new Set(ids).size).toBeGreaterThanOrEqual(4);
    expect(where((cell) => cell.metadata.slideshow?.slide_type === "notes").length).toBeGreaterThan(3);
    expect(cells.some((cell) => /^#+ PAUSE$/m.test(cell.source))).toBe(true);
  });
});
