// Searches the graph of states: breadth first, depth first, or along random walks. Every state found is counted and judged once.
import type { Random } from "../network/random.js";
import type { Broken, Judge } from "./judge.js";
import type { ExploreOptions, Surroundings } from "./options.js";
import type { First, Space } from "./space.js";
import { States } from "./states.js";
import type { Symmetry } from "./symmetry.js";

/** A state that breaks a property, or a step in which a handler throws. */
export interface Violation extends Partial<Broken> {
  /** The state, or the one before the step. */
  readonly state: number;
  readonly error?: string;
}

/** Expansions between two looks at the clock. */
const PAUSE = 256;
const WALKS = 10_000;
const WALK_LENGTH = 100;

export class Search {
  readonly states: States;
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

  constructor(
    readonly space: Space,
    readonly judge: Judge,
    readonly options: ExploreOptions,
    readonly surroundings: Surroundings,
    readonly symmetry: Symmetry | undefined,
    readonly random: Random,
  ) {
    this.states = new States(space.width);
  }

  async run(first: readonly First[]): Promise<void> {
    for (const { row } of first) {
      this.space.row.set(row);
      this.space.hash = this.space.hashOf(row);
      this.#see(-1);
    }
    const { search } = this.options;
    if (search === "random") await this.#walk(first);
    else if (search === "depth") await this.#depthFirst();
    else await this.#breadthFirst();
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

  async #breadthFirst(): Promise<void> {
    const { states } = this;
    const { depth = Number.POSITIVE_INFINITY } = this.options;
    let level = 0;
    let end = states.size;
    for (let state = 0; state < states.size && !this.#over(); state++) {
      if (state === end) {
        level++;
        end = states.size;
      }
      if (state % PAUSE === 0) await this.#pause();
      if (level >= depth) {
        await this.#checkEnd(state, depth);
        continue;
      }
      const pending = this.#expand(state);
      if (pending) await pending;
      if (!this.#over()) this.#before = state + 1;
    }
  }

  async #depthFirst(): Promise<void> {
    const { states } = this;
    const { depth = Number.POSITIVE_INFINITY } = this.options;
    const bounded = depth < Number.POSITIVE_INFINITY;
    if (bounded) this.#depths = new Array(states.size).fill(0);
    const open = Array.from({ length: states.size }, (_, i) => states.size - 1 - i);
    this.#open = open;
    let count = 0;
    for (let state = open.pop(); state !== undefined && !this.#over(); state = open.pop()) {
      if (count++ % PAUSE === 0) await this.#pause();
      if (this.#depths && this.#depths[state]! >= depth) {
        await this.#checkEnd(state, depth);
        continue;
      }
      const pending = this.#expand(state);
      if (pending) await pending;
      if (!this.#over() && this.judge.eventually.length > 0) this.#expanded.add(state);
    }
  }

  /** Takes every step from a state. Returns a promise only where handlers have to be replayed. */
  #expand(state: number): Promise<void> | undefined {
    const { states, space } = this;
    const pending = space.prepare(states.rows, state * states.width);
    if (pending) return pending.then(() => this.#take(state));
    this.#take(state);
    return undefined;
  }

  #take(state: number): void {
    const { states, space } = this;
    this.#from = state;
    space.successors(states.rows, state * states.width, states.hashes[state]!, this.#show);
  }

  /** The state whose steps are taken. */
  #from = 0;
  /** Depth first: states whose steps have yet to be taken. */
  #open: number[] | undefined;

  readonly #show = (): boolean => {
    const { space, states } = this;
    if (space.error !== undefined) return this.#fail(this.#from, space.error);
    const { size } = states;
    const found = this.#see(this.#from);
    if (this.#open && found >= 0) this.#queue(this.#open, found, found === size);
    return this.#over();
  };

  /** New states are queued; so are those to which this is a shorter way, where depths count. */
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
    const start = state * states.width;
    await space.prepare(states.rows, start);
    const more = space.successors(
      states.rows,
      start,
      states.hashes[state]!,
      () => space.error !== undefined || (this.find() < 0 && this.judge.isWithin(this.#row)),
    );
    if (more) this.#cut ??= `depth ${depth}`;
  }

  /** A limit that leaves states out without ending the search. */
  #cut: string | undefined;

  async #walk(first: readonly First[]): Promise<void> {
    const { space, states, random } = this;
    const { depth = WALK_LENGTH, unique } = this.options;
    for (let walk = 0; walk < WALKS && !this.#over(); walk++) {
      if (walk % 16 === 0) await this.#pause();
      let row = first[Math.floor(random() * first.length)]!.row.slice();
      space.row.set(row);
      space.hash = space.hashOf(row);
      let state = this.find();
      if (state < 0) continue;
      const walked = [state];
      for (let step = 0; step < depth && !this.#over(); step++) {
        const pending = space.prepare(row, 0);
        if (pending) await pending;
        const hash = space.hashOf(row);
        let count = 0;
        space.successors(row, 0, hash, () => {
          count++;
          return false;
        });
        if (count === 0) {
          this.#end(walked);
          break;
        }
        let chosen = Math.floor(random() * count);
        let error: string | undefined;
        space.successors(row, 0, hash, () => {
          if (chosen-- > 0) return false;
          error = space.error;
          return true;
        });
        if (error !== undefined) {
          this.#fail(state, error);
          break;
        }
        const next = space.row.slice();
        const found = this.#see(state);
        if (found < 0) break;
        state = found;
        walked.push(state);
        row = next;
      }
      if (unique !== undefined && states.size >= unique) break;
    }
    this.#cut = "random walks";
  }

  /** A walk has come to an end: whatever must happen eventually should have happened. */
  #end(walked: readonly number[]): void {
    const { states, judge } = this;
    const row = (state: number) => states.rows.subarray(state * states.width, (state + 1) * states.width);
    const missed = judge.eventually.find((property) => !walked.some((state) => judge.holds(row(state), property)));
    if (missed) this.ended ??= { name: missed[0], path: walked };
  }

  /** The state that `space` shows, as it is kept. */
  get #row(): Int32Array {
    return this.symmetry ? this.symmetry.row : this.space.row;
  }

  /** Counts the state that `space` shows, and judges it where it is new. Returns its number, or -1 where it does not count. */
  #see(parent: number): number {
    const known = this.find();
    if (known >= 0) {
      this.generated++;
      return known;
    }
    const { judge, states } = this;
    const row = this.#row;
    if (!judge.isWithin(row)) return -1;
    if (states.size === this.options.unique) {
      this.limit ??= `${states.size.toLocaleString("en")} states`;
      return -1;
    }
    this.generated++;
    const state = states.add(row, this.space.hash, parent);
    const broken = judge.broken(row);
    if (broken) this.violation = { ...broken, state };
    for (const name of judge.reached(row)) this.reached.set(name, state);
    return state;
  }

  #fail(state: number, error: string): boolean {
    this.violation = { state, error };
    return true;
  }

  #over(): boolean {
    return this.violation !== undefined || this.limit !== undefined || this.ended !== undefined;
  }

  async #pause(): Promise<void> {
    this.limit ??= this.surroundings.stop();
    const pending = this.surroundings.breathe();
    if (pending) await pending;
  }

  /** What kept it from seeing everything. */
  get stopped(): string | undefined {
    return this.limit ?? this.#cut;
  }

  /** The states from a first one to this. */
  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.states.parents[at]!) path.push(at);
    return path.reverse();
  }
}
