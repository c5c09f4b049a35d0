// Where a property fails, its counterexample ends with a note that says which, and why.
import type { TraceEvent } from "./trace.js";

/** `broken: one at a time (a and b are inside)`. */
export function violationWords(property: string, why: string | undefined): string {
  return why === undefined ? `broken: ${property}` : `broken: ${property} (${why})`;
}

export function isViolation({ kind, message }: TraceEvent): boolean {
  return kind === "note" && /^broken: /.test(String(message));
}
