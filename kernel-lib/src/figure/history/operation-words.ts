// Operations as people say them: what was asked with which arguments, and what came back.
import type { Operation } from "../../trace/operation.js";
import { short } from "../../trace/value.js";

/** `write(1) → ok`, `get(x) → 3`; of one that is open `write(1) → ?`. */
export function labelOf(operation: Operation, most = 40): string {
  const { output } = operation;
  const asked = asking(operation.input, most);
  if (operation.return === undefined) return `${asked} → ?`;
  return output === undefined ? asked : `${asked} → ${bare(output, most)}`;
}

/** The same with whose it is: `a: write(1) → ok`. */
export function sayingOf(operation: Operation): string {
  return `${operation.process}: ${labelOf(operation)}`;
}

function asking(input: unknown, most: number): string {
  if (typeof input === "string") return input;
  if (typeof input !== "object" || input === null || typeof (input as { type?: unknown }).type !== "string")
    return short(input, most);
  const { type, ...rest } = input as { type: string };
  return `${type}(${Object.values(rest)
    .map((value) => bare(value, most))
    .join(", ")})`;
}

/** A short word is shown without quotes. */
function bare(value: unknown, most: number): string {
  return typeof value === "string" && /^[\w.-]{1,20}$/.test(value) ? value : short(value, most);
}
