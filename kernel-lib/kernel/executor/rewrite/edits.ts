// Changes to a text that keep its line breaks, so that every position of the result leads back to the original.

/** Takes `remove` characters at `at` and puts `insert`, without line breaks, in their place. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** Where the part begins that this ends: of several that end at one place, the inner ones end first. */
  readonly closes?: number;
}

export interface Edited {
  readonly code: string;
  readonly original: string;
  /** Where in `original` the character at `offset` of `code` came from. */
  originalOffset(offset: number): number;
}

/** Edits at the same place come out in the order in which they are given, after those that close something there. */
export function apply(original: string, edits: readonly Edit[]): Edited {
  const sorted = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.at - b.at || (b.closes ?? -1) - (a.closes ?? -1) || a.order - b.order);
  const marks: { code: number; original: number }[] = [];
  let code = "";
  let at = 0;
  for (const edit of sorted) {
    code += original.slice(at, edit.at);
    marks.push({ code: code.length, original: edit.at });
    code += edit.insert;
    at = Math.max(at, edit.at + edit.remove);
    marks.push({ code: code.length, original: at });
  }
  code += original.slice(at);
  return { code, original, originalOffset: (offset) => back(marks, offset, original.length) };
}

function back(marks: readonly { code: number; original: number }[], offset: number, end: number): number {
  const i = marks.findLastIndex((mark) => mark.code <= offset);
  if (i < 0) return offset;
  return Math.min(marks[i].original + offset - marks[i].code, marks[i + 1]?.original ?? end);
}
