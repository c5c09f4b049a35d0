// The graph of global states: the first ones, and the steps from each. A state is a row: one component for each node,
// and at the end the number of crashes so far where there may be any.

import { type Components, CRASH, HEAD, type StepKind } from "./components.js";
import type { Outcome } from "./local-state.js";
import type { Step } from "./schedule.js";

/** A first state, and which outcome each node's onStart had. */
export interface First {
  readonly row: Int32Array;
  readonly choices: readonly number[];
}

export interface After {
  readonly row: Int32Array;
  readonly error: string | undefined;
}

export class Space {
  readonly nodes: number;
  readonly width: number;
  /** The state a step leads to, while `successors` shows it. */
  readonly row: Int32Array;
  hash = 0;
  /** The step: its node, and its position in `components.steps`. */
  node = 0;
  at = 0;
  /** What a handler threw in this step; the state is then the one before. */
  error: string | undefined;
  #base: Int32Array;

  constructor(
    readonly components: Components,
    readonly crashes: number,
  ) {
    this.nodes = components.localStates.system.ids.length;
    this.width = this.nodes + (crashes > 0 ? 1 : 0);
    this.row = new Int32Array(this.width);
    this.#base = new Int32Array(this.width);
  }

  /** The states in which all onStart have run, in the nodes' order. A handler that throws makes it an error. */
  async first(): Promise<First[] | { error: string; node: number; choices: readonly number[] }> {
    const { localStates, envelopes, inboxes } = this.components;
    let begun: { choices: number[]; outcomes: Outcome[] }[] = [{ choices: [], outcomes: [] }];
    for (let node = 0; node < this.nodes; node++) {
      const outcomes = await localStates.outcomes(localStates.unborn(node), { kind: "start" });
      const wrong = outcomes.findIndex(({ error }) => error !== undefined);
      if (wrong >= 0) return { error: outcomes[wrong]!.error!, node, choices: [...begun[0]!.choices, wrong] };
      begun = begun.flatMap((one) =>
        outcomes.map((outcome, i) => ({ choices: [...one.choices, i], outcomes: [...one.outcomes, outcome] })),
      );
    }
    return begun.map(({ choices, outcomes }) => {
      const row = new Int32Array(this.width);
      const sent = outcomes.flatMap(({ sends }) => sends);
      for (const [node, { next }] of outcomes.entries())
        row[node] = this.components.of(
          next,
          inboxes.of(sent.filter((envelope) => envelopes.all[envelope]!.to === node)),
        );
      return { row, choices };
    });
  }

  hashOf(row: Int32Array): number {
    let hash = 0;
    for (let i = 0; i < this.nodes; i++) hash = (hash + this.components.hashes[row[i]!]!) | 0;
    return this.width > this.nodes ? (hash + crashHash(row[this.nodes]!)) | 0 : hash;
  }

  /** Works out the steps of every component in a row. Returns a promise where that takes time: ask again afterwards. */
  prepare(rows: Int32Array, start: number): Promise<void> | undefined {
    const { components } = this;
    for (let i = 0; i < this.nodes; i++) {
      const component = rows[start + i]!;
      if (components.starts[component] !== 0) continue;
      const pending = components.prepare(component);
      if (pending) return pending.then(() => this.prepare(rows, start));
    }
    return undefined;
  }

  /**
   * Shows every step from a state that changes something, in a fixed order, until `show` returns true.
   * @param start where in `rows` the state begins; its components have been prepared
   * @param only the nodes whose steps are asked for, as bits; all unless said otherwise
   */
  successors(rows: Int32Array, start: number, hash: number, show: () => boolean, only = -1): boolean {
    const { row, nodes, components } = this;
    const base = this.#base;
    for (let i = 0; i < this.width; i++) row[i] = base[i] = rows[start + i]!;
    const { steps } = components;
    for (let node = 0; node < nodes; node++) {
      if (only !== -1 && ((only >> node) & 1) === 0) continue;
      const component = base[node]!;
      let at = components.starts[component]!;
      const end = at + 1 + steps[at++]!;
      while (at < end) {
        const count = steps[at + 4]!;
        if (this.#take(node, component, at, count, hash) && show()) return true;
        row[node] = component;
        for (let i = 0; i < count; i++) {
          const to = components.envelopes.all[steps[at + HEAD + i]!]!.to;
          row[to] = base[to]!;
        }
        if (steps[at] === CRASH) row[nodes] = base[nodes]!;
        at += HEAD + count;
      }
    }
    return false;
  }

  /** The state after a step, and what a handler threw in it; undefined if it cannot be taken or changes nothing. */
  async after(row: Int32Array, { node, kind, what, choice }: Step): Promise<After | undefined> {
    const { components } = this;
    const component = row[node]!;
    if (components.starts[component] === 0) await components.prepare(component);
    const { steps } = components;
    let at = components.starts[component]!;
    const end = at + 1 + steps[at++]!;
    while (at < end && (steps[at] !== kind || steps[at + 1] !== what || steps[at + 2] !== choice))
      at += HEAD + steps[at + 4]!;
    if (at >= end) return undefined;
    this.row.set(row);
    if (!this.#take(node, component, at, steps[at + 4]!, this.hashOf(row))) return undefined;
    return { row: this.row.slice(), error: this.error };
  }

  /** The step that `successors` shows. */
  get step(): Step {
    const { steps } = this.components;
    const [kind, what, choice] = steps.subarray(this.at, this.at + 3);
    return { node: this.node, kind: kind as StepKind, what: what!, choice: choice! };
  }

  #take(node: number, component: number, at: number, count: number, before: number): boolean {
    const { components, row } = this;
    const { steps, hashes } = components;
    const next = steps[at + 3]!;
    this.node = node;
    this.at = at;
    this.error = undefined;
    if (next < 0) {
      this.error = components.errors[-1 - next];
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
    for (let i = 0; i < count; i++) {
      const envelope = steps[at + HEAD + i]!;
      const { to } = components.envelopes.all[envelope]!;
      const old = row[to]!;
      const larger = components.add(old, envelope);
      if (larger === old) continue;
      changed = true;
      hash += components.hashes[larger]! - components.hashes[old]!;
      row[to] = larger;
    }
    this.hash = hash | 0;
    return changed;
  }
}

function crashHash(crashes: number): number {
  return Math.imul(crashes, 0x27d4eb2f);
}
