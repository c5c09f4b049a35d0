// Every state found so far, in memory that threads share. Only the thread that made it adds states.

import { larger, shared, sharedIntegers } from "../integers.js";
import { EMPTY, States, spread } from "../states.js";
import type { Claims } from "./claims.js";
import { AREAS, ENTRIES, SLOT } from "./memory.js";

/** Room for all that is claimed, and never more than half full of states. */
const SLOTS = 2 * AREAS * ENTRIES;

export class SharedStates extends States {
  /** @param stopped  lets something happen while no other thread looks at the tables */
  constructor(
    old: States,
    readonly claims: Claims,
    readonly stopped: (change: () => void) => void,
  ) {
    super(old.width);
    this.size = old.size;
    this.rows = shared(old.rows);
    this.parents = old.parents;
    this.hashes = shared(old.hashes);
    this.slots = sharedIntegers(2 * Math.max(SLOTS, old.slots.length / 2)).fill(EMPTY);
    this.mask = this.slots.length / 2 - 1;
    claims.use(this);
    for (let state = 0; state < this.size; state++) this.put(state, this.hashes[state]!);
  }

  override find(row: Int32Array, hash: number): number {
    const { slots, mask, width, rows } = this;
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const number = slots[2 * i]!;
      if (number === EMPTY) return -1;
      if (number < 0 || slots[2 * i + 1] !== hash) continue;
      const start = number * width;
      let column = 0;
      while (column < width && rows[start + column] === row[column]) column++;
      if (column === width) return number;
    }
  }

  /** Adds what a chunk has found, unless an earlier one has found it, too; returns its number. */
  enter(row: Int32Array, hash: number, parent: number, slot: number): number {
    const number = this.size;
    this.append(row, hash, parent);
    Atomics.store(this.slots, 2 * slot, number);
    return number;
  }

  protected override put(number: number, hash: number): void {
    this.claims.number(number, hash);
  }

  /** Makes room for so many more states. */
  reserve(states: number): void {
    while (this.size + states > this.parents.length) this.grow();
    while (2 * (this.size + states) > this.mask) this.rehash();
  }

  protected override grow(): void {
    this.stopped(() => super.grow());
  }

  protected override rehash(): void {
    this.stopped(() => {
      const old = this.slots;
      const slots = larger(old, 2 * old.length).fill(EMPTY);
      this.mask = old.length - 1;
      for (let at = 0; at < old.length; at += 2) {
        const mark = old[at]!;
        if (mark === EMPTY) continue;
        const hash = old[at + 1]!;
        let i = spread(hash) & this.mask;
        while (slots[2 * i] !== EMPTY) i = (i + 1) & this.mask;
        slots[2 * i] = mark;
        slots[2 * i + 1] = hash;
        if (mark < 0) this.claims.areas[this.claims.place(mark) + SLOT] = i;
      }
      this.slots = slots;
    });
  }
}
