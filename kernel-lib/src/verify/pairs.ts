// A hash table from two small integers to a third, without an object for each entry. Threads may read it while one writes:
// what is being written they do not find yet.
import { larger, shared } from "./integers.js";

const EMPTY = -1;

export class Pairs {
  #slots: Int32Array;
  #mask: number;
  #size = 0;

  /** @param slots  those of another table, to read them */
  constructor(slots: Int32Array = new Int32Array(3 * 64).fill(EMPTY)) {
    this.#slots = slots;
    this.#mask = slots.length / 3 - 1;
  }

  get slots(): Int32Array {
    return this.#slots;
  }

  share(): void {
    this.#slots = shared(this.#slots);
  }

  /** The value at (a, b), or -1. */
  get(a: number, b: number): number {
    const slots = this.#slots;
    for (let i = hash(a, b) & this.#mask; ; i = (i + 1) & this.#mask) {
      const at = 3 * i;
      if (slots[at] === EMPTY) return EMPTY;
      if (slots[at] === a && slots[at + 1] === b) return slots[at + 2]!;
    }
  }

  /** Adds an entry that does not exist yet. */
  set(a: number, b: number, value: number): void {
    if (2 * ++this.#size > this.#mask) this.#grow();
    this.#put(a, b, value);
  }

  #put(a: number, b: number, value: number): void {
    let i = hash(a, b) & this.#mask;
    while (this.#slots[3 * i] !== EMPTY) i = (i + 1) & this.#mask;
    this.#slots[3 * i] = a;
    this.#slots[3 * i + 1] = b;
    this.#slots[3 * i + 2] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = larger(old, 3 * (this.#mask + 1)).fill(EMPTY);
    for (let at = 0; at < old.length; at += 3) if (old[at] !== EMPTY) this.#put(old[at]!, old[at + 1]!, old[at + 2]!);
  }
}

function hash(a: number, b: number): number {
  const h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return h ^ (h >>> 15);
}
