// Linearizability (Herlihy and Wing 1990): whether operations could have happened one at a time, each between its call
// and its return. The search of Wing and Gong (1993) with the memory of Lowe (2017): the same operations in another
// order with the same outcome are not tried again. Keys are judged one by one: a history is linearizable if and only if
// it is for every object.
import { canonicalText, NotComparable } from "../node/equality.js";
import { MisuseError } from "../node/errors.js";
import type { Operation } from "../trace/operation.js";
import {
  checkHistory,
  checkModel,
  type Deadline,
  type HistoryVerdict,
  isOpen,
  type Model,
  STEPS_BETWEEN_LOOKS,
} from "./history.js";

/** Judges a history. Times that are equal count as overlapping. */
export async function checkLinearizable<S, I, O>(
  operations: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  deadline: Deadline,
): Promise<HistoryVerdict<I, O>> {
  checkHistory(operations, "linearizable");
  checkModel(model, "linearizable");
  const orders: Operation<I, O>[][] = [];
  let unknown = false;
  for (const part of byKey(operations, model)) {
    const { ok, prefix, stuck } = await linearize(part, model, deadline);
    if (ok === false) return { ok, prefix: [...prefix], ...(stuck && { stuck }) };
    if (ok === "unknown") unknown = true;
    orders.push(prefix);
  }
  return unknown ? { ok: "unknown" } : { ok: true, prefix: merge(orders) };
}

function byKey<S, I, O>(operations: readonly Operation<I, O>[], model: Model<S, I, O>): Operation<I, O>[][] {
  if (!model.key) return [[...operations]];
  const parts = new Map<string, Operation<I, O>[]>();
  for (const operation of operations) {
    const key = model.key(operation.input);
    const part = parts.get(key);
    if (part) part.push(operation);
    else parts.set(key, [operation]);
  }
  return [...parts.values()].sort((a, b) => a.length - b.length);
}

/** A call or a return in time; those that are not linearized yet form a list. */
interface Entry {
  /** Index of the operation. */
  readonly of: number;
  readonly isCall: boolean;
  /** Of a call: where the operation returns. */
  partner: Entry | undefined;
  before: Entry | undefined;
  after: Entry | undefined;
}

/** One operation that was taken, so that it can be put back. */
interface Taken<S> {
  readonly entry: Entry;
  readonly state: S;
  readonly text: string;
}

async function linearize<S, I, O>(
  given: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  deadline: Deadline,
): Promise<{ ok: boolean | "unknown"; prefix: Operation<I, O>[]; stuck?: Operation<I, O> }> {
  const operations = [...given].sort((a, b) => a.call - b.call);
  // Open operations are tried last, in a list of their own: most of them had better be left out.
  const closed = timeline(operations, false);
  const open = timeline(operations, true);
  const twins = earlierTwins(operations);
  const taken: Taken<S>[] = [];
  const done = new Done(operations.length);
  const seen = new Set<string>();
  let state = model.init();
  let text = textOf(state);
  let entry = closed.after;
  let returned = operations.filter((operation) => !isOpen(operation)).length;
  let longest = -1;
  let prefix: Operation<I, O>[] = [];
  let stuck: Operation<I, O> | undefined;
  for (let steps = 1; returned > 0; steps++) {
    if (steps % STEPS_BETWEEN_LOOKS === 0) {
      if (deadline.isOver()) return { ok: "unknown", prefix };
      const pending = deadline.breathe();
      if (pending) await pending;
    }
    if (entry && !entry.isCall) entry = open.after;
    const operation = entry && operations[entry.of]!;
    if (entry && operation && operation.call <= latestCall(closed, operations)) {
      const twin = twins.get(entry.of);
      if (twin !== undefined && !done.has(twin)) {
        entry = entry.after;
        continue;
      }
      const next = model.step(state, operation.input, operation.output);
      const outcome = next === "illegal" ? undefined : textOf(next);
      const useless = outcome === undefined || (outcome === text && isOpen(operation));
      const mark = useless ? "" : done.with(entry.of, outcome);
      if (useless || seen.has(mark)) {
        entry = entry.after;
        continue;
      }
      seen.add(mark);
      taken.push({ entry, state, text });
      done.add(entry.of);
      if (!isOpen(operation)) returned--;
      state = next as S;
      text = outcome;
      lift(entry);
      entry = closed.after;
      continue;
    }
    if (taken.length > longest) {
      longest = taken.length;
      prefix = taken.map(({ entry: { of } }) => operations[of]!);
      stuck = operations[firstReturn(closed)!.of];
    }
    const last = taken.pop();
    if (!last) return { ok: false, prefix, ...(stuck && { stuck }) };
    ({ state, text } = last);
    done.remove(last.entry.of);
    if (!isOpen(operations[last.entry.of]!)) returned++;
    unlift(last.entry);
    entry = last.entry.after ?? (isOpen(operations[last.entry.of]!) ? undefined : open.after);
  }
  return { ok: true, prefix: taken.map(({ entry: { of } }) => operations[of]!) };
}

/** Of open operations with equal inputs the one that was called first is tried first: the others can do no more. */
function earlierTwins(operations: readonly Operation[]): Map<number, number> {
  const latest = new Map<string, number>();
  const twins = new Map<number, number>();
  for (const [i, operation] of operations.entries()) {
    if (!isOpen(operation)) continue;
    const input = textOf(operation.input);
    const twin = latest.get(input);
    if (twin !== undefined) twins.set(i, twin);
    latest.set(input, i);
  }
  return twins;
}

/** When the next operation returns: what is called later cannot come before it. */
function latestCall(closed: Entry, operations: readonly Operation[]): number {
  return operations[firstReturn(closed)!.of]!.return!;
}

function firstReturn(closed: Entry): Entry | undefined {
  let entry = closed.after;
  while (entry?.isCall) entry = entry.after;
  return entry;
}

/** The calls and returns of closed operations, or the calls of open ones, in order of time after a head. */
function timeline(operations: readonly Operation[], open: boolean): Entry {
  const times: { at: number; entry: Entry }[] = [];
  for (const [of, operation] of operations.entries()) {
    if (isOpen(operation) !== open) continue;
    const call: Entry = { of, isCall: true, partner: undefined, before: undefined, after: undefined };
    times.push({ at: operation.call, entry: call });
    if (open) continue;
    call.partner = { of, isCall: false, partner: undefined, before: undefined, after: undefined };
    times.push({ at: operation.return!, entry: call.partner });
  }
  times.sort((a, b) => a.at - b.at || Number(b.entry.isCall) - Number(a.entry.isCall));
  const head: Entry = { of: -1, isCall: false, partner: undefined, before: undefined, after: undefined };
  let last = head;
  for (const { entry } of times) {
    last.after = entry;
    entry.before = last;
    last = entry;
  }
  return head;
}

/** Takes a call and its return out of the list. */
function lift(call: Entry): void {
  for (const entry of [call, call.partner]) {
    if (!entry) continue;
    entry.before!.after = entry.after;
    if (entry.after) entry.after.before = entry.before;
  }
}

/** Puts them back. */
function unlift(call: Entry): void {
  for (const entry of [call.partner, call]) {
    if (!entry) continue;
    entry.before!.after = entry;
    if (entry.after) entry.after.before = entry;
  }
}

/** Which operations are done: all below `#low`, and some above. */
class Done {
  #flags: Uint8Array;
  #low = 0;
  #above: number[] = [];

  constructor(size: number) {
    this.#flags = new Uint8Array(size + 1);
  }

  has(one: number): boolean {
    return this.#flags[one] === 1;
  }

  /** As text: these, with one more, and the state after it. */
  with(one: number, state: string): string {
    if (one === this.#low) {
      let low = one + 1;
      while (this.#flags[low] === 1) low++;
      return `${low};${this.#above.filter((other) => other > low)};${state}`;
    }
    const above = [...this.#above];
    let at = above.length;
    while (at > 0 && above[at - 1]! > one) at--;
    above.splice(at, 0, one);
    return `${this.#low};${above};${state}`;
  }

  add(one: number): void {
    this.#flags[one] = 1;
    if (one > this.#low) {
      this.#above.splice(this.#position(one), 0, one);
      return;
    }
    while (this.#flags[this.#low] === 1) this.#low++;
    this.#above.splice(0, this.#position(this.#low));
  }

  remove(one: number): void {
    this.#flags[one] = 0;
    if (one > this.#low) {
      this.#above.splice(this.#position(one), 1);
      return;
    }
    for (let other = this.#low - 1; other > one; other--) this.#above.unshift(other);
    this.#low = one;
  }

  /** Where a number is, or would be, in `#above`. */
  #position(one: number): number {
    let at = this.#above.length;
    while (at > 0 && this.#above[at - 1]! >= one) at--;
    return at;
  }
}

/** A state as text. @throws MisuseError if it cannot be compared */
export function textOf(state: unknown): string {
  try {
    return canonicalText(state);
  } catch (error) {
    if (!(error instanceof NotComparable)) throw error;
    throw new MisuseError(`A state of the model cannot be compared: its ${error.path || "value"} is no plain data.`);
  }
}

/** Orders of separate keys as one: each operation happens as soon as it can. */
function merge<I, O>(orders: readonly Operation<I, O>[][]): Operation<I, O>[] {
  const points = orders.flatMap((order) => {
    let point = Number.NEGATIVE_INFINITY;
    return order.map((operation) => {
      point = Math.max(point, operation.call);
      return { point, operation };
    });
  });
  return points.sort((a, b) => a.point - b.point).map(({ operation }) => operation);
}
