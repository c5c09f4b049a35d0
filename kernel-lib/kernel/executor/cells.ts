// Every cell that ran in this process, to find positions: compiled code to what the student wrote.
import { SourceMap } from "node:module";
import type { CompiledCell } from "../compiler/protocol.js";
import { cellPosition, type Position, positionAt } from "../positions.js";

export interface Cell {
  /** The request that ran it. */
  readonly id: string;
  readonly count: number;
  /** What the student wrote. */
  readonly code: string;
  /** The script's name in stack traces. */
  readonly file: string;
}

interface Compiled {
  readonly cell: Cell;
  readonly script: string;
  /** Where what the student wrote begins in the script's first line. */
  readonly prefix: number;
  readonly maps: CompiledCell["maps"];
}

const compiled: Compiled[] = [];
const byFile = new Map<string, Compiled>();

/** tslab puts one of these before the code of a cell, on its first line. */
const prefixes = { plain: "(function(exports, require) { ", async: "(async function(exports, require) { " };

/** Remembers a compiled cell. */
export function remember(cell: Cell, { code, isAsync, maps }: CompiledCell): void {
  const prefix = isAsync ? prefixes.async : prefixes.plain;
  const entry = { cell, script: prefix + code, prefix: prefix.length, maps };
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
  const source = entry && placeIn(entry, at);
  return source && { cell: entry.cell, at: source };
}

/** Where `text` stands in the newest script that contains it. */
export function locate(text: string): (Position & { file: string }) | undefined {
  const entry = compiled.findLast(({ script }) => script.includes(text));
  return entry && { file: entry.cell.file, ...positionAt(entry.script, entry.script.indexOf(text)) };
}

export function idOf(count: number | undefined): string | undefined {
  return compiled.findLast(({ cell }) => cell.count === count)?.cell.id;
}

/** Back through the wrapper, the rewrite, and both of tslab's compilations. */
function placeIn({ script, prefix, maps }: Compiled, { line, column }: Position): Position | undefined {
  // tslab calls the cell's function on a line after its code.
  if (line >= script.split("\n").length) return undefined;
  const { toCode, toScript, toModule } = maps;
  const parsed = [toCode, toScript, Buffer.from(toModule, "base64").toString("utf8")].map(
    (map) => new SourceMap(JSON.parse(map)),
  );
  return cellPosition({ line, column: line === 0 ? Math.max(0, column - prefix) : column }, parsed);
}
