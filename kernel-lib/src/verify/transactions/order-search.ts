// Searches for an order of versions under which a level holds, and for the sources of reads of equal values.
// Serializability without an order of versions is NP-complete (Papadimitriou 1979); what makes it bearable is pruning:
// an order of two versions that would close a cycle is out, so the other one is certain (Tan, Zhao, Mu, Walfish,
// "Cobra", OSDI 2020), and that rules out further ones.
import type { Deadline } from "../history.js";
import { adjacency, commit, components, snapshot, snapshotAdjacency } from "./components.js";
import { type DependencyGraph, dependencyGraph, RW, WR, WW } from "./dependency-graph.js";
import { INITIAL, type TransactionHistory } from "./history.js";
import { ORDERS, PARALLEL, READ_COMMITTED, SNAPSHOT } from "./levels.js";
import { Reachability } from "./reachability.js";
import { withOrder } from "./settle.js";

/** A table of reachability beyond this many nodes would not fit (2 x 60 MB). */
const MOST_NODES = 22_000;
/** Nor would more pairs of versions: each is a choice. */
const MOST_PAIRS = 1_000_000;
/** Choices weighed between two looks at the clock. */
const LOOK = 2048;

/** Either the order of two versions of a key, or the source of a read. */
interface Choice {
  /** What it may still be: the number of an option. */
  options: number[];
  readonly pair?: readonly [number, number];
  readonly read?: number;
}

type Edge = readonly [from: number, to: number];

/**
 * @param rank tried first: versions in the order of their writers' ranks
 * @returns the history with everything settled; false if no choice works; "unknown" where the time was over, or
 *   there are too many
 */
export async function searchOrder(
  history: TransactionHistory,
  base: number,
  order: number,
  rank: readonly number[],
  deadline: Deadline,
): Promise<TransactionHistory | false | "unknown"> {
  const search = new OrderSearch(history, base, order, rank);
  if (!search.fits) return "unknown";
  return search.run(deadline);
}

class OrderSearch {
  readonly fits: boolean;
  readonly #history: TransactionHistory;
  readonly #base: number;
  readonly #reach: Reachability | undefined;
  readonly #choices: Choice[] = [];
  /** Choices before this one have one option left. */
  #next = 0;
  /** Pairs by the nodes whose reach can rule out an option. */
  readonly #watching: Choice[][];
  readonly #ofReads: Choice[] = [];
  /** Who reads each version, as far as that is settled; changes are taken back with the choices that made them. */
  readonly #readers: number[][];
  /** Versions known to come directly or later after each. */
  readonly #later: number[][];
  /** Of the parallel level: dependencies must not lead from the second to the first. */
  readonly #apart: Edge[];
  readonly #undo: (() => void)[] = [];
  #weighed = 0;

  constructor(history: TransactionHistory, base: number, order: number, rank: readonly number[]) {
    this.#history = history;
    this.#base = base;
    const graph = dependencyGraph(history);
    const kinds = (base <= PARALLEL ? WW | WR : WW | WR | RW) | ORDERS[order]!;
    const known = base === SNAPSHOT ? snapshotAdjacency(graph, kinds) : adjacency(graph, kinds);
    this.fits = known.nodes <= MOST_NODES && pairs(history) <= MOST_PAIRS;
    this.#apart = base === PARALLEL && this.fits ? readsBefore(graph) : [];
    this.#readers = history.writers.map(() => []);
    this.#later = history.writers.map(() => []);
    this.#watching = Array.from({ length: this.fits ? known.nodes : 0 }, () => []);
    if (!this.fits) return;
    this.#reach = new Reachability(known.nodes, known, components(known));
    this.#collect(rank);
  }

  #collect(rank: readonly number[]): void {
    const { keys, writers, reads } = this.#history;
    for (const [i, { reader, sources }] of reads.entries()) {
      if (sources.length > 1) {
        const options = [...sources].sort((a, b) => rank[writers[b]!]! - rank[writers[a]!]!);
        const before = options.filter((version) => rank[writers[version]!]! < rank[reader]!);
        this.#choices.push({ options: [...new Set([...before, ...options])], read: i });
      } else if (sources[0] !== INITIAL) this.#readers[sources[0]!]!.push(reader);
    }
    for (const { chain, free, freeFollow } of keys) {
      for (const [i, version] of chain.entries()) if (i > 0) this.#later[chain[i - 1]!]!.push(version);
      if (freeFollow && chain.length > 0) this.#later[chain.at(-1)!]!.push(...free);
      for (const [i, a] of free.entries())
        for (const b of [...free.slice(i + 1), ...(freeFollow ? [] : chain)]) {
          if (writers[a] === writers[b]) continue;
          const pair = rank[writers[a]!]! < rank[writers[b]!]! ? ([a, b] as const) : ([b, a] as const);
          this.#choices.push({ options: [0, 1], pair });
        }
    }
    const first = ({ pair, read }: Choice) =>
      pair ? rank[writers[pair[0]]!]! + rank[writers[pair[1]]!]! / (rank.length + 1) : rank[reads[read!]!.reader]!;
    this.#choices.sort((a, b) => first(a) - first(b));
    for (const choice of this.#choices) {
      if (!choice.pair) this.#ofReads.push(choice);
      for (const version of choice.pair ?? [])
        for (const node of new Set([this.#in(writers[version]!, false), this.#in(writers[version]!, true)]))
          this.#watching[node]!.push(choice);
    }
  }

  async run(deadline: Deadline): Promise<TransactionHistory | false | "unknown"> {
    const taken: { choice: Choice; rest: number[]; reach: number; undo: number; next: number }[] = [];
    let works = await this.#prune(this.#choices, deadline);
    for (;;) {
      if (works === "unknown") return "unknown";
      if (works) {
        while (this.#next < this.#choices.length && this.#choices[this.#next]!.options.length === 1) this.#next++;
        const choice = this.#choices[this.#next];
        if (!choice) return this.#settled();
        const [option, ...rest] = choice.options as [number, ...number[]];
        taken.push({ choice, rest, reach: this.#reach!.mark(), undo: this.#undo.length, next: this.#next });
        works = this.#take(choice, option) && (await this.#prune(this.#affected(), deadline));
        continue;
      }
      const last = taken.pop();
      if (!last) return false;
      this.#reach!.back(last.reach);
      while (this.#undo.length > last.undo) this.#undo.pop()!();
      this.#next = last.next;
      this.#narrow(last.choice, last.rest);
      works = last.rest.length > 1 || this.#take(last.choice, last.rest[0]!);
      works &&= await this.#prune(this.#affected(), deadline);
    }
  }

  /** Takes out options that would close a cycle until there are none; false if a choice has none left. */
  async #prune(first: readonly Choice[], deadline: Deadline): Promise<boolean | "unknown"> {
    for (let choices = first; choices.length > 0; choices = this.#affected()) {
      for (const choice of choices) {
        if (++this.#weighed % LOOK === 0) {
          if (deadline.isOver()) return "unknown";
          const pending = deadline.breathe();
          if (pending) await pending;
        }
        if (choice.options.length === 1) continue;
        const left = choice.options.filter((option) => this.#fitsIn(choice, option));
        if (left.length === 0) return false;
        if (left.length === choice.options.length) continue;
        this.#narrow(choice, left);
        if (left.length === 1 && !this.#take(choice, left[0]!)) return false;
      }
      if (this.#base === PARALLEL && this.#apart.some(([from, to]) => this.#reach!.has(to, from))) return false;
    }
    return true;
  }

  /** Choices that what has become known may rule an option out of. */
  #affected(): Choice[] {
    const grown = this.#reach!.takeGrown();
    if (grown.length === 0) return [];
    return [...this.#ofReads, ...grown.flatMap((node) => this.#watching[node]!)];
  }

  #narrow(choice: Choice, options: number[]): void {
    const before = choice.options;
    this.#undo.push(() => {
      choice.options = before;
    });
    choice.options = options;
  }

  /** What follows from an option: dependencies, and rw. */
  #edges({ pair, read }: Choice, option: number): { dependencies: Edge[]; against: Edge[] } {
    const { writers, reads } = this.#history;
    if (pair) {
      const [a, b] = option === 0 ? pair : [pair[1], pair[0]];
      const writer = writers[b]!;
      return {
        dependencies: [[writers[a]!, writer]],
        against: this.#readers[a]!.flatMap((reader) => (reader === writer ? [] : [[reader, writer] as const])),
      };
    }
    const { reader } = reads[read!]!;
    return {
      dependencies: [[writers[option]!, reader]],
      against: this.#later[option]!.flatMap((version) =>
        writers[version] === reader ? [] : [[reader, writers[version]!] as const],
      ),
    };
  }

  /** Without the lists of `#edges`: this is where the time goes. */
  #fitsIn({ pair, read }: Choice, option: number): boolean {
    const { writers, reads } = this.#history;
    const reader = read === undefined ? -1 : reads[read]!.reader;
    const [earlier, later] = pair ? (option === 0 ? pair : [pair[1], pair[0]]) : [option, -1];
    const to = pair ? writers[later]! : reader;
    if (this.#reach!.has(this.#in(to, false), this.#out(writers[earlier]!, false))) return false;
    if (this.#base === READ_COMMITTED) return true;
    if (pair) {
      for (const one of this.#readers[earlier]!) if (one !== to && this.#leadsBack(one, to)) return false;
    } else
      for (const version of this.#later[option]!)
        if (writers[version] !== reader && this.#leadsBack(reader, writers[version]!)) return false;
    return true;
  }

  /** Whether an rw from a reader to a writer would close a cycle. */
  #leadsBack(reader: number, writer: number): boolean {
    if (this.#base === PARALLEL) return this.#reach!.has(writer, reader);
    return this.#reach!.has(this.#in(writer, true), this.#out(reader, true));
  }

  #take(choice: Choice, option: number): boolean {
    const { dependencies, against } = this.#edges(choice, option);
    if (choice.options.length > 1) this.#narrow(choice, [option]);
    const [list, one] = choice.pair
      ? option === 0
        ? [this.#later[choice.pair[0]]!, choice.pair[1]]
        : [this.#later[choice.pair[1]]!, choice.pair[0]]
      : [this.#readers[option]!, this.#history.reads[choice.read!]!.reader];
    list.push(one);
    this.#undo.push(() => list.pop());
    for (const [from, to] of dependencies)
      if (!this.#reach!.add(this.#out(from, false), this.#in(to, false))) return false;
    if (this.#base === READ_COMMITTED) return true;
    if (this.#base === PARALLEL) {
      const { length } = this.#apart;
      this.#undo.push(() => {
        this.#apart.length = length;
      });
      this.#apart.push(...against);
      return against.every(([from, to]) => !this.#reach!.has(to, from));
    }
    return against.every(([from, to]) => this.#reach!.add(this.#out(from, true), this.#in(to, true)));
  }

  #out(node: number, isRw: boolean): number {
    if (this.#base !== SNAPSHOT) return node;
    return isRw ? snapshot(node) : commit(node);
  }

  #in(node: number, isRw: boolean): number {
    if (this.#base !== SNAPSHOT) return node;
    return isRw ? commit(node) : snapshot(node);
  }

  #settled(): TransactionHistory {
    const { keys, writers, reads } = this.#history;
    const sources = new Map(
      this.#choices.flatMap(({ read, options }) => (read === undefined ? [] : [[read, options]])),
    );
    const before = new Map<number, Set<number>>();
    for (const [a, later] of this.#later.entries())
      for (const b of later) before.set(b, (before.get(b) ?? new Set()).add(a));
    return {
      ...this.#history,
      keys: keys.map((key) => withOrder(key, sortedVersions([...key.chain, ...key.free], before, writers))),
      reads: reads.map((read, i) => ({ ...read, sources: sources.get(i) ?? read.sources })),
    };
  }
}

/** How many pairs of versions have no order yet. */
function pairs({ keys }: TransactionHistory): number {
  return keys.reduce(
    (sum, { chain, free, freeFollow }) => sum + free.length * (free.length / 2 + (freeFollow ? 0 : chain.length)),
    0,
  );
}

/** Who reads what whom writes over, without the nodes between. */
function readsBefore(graph: DependencyGraph): Edge[] {
  const { start, target } = adjacency(graph, RW);
  const next = (node: number) => [...target.subarray(start[node]!, start[node + 1]!)];
  return Array.from({ length: graph.transactions }, (_, from) =>
    next(from)
      .flatMap((to) => (to < graph.transactions ? [to] : next(to)))
      .map((to): Edge => [from, to]),
  ).flat();
}

/** Versions of a key so that each comes after all that are known to be before it. */
function sortedVersions(
  versions: readonly number[],
  before: ReadonlyMap<number, ReadonlySet<number>>,
  writers: readonly number[],
): number[] {
  const done = new Set<number>();
  const visit = (version: number) => {
    if (done.has(version)) return;
    done.add(version);
    for (const earlier of [...(before.get(version) ?? [])].sort((a, b) => writers[a]! - writers[b]!)) visit(earlier);
    sorted.push(version);
  };
  const sorted: number[] = [];
  for (const version of versions) visit(version);
  return sorted;
}
