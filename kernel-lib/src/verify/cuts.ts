// Where partitions that begin or end within a schedule stand in a state: one column each, behind those of the nodes.
// Like the engines they decide when a message is sent: what is in flight already arrives.

import type { NumberedEnvelope } from "./envelopes.js";
import type { Cut } from "./fault-rules.js";

/** A partition has yet to begin, keeps its groups apart, or is over. */
const AHEAD = 0;
const IN_FORCE = 1;
const OVER = 2;

export class Cuts {
  /** @param start the column of the first */
  constructor(
    readonly all: readonly Cut[],
    readonly start: number,
  ) {}

  /** Before any node has started. */
  begin(row: Int32Array): void {
    for (const [i, { fromStart }] of this.all.entries()) row[this.start + i] = fromStart ? IN_FORCE : AHEAD;
  }

  /** Whether an envelope that is sent now is lost. */
  lose({ from, to }: NumberedEnvelope, row: Int32Array): boolean {
    for (let i = 0; i < this.all.length; i++)
      if (row[this.start + i] === IN_FORCE && this.all[i]!.parts(from, to)) return true;
    return false;
  }

  /** What a partition can do now: begin, end, or neither. */
  next(i: number, row: Int32Array): "begin" | "end" | undefined {
    const state = row[this.start + i];
    if (state === AHEAD) return "begin";
    return state === IN_FORCE && this.all[i]!.heals ? "end" : undefined;
  }

  isOver(i: number, row: Int32Array): boolean {
    return row[this.start + i] === OVER;
  }

  /** Takes a partition to what comes next in `row`. @returns what that adds to the hash of the state */
  advance(i: number, row: Int32Array): number {
    const before = this.#hash(i, row);
    row[this.start + i]++;
    return this.#hash(i, row) - before;
  }

  hashOf(row: Int32Array): number {
    let hash = 0;
    for (let i = 0; i < this.all.length; i++) hash = (hash + this.#hash(i, row)) | 0;
    return hash;
  }

  #hash(i: number, row: Int32Array): number {
    return Math.imul(row[this.start + i]! + OVER * i + i, 0x165667b1);
  }
}
