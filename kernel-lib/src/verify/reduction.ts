// Partial-order reduction: where the events of some nodes neither affect those of the others nor are seen by
// properties, the others wait. Events of different nodes commute, so the steps of a group of nodes are a persistent set
// (Godefroid 1996) as long as no other node may send to the group. Who may send to whom, and what properties read, is
// what the exploration has met so far: each state remembers its group, and is asked again whether it still suffices
// once more is known. What is never met within the steps taken cannot be met outside of them.

import { type Components, CRASH, stepAfter } from "./components.js";
import type { FaultRules } from "./fault-rules.js";
import { type FutureReceivers, MOST_NODES, type Nodes } from "./future-receivers.js";
import type { Reads } from "./reads.js";

export const ALL: Nodes = -1;

/** Whether a component's steps are seen by properties. */
const UNKNOWN = 0;
const SEEN = 1;
const UNSEEN = 2;
/** Only that the node crashes is seen. */
const CRASH_SEEN = 3;

export class Reduction {
  /** By state: 0 if no step was taken yet, ALL where every step was, otherwise the nodes whose steps were. */
  #taken: Int32Array = new Int32Array(1024);
  #seen = new Uint8Array(1024);
  /** The version of what is read that `#seen` belongs to. */
  #seenAt = 0;
  #checked = -1;

  /**
   * @param nodes how many there are
   * @param crashes how many there may be
   */
  constructor(
    readonly components: Components,
    readonly futureReceivers: FutureReceivers,
    readonly reads: Reads,
    readonly nodes: number,
    readonly crashes: number,
  ) {}

  /** The nodes whose steps suffice in a state, whose components have been prepared; ALL where none can wait. */
  choose(rows: Int32Array, start: number): Nodes {
    if (this.reads.messages) return ALL;
    const crashes = this.#mayCrash(rows, start);
    const active = this.#active(rows, start, crashes);
    let best: Nodes = ALL;
    for (let node = 0; node < this.nodes; node++) {
      if (!has(active, node) || (best !== ALL && has(best, node))) continue;
      const group = this.#closed(rows, start, 1 << node, active);
      if ((active & ~group) === 0 || (best !== ALL && count(group) >= count(best))) continue;
      if (this.#unseen(rows, start, group, crashes)) best = group;
    }
    return best;
  }

  isTaken(state: number): boolean {
    return this.taken(state) !== 0;
  }

  taken(state: number): Nodes {
    return this.#taken[state] ?? 0;
  }

  take(state: number, nodes: Nodes): void {
    while (state >= this.#taken.length) this.#taken = doubled(this.#taken);
    this.#taken[state] = nodes;
  }

  /** How many of the first `size` states left out steps. */
  left(size: number): number {
    return this.#taken.subarray(0, size).reduce((sum, nodes) => sum + (nodes !== 0 && nodes !== ALL ? 1 : 0), 0);
  }

  /** States whose group was chosen knowing less than is known now, and no longer suffices. */
  *outdated(rows: () => Int32Array, width: number, size: number): Generator<number> {
    const version = this.futureReceivers.version + this.reads.version;
    if (this.#checked === version) return;
    this.#checked = version;
    for (let state = 0; state < size; state++) {
      const group = this.taken(state);
      if (group !== 0 && group !== ALL && !this.#suffices(rows(), state * width, group)) yield state;
    }
  }

  #suffices(rows: Int32Array, start: number, group: Nodes): boolean {
    if (this.reads.messages) return false;
    const crashes = this.#mayCrash(rows, start);
    const closed = this.#closed(rows, start, group, this.#active(rows, start, crashes));
    return closed === group && this.#unseen(rows, start, group, crashes);
  }

  #mayCrash(rows: Int32Array, start: number): boolean {
    return this.crashes > 0 && rows[start + this.nodes]! < this.crashes;
  }

  /** The nodes to which something can happen. */
  #active(rows: Int32Array, start: number, crashes: boolean): Nodes {
    const { starts, steps } = this.components;
    let active: Nodes = 0;
    for (let node = 0; node < this.nodes; node++) {
      const at = starts[rows[start + node]!]!;
      if (steps[at]! > 0 && (crashes || steps[at + 1] !== CRASH)) active |= 1 << node;
    }
    return active;
  }

  /** The group with every node that may send to it before it has done anything. */
  #closed(rows: Int32Array, start: number, group: Nodes, active: Nodes): Nodes {
    for (let closed = group; ; ) {
      const senders = this.#sendersTo(rows, start, closed, active & ~closed);
      if (senders === 0) return closed;
      closed |= senders;
    }
  }

  /** Which nodes outside a group may send to it: those that can act, and those that they may wake. */
  #sendersTo(rows: Int32Array, start: number, group: Nodes, active: Nodes): Nodes {
    const { localOf } = this.components;
    let senders: Nodes = 0;
    let asked: Nodes = 0;
    let awake = active;
    for (let open = awake; open !== 0; open = awake & ~asked) {
      const node = 31 - Math.clz32(open);
      asked |= 1 << node;
      const to = this.futureReceivers.to(localOf[rows[start + node]!]!);
      if ((to & group) !== 0) senders |= 1 << node;
      awake |= to & ~group;
    }
    return senders;
  }

  /** Whether properties see nothing of the steps of these nodes. */
  #unseen(rows: Int32Array, start: number, group: Nodes, crashes: boolean): boolean {
    for (let node = 0; node < this.nodes; node++) {
      if (!has(group, node)) continue;
      const seen = this.#seenOf(rows[start + node]!);
      if (seen === SEEN || (crashes && seen === CRASH_SEEN)) return false;
    }
    return true;
  }

  #seenOf(component: number): number {
    if (this.#seenAt !== this.reads.version) {
      this.#seen.fill(UNKNOWN);
      this.#seenAt = this.reads.version;
    }
    while (component >= this.#seen.length) this.#seen = doubled(this.#seen);
    if (this.#seen[component] === UNKNOWN) this.#seen[component] = this.#look(component);
    return this.#seen[component]!;
  }

  #look(component: number): number {
    const { steps, starts, localOf } = this.components;
    let seen = UNSEEN;
    let at = starts[component]!;
    const end = at + 1 + steps[at++]!;
    for (; at < end; at = stepAfter(steps, at)) {
      const next = steps[at + 3]!;
      if (next >= 0 && !this.reads.differ(localOf[component]!, localOf[next]!)) continue;
      if (steps[at] !== CRASH) return SEEN;
      seen = CRASH_SEEN;
    }
    return seen;
  }
}

/** Why some nodes cannot wait for others in this system, in words; undefined if they can. */
export function irreducible(
  nodes: number,
  { network, lossy, search, symmetry, eventually }: Asked,
  rules: FaultRules,
): string | undefined {
  if (Object.keys(eventually ?? {}).length > 0)
    return "it can leave out the schedules on which something never happens";
  if (search === "random") return "walks take one step at a time";
  if (symmetry?.some((group) => group.length > 1)) return "symmetry does";
  if (rules.cuts.length > 0) return "a partition that begins or ends concerns what every node sends";
  if (network === "duplicating" && (lossy || rules.mayLose)) return "a loss undoes what another node sends";
  return nodes > MOST_NODES ? `there are more than ${MOST_NODES} nodes` : undefined;
}

interface Asked {
  readonly network?: string;
  readonly lossy?: boolean;
  readonly search?: string;
  readonly symmetry?: readonly (readonly string[])[];
  readonly eventually?: object;
}

function has(nodes: Nodes, node: number): boolean {
  return ((nodes >> node) & 1) === 1;
}

function count(nodes: Nodes): number {
  let bits = 0;
  for (let rest = nodes; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

function doubled<T extends Int32Array | Uint8Array>(old: T): T {
  const grown = new (old.constructor as new (length: number) => T)(2 * old.length);
  grown.set(old);
  return grown;
}
