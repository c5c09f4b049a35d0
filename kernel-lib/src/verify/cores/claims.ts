// The table of states while several threads fill it. What is not in the graph yet is claimed for an entry of a chunk; an
// earlier chunk that finds the same state takes the claim over, as one core would have found it there first.

import { EMPTY, spread } from "../states.js";
import { areaLength, ENTRIES, ENTRIES_BITS, entryAt, HASH, NUMBER, ROW, SLOT, type Tables } from "./memory.js";

export class Claims {
  slots: Int32Array = new Int32Array(0);
  rows: Int32Array = new Int32Array(0);
  readonly #length: number;

  constructor(
    readonly areas: Int32Array,
    readonly width: number,
  ) {
    this.#length = areaLength(width);
  }

  use({ slots, rows }: Pick<Tables, "slots" | "rows">): void {
    this.slots = slots;
    this.rows = rows;
  }

  /** Claims the state `row` for an entry of a chunk; returns false where it is known. */
  claim(row: Int32Array, hash: number, tag: number, chunk: number): boolean {
    const { slots, rows, width, areas } = this;
    const mask = slots.length / 2 - 1;
    for (let i = spread(hash) & mask; ; ) {
      const found = slots[2 * i]!;
      if (found >= 0) {
        if (slots[2 * i + 1] === hash && isSame(rows, found * width, row, 0, width)) return false;
        i = (i + 1) & mask;
        continue;
      }
      if (found !== EMPTY) {
        const other = this.place(found);
        const isIt = areas[other + HASH] === hash && isSame(areas, other + ROW, row, 0, width);
        const isEarlier = this.#chunkOf(found) <= chunk;
        // An area is used again only once its claims have become numbers.
        if (Atomics.load(slots, 2 * i) !== found) continue;
        if (!isIt) {
          i = (i + 1) & mask;
          continue;
        }
        if (isEarlier) return false;
      }
      const at = this.place(tag);
      areas[at + SLOT] = i;
      areas[at + HASH] = hash;
      for (let column = 0; column < width; column++) areas[at + ROW + column] = row[column]!;
      if (Atomics.compareExchange(slots, 2 * i, found, tag) !== found) continue;
      slots[2 * i + 1] = hash;
      return true;
    }
  }

  /** Gives a state that is not in the graph yet its number, whoever has claimed it. */
  number(state: number, hash: number): void {
    const { slots, rows, width, areas } = this;
    const mask = slots.length / 2 - 1;
    for (let i = spread(hash) & mask; ; ) {
      const found = Atomics.load(slots, 2 * i);
      const at = found < EMPTY ? this.place(found) : 0;
      const isHere =
        found === EMPTY ||
        (found < EMPTY && areas[at + HASH] === hash && isSame(areas, at + ROW, rows, state * width, width));
      if (Atomics.compareExchange(slots, 2 * i, found, isHere ? state : found) !== found) continue;
      if (isHere) {
        slots[2 * i + 1] = hash;
        return;
      }
      i = (i + 1) & mask;
    }
  }

  /** Where the entry of a tag begins. */
  place(tag: number): number {
    const number = -2 - tag;
    return this.#areaOf(number) + entryAt(this.width, number & (ENTRIES - 1));
  }

  #chunkOf(tag: number): number {
    return this.areas[this.#areaOf(-2 - tag) + NUMBER]!;
  }

  #areaOf(number: number): number {
    return (number >> ENTRIES_BITS) * this.#length;
  }
}

function isSame(some: Int32Array, at: number, others: Int32Array, start: number, width: number): boolean {
  let column = 0;
  while (column < width && some[at + column] === others[start + column]) column++;
  return column === width;
}
