// Every global state found so far: rows of integers in one typed array, indexed by an open-addressing hash table.

import { larger } from "./integers.js";
import type { NextStates } from "./next-states.js";

/** The mark of a slot that is free. */
export const FREE = 0;

export class States {
  size = 0;
  /** A row for each state: its integers, and what else is kept there. */
  rows: Int32Array;
  /** The state each was first reached from; -1 for initial ones. */
  parents: Int32Array;
  protected hashes: Int32Array;
  /** Pairs: the mark of a state, so that other states need not be looked at, and the number of its row plus 1. */
  slots: Int32Array = new Int32Array(2048);
  protected mask = 1023;

  /**
   * @param width  integers in a state
   * @param stride  integers in its row
   */
  constructor(
    readonly width: number,
    readonly stride = width,
  ) {
    this.rows = new Int32Array(512 * stride);
    this.parents = new Int32Array(512);
    this.hashes = new Int32Array(512);
  }

  /** Where in `rows` a state begins. */
  start(state: number): number {
    return state * this.stride;
  }

  hash(state: number): number {
    return this.hashes[state]!;
  }

  row(state: number): Int32Array {
    const start = this.start(state);
    return this.rows.subarray(start, start + this.width);
  }

  /** The number of the state `row`, or -1. */
  find(row: Int32Array, hash: number): number {
    const { width, rows } = this;
    const { slots, mask } = this;
    const mark = markOf(hash);
    for (let i = spread(mark) & mask; ; i = (i + 1) & mask) {
      const found = slots[2 * i]!;
      if (found === FREE) return -1;
      if (found !== mark) continue;
      const index = slots[2 * i + 1]! - 1;
      const start = index * width;
      let column = 0;
      while (column < width && rows[start + column] === row[column]) column++;
      if (column === width) return index;
    }
  }

  /**
   * Reads what `find` is going to read, for many states. No answer depends on the one before, so the processor waits for
   * all of them at the same time: first for the slots, then for the rows.
   */
  foresee(next: NextStates): void {
    this.foreseen = readAhead(this, next);
  }

  /** What was read ahead: kept, or a compiler might leave out the reading. */
  protected foreseen = 0;

  /** Adds a new state, and returns its number. */
  add(row: Int32Array, hash: number, parent: number): number {
    const index = this.size;
    if (index === this.parents.length) this.#grow();
    if (2 * (index + 1) > this.mask) this.#rehash();
    this.size++;
    for (let i = 0, at = index * this.width; i < this.width; i++, at++) this.rows[at] = row[i]!;
    this.parents[index] = parent;
    this.hashes[index] = hash;
    putInto(this.slots, markOf(hash), index + 1);
    return index;
  }

  #grow(): void {
    const capacity = Math.ceil(this.parents.length * 1.6);
    this.rows = larger(this.rows, capacity * this.width);
    this.parents = larger(this.parents, capacity);
    this.hashes = larger(this.hashes, capacity);
  }

  #rehash(): void {
    this.slots = rehashed(this.slots, new Int32Array(2 * this.slots.length));
    this.mask = this.slots.length / 2 - 1;
  }
}

/** A hash that is never that of a free slot. */
export function markOf(hash: number): number {
  return hash === FREE ? 1 : hash;
}

/** Where the search for a mark begins. */
export function spread(mark: number): number {
  return mark ^ (mark >>> 16);
}

/** Enters what is in one table into another that is empty. Slot after slot: what was side by side stays so. */
export function rehashed(old: Int32Array, slots: Int32Array): Int32Array {
  for (let at = 0; at < old.length; at += 2) if (old[at] !== FREE) putInto(slots, old[at]!, old[at + 1]!);
  return slots;
}

function putInto(slots: Int32Array, mark: number, value: number): void {
  const mask = slots.length / 2 - 1;
  let i = spread(mark) & mask;
  while (slots[2 * i] !== FREE) i = (i + 1) & mask;
  slots[2 * i] = mark;
  slots[2 * i + 1] = value;
}

/** Reads the slots of all these states, then the rows that they lead to; what it returns means nothing. */
export function readAhead(
  { slots, rows, width, stride }: Pick<States, "slots" | "rows" | "width" | "stride">,
  { size, hashes }: NextStates,
): number {
  const mask = slots.length / 2 - 1;
  let read = 0;
  for (let i = 0; i < size; i++) read ^= slots[2 * (spread(markOf(hashes[i]!)) & mask)]!;
  for (let i = 0; i < size; i++) {
    const mark = markOf(hashes[i]!);
    let slot = spread(mark) & mask;
    while (slots[2 * slot] !== FREE && slots[2 * slot] !== mark) slot = (slot + 1) & mask;
    const start = (slots[2 * slot + 1]! - 1) * stride;
    if (start >= 0) read ^= rows[start]! ^ rows[start + width - 1]!;
  }
  return read;
}
