// Histories of operations, as clients saw them: what may be judged, and how long judging may take.
import { MisuseError, quote } from "../node/errors.js";
import type { Operation } from "../trace/operation.js";

/**
 * What operations on one object mean, as a state machine. `step` gives the next state, or "illegal" if the object
 * could not have given that output; of an operation without `return` the output is undefined, and any output will do.
 * States are plain data and never changed. With `key`, operations on different keys do not touch each other and are
 * judged separately, which is much faster.
 */
export interface Model<S = any, I = any, O = any> {
  init(): S;
  step(state: S, input: I, output: O | undefined): S | "illegal";
  key?(input: I): string;
}

/** What a judge found out about a history. */
export interface HistoryVerdict<I = any, O = any> {
  /** "unknown" if time ran out first. */
  readonly ok: boolean | "unknown";
  /** The operations in an order that explains them: all of them, or as many as could be explained. */
  readonly prefix?: Operation<I, O>[];
  /** The operation that cannot follow those. */
  readonly stuck?: Operation<I, O>;
}

/** What the outside provides: judges have no clock. */
export interface Deadline {
  /** Whether to give up. */
  isOver(): boolean;
  /** Lets other work happen when that is due. */
  breathe(): Promise<void> | undefined;
}

/** Steps between two looks at the clock. */
export const STEPS_BETWEEN_LOOKS = 1024;

/** @throws MisuseError naming the first operation that no client could have made */
export function checkHistory(operations: readonly Operation[], asked: string): void {
  if (!Array.isArray(operations))
    throw new MisuseError(`${asked} judges a list of operations, such as run.history; it got ${quote(operations)}.`);
  if (operations.length === 0)
    throw new MisuseError(
      `${asked}: this history is empty, so there is nothing to judge. Were there any asks or calls?`,
    );
  for (const [i, operation] of operations.entries()) {
    if (typeof operation !== "object" || operation === null || !Number.isFinite(operation.call))
      throw new MisuseError(
        `${asked}: operation ${i} is ${quote(operation)}; an operation is { process, input, output, call, return }, times in ms.`,
      );
    const { call, return: end } = operation;
    if (end === undefined) continue;
    if (!(end >= call))
      throw new MisuseError(
        `${asked}: operation ${i} (${quote(operation.input)}) returns at ${end}, before it is called at ${call}.`,
      );
  }
}

/** @throws MisuseError if this is not a model */
export function checkModel(model: Model, asked: string): void {
  for (const name of ["init", "step"] as const)
    if (typeof model?.[name] !== "function")
      throw new MisuseError(
        `${asked} needs a model with init() and step(state, input, output), such as register; it got ${quote(model)}.`,
      );
}

/** Whether an operation has returned; an open one may take effect at any later time, or never. */
export function isOpen(operation: Operation): boolean {
  return operation.return === undefined;
}
