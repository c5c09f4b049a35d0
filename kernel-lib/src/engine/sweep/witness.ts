// Tells whether data has changed: whether an experiment has left something behind that the next would see.
import { canonicalText } from "../../node/equality.js";

export class Witness {
  readonly #seen: readonly { data: object; before: readonly unknown[] }[];

  /** @param all every object that could change: what is inside of another is listed, too */
  constructor(all: readonly object[]) {
    this.#seen = all.map((data) => ({ data, before: inside(data) }));
  }

  get changed(): boolean {
    return this.#seen.some(({ data, before }) => {
      const now = inside(data);
      return now.length !== before.length || now.some((part, i) => !Object.is(part, before[i]));
    });
  }
}

function inside(data: object): unknown[] {
  if (data instanceof Map) return [...data].flat();
  if (data instanceof Set) return [...data];
  const isWhole = ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof Date;
  return isWhole ? [canonicalText(data)] : Object.entries(data).flat();
}
