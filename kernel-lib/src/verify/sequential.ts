// Sequential consistency (Lamport 1979): whether operations could have happened one at a time, in the order in which
// each process made them; what one process did earlier in real time may come later. Unlike linearizability it cannot be
// judged key by key.
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
import { textOf } from "./linearizable.js";

export async function checkSequential<S, I, O>(
  operations: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  deadline: Deadline,
): Promise<HistoryVerdict<I, O>> {
  checkHistory(operations, "sequentiallyConsistent");
  checkModel(model, "sequentiallyConsistent");
  const lines = byProcess(operations);
  const keyed = keyedState(model);
  const at = lines.map(() => 0);
  const seen = new Set<string>();
  const taken: { line: number; state: Map<string, S> }[] = [];
  let returned = operations.filter((operation) => !isOpen(operation)).length;
  let state = new Map<string, S>();
  let line = 0;
  let prefix: Operation<I, O>[] = [];
  const order = () => {
    const counts = lines.map(() => 0);
    return taken.map(({ line }) => lines[line]![counts[line]!++]!);
  };
  for (let steps = 1; returned > 0; steps++) {
    if (steps % STEPS_BETWEEN_LOOKS === 0) {
      if (deadline.isOver()) return { ok: "unknown" };
      const pending = deadline.breathe();
      if (pending) await pending;
    }
    if (line < lines.length) {
      const operation = lines[line]![at[line]!];
      const next = operation && keyed.step(state, operation);
      if (operation && next) {
        at[line]!++;
        const text = `${at};${keyed.text(next)}`;
        if (!seen.has(text)) {
          seen.add(text);
          taken.push({ line, state });
          if (!isOpen(operation)) returned--;
          state = next;
          line = 0;
          continue;
        }
        at[line]!--;
      }
      line++;
      continue;
    }
    if (taken.length > prefix.length) prefix = order();
    const last = taken.pop();
    if (!last) return { ok: false, prefix, ...stuckAfter(lines, prefix) };
    at[last.line]!--;
    if (!isOpen(lines[last.line]![at[last.line]!]!)) returned++;
    state = last.state;
    line = last.line + 1;
  }
  return { ok: true, prefix: order() };
}

/** The operations of each process in its order. */
export function byProcess<I, O>(operations: readonly Operation<I, O>[]): Operation<I, O>[][] {
  const lines = new Map<string | number, Operation<I, O>[]>();
  for (const operation of [...operations].sort((a, b) => a.call - b.call)) {
    const line = lines.get(operation.process);
    if (line) line.push(operation);
    else lines.set(operation.process, [operation]);
  }
  return [...lines.values()];
}

/** One state for each key. */
function keyedState<S, I, O>(model: Model<S, I, O>) {
  return {
    step(state: Map<string, S>, { input, output }: Operation<I, O>): Map<string, S> | undefined {
      const key = model.key?.(input) ?? "";
      const next = model.step(state.has(key) ? state.get(key)! : model.init(), input, output);
      return next === "illegal" ? undefined : new Map(state).set(key, next);
    },
    text: (state: Map<string, S>) =>
      [...state]
        .map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`)
        .sort()
        .join(),
  };
}

/** The first operation of a process that is missing in a prefix. */
function stuckAfter<I, O>(lines: readonly Operation<I, O>[][], prefix: readonly Operation<I, O>[]) {
  const known = new Set(prefix);
  const open = lines.flatMap((line) => line.find((operation) => !known.has(operation) && !isOpen(operation)) ?? []);
  const [stuck] = open.sort((a, b) => a.call - b.call);
  return stuck && { stuck };
}
