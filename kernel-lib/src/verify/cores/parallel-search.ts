// An exploration on several threads. Its own one runs handlers, asks properties and numbers states, in the order of one
// core; the others take the steps that are known ahead of it. What they find enters the graph chunk after chunk.

import { sharedIntegers } from "../integers.js";
import type { Parallel, Search } from "../search.js";
import { Chunks } from "./chunks.js";
import * as at from "./memory.js";
import { SharedStates } from "./shared-states.js";

/** Looks at other threads again after this time (ms), whatever they say. */
const PATIENCE = 5;
/**
 * Where cores are busy with something else, waiting for a thread that does not run takes longer than doing without: then
 * it has waited in vain more often than this, and more than once in so many chunks.
 */
const MOST_WAITS = 50;
const CHUNKS_A_WAIT = 100;

export class ParallelSearch implements Parallel {
  #helpers: at.Helpers | undefined;
  #shared: at.Beginning | undefined;
  #chunks: Chunks | undefined;
  #posted: readonly Int32Array[] = [];
  #isOff = false;

  /** @param cores  how many threads there are, with the one that explores */
  constructor(
    readonly start: at.StartHelpers,
    readonly cores: number,
  ) {}

  /** What is shared with other threads. */
  get bytes(): number {
    return this.#posted.reduce((sum, { byteLength }) => sum + byteLength, this.#shared?.areas.byteLength ?? 0);
  }

  #isStarting(): boolean {
    return !this.#helpers!.isLost && Atomics.load(this.#shared!.counters, at.READY) < this.cores - 1;
  }

  /** Whether threads help; the first time, starts them. */
  isReady({ space }: Search): boolean {
    if (this.#isOff) return false;
    if (!this.#helpers) {
      const { nodes, width, crashes } = space;
      this.#shared = {
        ...{ nodes, width, crashes },
        counters: sharedIntegers(at.COUNTERS),
        areas: sharedIntegers(at.AREAS * at.AREA),
      };
      this.#helpers = this.start(this.cores - 1, this.#shared);
    }
    this.#isOff = this.#helpers === undefined || this.#helpers.isLost;
    return !this.#isOff;
  }

  async end(): Promise<void> {
    this.#isOff = true;
    await this.#helpers?.end();
    if (this.#shared) Atomics.store(this.#shared.counters, at.READY, 0);
  }

  /** Explores from a state on, until nothing is left. Returns the first state whose steps have not been taken. */
  async explore(search: Search, from: number): Promise<number> {
    const { counters, areas } = this.#shared!;
    const chunks = (this.#chunks = new Chunks(this.#shared!));
    const { components } = search.space;
    components.share();
    const states: SharedStates = new SharedStates(search.states, chunks.claims, (change) =>
      this.#stopped(search, states, change),
    );
    search.states = states;
    Atomics.store(counters, at.NEXT, from);
    while (this.#isStarting()) await search.surroundings.settle();
    let state = from;
    let waits = 0;
    for (let chunk = 0; ; chunk++) {
      this.#publish(search, states);
      if (state === states.size || search.isOver()) break;
      if (waits > MOST_WAITS && waits * CHUNKS_A_WAIT > chunk) break;
      const start = (chunk % at.AREAS) * at.AREA;
      while (Atomics.load(counters, at.TAKEN) === chunk || Atomics.load(areas, start + at.DONE) === 0) {
        if (states.isTight) states.makeRoom();
        const area = chunks.take();
        if (area < 0) {
          if (Atomics.wait(areas, start + at.DONE, 0, PATIENCE) === "timed-out") waits++;
        } else {
          chunks.known.look(counters);
          chunks.expand(area);
        }
        if (Atomics.load(counters, at.LOST) === 1) return this.#alone(state);
      }
      state = await this.#commit(search, states, start);
      await search.pause();
    }
    return this.#alone(state);
  }

  /** Ends the others, none of them while it enters a state: what they have found is not needed any more. */
  async #alone(state: number): Promise<number> {
    this.#halt();
    await this.end();
    return state;
  }

  /** Lets what a chunk has found enter the graph. Returns the first state whose steps have not been taken. */
  async #commit(search: Search, states: SharedStates, start: number): Promise<number> {
    const { areas, counters, width } = this.#shared!;
    const { row } = search.space;
    const { stride } = states;
    const chunk = areas[start + at.NUMBER]!;
    const count = areas[start + at.COUNT]!;
    /** What was generated, without the steps of this chunk that its area counts. */
    let { generated } = search;
    for (let i = 0; i < count; i++) {
      const entry = start + at.entryAt(i);
      const place = areas[entry + at.FOUND]!;
      const parent = areas[entry + at.PARENT]!;
      const soFar = areas[entry + at.SO_FAR]!;
      if (place < 0) {
        search.isAt(parent);
        search.generated = generated + soFar;
        await search.expand(parent);
        generated = search.generated - soFar;
        if (search.isOver()) return parent;
        continue;
      }
      const begin = place * stride;
      const { rows } = states;
      if (rows[begin + width + at.NUMBER_OR_CHUNK] !== chunk) continue;
      search.generated = generated + soFar - 1;
      search.isAt(parent);
      if (search.isFull()) return parent;
      search.generated++;
      for (let column = 0; column < width; column++) row[column] = rows[begin + column]!;
      search.judgeNew(states.number(place, parent), row);
      if (search.isOver()) return parent;
    }
    search.generated = generated + areas[start + at.GENERATED]!;
    let state = areas[start + at.REACHED]!;
    for (const end = areas[start + at.END]!; state < end && !search.isOver(); state++) await search.expand(state);
    search.isAt(state);
    Atomics.add(counters, at.COMMITTED, 1);
    return state;
  }

  /** Tells the others what is known now. */
  #publish(search: Search, states: SharedStates): void {
    const { counters } = this.#shared!;
    const { starts, steps, hashes: componentHashes, added, size, used } = search.space.components;
    const { order, rows, slots } = states;
    const all = [starts, steps, componentHashes, added, order, rows, slots];
    if (all.some((table, i) => table !== this.#posted[i])) {
      this.#posted = all;
      const tables: at.Tables = { starts, steps, componentHashes, added, order, rows, slots };
      this.#chunks!.use(tables);
      this.#helpers!.post(tables);
      Atomics.add(counters, at.VERSION, 1);
    }
    Atomics.store(counters, at.COMPONENTS, size);
    Atomics.store(counters, at.USED, used);
    Atomics.store(counters, at.AVAILABLE, states.size);
    Atomics.add(counters, at.CALL, 1);
    Atomics.notify(counters, at.CALL);
  }

  /** Lets something happen while the others are between chunks. */
  #stopped(search: Search, states: SharedStates, change: () => void): void {
    const { counters } = this.#shared!;
    this.#halt();
    change();
    this.#publish(search, states);
    Atomics.store(counters, at.HALT, 0);
    Atomics.notify(counters, at.HALT);
  }

  /** Waits until the others are between chunks. */
  #halt(): void {
    const { counters } = this.#shared!;
    Atomics.store(counters, at.HALT, 1);
    Atomics.add(counters, at.CALL, 1);
    Atomics.notify(counters, at.CALL);
    for (;;) {
      const parked = Atomics.load(counters, at.PARKED);
      if (parked >= Atomics.load(counters, at.READY)) break;
      Atomics.wait(counters, at.PARKED, parked, PATIENCE);
    }
  }
}
