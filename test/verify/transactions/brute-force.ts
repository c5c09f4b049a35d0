// Levels of small histories by trying everything. Serializability by running transactions in every order, snapshot
// isolation by every order of snapshots and commits, the weaker levels by their definitions as relations (Adya 1999;
// Cerone and Gotsman 2016). Shares nothing with the judge.
import type { Transaction, TransactionStep } from "kernel-lib";

export type Order = "plain" | "session" | "time";
export type Base =
  | "read uncommitted"
  | "read committed"
  | "parallel snapshot isolation"
  | "snapshot isolation"
  | "serializable";

type Values = Map<string, unknown>;

/** Whether `a` must come before `b` by more than dependencies. */
function mustPrecede(all: readonly Transaction[], a: number, b: number, order: Order): boolean {
  const [one, other] = [all[a]!, all[b]!];
  const inSession = one.process !== undefined && one.process === other.process && a < b;
  const inTime = one.end !== undefined && other.start !== undefined && one.end < other.start;
  return a !== b && ((order !== "plain" && inSession) || (order === "time" && inTime));
}

function keysWritten({ steps }: Transaction): string[] {
  return [
    ...new Set(steps.flatMap((step) => ("write" in step ? [step.write] : "append" in step ? [step.append] : []))),
  ];
}

/** What a transaction leaves behind if it starts from these values; undefined if it cannot have read what it did. */
function runOn(values: Values, { steps, status }: Transaction): Values | undefined {
  const own: Values = new Map();
  const now = (key: string) => (own.has(key) ? own.get(key) : values.get(key));
  for (const step of steps) {
    if ("write" in step) own.set(step.write, step.value);
    else if ("append" in step) own.set(step.append, [...((now(step.append) as unknown[]) ?? []), step.value]);
    else if (status === "unknown" && step.value === undefined) continue;
    else if (
      JSON.stringify(now(step.read) ?? (Array.isArray(step.value) ? [] : null)) !== JSON.stringify(step.value ?? null)
    )
      return undefined;
  }
  return own;
}

/** @param listed whether writes of a register follow each other as listed */
export function bruteSerializable(all: readonly Transaction[], order: Order, listed: boolean): boolean {
  const tryFrom = (values: Values, done: readonly number[]): boolean => {
    if (done.length === all.length) return true;
    return all.some((transaction, i) => {
      if (done.includes(i)) return false;
      if (all.some((_, j) => !done.includes(j) && j !== i && mustPrecede(all, j, i, order))) return false;
      if (listed && overtakes(all, i, done)) return false;
      const own = runOn(values, transaction);
      return own !== undefined && tryFrom(new Map([...values, ...own]), [...done, i]);
    });
  };
  return tryFrom(new Map(), []);
}

/** Whether one writes a register before an earlier one that has not yet. */
function overtakes(all: readonly Transaction[], i: number, done: readonly number[]): boolean {
  // When it took effect is not known of what is unknown.
  const registers = ({ status, steps }: Transaction) =>
    status === "unknown" ? [] : steps.flatMap((step) => ("write" in step ? [step.write] : []));
  const mine = registers(all[i]!);
  return all.some((other, j) => j < i && !done.includes(j) && registers(other).some((key) => mine.includes(key)));
}

export function bruteSnapshot(all: readonly Transaction[], order: Order, listed: boolean): boolean {
  interface Moment {
    values: Values;
    running: ReadonlyMap<number, Values>;
    done: readonly number[];
  }
  const next = ({ values, running, done }: Moment): boolean => {
    if (done.length === all.length) return true;
    return all.some((transaction, i) => {
      if (done.includes(i)) return false;
      const own = running.get(i);
      if (own === undefined) {
        if (all.some((_, j) => !done.includes(j) && mustPrecede(all, j, i, order))) return false;
        const mine = keysWritten(transaction);
        if ([...running.keys()].some((j) => keysWritten(all[j]!).some((key) => mine.includes(key)))) return false;
        const after = runOn(values, transaction);
        return after !== undefined && next({ values, running: new Map([...running, [i, after]]), done });
      }
      if (listed && overtakes(all, i, done)) return false;
      const rest = new Map(running);
      rest.delete(i);
      return next({ values: new Map([...values, ...own]), running: rest, done: [...done, i] });
    });
  };
  return next({ values: new Map(), running: new Map(), done: [] });
}

type Relation = boolean[][];

/** The other levels, for registers: every order of versions, every source of a read. */
export function bruteWeak(all: readonly Transaction[], base: Base, order: Order, listed: boolean): boolean {
  const keys = [...new Set(all.flatMap(keysWritten))];
  const writersOf = (key: string) => all.flatMap((one, i) => (keysWritten(one).includes(key) ? [i] : []));
  const orders = keys.map((key) => (listed ? [writersOf(key)] : permutations(writersOf(key))));
  const reads = all.flatMap((one, reader) => externalReads(one).map((read) => ({ reader, ...read })));
  const sources = reads.map(({ reader, key, value }) =>
    value === undefined || value === null
      ? [-1]
      : writersOf(key).filter((i) => i !== reader && lastWrite(all[i]!, key) === value),
  );
  // A read that has no source is of an aborted or intermediate value.
  if (base !== "read uncommitted" && sources.some(({ length }) => length === 0)) return false;
  const possible = base === "read uncommitted" ? sources.map(() => [-1]) : sources;
  return product(orders).some((versions) =>
    product(possible).some((chosen) => {
      const empty = (): Relation => all.map(() => all.map(() => false));
      const [dependencies, against] = [empty(), empty()];
      for (const [a] of all.entries())
        for (const [b] of all.entries()) if (mustPrecede(all, a, b, order)) dependencies[a]![b] = true;
      for (const line of versions)
        for (const [i, a] of line.entries()) for (const b of line.slice(i + 1)) dependencies[a]![b] = true;
      if (base !== "read uncommitted")
        for (const [i, { reader, key }] of reads.entries()) {
          const source = chosen[i]!;
          const line = versions[keys.indexOf(key)] ?? [];
          if (source >= 0) dependencies[source]![reader] = true;
          for (const later of line.slice(line.indexOf(source) + 1))
            if (later !== reader) against[reader]![later] = true;
        }
      const reach = closure(dependencies);
      if (all.some((_, i) => reach[i]![i])) return false;
      if (base !== "parallel snapshot isolation") return true;
      return !all.some((_, a) => all.some((_, b) => against[a]![b] && reach[b]![a]));
    }),
  );
}

function externalReads({ steps }: Transaction): { key: string; value: unknown }[] {
  return steps.flatMap((step, i) =>
    "read" in step && !steps.slice(0, i).some((one: TransactionStep) => "write" in one && one.write === step.read)
      ? [{ key: step.read, value: step.value }]
      : [],
  );
}

function lastWrite({ steps }: Transaction, key: string): unknown {
  return steps.findLast((step) => "write" in step && step.write === key)?.value;
}

function closure(relation: Relation): Relation {
  const all = relation.map((row) => [...row]);
  for (const k of all.keys())
    for (const i of all.keys()) for (const j of all.keys()) all[i]![j] ||= all[i]![k]! && all[k]![j]!;
  return all;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((one) => permutations(items.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]]);
}
