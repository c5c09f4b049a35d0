// Every cell that was compiled in this session, to find positions: compiled code to what the student wrote.
import { SourceMap } from "node:module";
import type { Rewritten } from "./rewrite/rewrite.js";
import type { Maps } from "./typescript.js";

export interface Cell {
  /** The request that ran it. */
  readonly id: string;
  readonly count: number;
  /** What the student wrote. */
  readonly code: string;
  /** The script's name in stack traces. */
  readonly file: string;
}

/** Zero-based. */
export interface Position {
  line: number;
  column: number;
}

interface Compiled {
  readonly cell: Cell;
  readonly script: string;
  readonly toSource: (at: Position) => Position | undefined;
}

const compiled: Compiled[] = [];
const byFile = new Map<string, Compiled>();

/** tslab puts one of these before the code of a cell, on its first line. */
const prefixes = { plain: "(function(exports, require) { ", async: "(async function(exports, require) { " };

/** Remembers a compiled cell. */
export function remember(cell: Cell, rewritten: Rewritten, maps: Maps | undefined, isAsync: boolean): void {
  const prefix = isAsync ? prefixes.async : prefixes.plain;
  const entry = { cell, script: prefix + rewritten.code, toSource: mapper(rewritten, maps, prefix.length) };
  compiled.push(entry);
  byFile.set(cell.file, entry);
}

/** A name no compiled cell has yet: a cell that is run silently repeats a count. */
export function freshFile(count: number): string {
  for (let suffix = 1; ; suffix++) {
    const file = suffix === 1 ? `cell-${count}.ts` : `cell-${count}-${suffix}.ts`;
    if (!byFile.has(file)) return file;
  }
}

/** Where the student wrote what the script `file` has at `at`. */
export function sourceOf(file: string, at: Position): { cell: Cell; at: Position } | undefined {
  const entry = byFile.get(file);
  const source = entry?.toSource(at);
  return entry && source && { cell: entry.cell, at: source };
}

/** Where `text` stands in the newest script that contains it. */
export function locate(text: string): (Position & { file: string }) | undefined {
  const entry = compiled.findLast(({ script }) => script.includes(text));
  return entry && { file: entry.cell.file, ...positionAt(entry.script, entry.script.indexOf(text)) };
}

export function idOf(count: number | undefined): string | undefined {
  return compiled.findLast(({ cell }) => cell.count === count)?.cell.id;
}

export function positionAt(text: string, offset: number): Position {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  return { line, column: offset - start };
}

export function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf("\n", start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return start + column;
}

/** Back through the wrapper, the rewrite, and both of tslab's compilations. */
function mapper(rewritten: Rewritten, maps: Maps | undefined, prefix: number): Compiled["toSource"] {
  let toScript: SourceMap | undefined;
  let toModule: SourceMap | undefined;
  const lines = rewritten.code.split("\n").length;
  return ({ line, column }) => {
    // tslab calls the cell's function on a line after its code.
    if (!maps || line >= lines) return undefined;
    toScript ??= new SourceMap(JSON.parse(maps.toScript));
    toModule ??= new SourceMap(JSON.parse(Buffer.from(maps.toModule, "base64").toString("utf8")));
    const inCode = { line, column: line === 0 ? Math.max(0, column - prefix) : column };
    const offset = rewritten.originalOffset(offsetAt(rewritten.code, inCode));
    const inModule = through(toScript, positionAt(rewritten.original, offset));
    const inSource = inModule && through(toModule, inModule);
    // tslab puts `export {};` on a line of its own before each cell.
    return inSource && inSource.line > 0 ? { line: inSource.line - 1, column: inSource.column } : undefined;
  };
}

function through(map: SourceMap, { line, column }: Position): Position | undefined {
  const entry = map.findEntry(line, column) as { originalLine?: number; originalColumn?: number };
  if (entry.originalLine === undefined) return undefined;
  return { line: entry.originalLine, column: entry.originalColumn ?? 0 };
}
