// Takes chunks of states and, from each state of one, every step that is known. Done by all threads alike.

import type { NextStates } from "../next-states.js";
import { readAhead } from "../states.js";
import { StepsFrom } from "../steps-from.js";
import { Claims } from "./claims.js";
import { KnownSteps } from "./known-steps.js";
import * as at from "./memory.js";

export class Chunks {
  readonly known = new KnownSteps();
  readonly claims: Claims;
  readonly #from: StepsFrom;
  #order: Int32Array = new Int32Array(0);

  constructor(readonly shared: at.Beginning) {
    const { nodes, width, crashes, counters } = shared;
    this.claims = new Claims(counters, width);
    this.#from = new StepsFrom(this.known, nodes, width, crashes);
  }

  use(tables: at.Tables): void {
    this.known.use(tables);
    this.claims.use(tables);
    this.#order = tables.order;
  }

  /** Takes a chunk, and returns its area; -1 where there is none. */
  take(): number {
    const { counters, areas } = this.shared;
    if (!this.#isThereOne() || !this.claims.reserve()) return -1;
    while (Atomics.compareExchange(counters, at.LOCK, 0, 1) !== 0) Atomics.wait(counters, at.LOCK, 1, 1);
    let area = -1;
    if (this.#isThereOne()) {
      const number = Atomics.load(counters, at.TAKEN);
      area = number % at.AREAS;
      const start = area * at.AREA;
      const begin = Atomics.load(counters, at.NEXT);
      const end = Math.min(begin + at.CHUNK, Atomics.load(counters, at.AVAILABLE));
      areas[start + at.NUMBER] = number;
      areas[start + at.BEGIN] = begin;
      areas[start + at.END] = end;
      Atomics.store(areas, start + at.DONE, 0);
      Atomics.store(counters, at.NEXT, end);
      Atomics.store(counters, at.TAKEN, number + 1);
    }
    Atomics.store(counters, at.LOCK, 0);
    return area;
  }

  #isThereOne(): boolean {
    const { counters } = this.shared;
    return (
      Atomics.load(counters, at.NEXT) < Atomics.load(counters, at.AVAILABLE) &&
      Atomics.load(counters, at.TAKEN) - Atomics.load(counters, at.COMMITTED) < at.AREAS
    );
  }

  /** Takes the steps from the states of a chunk. Ends before a state for whose steps the area has no room. */
  expand(area: number): void {
    const { areas, nodes, width } = this.shared;
    const { claims, known } = this;
    const from = this.#from;
    const { next, row } = from;
    const { rows, stride } = claims;
    const start = area * at.AREA;
    const chunk = areas[start + at.NUMBER]!;
    const end = areas[start + at.END]!;
    let entries = 0;
    let generated = 0;
    let state = areas[start + at.BEGIN]!;
    for (; state < end && entries < at.ENTRIES; state++) {
      const base = this.#order[state]! * stride;
      let isKnown = known.has(rows, base, nodes);
      if (isKnown) {
        from.gather(rows, base, rows[base + width + at.HASH]!, -1);
        isKnown = !known.isMissing && !this.#fails(next);
      }
      if (!isKnown) {
        this.#note(start, entries++, -1, state, generated);
        continue;
      }
      if (entries + next.size > at.ENTRIES) break;
      this.foreseen = readAhead(claims, next);
      for (let i = 0; i < next.size; i++) {
        next.show(i, row);
        generated++;
        const place = claims.claim(row, next.hashes[i]!, chunk);
        if (place >= 0) this.#note(start, entries++, place, state, generated);
        next.hide(i, row, from.base);
      }
    }
    areas[start + at.REACHED] = state;
    areas[start + at.COUNT] = entries;
    areas[start + at.GENERATED] = generated;
    Atomics.store(areas, start + at.DONE, 1);
    Atomics.notify(areas, start + at.DONE);
  }

  #note(start: number, entry: number, place: number, parent: number, generated: number): void {
    const { areas } = this.shared;
    const begin = start + at.entryAt(entry);
    areas[begin + at.FOUND] = place;
    areas[begin + at.PARENT] = parent;
    areas[begin + at.SO_FAR] = generated;
  }

  /** Whether a handler throws in one of these steps. */
  #fails({ size, places }: NextStates): boolean {
    const { steps } = this.known;
    for (let i = 0; i < size; i++) if (steps[places[i]! + 3]! < 0) return true;
    return false;
  }

  /** What was read ahead of asking the table of states: kept, or a compiler might leave out the reading. */
  protected foreseen = 0;
}
