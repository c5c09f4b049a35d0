// Errors as a student should see them: class, message, and their own lines of TypeScript with a caret, never our frames.
import type { Diagnostic } from "tslab/dist/converter.js";
import type { CellError } from "../thread.js";
import type { Cell, Position } from "./cells.js";
import { text } from "./display.js";
import { interruptMessage, isInterrupt } from "./interrupt.js";
import { reasonMissing } from "./names.js";
import { framesOf, label } from "./stacks.js";

const colour = (code: string) => (part: string) => `\u001b[${code}m${part}\u001b[0m`;
const red = colour("1;31");
const green = colour("32");
const dim = colour("2");

/** Frames shown with their source, and frames named at all. */
const excerpts = 5;
const named = 12;

/** An error that was thrown, with its causes. */
export function thrown(error: unknown): CellError {
  if (isInterrupt(error)) {
    const frames = error instanceof Error && error.name === "KeyboardInterrupt" ? places(error) : [];
    return {
      ename: "KeyboardInterrupt",
      evalue: interruptMessage,
      traceback: [[`${red("KeyboardInterrupt")}: ${interruptMessage}`, ...frames].join("\n")],
    };
  }
  const { ename, evalue } = title(error);
  return { ename, evalue, traceback: [describe(error, "", new Set())] };
}

/** All diagnostics of a cell that does not compile. */
export function compileError(diagnostics: readonly Diagnostic[], cell: Cell): CellError {
  const found = grouped(diagnostics).map(({ first, notes }) => {
    const missing = /^Cannot find name '(.+?)'/.exec(first.messageText)?.[1];
    const reason = missing && reasonMissing(missing);
    const message = reason ? `${missing} is not defined yet. ${reason}` : [first.messageText, ...notes].join("\n  ");
    const at = { line: first.start.line, column: first.start.character };
    const width = first.end.line === first.start.line ? first.end.character - first.start.character : 1;
    const place = first.fileName ? `${first.fileName}, line ${at.line + 1}, column ${at.column + 1}` : label(cell, at);
    const shown = [`${green(place)}: ${message}`];
    if (!first.fileName) shown.push(excerpt(cell.code, at, Math.max(1, width)));
    return { message, shown: shown.join("\n") };
  });
  const syntax = diagnostics.some(({ code }) => code >= 1000 && code < 2000);
  const ename = syntax ? "SyntaxError" : "CompileError";
  const evalue = found.map(({ message }) => message).join("\n");
  return {
    ename,
    evalue,
    traceback: [`${red(ename)}: the cell does not compile, so nothing of it ran.`, ...found.map(({ shown }) => shown)],
  };
}

function describe(error: unknown, indent: string, seen: Set<unknown>): string {
  const { ename, evalue } = title(error);
  const lines = [`${red(ename)}${evalue === "" ? "" : `: ${evalue}`}`];
  if (error instanceof Error) {
    seen.add(error);
    lines.push(...places(error));
    if (error instanceof AggregateError)
      error.errors.forEach((part, i) => {
        if (!seen.has(part)) lines.push(`  [${i}] ${describe(part, "  ", seen)}`);
      });
    if (error.cause !== undefined && !seen.has(error.cause)) lines.push(`Caused by ${describe(error.cause, "", seen)}`);
  }
  return lines.join("\n").replaceAll("\n", `\n${indent}`);
}

function title(error: unknown): { ename: string; evalue: string } {
  if (!isError(error)) return { ename: "Thrown", evalue: text(error) };
  const ename = String(error.name || error.constructor?.name || "Error");
  return {
    ename: ename === "Error" && error.constructor?.name ? error.constructor.name : ename,
    evalue: String(error.message),
  };
}

function isError(value: unknown): value is Error {
  return value !== null && typeof value === "object" && "message" in value && "name" in value;
}

/** The student's frames, nearest first; for an error with none of them, the first frame of all. */
function places(error: Error): string[] {
  const stack = String((error as { cellStack?: unknown }).cellStack ?? error.stack ?? "");
  const own = framesOf(stack);
  const shown: string[] = [];
  let before = "";
  let repeated = 0;
  let count = 0;
  const repeat = () => {
    if (repeated > 0) shown.push(dim(`  … the same ${repeated === 1 ? "once" : `${repeated} times`} more`));
    repeated = 0;
  };
  for (const { call, cell, at } of own) {
    const where = `${green(label(cell, at))}${call === "" ? "" : `, in ${call}`}`;
    if (where === before) {
      repeated++;
      continue;
    }
    repeat();
    before = where;
    if (++count > named) break;
    shown.push(where);
    if (count <= excerpts) shown.push(excerpt(cell.code, at, 1));
  }
  repeat();
  if (own.length === 0) shown.push(...elsewhere(stack));
  return shown;
}

function elsewhere(stack: string): string[] {
  const line = stack
    .split("\n")
    .find((line) => /^\s+at .*[\\/]/.test(line) && !/[\\/]dist[\\/]kernel[\\/]|tslab|node:/.test(line));
  return line ? [dim(line.trim())] : [];
}

/** The line with two around it, and a caret below the column. */
function excerpt(code: string, { line, column }: Position, width: number): string {
  const lines = code.split("\n");
  const at = Math.min(line, lines.length - 1);
  const first = Math.max(0, at - 2);
  const last = Math.min(lines.length - 1, at + 2);
  const digits = String(last + 1).length;
  const shown: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i + 1).padStart(digits);
    shown.push(i === at ? `${red(">")} ${number} | ${lines[i]}` : dim(`  ${number} | ${lines[i]}`));
    if (i !== at) continue;
    const start = Math.min(column, lines[i].length);
    const space = lines[i].slice(0, start).replace(/[^\t]/g, " ");
    const carets = "^".repeat(Math.max(1, Math.min(width, lines[i].length - start)));
    shown.push(`  ${" ".repeat(digits)} | ${space}${red(carets)}`);
  }
  return shown.join("\n");
}

/** TypeScript explains one diagnostic in several messages at the same place. */
function grouped(diagnostics: readonly Diagnostic[]): { first: Diagnostic; notes: string[] }[] {
  const groups: { first: Diagnostic; notes: string[] }[] = [];
  for (const diagnostic of diagnostics) {
    const group = groups.at(-1);
    const same =
      group?.first.start.offset === diagnostic.start.offset && group.first.end.offset === diagnostic.end.offset;
    if (group && same && group.first.fileName === diagnostic.fileName) {
      if (!group.notes.includes(diagnostic.messageText)) group.notes.push(diagnostic.messageText);
    } else groups.push({ first: diagnostic, notes: [] });
  }
  return groups;
}
