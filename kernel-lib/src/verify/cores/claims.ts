// The table of states while several threads fill it. A state gets its row from the thread that finds it first; it belongs
// to the earliest chunk that finds it, as one core would have found it there first. Its number it gets later.

import { FREE, markOf, spread } from "../states.js";
import { BEHIND, ENTRIES, HASH, NUMBER_OR_CHUNK, ROOM, ROWS, type Tables } from "./memory.js";

/** Rows that a thread takes at a time: at least as many as a chunk may need. */
export const BLOCK = 2 * ENTRIES;

export class Claims {
  slots: Int32Array = new Int32Array(0);
  rows: Int32Array = new Int32Array(0);
  readonly stride: number;
  /** Rows of this thread: the next of them, where they end, and where others begin, or -1. */
  #next = 0;
  #end = 0;
  #further = -1;

  constructor(
    readonly counters: Int32Array,
    readonly width: number,
  ) {
    this.stride = width + BEHIND;
  }

  use({ slots, rows }: Pick<Tables, "slots" | "rows">): void {
    this.slots = slots;
    this.rows = rows;
  }

  /** Takes rows for a chunk; returns false where the tables are too small for that. */
  reserve(): boolean {
    if (this.#further >= 0 || this.#end - this.#next >= ENTRIES) return true;
    const { counters } = this;
    for (;;) {
      const first = Atomics.load(counters, ROWS);
      if (first + BLOCK > Atomics.load(counters, ROOM)) return false;
      if (Atomics.compareExchange(counters, ROWS, first, first + BLOCK) !== first) continue;
      this.#further = first;
      return true;
    }
  }

  /**
   * Claims the state `row` for a chunk, or gives it its number.
   * @param claimant  the chunk, or -1 - number
   * @returns where its row is, or -1 if it has a number, or this chunk or an earlier one has claimed it
   */
  claim(row: Int32Array, hash: number, claimant: number): number {
    const { slots, rows, width, stride } = this;
    const mask = slots.length / 2 - 1;
    const mark = markOf(hash);
    for (let i = spread(mark) & mask; ; i = (i + 1) & mask) {
      let found = slots[2 * i]!;
      if (found === FREE) {
        found = Atomics.compareExchange(slots, 2 * i, FREE, mark);
        if (found === FREE) {
          const place = this.#place();
          this.#write(place * stride, row, hash, claimant);
          Atomics.store(slots, 2 * i + 1, place + 1);
          return place;
        }
      }
      if (found !== mark) continue;
      const place = placeAt(slots, i);
      const start = place * stride;
      let column = 0;
      while (column < width && rows[start + column] === row[column]) column++;
      if (column === width) return this.#takeOver(start + width + NUMBER_OR_CHUNK, claimant) ? place : -1;
    }
  }

  #takeOver(at: number, claimant: number): boolean {
    const { rows } = this;
    for (let owner = rows[at]!; owner > claimant; ) {
      const seen = Atomics.compareExchange(rows, at, owner, claimant);
      if (seen === owner) return true;
      owner = seen;
    }
    return false;
  }

  #place(): number {
    if (this.#next === this.#end) {
      this.#next = this.#further;
      this.#end = this.#further + BLOCK;
      this.#further = -1;
    }
    return this.#next++;
  }

  #write(start: number, row: Int32Array, hash: number, claimant: number): void {
    const { rows, width } = this;
    for (let column = 0; column < width; column++) rows[start + column] = row[column]!;
    rows[start + width + HASH] = hash;
    rows[start + width + NUMBER_OR_CHUNK] = claimant;
  }
}

/** The row in a slot that is marked: another thread may be about to write it. */
export function placeAt(slots: Int32Array, slot: number): number {
  let value = slots[2 * slot + 1]!;
  while (value === 0) value = Atomics.load(slots, 2 * slot + 1);
  return value - 1;
}
