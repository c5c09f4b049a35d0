// Searches the graph of states, breadth first or depth first. Every state found is counted and judged once.

import { CRASH } from "./components.js";
import type { Broken, Judge } from "./judge.js";
import type { NextStates } from "./next-states.js";
import type { ExploreOptions, Surroundings } from "./options.js";
import { ALL, type Reduction } from "./reduction.js";
import type { First, Space } from "./space.js";
import { States } from "./states.js";
import type { Symmetry } from "./symmetry.js";

/** A state that breaks a property, or a step in which a handler throws. */
export interface Violation extends Partial<Broken> {
  /** The state, or the one before the step. */
  readonly state: number;
  readonly error?: string;
}

/** Threads that take steps, too. */
export interface Parallel {
  /** What they share, in bytes. */
  readonly bytes: number;
  /** Whether they help from here on. */
  isReady(search: Search): boolean;
  /** Explores from a state on; returns the first state whose steps have not been taken. */
  explore(search: Search, from: number): Promise<number>;
}

/** Expansions between two looks at the clock. */
const PAUSE = 128;

export class Search {
  states: States;
  generated = 0;
  violation: Violation | undefined;
  /** Which states were the first to show a property of `sometimes`. */
  readonly reached = new Map<string, number>();
  /** A walk that ended although a property of `eventually` had never held. */
  ended: { readonly name: string; readonly path: readonly number[] } | undefined;
  /** What ended it before everything was seen. */
  limit: string | undefined;
  /** Every step from the states of these numbers has been taken. */
  #expanded = new Set<number>();
  #before = 0;
  #depths: number[] | undefined;
  /** From how many states steps have been taken. */
  #done = 0;

  constructor(
    readonly space: Space,
    readonly judge: Judge,
    readonly options: ExploreOptions,
    readonly surroundings: Surroundings,
    readonly symmetry: Symmetry | undefined,
    readonly reduction: Reduction | undefined,
    readonly parallel: Parallel | undefined,
  ) {
    this.states = new States(space.width);
    this.#foresee = symmetry ? undefined : (next) => this.states.foresee(next);
  }

  async run(first: readonly First[]): Promise<void> {
    this.begin(first);
    const further = this.options.search === "depth" ? this.#depthFirst() : this.#breadthFirst();
    do await further();
    while (!this.isOver() && (await this.#reconsider()));
  }

  begin(first: readonly First[]): void {
    for (const { row } of first) {
      this.space.row.set(row);
      this.space.hash = this.space.hashOf(row);
      this.see(-1);
    }
  }

  /** Takes all steps where those that were left out turn out to matter. Returns whether there were such states. */
  async #reconsider(): Promise<boolean> {
    const { reduction, states } = this;
    if (!reduction) return false;
    let some = false;
    let count = 0;
    for (const state of reduction.outdated(() => states.rows, states.width, states.size)) {
      if (count++ % PAUSE === 0) await this.pause();
      if (this.isOver()) return false;
      some = true;
      const pending = this.expand(state);
      if (pending) await pending;
    }
    return some;
  }

  /** Every step from the states before this one has been taken. */
  isAt(state: number): void {
    this.#before = state;
    this.#done = state;
  }

  /** Whether every step from a state has been taken. */
  isExpanded(state: number): boolean {
    return state < this.#before || this.#expanded.has(state);
  }

  /** The number of the state that `space` shows, or -1. */
  find(): number {
    const { space, symmetry } = this;
    if (symmetry) space.hash = symmetry.normalise(space.row, space);
    return this.states.find(symmetry ? symmetry.row : space.row, space.hash);
  }

  /** What runs until no state is left whose steps have to be taken. */
  #breadthFirst(): () => Promise<void> {
    const { depth = Number.POSITIVE_INFINITY } = this.options;
    let level = 0;
    let end = this.states.size;
    let state = 0;
    return async () => {
      for (; state < this.states.size && !this.isOver(); state++) {
        if (state === end) {
          level++;
          end = this.states.size;
        }
        if (state % PAUSE === 0) {
          await this.pause();
          if (this.parallel?.isReady(this)) {
            state = (await this.parallel.explore(this, state)) - 1;
            continue;
          }
        }
        if (level >= depth && (!this.reduction || this.path(state).length > depth)) {
          await this.#checkEnd(state, depth);
          continue;
        }
        const pending = this.expand(state);
        if (pending) await pending;
        if (!this.isOver()) this.#before = state + 1;
      }
    };
  }

  #depthFirst(): () => Promise<void> {
    const { states } = this;
    const { depth = Number.POSITIVE_INFINITY } = this.options;
    const bounded = depth < Number.POSITIVE_INFINITY;
    if (bounded) this.#depths = new Array(states.size).fill(0);
    const open = Array.from({ length: states.size }, (_, i) => states.size - 1 - i);
    this.#open = open;
    let count = 0;
    return async () => {
      for (let state = open.pop(); state !== undefined && !this.isOver(); state = open.pop()) {
        if (count++ % PAUSE === 0) await this.pause();
        if (this.#depths && this.#depths[state]! >= depth) {
          await this.#checkEnd(state, depth);
          continue;
        }
        const pending = this.expand(state);
        if (pending) await pending;
        if (!this.isOver() && this.judge.eventually.length > 0) this.#expanded.add(state);
      }
    };
  }

  /** Takes every step from a state. Returns a promise only where handlers have to be replayed. */
  expand(state: number): Promise<void> | undefined {
    const { states, space } = this;
    this.#done = Math.min(this.#done + 1, states.size);
    const pending = space.prepare(states.rows, states.start(state));
    if (pending) return pending.then(() => this.#take(state));
    this.#take(state);
    return undefined;
  }

  #take(state: number): void {
    const { states, space } = this;
    this.#from = state;
    if (this.reduction) this.#takeFew(state, this.reduction);
    else space.successors(states.rows, states.start(state), states.hash(state), this.#show, -1, this.#foresee);
  }

  /**
   * Only the steps of nodes whose steps suffice; but all where those lead to no state whose own steps are still to be
   * taken, or what is left out might be left out for ever (Bosnacki and Holzmann 2005). Crashes do not count for that:
   * one may leave none for what was left out.
   */
  #takeFew(state: number, reduction: Reduction): void {
    const { states, space } = this;
    const few = reduction.isTaken(state) ? ALL : reduction.choose(states.rows, states.start(state));
    reduction.take(state, few);
    this.#goesOn = false;
    const take = (nodes: number) =>
      space.successors(states.rows, states.start(state), states.hash(state), this.#showFew, nodes, this.#foresee);
    take(few);
    if (few === ALL || this.#goesOn || this.isOver()) return;
    reduction.take(state, ALL);
    take(~few);
  }

  /** A step has led to a state whose own steps are still to be taken. */
  #goesOn = false;

  /** Looks up all states at once; of no use where it is others that stand for them. */
  readonly #foresee: ((next: NextStates) => void) | undefined;

  /** The state whose steps are taken. */
  #from = 0;
  /** Depth first: states whose steps have yet to be taken. */
  #open: number[] | undefined;

  /** The state the step shown last led to, or -1. */
  #found = -1;

  readonly #show = (): boolean => {
    const { space, states } = this;
    if (space.error !== undefined) return this.fail(this.#from, space.error);
    const { size } = states;
    const found = this.see(this.#from);
    if (this.#open && found >= 0) this.#queue(this.#open, found, found === size);
    this.#found = found;
    return this.isOver();
  };

  readonly #showFew = (): boolean => {
    const over = this.#show();
    const found = this.#found;
    if (!over && found >= 0 && !this.reduction!.isTaken(found) && this.space.step.kind !== CRASH) this.#goesOn = true;
    return over;
  };

  /** New states are queued; so are those now reached by a shorter path, if depths count. */
  #queue(open: number[], state: number, isNew: boolean): void {
    const depths = this.#depths;
    if (isNew) open.push(state);
    if (!depths) return;
    const depth = depths[this.#from]! + 1;
    if (!isNew && depth >= depths[state]!) return;
    depths[state] = depth;
    if (isNew) return;
    this.states.parents[state] = this.#from;
    open.push(state);
  }

  /** At the last depth: whether there would have been more to see. */
  async #checkEnd(state: number, depth: number): Promise<void> {
    if (this.limit !== undefined) return;
    const { states, space } = this;
    const start = states.start(state);
    await space.prepare(states.rows, start);
    const more = space.successors(
      states.rows,
      start,
      states.hash(state),
      () => space.error !== undefined || (this.find() < 0 && this.judge.isWithin(this.#row)),
    );
    if (more) this.cut ??= `depth ${depth}`;
  }

  /** A limit that leaves states out without ending the search. */
  cut: string | undefined;

  /** The state that `space` shows, as it is kept. */
  get #row(): Int32Array {
    return this.symmetry ? this.symmetry.row : this.space.row;
  }

  /**
   * Counts the state that `space` shows, and judges it where it is new. Returns its number, or -1 where it does not
   * count.
   */
  see(parent: number): number {
    const known = this.find();
    if (known >= 0) {
      this.generated++;
      return known;
    }
    const row = this.#row;
    if (!this.judge.isWithin(row) || this.isFull()) return -1;
    this.generated++;
    const state = this.states.add(row, this.space.hash, parent);
    this.judgeNew(state, row);
    return state;
  }

  /** Whether there may be no more states; then the search ends. */
  isFull(): boolean {
    const { size } = this.states;
    if (size !== this.options.unique) return false;
    this.limit ??= `${size.toLocaleString("en")} states`;
    return true;
  }

  judgeNew(state: number, row: Int32Array): void {
    const { judge } = this;
    const broken = judge.broken(row);
    if (broken) this.violation = { ...broken, state };
    for (const name of judge.reached(row)) this.reached.set(name, state);
  }

  /** A handler throws in a step from this state. */
  fail(state: number, error: string): boolean {
    this.violation = { state, error };
    return true;
  }

  /** Whether there is nothing left to search for. */
  isOver(): boolean {
    return this.violation !== undefined || this.limit !== undefined || this.ended !== undefined;
  }

  /** Checks the limits, reports progress, and lets other work happen. */
  async pause(): Promise<void> {
    const { surroundings, states, generated } = this;
    this.limit ??= surroundings.stop(this.parallel?.bytes ?? 0);
    surroundings.progress(() => ({
      unique: states.size,
      generated,
      open: this.#done === 0 ? 0 : states.size - this.#done,
    }));
    const pending = surroundings.breathe();
    if (pending) await pending;
  }

  /** What kept it from seeing everything. */
  get stopped(): string | undefined {
    return this.limit ?? this.cut;
  }

  /** The states from a first one to this. */
  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.states.parents[at]!) path.push(at);
    return path.reverse();
  }
}
