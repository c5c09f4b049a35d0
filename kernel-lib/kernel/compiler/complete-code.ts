// Whether the text is a whole cell or continues. Answers `is_complete_request` from TypeScript's parser alone, without
// types.
import { ts } from "./typescript.js";

export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** Incomplete if the parser fails only at the end of the text; invalid if it fails before. */
export function completeness(code: string): Completeness {
  const text = code.trimEnd();
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const errors: { start: number; code: number }[] = (file as any).parseDiagnostics;
  if (errors.length === 0) return { status: "complete" };
  const atEnd = errors.every(({ start, code }) => start >= text.length || unterminated.has(code));
  return atEnd ? { status: "incomplete", indent: indent(text) } : { status: "invalid" };
}

/** Unterminated template literal, comment, regular expression. A string literal ends with its line. */
const unterminated = new Set([1160, 1010]);

function indent(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const before = /^\s*/.exec(line)![0];
  return /[{([]\s*$/.test(line) ? `${before}  ` : before;
}
