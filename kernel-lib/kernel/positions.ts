// Positions in texts, and the way from a compiled text back to what the student wrote.
import type { SourceMap } from "node:module";

/** Zero-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  return { line, column: offset - start };
}

/**
 * Follows maps, each into the next, to a place in a cell. tslab puts `export {};` on a line of its own before
 * each cell.
 */
export function cellPosition(at: Position, maps: readonly SourceMap[]): Position | undefined {
  let here: Position | undefined = at;
  for (const map of maps) here = here && through(map, here);
  return here && here.line > 0 ? { line: here.line - 1, column: here.column } : undefined;
}

function through(map: SourceMap, { line, column }: Position): Position | undefined {
  const entry = map.findEntry(line, column) as { originalLine?: number; originalColumn?: number };
  if (entry.originalLine === undefined) return undefined;
  return { line: entry.originalLine, column: entry.originalColumn ?? 0 };
}
