// What transactions have written and read, with versions numbered: the input of the dependency graph. Finds on the way
// what is wrong by itself, without any cycle: reads of aborted, intermediate or invented values, and lists that cannot
// be one.
import type { Anomaly, Transaction } from "./transaction.js";

/** The version of a key that was there before any transaction. */
export const INITIAL = -1;

/** The versions of one key, by number. */
export interface KeyVersions {
  readonly key: string;
  /** Known to follow each other in this order. */
  readonly chain: readonly number[];
  /** Their places are not known. */
  readonly free: readonly number[];
  /** Whether all of these come after the chain. */
  readonly freeFollow: boolean;
}

/** A read of what another transaction wrote. */
export interface VersionRead {
  readonly reader: number;
  readonly key: number;
  /** The versions that it may have seen, or INITIAL alone: several where transactions wrote equal values. */
  readonly sources: readonly number[];
}

export interface TransactionHistory {
  /** Those that count, in the order listed; places in this list are their numbers. */
  readonly transactions: readonly Transaction[];
  readonly keys: readonly KeyVersions[];
  /** Who wrote a version. */
  readonly writers: readonly number[];
  readonly reads: readonly VersionRead[];
  /** What is wrong whatever the order, one of each name. */
  readonly anomalies: readonly Anomaly[];
}

/** Whether nothing is left to choose: neither an order of versions nor the source of a read. */
export function isSettled({ keys, reads }: TransactionHistory): boolean {
  return keys.every(({ free }) => free.length === 0) && reads.every(({ sources }) => sources.length === 1);
}
