// The graph of global states: the first ones, and the steps from each. A state is a row: one component for each node,
// then the number of crashes so far where there may be any, then the partitions that may begin or end.

import { type Components, CUT, HEAL, type StepKind, stepAfter } from "./components.js";
import { Cuts } from "./cuts.js";
import type { Outcome } from "./local-state.js";
import type { NextStates } from "./next-states.js";
import type { Step } from "./schedule.js";
import { crashHash, StepsFrom } from "./steps-from.js";

/** A first state, and which outcome each node's onStart had. */
export interface First {
  readonly row: Int32Array;
  readonly choices: readonly number[];
  /** Envelopes that were lost as they were sent. */
  readonly lost: readonly number[];
}

export interface After {
  readonly row: Int32Array;
  readonly error: string | undefined;
}

/** Steps of partitions have `nodes` as their node, and which partition it is as their position. */
export class Space extends StepsFrom {
  /** What a handler threw in this step; the state is then the one before. */
  error: string | undefined;
  /** Partitions that may begin or end, if there are any. */
  readonly cuts: Cuts | undefined;

  constructor(
    readonly components: Components,
    crashes: number,
  ) {
    const nodes = components.localStates.system.ids.length;
    const counted = nodes + (crashes > 0 ? 1 : 0);
    const { cuts } = components.envelopes.rules;
    super(components, nodes, counted + cuts.length, crashes);
    this.cuts = cuts.length > 0 ? new Cuts(cuts, counted) : undefined;
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
      this.cuts?.begin(row);
      const all = outcomes.flatMap(({ sends }) => sends);
      const sent = all.filter((envelope) => this.leaves(envelope, row));
      const lost = all.filter((envelope) => !this.leaves(envelope, row));
      for (const [node, { next }] of outcomes.entries())
        row[node] = this.components.of(
          next,
          inboxes.of(sent.filter((envelope) => envelopes.all[envelope]!.to === node)),
        );
      return { row, choices, lost };
    });
  }

  /** Whether an envelope is in flight once it has been sent in this state. */
  leaves(envelope: number, row: Int32Array): boolean {
    const sent = this.components.envelopes.all[envelope]!;
    return !sent.fate.lost && !this.cuts?.lose(sent, row);
  }

  hashOf(row: Int32Array): number {
    let hash = 0;
    for (let i = 0; i < this.nodes; i++) hash = (hash + this.components.hashes[row[i]!]!) | 0;
    if (this.crashes > 0) hash = (hash + crashHash(row[this.nodes]!)) | 0;
    return this.cuts ? (hash + this.cuts.hashOf(row)) | 0 : hash;
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
   * @param foresee is given all states that are going to be shown
   */
  successors(
    rows: Int32Array,
    start: number,
    hash: number,
    show: () => boolean,
    only = -1,
    foresee?: (next: NextStates) => void,
  ): boolean {
    const { row, base, next } = this;
    this.gather(rows, start, hash, only);
    foresee?.(next);
    for (let i = 0; i < next.size; i++) {
      next.show(i, row);
      this.hash = next.hashes[i]!;
      this.node = next.nodes[i]!;
      this.at = next.places[i]!;
      this.error = this.#errorOf(this.node, this.at);
      if (show()) return true;
      next.hide(i, row, base);
    }
    return false;
  }

  /** Gathers every step from a state that changes something, partitions that begin and end among them. */
  override gather(rows: Int32Array, start: number, hash: number, only: number): void {
    super.gather(rows, start, hash, only);
    const { cuts } = this;
    if (!cuts) return;
    for (let i = 0; i < cuts.all.length; i++) {
      if (!this.#takePartition(cuts, i, hash)) continue;
      this.note(cuts.start + i);
      this.next.add(this.hash, this.nodes, i);
    }
  }

  /** Takes what is next for a partition in `row`; returns whether there is something. */
  #takePartition(cuts: Cuts, i: number, hash: number): boolean {
    if (cuts.next(i, this.row) === undefined) return false;
    this.node = this.nodes;
    this.at = i;
    this.hash = (hash + cuts.advance(i, this.row)) | 0;
    return true;
  }

  /** The state after a step, and what a handler threw in it; undefined if it cannot be taken or changes nothing. */
  async after(row: Int32Array, { node, kind, what, choice }: Step): Promise<After | undefined> {
    const { components, cuts } = this;
    if (node === this.nodes) {
      this.row.set(row);
      if (!cuts || !this.#takePartition(cuts, what, 0) || this.step.kind !== kind) return undefined;
      return { row: this.row.slice(), error: undefined };
    }
    const component = row[node]!;
    if (components.starts[component] === 0) await components.prepare(component);
    const { steps } = components;
    let at = components.starts[component]!;
    const end = at + 1 + steps[at++]!;
    while (at < end && (steps[at] !== kind || steps[at + 1] !== what || steps[at + 2] !== choice))
      at = stepAfter(steps, at);
    if (at >= end) return undefined;
    this.row.set(row);
    if (!this.take(node, component, at, stepAfter(steps, at), this.hashOf(row))) return undefined;
    return { row: this.row.slice(), error: this.#errorOf(node, at) };
  }

  protected override loses(envelope: number): boolean {
    const { cuts } = this;
    return cuts?.lose(this.components.envelopes.all[envelope]!, this.row) ?? false;
  }

  /** The step that `successors` shows. */
  get step(): Step {
    if (this.node === this.nodes) {
      const kind = this.cuts!.isOver(this.at, this.row) ? HEAL : CUT;
      return { node: this.node, kind, what: this.at, choice: 0 };
    }
    const { steps } = this.components;
    const [kind, what, choice] = steps.subarray(this.at, this.at + 3);
    return { node: this.node, kind: kind as StepKind, what: what!, choice: choice! };
  }

  /** What a handler throws in a step, if it does. */
  #errorOf(node: number, at: number): string | undefined {
    const { steps, errors } = this.components;
    return node < this.nodes && steps[at + 3]! < 0 ? errors[-1 - steps[at + 3]!] : undefined;
  }
}
