// Judges of histories: hands verification's judges a clock, and gives the verdicts their pictures.

import { TurnTaker } from "../engine/event-loop.js";
import type { Operation } from "../trace/operation.js";
import { type Access, type CausalVerdict, checkCausal } from "../verify/causal.js";
import type { Deadline, HistoryVerdict, Model } from "../verify/history.js";
import { checkLinearizable } from "../verify/linearizable.js";
import { checkSequential } from "../verify/sequential.js";
import { checkSerializable, type SerialVerdict, type Transaction } from "../verify/serializable.js";
import { withCausalPicture, withOrderPicture, withTransactionsPicture } from "./pictures.js";

const SECONDS = 10;

/**
 * Is this history linearizable: could every operation have happened at one moment between its call and its return
 * (Herlihy and Wing 1990)? An operation without `return` is still open: it may take effect at any later time, or never,
 * and its output is undefined. Equal times overlap.
 *
 * `prefix` is the longest order found that explains operations, `stuck` the operation that cannot follow; with a `key`
 * in the model both are of the first key that fails. As a cell's last expression the verdict draws the history:
 * operations as bars, the order as numbered points.
 * @param options.seconds then it gives up and `ok` is "unknown"; default 10
 * @throws MisuseError on an empty history, or an operation that returns before it is called
 */
export async function linearizable<S, I, O>(
  operations: Operation<I, O>[],
  model: Model<S, I, O>,
  options: { seconds?: number } = {},
): Promise<HistoryVerdict<I, O>> {
  const verdict = await checkLinearizable(operations, model, deadlineIn(options.seconds));
  return withOrderPicture(verdict, operations, model, "linearizable");
}

/**
 * Is this history sequentially consistent: could operations have happened one at a time in each process's order,
 * whatever the real time (Lamport 1979)? Options, answer and picture as for `linearizable`.
 */
export async function sequentiallyConsistent<S, I, O>(
  operations: Operation<I, O>[],
  model: Model<S, I, O>,
  options: { seconds?: number } = {},
): Promise<HistoryVerdict<I, O>> {
  const verdict = await checkSequential(operations, model, deadlineIn(options.seconds));
  return withOrderPicture(verdict, operations, model, "sequentially consistent");
}

/**
 * Is this history of reads and writes causally consistent: could every process have seen causes before their effects?
 * Each value is written once (Bouajjani, Enea, Guerraoui, Hamza 2017). `why` and `pattern` say what is wrong; as a
 * cell's last expression the verdict draws it.
 * @param accessOf what an operation does; by default inputs are { type: "put" | "write" | "get" | "read", key, value }
 * @throws MisuseError on an empty history, or a value that is written twice
 */
export function causallyConsistent(
  operations: readonly Operation[],
  accessOf?: (operation: Operation) => Access,
): CausalVerdict {
  return withCausalPicture(checkCausal(operations, accessOf), operations);
}

/**
 * Are these transactions, listed in the order of their commits, serializable? If not, `anomaly` names what happened
 * ("lost update", "write skew", "read skew", ...) and `cycle` shows it in the dependency graph (Adya 1999), which the
 * verdict draws as a cell's last expression.
 */
export async function serializable(
  transactions: Transaction[],
  options: { seconds?: number } = {},
): Promise<SerialVerdict> {
  return withTransactionsPicture(await checkSerializable(transactions, deadlineIn(options.seconds)), transactions);
}

function deadlineIn(seconds = SECONDS): Deadline {
  const started = performance.now();
  const turns = new TurnTaker();
  return {
    isOver: () => performance.now() - started > seconds * 1000,
    breathe: () => turns.breathe(),
  };
}
