// The dependency graph (Adya 1999): ww from one version's writer to the next one's, wr from a writer to a reader, rw
// from a reader to the writer of the next version, and the orders of sessions and of time. Numbers in typed arrays,
// because histories are long.
import { INITIAL, type TransactionHistory } from "./history.js";
import type { Dependency, Transaction } from "./transaction.js";

export const KINDS = ["ww", "wr", "rw", "session", "time"] as const;
export const WW = 1;
export const WR = 2;
export const RW = 4;
export const SESSION = 8;
export const TIME = 16;

/**
 * Nodes below `transactions` are transactions; those above stand for "everything after here" and save an edge for each
 * pair.
 */
export interface DependencyGraph {
  readonly transactions: number;
  readonly nodes: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** WW, WR, RW, SESSION or TIME. */
  readonly kind: readonly number[];
  /** The number of a key, or -1. */
  readonly key: readonly number[];
}

class Edges implements DependencyGraph {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly kind: number[] = [];
  readonly key: number[] = [];
  nodes: number;

  constructor(readonly transactions: number) {
    this.nodes = transactions;
  }

  add(from: number, to: number, kind: number, key = -1): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.kind.push(kind);
    this.key.push(key);
  }

  node(): number {
    return this.nodes++;
  }
}

/**
 * Everything that is known: of versions whose places are free only that they come after the chain, or after the initial
 * one.
 */
export function dependencyGraph(history: TransactionHistory): DependencyGraph {
  const { transactions, keys, writers, reads } = history;
  const edges = new Edges(transactions.length);
  const next = new Map<number, number>();
  const places = new Map<number, number>();
  for (const [key, { chain, free, freeFollow }] of keys.entries()) {
    for (const [i, version] of chain.entries()) {
      places.set(version, i);
      const following = chain[i + 1];
      if (following === undefined) continue;
      next.set(version, following);
      edges.add(writers[version]!, writers[following]!, WW, key);
    }
    const last = chain.at(-1);
    if (last !== undefined && freeFollow) for (const one of free) edges.add(writers[last]!, writers[one]!, WW, key);
  }
  const beforeAllFree = new Map<number, number>();
  for (const { reader, key, sources } of reads) {
    if (sources.length !== 1) {
      const at = sources.map((version) => places.get(version) ?? -1);
      if (!at.includes(-1)) between(edges, reader, key, at, keys[key]!.chain, writers);
      continue;
    }
    const [version] = sources as readonly [number];
    const { chain, free, freeFollow } = keys[key]!;
    if (version !== INITIAL) edges.add(writers[version]!, reader, WR, key);
    const following = version === INITIAL ? chain[0] : next.get(version);
    if (following !== undefined) edges.add(reader, writers[following]!, RW, key);
    const isLast = freeFollow ? following === undefined : version === INITIAL;
    if (!isLast || free.length === 0) continue;
    if (free.length === 1 || free.some((one) => writers[one] === reader)) {
      for (const one of free) edges.add(reader, writers[one]!, RW, key);
      continue;
    }
    let hub = beforeAllFree.get(key);
    if (hub === undefined) {
      hub = edges.node();
      beforeAllFree.set(key, hub);
      for (const one of free) edges.add(hub, writers[one]!, RW, key);
    }
    edges.add(reader, hub, RW, key);
  }
  sessions(transactions, edges);
  times(transactions, edges);
  return edges;
}

/**
 * Of a read that may be of several versions of a chain: whichever it is, the reader comes after the first of them, and
 * before the one that follows the last.
 */
function between(
  edges: Edges,
  reader: number,
  key: number,
  places: readonly number[],
  chain: readonly number[],
  writers: readonly number[],
): void {
  edges.add(writers[chain[Math.min(...places)]!]!, reader, WR, key);
  const following = chain[Math.max(...places) + 1];
  if (following !== undefined) edges.add(reader, writers[following]!, RW, key);
}

/** Transactions of one process follow each other: by their starts where these are given, else as listed. */
function sessions(transactions: readonly Transaction[], edges: Edges): void {
  const lines = new Map<string | number, number[]>();
  for (const [i, { process }] of transactions.entries()) {
    if (process === undefined) continue;
    const line = lines.get(process);
    if (line) line.push(i);
    else lines.set(process, [i]);
  }
  for (const line of lines.values()) {
    const start = (i: number) => transactions[i]!.start;
    if (line.every((i) => start(i) !== undefined)) line.sort((a, b) => start(a)! - start(b)! || a - b);
    let rest = edges.node();
    for (const [i, one] of line.entries()) {
      if (i > 0) edges.add(rest, one, SESSION);
      const after = edges.node();
      edges.add(rest, after, SESSION);
      edges.add(one, after, SESSION);
      rest = after;
    }
  }
}

/** A transaction that has ended comes before every one that starts later. */
function times(transactions: readonly Transaction[], edges: Edges): void {
  const ended = transactions.flatMap(({ end, status }, i) => (end === undefined || status === "unknown" ? [] : [i]));
  ended.sort((a, b) => transactions[a]!.end! - transactions[b]!.end!);
  const started = transactions.flatMap(({ start }, i) => (start === undefined ? [] : [i]));
  started.sort((a, b) => transactions[a]!.start! - transactions[b]!.start!);
  let latest: number | undefined;
  let at = 0;
  for (const one of started) {
    for (; at < ended.length && transactions[ended[at]!]!.end! < transactions[one]!.start!; at++) {
      const node = edges.node();
      if (latest !== undefined) edges.add(latest, node, TIME);
      edges.add(ended[at]!, node, TIME);
      latest = node;
    }
    if (latest !== undefined) edges.add(latest, one, TIME);
  }
}

/** An edge between transactions, as a verdict reports it. */
export function dependency(
  history: TransactionHistory,
  from: number,
  to: number,
  kind: number,
  key: number,
): Dependency {
  const { transactions, keys } = history;
  return {
    from: transactions[from]!.id,
    to: transactions[to]!.id,
    kind: KINDS[Math.log2(kind)]!,
    ...(key >= 0 && { key: keys[key]!.key }),
  };
}
