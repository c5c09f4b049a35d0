// One choice for everything that a history leaves open: where versions stand whose places are free, and which of
// several equal writes was read.
import type { KeyVersions, TransactionHistory } from "./history.js";

/** Versions by the rank of their writers; of equal writes the latest before the reader. Chains stay as they are. */
export function settledBy(history: TransactionHistory, rank: readonly number[] | Int32Array): TransactionHistory {
  const { writers, keys, reads } = history;
  const rankOf = (version: number) => rank[writers[version]!]!;
  const settled = keys.map((key) => withOrder(key, merged(key, rankOf)));
  return {
    ...history,
    keys: settled,
    reads: reads.map((read) => {
      if (read.sources.length === 1) return read;
      const sorted = [...read.sources].sort((a, b) => rankOf(a) - rankOf(b));
      const source = sorted.findLast((version) => rankOf(version) < rank[read.reader]!) ?? sorted[0]!;
      return { ...read, sources: [source] };
    }),
  };
}

export function withOrder(key: KeyVersions, chain: readonly number[]): KeyVersions {
  return key.free.length === 0 ? key : { ...key, chain, free: [] };
}

function merged({ chain, free, freeFollow }: KeyVersions, rankOf: (version: number) => number): readonly number[] {
  if (free.length === 0) return chain;
  const sorted = [...free].sort((a, b) => rankOf(a) - rankOf(b));
  if (freeFollow) return [...chain, ...sorted];
  const all: number[] = [];
  let next = 0;
  for (const version of chain) {
    while (next < sorted.length && rankOf(sorted[next]!) < rankOf(version)) all.push(sorted[next++]!);
    all.push(version);
  }
  return [...all, ...sorted.slice(next)];
}
