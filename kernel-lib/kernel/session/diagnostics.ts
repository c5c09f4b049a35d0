// What TypeScript says about a cell that does not compile. Errors that only follow from an earlier cell's failure are
// reported as that, in one line.
import type { Complaint } from "../compiler/protocol.js";
import { excerpt, green, label, red } from "../excerpt.js";
import type { CellError } from "../messages.js";
import type { Declarations, Reason } from "./declarations.js";

/** A cell whose errors are shown. */
export interface Shown {
  readonly count: number;
  /** What the student wrote. */
  readonly code: string;
}

/**
 * All complaints about a cell that does not compile. If names of a cell that failed are missing, only those: what
 * else is wrong follows from them, or shows up once they are defined.
 */
export function compileError(complaints: readonly Complaint[], cell: Shown, declared: Declarations): CellError {
  const follows = consequences(complaints, declared);
  if (follows.length > 0) {
    const traceback = follows.map((message) => `${red("NotDefinedYet")}: ${message}`);
    return { ename: "NotDefinedYet", evalue: follows.join("\n"), traceback };
  }
  const groups = grouped(complaints);
  const ename = complaints.some(({ code }) => code >= 1000 && code < 2000) ? "SyntaxError" : "CompileError";
  const heading = `${red(ename)}: the cell does not compile, so none of it ran.`;
  const hint = isUnknown(complaints) ? [unknownHint] : [];
  const traceback = [heading, ...groups.map((group) => inWords(group, cell)), ...hint];
  return { ename, evalue: [...groups.map(messageOf), ...hint].join("\n"), traceback };
}

/** Why what the cell defines is missing, if that is because an earlier cell failed or was skipped. */
export function rootCause(complaints: readonly Complaint[], declared: Declarations): Reason | undefined {
  const [first] = missing(complaints, declared);
  if (!first || first.reason.lacked !== undefined) return first?.reason;
  const sentence = `The cell that defines it failed without ${first.name}. ${first.reason.sentence.replace(/\bit\b/, first.name)}`;
  return { sentence, lacked: first.name };
}

const missingName = /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '(.+?)'/;

/** After a restart no name of a cell is known. */
const unknownHint =
  "If a cell above defines it, run the cells above first (Run, Run All Above Selected Cell): after a restart nothing is defined.";

/** Whether a name is unknown and TypeScript suggests no other. */
function isUnknown(complaints: readonly Complaint[]): boolean {
  return complaints.some(({ message, file }) => !file && missingName.test(message) && !/Did you mean/.test(message));
}

/** Of names that are missing because of one another, only the first. */
function missing(complaints: readonly Complaint[], declared: Declarations): { name: string; reason: Reason }[] {
  const all = complaints.flatMap(({ message }) => {
    const name = missingName.exec(message)?.[1];
    const reason = name === undefined ? undefined : declared.reasonMissing(name);
    return name === undefined || reason === undefined ? [] : [{ name, reason }];
  });
  const first = all.filter(({ reason }) => reason.lacked === undefined);
  return first.length > 0 ? first : all;
}

/** A sentence for each cell that is to blame, with all the names it should have defined. */
function consequences(complaints: readonly Complaint[], declared: Declarations): string[] {
  const owed = new Map<string, Set<string>>();
  for (const { name, reason } of missing(complaints, declared))
    owed.set(reason.sentence, (owed.get(reason.sentence) ?? new Set()).add(name));
  return [...owed].map(([reason, names]) =>
    names.size === 1
      ? `${[...names][0]} is not defined yet. ${reason}`
      : `${[...names].join(", ")} are not defined yet. ${reason.replace(/\bit\b/, "them")}`,
  );
}

interface Group {
  first: Complaint;
  notes: string[];
}

function messageOf({ first, notes }: Group): string {
  return [first.message, ...notes].join("\n  ");
}

function inWords(group: Group, cell: Shown): string {
  const { start, end, file } = group.first;
  if (file) return `${green(`${file}, line ${start.line + 1}, column ${start.column + 1}`)}: ${messageOf(group)}`;
  const width = end.line === start.line ? end.column - start.column : 1;
  return `${green(label(cell.count, start))}: ${messageOf(group)}\n${excerpt(cell.code, start, Math.max(1, width))}`;
}

/** TypeScript explains one error in several messages at the same place. */
function grouped(complaints: readonly Complaint[]): Group[] {
  const groups: Group[] = [];
  for (const complaint of complaints) {
    const group = groups.at(-1);
    if (!group || placeOf(group.first) !== placeOf(complaint)) groups.push({ first: complaint, notes: [] });
    else if (!group.notes.includes(complaint.message)) group.notes.push(complaint.message);
  }
  return groups;
}

function placeOf({ file, start, end }: Complaint): string {
  return JSON.stringify([file, start, end]);
}
