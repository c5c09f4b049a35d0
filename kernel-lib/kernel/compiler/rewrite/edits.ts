// Changes to a text that keep its line breaks, with a source map that leads every position of the result back to the
// original.
import MagicString from "magic-string";
import type { Insertion } from "../../../src/engine/ship/guards.js";

/** Takes `remove` characters at `at` and puts `insert`, without line breaks, in their place. */
export interface Edit extends Insertion {
  readonly remove: number;
}

export interface Edited {
  readonly code: string;
  /** From `code` to the original, as JSON. */
  readonly map: string;
}

/**
 * Edits at the same place come out in the order in which they are given, after those that close something there. Of
 * replacements that overlap, the first counts.
 */
export function apply(original: string, edits: readonly Edit[]): Edited {
  const text = new MagicString(original);
  let end = 0;
  for (const { at, remove, insert } of edits.filter(({ remove }) => remove > 0).sort((a, b) => a.at - b.at)) {
    if (at < end) continue;
    end = at + remove;
    text.update(at, end, insert);
  }
  const inserts = edits.filter(({ remove }) => remove === 0);
  const closing = inserts.filter(({ closes }) => closes !== undefined).sort((a, b) => b.closes! - a.closes!);
  for (const { at, insert } of closing) text.appendLeft(at, insert);
  for (const { at, insert, closes } of inserts) if (closes === undefined) text.appendRight(at, insert);
  return { code: text.toString(), map: text.generateMap({ source: "cell", hires: "boundary" }).toString() };
}
