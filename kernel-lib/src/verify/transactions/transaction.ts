// Transactions as clients saw them, and what the judge says about them.
import { MisuseError, quote } from "../../node/errors.js";

/**
 * One step. A register: `{ read, value }`, `{ write, value }`; a value read as undefined or null was never written. A
 * list, whose reads show the order of its appends: `{ append, value }`, `{ read, value: [...] }`. A key is one or the
 * other.
 */
export type TransactionStep =
  | { read: string; value: unknown }
  | { write: string; value: unknown }
  | { append: string; value: unknown };

export interface Transaction {
  readonly id: string | number;
  /**
   * Default "committed". "unknown": the client never learned; it counts as committed if another transaction has read
   * from it.
   */
  readonly status?: "committed" | "aborted" | "unknown";
  /** The client that made it, one after another: makes session levels decidable. */
  readonly process?: string | number;
  /** When it was called and when it returned, in ms: make real-time levels decidable. Equal times overlap. */
  readonly start?: number;
  readonly end?: number;
  readonly steps: readonly TransactionStep[];
}

/**
 * `from` must come before `to`: ww wrote over, wr read from, rw read what `to` wrote over, or by time, or in one
 * session.
 */
export interface Dependency {
  readonly from: string | number;
  readonly to: string | number;
  readonly kind: "ww" | "wr" | "rw" | "time" | "session";
  readonly key?: string;
}

export interface Anomaly {
  /** Such as "lost update", "write skew", "G1a"; with " (session)" or " (real time)" where it takes these to see it. */
  readonly name: string;
  /** A shortest cycle; of a read that is wrong by itself the read alone, or nothing. */
  readonly cycle: readonly Dependency[];
  /** What happened, in a sentence. */
  readonly why: string;
}

export interface SerialVerdict {
  /** Serializable? "unknown" if time ran out first. */
  readonly ok: boolean | "unknown";
  /** The strongest levels that hold; every level weaker than one of these holds too. */
  readonly levels: readonly string[];
  /** Levels that the time was too short for. */
  readonly undecided?: readonly string[];
  /** A serial order that explains every read. */
  readonly order?: (string | number)[];
  /** One of each kind. */
  readonly anomalies: readonly Anomaly[];
}

/** @throws MisuseError naming the first transaction that cannot be judged */
export function checkTransactions(transactions: readonly Transaction[]): void {
  if (!Array.isArray(transactions) || transactions.length === 0)
    throw new MisuseError(
      `serializable judges a list of transactions, such as [{ id: 1, steps: [{ write: "x", value: 0 }] }]; it got ${quote(transactions)}.`,
    );
  const ids = new Set<unknown>();
  for (const transaction of transactions) {
    const { id, steps, status = "committed", start, end } = (transaction ?? {}) as Transaction;
    if (ids.has(id))
      throw new MisuseError(`serializable: two transactions have the id ${quote(id)}; give each its own.`);
    ids.add(id);
    if (!Array.isArray(steps)) throw new MisuseError(`serializable: transaction ${quote(id)} has no steps.`);
    if (!["committed", "aborted", "unknown"].includes(status))
      throw new MisuseError(
        `serializable: transaction ${quote(id)} has the status ${quote(status)}; it is "committed", "aborted" or "unknown".`,
      );
    for (const at of [start, end])
      if (at !== undefined && !Number.isFinite(at))
        throw new MisuseError(`serializable: transaction ${quote(id)} has the time ${quote(at)}; times are in ms.`);
    if (start !== undefined && end !== undefined && end < start)
      throw new MisuseError(`serializable: transaction ${quote(id)} ends at ${end}, before it starts at ${start}.`);
    for (const step of steps) checkStep(id, step);
  }
}

function checkStep(id: string | number, step: any): void {
  const named = ["read", "write", "append"].filter((name) => typeof step?.[name] === "string");
  if (named.length !== 1)
    throw new MisuseError(
      `serializable: transaction ${quote(id)} has the step ${quote(step)}; ` +
        "a step is { read: key, value } or { write: key, value }, or { append: key, value } to a list.",
    );
  if (named[0] !== "read" && (step.value === undefined || step.value === null))
    throw new MisuseError(
      `serializable: transaction ${quote(id)} has the step ${quote(step)}, which writes nothing; who reads null has ` +
        'seen that nothing was ever written. Write a value, such as "deleted".',
    );
}
