// Errors as a student should see them: class, message, and their own lines of TypeScript with a caret, never our
// frames.

import { dim, excerpt, green, label, red } from "../excerpt.js";
import type { CellError } from "../messages.js";
import type { Cell } from "./cells.js";
import { text } from "./display.js";
import { interruptMessage, isInterrupt, waitingPlace } from "./interrupt.js";
import { framesOf, libraryPlace } from "./stacks.js";

/** Frames shown with their source, and frames named at all. */
const excerpts = 5;
const named = 12;

/** An error that was thrown, with its causes. */
export function thrown(error: unknown): CellError {
  try {
    return described(error);
  } catch {
    const evalue = "something that cannot be shown, because reading it throws too";
    return { ename: "Thrown", evalue, traceback: [`${red("Thrown")}: ${evalue}`] };
  }
}

/** An interrupt of a cell; if its code was only waiting, with the line at which it waited. */
export function interruptedAt(error: unknown, cell: Cell): CellError {
  const shown = thrown(error);
  const at = waitingPlace();
  if (!at || /Cell In\[/.test(shown.traceback.join())) return shown;
  const place = `${green(label(cell.count, at))}\n${excerpt(cell.code, at, "await".length)}`;
  return { ...shown, traceback: [`${shown.traceback[0]}\n${place}`] };
}

function described(error: unknown): CellError {
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

/** The student's frames, nearest first; for an error without any, the first frame of all. */
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
    const where = `${green(label(cell.count, at))}${call === "" ? "" : `, in ${call}`}`;
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
  return line ? [dim(libraryPlace(line) ?? line.trim())] : [];
}
