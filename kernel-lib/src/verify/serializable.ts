// Serializability: whether transactions could have happened one after the other. Decided by searching for such an order; if there is none, a
// cycle in the dependency graph says why (Adya 1999): ww wrote over, wr read from, rw read what the other wrote over.
import { MisuseError, quote } from "../node/errors.js";
import { type Deadline, STEPS_BETWEEN_LOOKS } from "./history.js";
import { textOf } from "./linearizable.js";

/** One read or write of a transaction. A value read as undefined or null was never written. */
export type TransactionStep = { read: string; value: unknown } | { write: string; value: unknown };

/** A transaction that committed; the history lists them in the order in which they committed. */
export interface Transaction {
  readonly id: string | number;
  readonly steps: readonly TransactionStep[];
}

export interface Dependency {
  readonly from: string | number;
  readonly to: string | number;
  readonly kind: "ww" | "wr" | "rw";
  readonly key: string;
}

export interface SerialVerdict {
  readonly ok: boolean | "unknown";
  /** A serial order that explains every read. */
  readonly order?: (string | number)[];
  /** The anomaly: "lost update", "write skew", "dirty write", "circular information flow", "read skew", "aborted read", "intermediate read". */
  readonly anomaly?: string;
  readonly cycle?: Dependency[];
}

interface Parts {
  readonly id: string | number;
  /** What it reads from others: the first read of each key that it has not written. */
  readonly reads: ReadonlyMap<string, string>;
  /** Reads of one key that differ, or of its own writes that do not agree. */
  readonly torn: string | undefined;
  /** What it leaves behind. */
  readonly writes: ReadonlyMap<string, string>;
  readonly intermediate: ReadonlySet<string>;
}

const NEVER = "never written";

export async function checkSerializable(
  transactions: readonly Transaction[],
  patience: Deadline,
): Promise<SerialVerdict> {
  if (!Array.isArray(transactions) || transactions.length === 0)
    throw new MisuseError(
      `serializable judges a list of transactions, such as [{ id: 1, steps: [{ read: "x", value: 0 }] }]; it got ${quote(transactions)}.`,
    );
  const ids = new Set<unknown>();
  for (const { id } of transactions) {
    if (ids.has(id))
      throw new MisuseError(`serializable: two transactions have the id ${quote(id)}; give each its own.`);
    ids.add(id);
  }
  const all = transactions.map(partsOf);
  const order = await serialOrder(all, patience);
  if (order === "unknown") return { ok: "unknown" };
  return order ? { ok: true, order } : { ok: false, ...explain(all) };
}

function partsOf({ id, steps }: Transaction): Parts {
  if (!Array.isArray(steps)) throw new MisuseError(`serializable: transaction ${quote(id)} has no steps.`);
  const reads = new Map<string, string>();
  const writes = new Map<string, string>();
  const intermediate = new Set<string>();
  let torn: string | undefined;
  for (const step of steps) {
    if (typeof (step as any)?.read !== "string" && typeof (step as any)?.write !== "string")
      throw new MisuseError(
        `serializable: transaction ${quote(id)} has the step ${quote(step)}; a step is { read: key, value } or { write: key, value }.`,
      );
    const value = step.value === undefined || step.value === null ? NEVER : textOf(step.value);
    if ("write" in step) {
      if (writes.has(step.write)) intermediate.add(version(step.write, writes.get(step.write)!));
      writes.set(step.write, value);
      continue;
    }
    const expected = writes.get(step.read) ?? reads.get(step.read);
    if (expected === undefined) reads.set(step.read, value);
    else if (expected !== value) torn = step.read;
  }
  return { id, reads, torn, writes, intermediate };
}

/** Searches for a serial order; sets of transactions that led nowhere with the same values are not tried again. */
async function serialOrder(
  all: readonly Parts[],
  patience: Deadline,
): Promise<(string | number)[] | "unknown" | undefined> {
  if (all.some(({ torn }) => torn !== undefined)) return undefined;
  const seen = new Set<string>();
  const done = new Uint8Array(all.length);
  const taken: { index: number; values: ReadonlyMap<string, string> }[] = [];
  let values: ReadonlyMap<string, string> = new Map();
  let next = 0;
  for (let steps = 1; taken.length < all.length; steps++) {
    if (steps % STEPS_BETWEEN_LOOKS === 0) {
      if (patience.isOver()) return "unknown";
      const pending = patience.breathe();
      if (pending) await pending;
    }
    if (next < all.length) {
      const { reads, writes } = all[next]!;
      if (!done[next] && [...reads].every(([key, value]) => (values.get(key) ?? NEVER) === value)) {
        const after = new Map([...values, ...writes]);
        done[next] = 1;
        const text = `${done};${[...after].sort().join()}`;
        if (!seen.has(text)) {
          seen.add(text);
          taken.push({ index: next, values });
          values = after;
          next = 0;
          continue;
        }
        done[next] = 0;
      }
      next++;
      continue;
    }
    const last = taken.pop();
    if (!last) return undefined;
    done[last.index] = 0;
    values = last.values;
    next = last.index + 1;
  }
  return taken.map(({ index }) => all[index]!.id);
}

/** Looks for what makes it impossible: a read of what never was, else the shortest cycle. */
function explain(all: readonly Parts[]): Pick<SerialVerdict, "anomaly" | "cycle"> {
  const written = new Set(all.flatMap(({ writes }) => [...writes].map(([key, value]) => version(key, value))));
  const intermediate = new Set(all.flatMap((one) => [...one.intermediate]));
  for (const { reads } of all)
    for (const [key, value] of reads) {
      if (value === NEVER || written.has(version(key, value))) continue;
      return { anomaly: intermediate.has(version(key, value)) ? "intermediate read" : "aborted read" };
    }
  if (all.some(({ torn }) => torn !== undefined)) return { anomaly: "non-repeatable read" };
  const cycle = shortestCycle(all, dependencies(all));
  return cycle ? { anomaly: nameOf(cycle), cycle } : {};
}

/** Writes of a key follow each other in the order of commits. */
function dependencies(all: readonly Parts[]): Dependency[] {
  const found: Dependency[] = [];
  const add = (from: Parts, to: Parts, kind: Dependency["kind"], key: string) => {
    if (from !== to) found.push({ from: from.id, to: to.id, kind, key });
  };
  for (const key of new Set(all.flatMap(({ reads, writes }) => [...reads.keys(), ...writes.keys()]))) {
    const writers = all.filter(({ writes }) => writes.has(key));
    for (const [i, writer] of writers.entries()) if (i > 0) add(writers[i - 1]!, writer, "ww", key);
    for (const reader of all) {
      const value = reader.reads.get(key);
      if (value === undefined) continue;
      const source = value === NEVER ? -1 : writers.findIndex(({ writes }) => writes.get(key) === value);
      if (source >= 0) add(writers[source]!, reader, "wr", key);
      const over = writers.slice(source + 1).find((writer) => writer !== reader);
      if (over) add(reader, over, "rw", key);
    }
  }
  return found;
}

function shortestCycle(all: readonly Parts[], dependencies: readonly Dependency[]): Dependency[] | undefined {
  let shortest: Dependency[] | undefined;
  for (const { id } of all) {
    const ways = new Map<string | number, Dependency[]>([[id, []]]);
    for (const [at, way] of ways)
      for (const dependency of dependencies.filter(({ from }) => from === at)) {
        if (dependency.to === id) {
          const cycle = [...way, dependency];
          if (!shortest || rank(cycle) < rank(shortest)) shortest = cycle;
        } else if (!ways.has(dependency.to)) ways.set(dependency.to, [...way, dependency]);
      }
  }
  return shortest;
}

/** Short cycles first, and of these the one that is hardest to excuse. */
function rank(cycle: readonly Dependency[]): number {
  return (
    100 * cycle.length +
    10 * cycle.filter(({ kind }) => kind === "rw").length +
    new Set(cycle.map(({ key }) => key)).size
  );
}

function nameOf(cycle: readonly Dependency[]): string {
  const against = cycle.filter(({ kind }) => kind === "rw");
  if (against.length === 0)
    return cycle.every(({ kind }) => kind === "ww") ? "dirty write" : "circular information flow";
  const keys = new Set(cycle.map(({ key }) => key));
  if (keys.size === 1 && cycle.every(({ kind }) => kind !== "wr")) return "lost update";
  if (against.length === 1) return "read skew";
  return "write skew";
}

function version(key: string, value: string): string {
  return `${key}\u0000${value}`;
}
