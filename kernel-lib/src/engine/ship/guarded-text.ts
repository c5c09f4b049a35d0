// Puts guards into the text of a function, and notes of where it waits, and takes them out again.
import type { Node as Syntax } from "acorn";
import { type Guard, guardsAt, type Insertion } from "./guards.js";
import { parse, scopesIn, walk } from "./syntax.js";

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

/** Around what is awaited. */
const WATCHED = [`${MARK}${NAME}.waits(`, `${MARK})`] as const;
const READER = /,\d+,function\(\)\{switch\(arguments\[0\]\)\{[^{}]*\}\}\/\*\$\$guard\*\/\)/g;

const texts = new Map<string, string>();

/** The text of a function or class with guards in it, on the same lines. */
export function withGuards(text: string): string {
  let guarded = texts.get(text);
  if (guarded === undefined) {
    guarded = insert(text, guardsIn);
    texts.set(text, guarded);
  }
  return guarded;
}

/** An `await` in a text: where, and the variables of the function around it. */
export interface AwaitPlace {
  readonly at: number;
  readonly names: readonly string[];
}

/**
 * The same, and at every `await` a note of where it stands and how its variables can be read: `await x` becomes
 * `await $$guard.waits(x, NUMBER, reader)`. `note` gives the number.
 */
export function withWaits(text: string, note: (place: AwaitPlace) => number): string {
  return insert(text, (expression, offset) => [...guardsIn(expression), ...waitsIn(expression, offset, note)]);
}

/** The text without all that: what was evaluated with guards may be packed again. */
export function unguarded(text: string): string {
  if (!text.includes(NAME)) return text;
  const unwatched = text.replaceAll(READER, "").replaceAll(WATCHED[0], "");
  return INSERTED.reduce((all, inserted) => all.replaceAll(inserted, ""), unwatched);
}

function guardsIn(expression: Syntax): Insertion[] {
  const insertions: Insertion[] = [];
  walk(expression, [], (node) => insertions.push(...guardsAt(node, GUARD)));
  return insertions;
}

function waitsIn(expression: Syntax, offset: number, note: (place: AwaitPlace) => number): Insertion[] {
  const scopes = scopesIn(expression);
  const insertions: Insertion[] = [];
  walk(expression, [], (node, parents) => {
    if (node.type !== "AwaitExpression") return;
    const names = new Set<string>();
    for (let i = parents.length - 1; i >= 0; i--) {
      for (const { variables } of scopes.acquireAll(parents[i]) ?? [])
        for (const { name } of variables) if (name !== "arguments") names.add(name);
      if (/Function/.test(parents[i].type)) break;
    }
    const number = note({ at: node.start - offset, names: [...names] });
    const cases = [...names].map((name) => `case"${name}":return ${name};`).join("");
    const { start, end } = node.argument;
    insertions.push({ at: start, insert: WATCHED[0] });
    insertions.push({
      at: end,
      insert: `,${number},function(){switch(arguments[0]){${cases}}}${WATCHED[1]}`,
      closes: start,
    });
  });
  return insertions;
}

function insert(text: string, find: (expression: Syntax, offset: number) => Insertion[]): string {
  const { expression, offset } = parse(text);
  const insertions = find(expression, offset);
  insertions.sort((a, b) => a.at - b.at || (b.closes ?? -1) - (a.closes ?? -1));
  const whole = " ".repeat(offset) + text;
  let result = "";
  let end = offset;
  for (const { at, insert } of insertions) {
    result += whole.slice(end, at) + insert;
    end = at;
  }
  return result + whole.slice(end);
}
