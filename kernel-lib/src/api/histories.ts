// Judges of histories: hands verification's judges a clock, and gives the verdicts their pictures.
import { TurnTaker } from "../engine/event-loop.js";
import { MisuseError, quote } from "../node/errors.js";
import { type FaultSpan, faultSpans } from "../trace/fault-spans.js";
import type { Operation } from "../trace/operation.js";
import type { Traced } from "../trace/source.js";
import { type Access, type CausalVerdict, checkCausal } from "../verify/causal.js";
import type { Deadline, HistoryVerdict, Model } from "../verify/history.js";
import { checkLinearizable } from "../verify/linearizable.js";
import { checkSequential } from "../verify/sequential.js";
import { checkSerializable } from "../verify/transactions/judge.js";
import type { SerialVerdict, Transaction } from "../verify/transactions/transaction.js";
import { type Drawn, withCausalPicture, withOrderPicture, withTransactionsPicture } from "./pictures.js";

const SECONDS = 10;

/** Options of the judges of operations. */
export interface HistoryOptions {
  /** Then it gives up and `ok` is "unknown"; default 10. */
  readonly seconds?: number;
  /**
   * Drawn behind the history: spans, or the run, whose crashes, pauses and partitions they are; default none. They
   * decide nothing.
   */
  readonly faults?: readonly FaultSpan[] | Traced;
}

/**
 * Is this history linearizable: could every operation have happened at one moment between its call and its return
 * (Herlihy and Wing 1990)? An operation without `return` is still open: it may take effect at any later time, or never,
 * and its output is undefined. Equal times overlap.
 *
 * `prefix` is the longest order found that explains operations, `stuck` the operation that cannot follow; with a `key`
 * in the model both are of the first key that fails. As a cell's last expression the verdict draws the history:
 * operations as bars, the order as numbered points; `verdict.svg()` gives that picture as one `<svg>`.
 * @param options.seconds then it gives up and `ok` is "unknown"; default 10
 * @param options.faults drawn behind the history: `run`, or spans `{ label, from, until }` in ms
 * @throws MisuseError on an empty history, or an operation that returns before it is called
 */
export async function linearizable<S, I, O>(
  operations: Operation<I, O>[],
  model: Model<S, I, O>,
  options: HistoryOptions = {},
): Promise<HistoryVerdict<I, O> & Drawn> {
  const faults = spansOf(options.faults);
  const verdict = await checkLinearizable(operations, model, deadlineIn(options.seconds));
  return withOrderPicture(verdict, operations, model, "linearizable", faults);
}

/**
 * Is this history sequentially consistent: could operations have happened one at a time in each process's order,
 * whatever the real time (Lamport 1979)? Options, answer and picture as for `linearizable`.
 */
export async function sequentiallyConsistent<S, I, O>(
  operations: Operation<I, O>[],
  model: Model<S, I, O>,
  options: HistoryOptions = {},
): Promise<HistoryVerdict<I, O> & Drawn> {
  const faults = spansOf(options.faults);
  const verdict = await checkSequential(operations, model, deadlineIn(options.seconds));
  return withOrderPicture(verdict, operations, model, "sequentially consistent", faults);
}

/**
 * Is this history of reads and writes causally consistent: could every process have seen causes before their effects?
 * Each value is written once (Bouajjani, Enea, Guerraoui, Hamza 2017). `why` and `pattern` say what is wrong; as a
 * cell's last expression the verdict draws it.
 * @param accessOf what an operation does; by default inputs are { type: "put" | "write" | "get" | "read", key, value }
 * @param options.faults drawn behind the history, as for `linearizable`
 * @throws MisuseError on an empty history, or a value that is written twice
 */
export function causallyConsistent(
  operations: readonly Operation[],
  accessOf?: (operation: Operation) => Access,
  options: Pick<HistoryOptions, "faults"> = {},
): CausalVerdict & Drawn {
  const faults = spansOf(options.faults);
  return withCausalPicture(checkCausal(operations, accessOf), operations, faults);
}

/**
 * Are these transactions serializable, and if not, what holds? Builds the dependency graph (Adya 1999) and looks for
 * cycles, as Elle does (Kingsbury and Alvaro, VLDB 2020): 100,000 transactions with an order of versions take seconds.
 *
 * Levels, each implying those before it: read uncommitted, read committed, parallel snapshot isolation (which allows
 * long forks), snapshot isolation, serializable. With `process`, "strong session" ones; with `start` and `end`,
 * "strong" ones and "strict serializable". These form no chain: `levels` names the strongest that hold. Repeatable read
 * differs from serializable by predicates alone, and steps have none.
 *
 * Anomalies, one of each name with a shortest cycle: G0, G1a, G1b, G1c, lost update, read skew (G-single), long fork,
 * write skew (G2-item), also with " (session)" or " (real time)"; and reads that are wrong by themselves: "internal"
 * (not what it had itself written), "garbage read", "incompatible order", "duplicate elements". As a cell's last
 * expression the verdict draws them, or the order found.
 * @param options.versions "listed" (default): transactions are listed as they committed, and writes of a register
 *   follow that order. "unknown": the order of versions is searched for, with pruning (Cobra, OSDI 2020). Lists tell
 *   the order of their versions themselves.
 * @param options.seconds then a search gives up, what it was for is in `undecided`, and `ok` may be "unknown"; default
 *   10. A history whose order of versions is known, and whose values are written once, needs no search.
 * @throws MisuseError naming a transaction, key or value that cannot be judged
 */
export async function serializable(
  transactions: Transaction[],
  options: { seconds?: number; versions?: "listed" | "unknown" } = {},
): Promise<SerialVerdict & Drawn> {
  const { seconds, versions = "listed" } = options;
  if (versions !== "listed" && versions !== "unknown")
    throw new MisuseError(`serializable: versions is ${quote(versions)}; it is "listed" or "unknown".`);
  return withTransactionsPicture(await checkSerializable(transactions, versions, deadlineIn(seconds)), transactions);
}

function spansOf(faults: HistoryOptions["faults"]): readonly FaultSpan[] {
  if (faults === undefined) return [];
  if (!Array.isArray(faults)) return faultSpans(faults as Traced);
  for (const span of faults)
    if (
      typeof span?.label !== "string" ||
      !Number.isFinite(span.from) ||
      (span.until !== undefined && !(span.until >= span.from))
    )
      throw new MisuseError(
        `faults: ${quote(span)} is not a span; a span is { label: "b is down", from: 5, until: 9 }, times in ms.`,
      );
  return faults;
}

function deadlineIn(seconds = SECONDS): Deadline {
  const started = performance.now();
  const turns = new TurnTaker();
  return {
    isOver: () => performance.now() - started > seconds * 1000,
    breathe: () => turns.breathe(),
  };
}
