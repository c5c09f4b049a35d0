// Each heading of the course's sources that belongs to the chapters that are there is covered by cells that are there and speak of it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MIND_MAP } from "./coverage/mind-map.js";
import type { CellName, Row } from "./coverage/row.js";
import { SLIDES } from "./coverage/slides.js";

/** How many headings of each source belong to these chapters: a row that gets lost is noticed. */
const sources: [name: string, rows: readonly Row[], headings: number][] = [
  ["slides", SLIDES, 130],
  ["mind map", MIND_MAP, 172],
];
const cells = readCells();

describe.each(sources)("%s", (_, rows, headings) => {
  test("every heading is there once, in the order of the source", () => {
    const sections = rows.map(([section]) => section);
    expect(sections).toEqual([...new Set(sections)].sort(byNumbers));
    expect(rows.length).toBe(headings);
  });

  test("no row says twice what another one says", () => {
    const said = rows.map(([, heading, covered]) => `${heading}: ${Object.entries(covered).join("; ")}`);
    expect(said.filter((row, i) => said.indexOf(row) !== i)).toEqual([]);
  });

  test.each(rows.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", (_, [, , covered]) => {
    const named = Object.entries(covered) as [CellName, RegExp][];
    expect(named.length).toBeGreaterThan(0);
    for (const [name, mention] of named) {
      const cell = cells.get(name);
      expect(cell, `there is no cell ${name}`).toBeDefined();
      expect((cell!.code ? cell!.checked : cell!.source).replaceAll(/\s*\n\s*/g, " "), name).toMatch(mention);
    }
    const running = named.map(([name]) => ({ name, ...cells.get(name)! })).filter(({ code }) => code);
    expect(running.filter(({ checked }) => !asserts(checked)).map(({ name }) => name)).toEqual([]);
  });
});

interface Cell {
  code: boolean;
  source: string;
  /** Its source and that of what checks it. */
  checked: string;
}

/** Every cell of every chapter. What checks a cell's numbers may be a collapsed cell below it, up to the next slide. */
function readCells(): Map<CellName, Cell> {
  const found = new Map<CellName, Cell>();
  for (const file of readdirSync("notebooks").filter((name) => /^\d\d-.*\.ipynb$/.test(name))) {
    const { cells } = JSON.parse(readFileSync(join("notebooks", file), "utf8"));
    for (const [index, { id, cell_type, source }] of cells.entries()) {
      const rest = cells.slice(index + 1);
      const end = rest.findIndex(({ metadata }: any) => /^(sub)?slide$/.test(metadata.slideshow.slide_type));
      const below = rest.slice(0, end === -1 ? undefined : end).filter(({ metadata }: any) => metadata.jupyter);
      found.set(`${Number(file.slice(0, 2))}/${id}`, {
        code: cell_type === "code",
        source: [source].flat().join(""),
        checked: [source, ...below.map((cell: any) => cell.source)].flat().join(""),
      });
    }
  }
  return found;
}

/** A figure that is wrong stops the cell, or is judged. */
function asserts(source: string): boolean {
  return /\bassert\.|\bcheckpoint\(/.test(source);
}

/** 1.2 before 1.2.1 before 1.3, and 99 before 108. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
