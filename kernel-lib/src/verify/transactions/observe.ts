// From transactions as given to numbered versions and reads.
import { MisuseError, quote } from "../../node/errors.js";
import { INITIAL, type TransactionHistory } from "./history.js";
import { type ListRead, listVersions } from "./list-versions.js";
import { Observing } from "./observing.js";
import type { Transaction } from "./transaction.js";
import { counting, type ValueKey, valueKey, type WrittenKey, writtenKeys } from "./values.js";

/**
 * Numbers what was written and read.
 * @param listed whether writes of a register follow each other as their transactions are listed
 */
export function observe(given: readonly Transaction[], listed: boolean): TransactionHistory {
  const written = writtenKeys(given);
  const counts = counting(given, written);
  const all = given.filter((_, i) => counts[i]);
  let next = 0;
  const observing = new Observing(
    given,
    counts.map((counted) => (counted ? next++ : INITIAL)),
    all,
  );
  const registers = new Map<WrittenKey, { reader: number; value: unknown }[]>();
  const lists = new Map<WrittenKey, ListRead[]>();
  for (const key of written.values()) {
    key.isList ??= key.givesArrays;
    if (key.isList) lists.set(key, []);
    else registers.set(key, []);
  }
  for (const [reader, transaction] of all.entries())
    readSteps(reader, transaction, written, registers, lists, observing);
  for (const [key, reads] of registers) registerVersions(key, reads, listed, observing);
  for (const [key, reads] of lists) listVersions(key, reads, observing);
  const { keys, writers, reads, anomalies } = observing;
  return { transactions: all, keys, writers, reads, anomalies };
}

/** Sorts the reads of one transaction by key; checks those of its own writes. */
function readSteps(
  reader: number,
  { id, status, steps }: Transaction,
  written: ReadonlyMap<string, WrittenKey>,
  registers: ReadonlyMap<WrittenKey, { reader: number; value: unknown }[]>,
  lists: ReadonlyMap<WrittenKey, ListRead[]>,
  observing: Observing,
): void {
  const own = new Map<string, ValueKey[]>();
  for (const step of steps) {
    if (!("read" in step)) {
      const name = "write" in step ? step.write : step.append;
      const value = valueKey(step.value);
      if ("write" in step || !own.has(name)) own.set(name, [value]);
      else own.get(name)!.push(value);
      continue;
    }
    const { read: name, value } = step;
    const isNothing = value === undefined || value === null;
    // A client that does not know the outcome does not know what it read.
    if (isNothing && status === "unknown") continue;
    const key = written.get(name)!;
    if (key.isList) {
      if (!isNothing && !Array.isArray(value))
        throw new MisuseError(
          `serializable: transaction ${quote(id)} reads ${quote(value)} from the list ${quote(name)}; a list is read as an array of what was appended.`,
        );
      const elements = ((value ?? []) as unknown[]).map(valueKey);
      lists.get(key)!.push({ reader, elements, values: (value ?? []) as unknown[], own: own.get(name)?.length ?? 0 });
      continue;
    }
    const mine = own.get(name);
    if (mine === undefined) registers.get(key)!.push({ reader, value });
    else if (isNothing || valueKey(value) !== mine[0])
      observing.found(
        "internal",
        `${id} reads ${quote(value)} from ${name}, although it has itself written another value.`,
      );
  }
}

function registerVersions(
  key: WrittenKey,
  reads: readonly { reader: number; value: unknown }[],
  listed: boolean,
  observing: Observing,
): void {
  const { given, numbers } = observing;
  const number = observing.keys.length;
  const versions = new Map<number, number>();
  const finals = [...key.values.values()].flat().filter(({ by, final }) => final && numbers[by] !== INITIAL);
  for (const { by } of finals.sort((a, b) => a.by - b.by)) versions.set(by, observing.version(numbers[by]!));
  const isPlaced = (by: number) => versions.size === 1 || (listed && given[by]!.status !== "unknown");
  const places = [...versions];
  observing.keys.push({
    key: key.name,
    chain: places.flatMap(([by, version]) => (isPlaced(by) ? [version] : [])),
    free: places.flatMap(([by, version]) => (isPlaced(by) ? [] : [version])),
    freeFollow: false,
  });
  let previous: { reader: number; value: unknown } | undefined;
  for (const read of reads) {
    const { reader, value } = read;
    if (previous?.reader === reader && Object.is(previous.value, value)) continue;
    previous = read;
    if (value === undefined || value === null) {
      observing.reads.push({ reader, key: number, sources: [INITIAL] });
      continue;
    }
    const others = (key.values.get(valueKey(value)) ?? []).filter(({ by }) => numbers[by] !== reader);
    const seen = others.filter(({ by }) => numbers[by] !== INITIAL);
    let sources = seen.flatMap(({ by, final }) => (final ? [versions.get(by)!] : []));
    if (sources.length === 0 && seen.length > 0) {
      observing.intermediate(seen[0]!.by, reader, key.name);
      sources = [versions.get(seen[0]!.by)!];
    }
    if (sources.length > 0) observing.reads.push({ reader, key: number, sources });
    else if (others.length > 0) observing.aborted(others[0]!.by, reader, key.name);
    else observing.invented(value, reader, key.name);
  }
}
