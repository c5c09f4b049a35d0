// Stack traces as V8 writes them, read for frames of cells, and shown in a form that a student can follow.
import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapping } from "node:module";
import { label } from "../excerpt.js";
import type { Position } from "../positions.js";
import { type Cell, sourceOf } from "./cells.js";

export interface Frame {
  /** The function, without the objects that hold cells' names. */
  readonly call: string;
  readonly cell: Cell;
  /** Zero-based, in what the student wrote. */
  readonly at: Position;
}

/** The student's frames of a stack, nearest first. */
export function framesOf(stack: string): Frame[] {
  return stack.split("\n").flatMap((line) => frameOf(line) ?? []);
}

/** "Cell In[7], line 3, column 9", or undefined for a position outside the student's code. */
export function place(file: string, at: Position): string | undefined {
  const source = sourceOf(file, at);
  return source && label(source.cell.count, source.at);
}

/** Text that may hold stacks, as console.log prints an error: cells' frames with their lines, ours left out. */
export function readable(text: string): string {
  if (!/\n\s+at /.test(text)) return text;
  const lines = text.split("\n").flatMap((line) => {
    const frame = /^\s+at /.test(line) ? frameOf(line) : undefined;
    if (frame)
      return `${/^\s*/.exec(line)![0]}at ${label(frame.cell.count, frame.at)}${frame.call && `, in ${frame.call}`}${tail(line)}`;
    return internal.test(line) ? (tail(line) === "" ? [] : `${/^\s*/.exec(line)![0]}at …${tail(line)}`) : line;
  });
  return lines.flatMap(repeated).join("\n");
}

/** Of a run of equal lines, as a recursion leaves it, the first and how many follow. */
function repeated(line: string, i: number, lines: readonly string[]): string[] {
  if (!/^\s+at Cell In/.test(line) || lines[i - 1] !== line) return [line];
  if (lines[i + 1] === line) return [];
  const first = lines.findLastIndex((other, at) => at < i && other !== line) + 1;
  return [`${/^\s*/.exec(line)![0]}… the same ${i - first === 1 ? "once" : `${i - first} times`} more`];
}

/** A frame of kernel-lib, with its place in the TypeScript source: "kernel-lib/src/engine/run.ts, line 7, column 3". */
export function libraryPlace(line: string): string | undefined {
  const [, file, row, column] =
    /(?:\(|at )((?:[A-Za-z]:)?[\\/].*?[\\/]dist[\\/]src[\\/][^:]*\.js):(\d+):(\d+)/.exec(line) ?? [];
  if (!file || !existsSync(`${file}.map`)) return undefined;
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")));
  const { originalLine, originalColumn } = map.findEntry(Number(row) - 1, Number(column) - 1) as Partial<SourceMapping>;
  if (originalLine === undefined || originalColumn === undefined) return undefined;
  const name = file
    .split(/[\\/]dist[\\/]/)
    .at(-1)!
    .replace(/\.js$/, ".ts")
    .replaceAll("\\", "/");
  return `kernel-lib/${name}, line ${originalLine + 1}, column ${originalColumn + 1}`;
}

const cellFrame = /^\s*at (?:async )?(?:(.*?) \()?(cell-\d+(?:-\d+)?\.ts):(\d+):(\d+)\)?/;
const internal = /^\s+at .*(?:[\\/]dist[\\/](?:src|kernel)[\\/]|[\\/]tslab[\\/]|\(?node:|cell-\d+(?:-\d+)?\.ts:)/;

function frameOf(line: string): Frame | undefined {
  const match = cellFrame.exec(line);
  if (!match) return undefined;
  const source = sourceOf(match[2], { line: Number(match[3]) - 1, column: Number(match[4]) - 1 });
  const call = (match[1] ?? "")
    .replace(/^(Object|Proxy|exports|globalThis)\./, "")
    .replace(/^.*<anonymous>$|^eval$/, "");
  return source && { call, ...source };
}

/** What inspect writes after the last frame: " {" before an error's properties, closing brackets around it. */
function tail(line: string): string {
  return /:\d+\)?(\s*[{}\],].*)$/.exec(line)?.[1] ?? "";
}
