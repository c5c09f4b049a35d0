// Verdicts about histories as figures: what was judged, in the words and marks that a reader needs.
import type { Picture } from "../figure/figure.js";
import type { JudgedHistory } from "../figure/history/bars.js";
import { historyFigure } from "../figure/history/history-figure.js";
import { labelOf } from "../figure/history/operation-words.js";
import { counted } from "../figure/time.js";
import type { FaultSpan } from "../trace/fault-spans.js";
import type { Operation } from "../trace/operation.js";
import { short } from "../trace/value.js";
import type { CausalVerdict } from "../verify/causal.js";
import type { HistoryVerdict, Model } from "../verify/history.js";

export type Consistency = "linearizable" | "sequentially consistent";

/** A verdict about one order of operations, drawn. */
export function orderFigure<S, I, O>(
  verdict: HistoryVerdict<I, O>,
  operations: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  what: Consistency,
  faults: readonly FaultSpan[],
): Picture {
  return historyFigure({ ...judgedOrder(verdict, operations, model, what), faults });
}

/** A verdict about causes and effects, drawn. */
export function causalFigure(
  { ok, why, pattern = [] }: CausalVerdict,
  operations: readonly Operation[],
  faults: readonly FaultSpan[],
): Picture {
  return historyFigure({
    verdict: ok ? `Causally consistent: ${counted(operations.length, "operation")}` : `Not causally consistent: ${why}`,
    operations,
    order: pattern,
    stuck: pattern.at(-1),
    names: { placed: "cause", stuck: "sees too little", left: "other operation" },
    inTime: false,
    faults,
    remarks: pattern.length > 1 ? ["Each numbered operation is a cause of the next."] : [],
  });
}

function judgedOrder<S, I, O>(
  { ok, prefix = [], stuck }: HistoryVerdict<I, O>,
  all: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  what: Consistency,
): Omit<JudgedHistory, "faults"> {
  const inTime = what === "linearizable";
  // Of a linearizable history each key is judged for itself.
  const key = inTime && stuck ? model.key?.(stuck.input) : undefined;
  const operations = key === undefined ? all : all.filter(({ input }) => model.key!(input) === key);
  const ofKey =
    operations.length < all.length ? [`Only operations on ${key} are drawn: each key is judged by itself.`] : [];
  return {
    verdict: sentence(ok, what, operations, prefix, stuck),
    operations,
    order: prefix,
    stuck,
    names: { placed: "in the order", stuck: "cannot follow", left: "not in the order" },
    inTime,
    remarks: [...reach(ok, operations, prefix, stuck, model), ...ofKey],
  };
}

function sentence(
  ok: boolean | "unknown",
  what: Consistency,
  { length }: readonly Operation[],
  prefix: readonly Operation[],
  stuck: Operation | undefined,
): string {
  const name = what[0]!.toUpperCase() + what.slice(1);
  if (ok === "unknown") return `Undecided in the time given: are ${counted(length, "operation")} ${what}?`;
  if (ok) return `${name}: ${counted(prefix.length, "operation")} in one order that explains every result`;
  if (!stuck) return `Not ${what}: no order explains every result`;
  return `Not ${what}: ${labelOf(stuck)} by ${stuck.process} cannot follow`;
}

/** How far the order gets, and what the object is then. */
function reach<S, I, O>(
  ok: boolean | "unknown",
  operations: readonly Operation<I, O>[],
  prefix: readonly Operation<I, O>[],
  stuck: Operation<I, O> | undefined,
  model: Model<S, I, O>,
): string[] {
  const left = operations.length - prefix.length;
  if (ok === true && left > 0) return [`${counted(left, "open operation")} took no effect.`];
  if (!stuck) return [];
  const state = short(stateAfter(prefix, stuck, model), 60);
  if (prefix.length === 0) return [`No operation can come first; the object is ${state}.`];
  return [
    `The longest order has ${counted(prefix.length, "operation")}; after ${prefix.length === 1 ? "it" : "them"} the object is ${state}.`,
  ];
}

/** What the object is when the operation is to follow. */
function stateAfter<S, I, O>(prefix: readonly Operation<I, O>[], stuck: Operation<I, O>, model: Model<S, I, O>): S {
  const key = model.key?.(stuck.input);
  let state = model.init();
  for (const operation of prefix) {
    if (model.key && model.key(operation.input) !== key) continue;
    const next = model.step(state, operation.input, operation.output);
    if (next !== "illegal") state = next;
  }
  return state;
}
