// Who wrote which value of which key, and which transactions of unknown outcome have been seen.
import { canonicalText } from "../../node/equality.js";
import { MisuseError, quote } from "../../node/errors.js";
import type { Transaction } from "./transaction.js";

/** A value as a key of a Map: numbers as they are, because there are many. */
export type ValueKey = number | string;

export function valueKey(value: unknown): ValueKey {
  return typeof value === "number" && !Object.is(value, -0) ? value : canonicalText(value);
}

/** A value that a transaction wrote or appended. */
export interface Writing {
  /** Place in the list as given. */
  readonly by: number;
  /** The last of its transaction for this key. */
  final: boolean;
  /** How many its transaction wrote to this key before. */
  readonly nth: number;
}

/** A key with everything that was ever written to it, also by transactions that do not count. */
export interface WrittenKey {
  readonly name: string;
  isList: boolean | undefined;
  /** A transaction reads an array from it: if it is never written to, it is a list. */
  givesArrays: boolean;
  readonly values: Map<ValueKey, Writing[]>;
}

/** Reads every write. @throws MisuseError where a key is a register and a list, or two appends to it are equal */
export function writtenKeys(transactions: readonly Transaction[]): Map<string, WrittenKey> {
  const keys = new Map<string, WrittenKey>();
  for (const [by, { id, steps, status }] of transactions.entries()) {
    const last = new Map<WrittenKey, Writing>();
    for (const step of steps) {
      const name = "read" in step ? step.read : "write" in step ? step.write : step.append;
      let key = keys.get(name);
      if (!key) {
        key = { name, isList: undefined, givesArrays: false, values: new Map() };
        keys.set(name, key);
      }
      if ("read" in step) {
        key.givesArrays ||= Array.isArray(step.value);
        continue;
      }
      const isList = "append" in step;
      if (key.isList !== undefined && key.isList !== isList)
        throw new MisuseError(
          `serializable: ${quote(name)} is written and appended to; a key is a register or a list. See transaction ${quote(id)}.`,
        );
      key.isList = isList;
      const earlier = last.get(key);
      if (earlier) earlier.final = false;
      const writing = { by, final: true, nth: earlier ? earlier.nth + 1 : 0 };
      last.set(key, writing);
      const value = valueKey(step.value);
      const known = key.values.get(value);
      if (!known) key.values.set(value, [writing]);
      else {
        const twin = isList && status !== "aborted" && known.find((one) => transactions[one.by]!.status !== "aborted");
        if (twin)
          throw new MisuseError(
            `serializable: ${quote(step.value)} is appended to ${quote(name)} twice, by ${quote(transactions[twin.by]!.id)} and ` +
              `${quote(id)}; append different values, so that a read tells which is which.`,
          );
        known.push(writing);
      }
    }
  }
  return keys;
}

/**
 * Whether each transaction counts: committed, or of unknown outcome and read by one that counts.
 * @throws MisuseError if a read may be of a committed or of an unknown transaction
 */
export function counting(transactions: readonly Transaction[], keys: ReadonlyMap<string, WrittenKey>): boolean[] {
  const counts = transactions.map(({ status = "committed" }) => status === "committed");
  if (transactions.every(({ status }) => status !== "unknown")) return counts;
  const open = transactions.flatMap((_, i) => (counts[i] ? [i] : []));
  for (const reader of open)
    for (const step of transactions[reader]!.steps) {
      if (!("read" in step)) continue;
      const key = keys.get(step.read)!;
      for (const value of Array.isArray(step.value) && key.isList !== false ? step.value : [step.value]) {
        const writings = (key.values.get(valueKey(value)) ?? []).filter(
          ({ by }) => by !== reader && transactions[by]!.status !== "aborted",
        );
        const unknown = writings.find(({ by }) => transactions[by]!.status === "unknown");
        if (!unknown) continue;
        if (writings.some(({ by }) => by !== unknown.by))
          throw new MisuseError(
            `serializable: ${quote(value)} was written to ${quote(step.read)} by ${quote(transactions[unknown.by]!.id)}, whose outcome is ` +
              "unknown, and by another; write different values, so that a read tells whether it took effect.",
          );
        if (!counts[unknown.by]) open.push(unknown.by);
        counts[unknown.by] = true;
      }
    }
  return counts;
}
