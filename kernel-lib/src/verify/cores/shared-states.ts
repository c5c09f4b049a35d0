// Every state found so far, in memory that threads share. Only the thread that made it gives states their numbers.

import { growingIntegers, larger, sharedIntegers } from "../integers.js";
import { FREE, markOf, rehashed, States, spread } from "../states.js";
import { BLOCK, type Claims, placeAt } from "./claims.js";
import { BEHIND, HASH, NUMBER_OR_CHUNK, ROOM, ROWS } from "./memory.js";

/** How many blocks of rows may be taken before the tables are looked at again. */
const SPARE = 16;

export class SharedStates extends States {
  /** The row of each state. */
  order: Int32Array;

  /** @param stopped  lets something happen while no other thread looks at the tables */
  constructor(
    old: States,
    readonly claims: Claims,
    readonly stopped: (change: () => void) => void,
  ) {
    super(old.width, old.width + BEHIND);
    const room = old.size + 2 * SPARE * BLOCK;
    this.rows = growingIntegers(room * this.stride);
    this.order = growingIntegers(room);
    this.parents = new Int32Array(room);
    this.slots = sharedIntegers(this.slots.length);
    this.#fit(room);
    claims.use(this);
    for (let state = 0; state < old.size; state++) this.add(old.row(state), old.hash(state), old.parents[state]!);
  }

  override start(state: number): number {
    return this.order[state]! * this.stride;
  }

  override hash(state: number): number {
    return this.rows[this.start(state) + this.width + HASH]!;
  }

  override find(row: Int32Array, hash: number): number {
    const { slots, mask, width, rows } = this;
    const mark = markOf(hash);
    for (let i = spread(mark) & mask; ; i = (i + 1) & mask) {
      const found = slots[2 * i]!;
      if (found === FREE) return -1;
      if (found !== mark) continue;
      const start = placeAt(slots, i) * this.stride;
      let column = 0;
      while (column < width && rows[start + column] === row[column]) column++;
      if (column === width) return Math.max(-1 - rows[start + width + NUMBER_OR_CHUNK]!, -1);
    }
  }

  /** Adds a state that has no number yet, whether or not it is claimed. */
  override add(row: Int32Array, hash: number, parent: number): number {
    if (!this.claims.reserve()) this.makeRoom();
    this.claims.reserve();
    return this.#append(this.claims.claim(row, hash, -1 - this.size), parent);
  }

  /** Gives a state that a chunk has found its number. */
  number(place: number, parent: number): number {
    Atomics.store(this.rows, place * this.stride + this.width + NUMBER_OR_CHUNK, -1 - this.size);
    return this.#append(place, parent);
  }

  #append(place: number, parent: number): number {
    this.order[this.size] = place;
    this.parents[this.size] = parent;
    return this.size++;
  }

  /** Whether other threads may soon find no rows to take. */
  get isTight(): boolean {
    const { counters } = this.claims;
    return Atomics.load(counters, ROOM) - Atomics.load(counters, ROWS) < SPARE * BLOCK;
  }

  makeRoom(): void {
    this.stopped(() => this.#fit(Math.ceil(1.6 * Atomics.load(this.claims.counters, ROWS)) + 2 * SPARE * BLOCK));
  }

  /** Makes room for so many rows; the table of slots is never more than half full. */
  #fit(room: number): void {
    this.rows = larger(this.rows, room * this.stride);
    this.order = larger(this.order, room);
    this.parents = larger(this.parents, room);
    let { length } = this.slots;
    while (length / 4 < Atomics.load(this.claims.counters, ROWS) + 2 * SPARE * BLOCK) length *= 2;
    if (length > this.slots.length) this.slots = rehashed(this.slots, sharedIntegers(length));
    this.mask = length / 2 - 1;
    Atomics.store(this.claims.counters, ROOM, Math.min(room, length / 4));
  }
}
