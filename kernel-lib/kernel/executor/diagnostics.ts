// What TypeScript says of a cell that does not compile. What only follows from a cell that failed before says so, in one line.
import type { Diagnostic } from "tslab/dist/converter.js";
import type { CellError } from "../thread.js";
import type { Cell } from "./cells.js";
import { excerpt, green, red } from "./excerpt.js";
import { type Reason, reasonMissing } from "./names.js";
import { label } from "./stacks.js";

/**
 * All diagnostics of a cell that does not compile. Where names of a cell that failed are missing, only these: what else is wrong
 * follows from them, or is seen once they are there.
 */
export function compileError(diagnostics: readonly Diagnostic[], cell: Cell): CellError {
  const follows = consequences(diagnostics);
  if (follows.length > 0) {
    const traceback = follows.map((message) => `${red("NotDefinedYet")}: ${message}`);
    return { ename: "NotDefinedYet", evalue: follows.join("\n"), traceback };
  }
  const groups = grouped(diagnostics);
  const ename = diagnostics.some(({ code }) => code >= 1000 && code < 2000) ? "SyntaxError" : "CompileError";
  const heading = `${red(ename)}: the cell does not compile, so nothing of it ran.`;
  const traceback = [heading, ...groups.map((group) => told(group, cell))];
  return { ename, evalue: groups.map(messageOf).join("\n"), traceback };
}

/** Why what the cell defines is missing, if that is because an earlier cell failed or was skipped. */
export function rootCause(diagnostics: readonly Diagnostic[]): Reason | undefined {
  const [first] = missing(diagnostics);
  if (!first || first.reason.lacked !== undefined) return first?.reason;
  const sentence = `The cell that defines it lacked ${first.name}. ${first.reason.sentence.replace(/\bit\b/, first.name)}`;
  return { sentence, lacked: first.name };
}

const missingName = /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '(.+?)'/;

/** Of names that follow from one another only the first. */
function missing(diagnostics: readonly Diagnostic[]): { name: string; reason: Reason }[] {
  const all = diagnostics.flatMap(({ messageText }) => {
    const name = missingName.exec(messageText)?.[1];
    const reason = name === undefined ? undefined : reasonMissing(name);
    return name === undefined || reason === undefined ? [] : [{ name, reason }];
  });
  const first = all.filter(({ reason }) => reason.lacked === undefined);
  return first.length > 0 ? first : all;
}

/** A sentence for each cell that is to blame, with all the names it owes. */
function consequences(diagnostics: readonly Diagnostic[]): string[] {
  const owed = new Map<string, Set<string>>();
  for (const { name, reason } of missing(diagnostics))
    owed.set(reason.sentence, (owed.get(reason.sentence) ?? new Set()).add(name));
  return [...owed].map(([reason, names]) =>
    names.size === 1
      ? `${[...names][0]} is not defined yet. ${reason}`
      : `${[...names].join(", ")} are not defined yet. ${reason.replace(/\bit\b/, "them")}`,
  );
}

interface Group {
  first: Diagnostic;
  notes: string[];
}

function messageOf({ first, notes }: Group): string {
  return [first.messageText, ...notes].join("\n  ");
}

function told(group: Group, cell: Cell): string {
  const { start, end, fileName } = group.first;
  const at = { line: start.line, column: start.character };
  if (fileName) return `${green(`${fileName}, line ${at.line + 1}, column ${at.column + 1}`)}: ${messageOf(group)}`;
  const width = end.line === start.line ? end.character - start.character : 1;
  return `${green(label(cell, at))}: ${messageOf(group)}\n${excerpt(cell.code, at, Math.max(1, width))}`;
}

/** TypeScript explains one diagnostic in several messages at the same place. */
function grouped(diagnostics: readonly Diagnostic[]): Group[] {
  const groups: Group[] = [];
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
