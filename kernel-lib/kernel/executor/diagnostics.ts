// What TypeScript says of a cell that does not compile. What only follows from a cell that failed before says so, in one line.
import type { Diagnostic } from "tslab/dist/converter.js";
import type { CellError } from "../thread.js";
import type { Cell } from "./cells.js";
import { excerpt, green, red } from "./excerpt.js";
import { reasonMissing } from "./names.js";
import { label } from "./stacks.js";

/** All diagnostics of a cell that does not compile. */
export function compileError(diagnostics: readonly Diagnostic[], cell: Cell): CellError {
  const own = grouped(diagnostics.filter((diagnostic) => !consequence(diagnostic)));
  const follows = [...new Set(diagnostics.flatMap((diagnostic) => consequence(diagnostic)?.message ?? []))];
  const messages = [...own.map(messageOf), ...follows];
  const syntax = diagnostics.some(({ code }) => code >= 1000 && code < 2000);
  const ename = own.length === 0 ? "NotDefinedYet" : syntax ? "SyntaxError" : "CompileError";
  const traceback =
    own.length === 0
      ? follows.map((message) => `${red(ename)}: ${message}`)
      : [
          `${red(ename)}: the cell does not compile, so nothing of it ran.`,
          ...own.map((group) => told(group, cell)),
          ...follows,
        ];
  return { ename, evalue: messages.join("\n"), traceback };
}

/** Why the cell fails, if all that is wrong with it is that an earlier cell failed or was skipped. */
export function rootCause(diagnostics: readonly Diagnostic[]): string | undefined {
  const causes = diagnostics.map(consequence);
  return causes.every((cause) => cause !== undefined) ? causes[0]?.reason : undefined;
}

const missingName = /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '(.+?)'/;

function consequence({ messageText }: Diagnostic): { message: string; reason: string } | undefined {
  const name = missingName.exec(messageText)?.[1];
  const reason = name === undefined ? undefined : reasonMissing(name);
  return reason === undefined ? undefined : { message: `${name} is not defined yet. ${reason}`, reason };
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
