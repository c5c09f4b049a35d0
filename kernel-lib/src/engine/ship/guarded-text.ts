// Puts guards into the text of a function, and takes them out again.
import { type Guard, guardsAt, type Insertion } from "./guards.js";
import { parse, walk } from "./syntax.js";

/** The name under which guarded code reaches its guard. */
const NAME = "$$guard";
const TEST = `--${NAME}.left<0`;
const STATEMENT = `if(${TEST})${NAME}.look();`;
const MARK = `/*${NAME}*/`;
const GUARD: Guard = {
  statement: STATEMENT,
  block: [`${MARK}{${STATEMENT}`, `${MARK}}`],
  expression: [`${MARK}(${TEST}&&${NAME}.look(),`, `${MARK})`],
};
/** Longer ones first: one contains another. */
const INSERTED = [...GUARD.block, ...GUARD.expression, GUARD.statement];

const texts = new Map<string, string>();

/** The text of a function or class with guards in it, on the same lines. */
export function withGuards(text: string): string {
  let guarded = texts.get(text);
  if (guarded === undefined) {
    guarded = insert(text);
    texts.set(text, guarded);
  }
  return guarded;
}

/** The text without its guards: what was evaluated with guards may be packed again. */
export function unguarded(text: string): string {
  if (!text.includes(NAME)) return text;
  return INSERTED.reduce((all, inserted) => all.replaceAll(inserted, ""), text);
}

function insert(text: string): string {
  const { expression, offset } = parse(text);
  const insertions: Insertion[] = [];
  walk(expression, [], (node) => insertions.push(...guardsAt(node, GUARD)));
  insertions.sort((a, b) => a.at - b.at || (b.closes ?? -1) - (a.closes ?? -1));
  let result = "";
  let end = offset;
  const whole = " ".repeat(offset) + text;
  for (const { at, insert } of insertions) {
    result += whole.slice(end, at) + insert;
    end = at;
  }
  return result + whole.slice(end);
}
