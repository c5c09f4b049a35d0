// Takes the steps from a state by looking them up: no handler runs here.

import { CRASH, HEAD, type StepTables, stepAfter } from "./components.js";
import { NextStates } from "./next-states.js";

export class StepsFrom {
  /** The state a step leads to. */
  readonly row: Int32Array;
  hash = 0;
  /** The step: its node, and its position in `steps`. */
  node = 0;
  at = 0;
  /** What `gather` has gathered. */
  readonly next = new NextStates();
  /** The state before. */
  readonly base: Int32Array;

  /** @param width  integers in the row of a state: one for each node, and more */
  constructor(
    readonly tables: StepTables,
    readonly nodes: number,
    readonly width: number,
    readonly crashes: number,
  ) {
    this.row = new Int32Array(width);
    this.base = new Int32Array(width);
  }

  /**
   * Gathers every step from a state that changes something.
   * @param start  where in `rows` the state begins; its components have been prepared
   * @param only  the nodes whose steps are asked for, as bits; -1 for all
   */
  gather(rows: Int32Array, start: number, hash: number, only: number): void {
    const { row, nodes, tables, next } = this;
    const base = this.base;
    for (let i = 0; i < this.width; i++) row[i] = base[i] = rows[start + i]!;
    next.clear();
    const { steps, hashes } = tables;
    for (let node = 0; node < nodes; node++) {
      if (only !== -1 && ((only >> node) & 1) === 0) continue;
      const component = base[node]!;
      let at = tables.starts[component]!;
      const end = at + 1 + steps[at++]!;
      while (at < end) {
        const after = stepAfter(steps, at);
        const to = steps[at + 3]!;
        if (after === at + HEAD && to >= 0 && steps[at] !== CRASH) {
          // As most steps are: nothing is sent, so nothing else changes.
          next.change(node, to);
          next.add((hash + hashes[to]! - hashes[component]!) | 0, node, at);
        } else {
          const changes = this.take(node, component, at, after, hash);
          this.note(node);
          for (let i = at + HEAD; i < after; i += 2) this.note(steps[i]!);
          if (steps[at] === CRASH) this.note(nodes);
          if (changes) next.add(this.hash, node, at);
        }
        at = after;
      }
    }
  }

  /** Notes a column that a step may have changed, and turns it back. */
  protected note(column: number): void {
    const value = this.row[column]!;
    const before = this.base[column]!;
    if (value === before) return;
    this.next.change(column, value);
    this.row[column] = before;
  }

  protected take(node: number, component: number, at: number, end: number, before: number): boolean {
    const { tables, row } = this;
    const { steps, hashes } = tables;
    const next = steps[at + 3]!;
    this.node = node;
    this.at = at;
    if (next < 0) {
      this.hash = before;
      return true;
    }
    let changed = next !== component;
    let hash = before + hashes[next]! - hashes[component]!;
    if (steps[at] === CRASH) {
      const crashes = row[this.nodes]!;
      if (crashes === this.crashes) return false;
      row[this.nodes] = crashes + 1;
      hash += crashHash(crashes + 1) - crashHash(crashes);
    }
    row[node] = next;
    for (let i = at + HEAD; i < end; i += 2) {
      const to = steps[i]!;
      const envelope = steps[i + 1]!;
      if (this.loses(envelope)) continue;
      const old = row[to]!;
      const larger = tables.add(old, envelope);
      if (larger === old) continue;
      changed = true;
      hash += tables.hashes[larger]! - tables.hashes[old]!;
      row[to] = larger;
    }
    this.hash = hash | 0;
    return changed;
  }

  /** Whether an envelope that is sent in the state of `row` is lost. */
  protected loses(_envelope: number): boolean {
    return false;
  }
}

export function crashHash(crashes: number): number {
  return Math.imul(crashes, 0x27d4eb2f);
}
