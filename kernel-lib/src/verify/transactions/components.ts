// Strongly connected components (Tarjan 1972), without recursion, on edges in rows of numbers.
import { type DependencyGraph, RW } from "./dependency-graph.js";

/** The edges that leave node n: `target[i]` for i from `start[n]` to `start[n + 1]`. */
export interface Adjacency {
  readonly nodes: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  /** Numbers of the edges. */
  readonly edge: Int32Array;
}

/** @param kinds those edges only, as a sum of kinds */
export function adjacency(graph: DependencyGraph, kinds: number, reversed = false): Adjacency {
  const { from, to } = reversed ? { from: graph.to, to: graph.from } : graph;
  return rows(graph.nodes, graph.kind.length, (i, add) => {
    if ((graph.kind[i]! & kinds) !== 0) add(from[i]!, to[i]!, i);
  });
}

/**
 * Every transaction as two nodes, the moment of its snapshot (2n) and that of its commit (2n + 1). A dependency goes
 * from a commit to a snapshot, an rw from a snapshot to a commit, so that a circle through these is exactly a cycle
 * without two rw in a row: what snapshot isolation rules out (Cerone and Gotsman, "Analysing snapshot isolation",
 * 2016).
 */
export function snapshotAdjacency(graph: DependencyGraph, kinds: number): Adjacency {
  const { transactions, kind, from, to } = graph;
  const edges = kind.length;
  return rows(2 * graph.nodes, edges + transactions, (i, add) => {
    if (i >= edges) return add(snapshot(i - edges), commit(i - edges), -1);
    if ((kind[i]! & kinds) === 0) return;
    const isRw = kind[i] === RW;
    const out = from[i]! >= transactions || isRw ? snapshot(from[i]!) : commit(from[i]!);
    add(out, to[i]! < transactions && isRw ? commit(to[i]!) : snapshot(to[i]!), i);
  });
}

export function snapshot(node: number): number {
  return 2 * node;
}

export function commit(node: number): number {
  return 2 * node + 1;
}

function rows(
  nodes: number,
  count: number,
  each: (i: number, add: (from: number, to: number, edge: number) => void) => void,
): Adjacency {
  const start = new Int32Array(nodes + 1);
  for (let i = 0; i < count; i++) each(i, (from) => start[from + 1]!++);
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  const at = start.slice();
  const target = new Int32Array(start[nodes]!);
  const edge = new Int32Array(start[nodes]!);
  for (let i = 0; i < count; i++)
    each(i, (from, to, number) => {
      target[at[from]!] = to;
      edge[at[from]!++] = number;
    });
  return { nodes, start, target, edge };
}

export interface Components {
  /** The component of each node; components are numbered backwards, later ones come first. */
  readonly of: Int32Array;
  /** How many nodes each has. */
  readonly sizes: readonly number[];
  /** All nodes in the order in which their components were finished: against the direction of edges. */
  readonly finished: Int32Array;
}

export function isAcyclic({ sizes, of }: Components): boolean {
  return sizes.length === of.length;
}

export function components({ nodes, start, target }: Adjacency): Components {
  const of = new Int32Array(nodes).fill(-1);
  const index = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const at = start.slice();
  const open = new Int32Array(nodes);
  const way = new Int32Array(nodes);
  const finished = new Int32Array(nodes);
  const sizes: number[] = [];
  let opened = 0;
  let next = 0;
  let done = 0;
  for (let root = 0; root < nodes; root++) {
    if (index[root] !== -1) continue;
    let depth = 0;
    way[0] = root;
    index[root] = low[root] = next++;
    open[opened++] = root;
    while (depth >= 0) {
      const node = way[depth]!;
      if (at[node]! < start[node + 1]!) {
        const to = target[at[node]!++]!;
        if (index[to] === -1) {
          index[to] = low[to] = next++;
          open[opened++] = to;
          way[++depth] = to;
        } else if (of[to] === -1 && index[to]! < low[node]!) low[node] = index[to]!;
        continue;
      }
      depth--;
      if (depth >= 0 && low[node]! < low[way[depth]!]!) low[way[depth]!] = low[node]!;
      if (low[node] !== index[node]) continue;
      let size = 0;
      for (let member = -1; member !== node; size++) {
        member = open[--opened]!;
        of[member] = sizes.length;
        finished[done++] = member;
      }
      sizes.push(size);
    }
  }
  return { of, sizes, finished };
}
