// Levels of isolation as conditions on the dependency graph: which cycles may not be there. Adya 1999 for read
// uncommitted and read committed; Cerone and Gotsman 2016 for snapshot isolation and its parallel form, which is Adya's
// PL-2+. With sessions or time, their edges count as dependencies. Steps name single keys, so that repeatable read,
// which differs by predicates alone, is serializability here.
import { adjacency, type Components, components, isAcyclic, snapshotAdjacency } from "./components.js";
import { type DependencyGraph, RW, SESSION, TIME, WR, WW } from "./dependency-graph.js";

/** From the weakest: each rules out what the one before does, and more. */
export const BASES = [
  "read uncommitted",
  "read committed",
  "parallel snapshot isolation",
  "snapshot isolation",
  "serializable",
] as const;
export const [READ_UNCOMMITTED, READ_COMMITTED, PARALLEL, SNAPSHOT, SERIALIZABLE] = [0, 1, 2, 3, 4] as const;

/** What must be kept beside the dependencies themselves, from the weakest. */
export const ORDERS = [0, SESSION, SESSION | TIME] as const;

export function levelName(base: number, order: number): string {
  if (order === 0) return BASES[base]!;
  if (order === 1) return `strong session ${BASES[base]}`;
  return base === SERIALIZABLE ? "strict serializable" : `strong ${BASES[base]}`;
}

/** Whether the graph has no cycle that the level rules out. */
export function holds(graph: DependencyGraph, base: number, order: number): boolean {
  const extra = ORDERS[order]!;
  const acyclic = (kinds: number) => isAcyclic(components(adjacency(graph, kinds | extra)));
  if (base === READ_UNCOMMITTED) return acyclic(WW);
  if (base === READ_COMMITTED) return acyclic(WW | WR);
  if (base === SERIALIZABLE) return acyclic(WW | WR | RW);
  if (isAcyclic(components(snapshotAdjacency(graph, WW | WR | RW | extra)))) return true;
  return base === PARALLEL && acyclic(WW | WR) && isParallel(graph, extra);
}

/**
 * Whether no rw leads to a transaction from which dependencies lead back; 32 transactions at a time, as bits that flow
 * along dependencies.
 */
function isParallel(graph: DependencyGraph, extra: number): boolean {
  const { transactions } = graph;
  const whole = components(adjacency(graph, WW | WR | RW | extra));
  const forward = adjacency(graph, WW | WR | extra);
  const against = adjacency(graph, RW);
  const { finished } = components(forward);
  const inCycle = (node: number) => whole.sizes[whole.of[node]!]! > 1;
  const order = finished.filter(inCycle).reverse();
  const readers: number[] = [];
  for (let node = 0; node < transactions; node++)
    if (inCycle(node) && against.start[node]! < against.start[node + 1]!) readers.push(node);
  const bits = new Int32Array(graph.nodes);
  for (let first = 0; first < readers.length; first += 32) {
    bits.fill(0);
    const batch = readers.slice(first, first + 32);
    for (const [bit, reader] of batch.entries()) mark(reader, 1 << bit);
    for (const node of order) {
      const here = bits[node]!;
      if (here === 0) continue;
      for (let i = forward.start[node]!; i < forward.start[node + 1]!; i++) bits[forward.target[i]!]! |= here;
    }
    if (batch.some((reader, bit) => (bits[reader]! & (1 << bit)) !== 0)) return false;
  }
  return true;

  function mark(node: number, bit: number): void {
    for (let i = against.start[node]!; i < against.start[node + 1]!; i++) {
      const to = against.target[i]!;
      if (to >= transactions) mark(to, bit);
      else bits[to]! |= bit;
    }
  }
}

/** The transactions in an order that keeps every edge, as near to the listed one as that allows. */
export function serialOrder(graph: DependencyGraph, order: number): number[] {
  const { finished } = serialComponents(graph, order);
  return [...finished].filter((node) => node < graph.transactions);
}

/** Against the edges: what comes first is finished first. */
function serialComponents(graph: DependencyGraph, order: number): Components {
  return components(adjacency(graph, WW | WR | RW | ORDERS[order]!, true));
}
