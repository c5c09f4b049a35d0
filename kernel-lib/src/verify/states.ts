// Every global state found so far: rows of integers in one typed array, indexed by an open-addressing hash table.

import { larger } from "./integers.js";
import type { NextStates } from "./next-states.js";

export const EMPTY = -1;

export class States {
  size = 0;
  rows: Int32Array;
  /** The state each was first reached from; -1 for initial ones. */
  parents: Int32Array;
  hashes: Int32Array;
  /** Pairs: the number of a state, or EMPTY, and its hash, so that other states need not be looked at. */
  slots: Int32Array = new Int32Array(2048).fill(EMPTY);
  protected mask = 1023;

  /** @param width integers in a row */
  constructor(readonly width: number) {
    this.rows = new Int32Array(512 * width);
    this.parents = new Int32Array(512);
    this.hashes = new Int32Array(512);
  }

  /** The number of the state `row`, or -1. */
  find(row: Int32Array, hash: number): number {
    const { width, rows } = this;
    const { slots, mask } = this;
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const index = slots[2 * i]!;
      if (index < 0) return -1;
      if (slots[2 * i + 1] !== hash) continue;
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
    this.foreseen = readAhead(this.slots, this.rows, this.width, next);
  }

  /** What was read ahead: kept, or a compiler might leave out the reading. */
  protected foreseen = 0;

  /** Adds a new state, and returns its number. */
  add(row: Int32Array, hash: number, parent: number): number {
    const index = this.size;
    if (index === this.parents.length) this.grow();
    if (2 * (index + 1) > this.mask) this.rehash();
    this.append(row, hash, parent);
    this.put(index, hash);
    return index;
  }

  /** Writes a state behind the others; there is room for it. */
  protected append(row: Int32Array, hash: number, parent: number): void {
    const index = this.size++;
    for (let i = 0, at = index * this.width; i < this.width; i++, at++) this.rows[at] = row[i]!;
    this.parents[index] = parent;
    this.hashes[index] = hash;
  }

  protected put(index: number, hash: number): void {
    const slots = this.slots;
    let i = spread(hash) & this.mask;
    while (slots[2 * i]! >= 0) i = (i + 1) & this.mask;
    slots[2 * i] = index;
    slots[2 * i + 1] = hash;
  }

  protected grow(): void {
    const capacity = Math.ceil(this.parents.length * 1.6);
    this.rows = larger(this.rows, capacity * this.width);
    this.parents = larger(this.parents, capacity);
    this.hashes = larger(this.hashes, capacity);
  }

  /** Slot after slot: what was side by side stays so, in one half of the new table or the other. */
  protected rehash(): void {
    const old = this.slots;
    this.slots = new Int32Array(2 * old.length).fill(EMPTY);
    this.mask = old.length - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at]! >= 0) this.put(old[at]!, old[at + 1]!);
  }
}

/** Where the search for a hash begins. */
export function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

/** Reads the slots of all these states, then the rows that they lead to; what it returns means nothing. */
export function readAhead(slots: Int32Array, rows: Int32Array, width: number, { size, hashes }: NextStates): number {
  const mask = slots.length / 2 - 1;
  let read = 0;
  for (let i = 0; i < size; i++) read ^= slots[2 * (spread(hashes[i]!) & mask)]!;
  for (let i = 0; i < size; i++) {
    const hash = hashes[i]!;
    let slot = spread(hash) & mask;
    while (slots[2 * slot]! >= 0 && slots[2 * slot + 1] !== hash) slot = (slot + 1) & mask;
    const index = slots[2 * slot]!;
    if (index >= 0) read ^= rows[index * width]! ^ rows[index * width + width - 1]!;
  }
  return read;
}
