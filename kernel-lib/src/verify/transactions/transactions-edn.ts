// Transactions from the histories of Jepsen and Elle: `:f :txn`, whose value is a list of [:append k v], [:r k v], [:w
// k v].
import { MisuseError, quote } from "../../node/errors.js";
import { type JepsenOperation, jepsenHistory } from "../../trace/jepsen.js";
import type { Transaction, TransactionStep } from "./transaction.js";

/**
 * The transactions of a history in EDN, as Jepsen and Elle keep it, in the order in which they ended: what never ended,
 * or ended unknown (`:info`), has the status "unknown" and no end; what failed (`:fail`) is "aborted", so that nothing
 * it wrote counts, and who read from it is found out. `id` is `:index`, or the number of the call; times are in ms.
 * Numbers as keys become text.
 *
 * The order of ends is not the order of commits where a database runs several at once: judge registers with
 * `serializable(transactions, { versions: "unknown" })`. Lists tell the order of versions themselves.
 * @throws MisuseError for what is not EDN, with its line, and for a step that is none of these
 */
export function transactionsFromEdn(text: string): Transaction[] {
  return jepsenHistory(text, "transactionsFromEdn").operations.map((operation) => {
    const { process, index, call, return: end, end: outcome } = operation;
    const status = ({ ok: "committed", fail: "aborted", info: "unknown" } as const)[outcome];
    return { id: index, status, process, start: call, ...(end !== undefined && { end }), steps: steps(operation) };
  });
}

function steps({ f, called, returned, end }: JepsenOperation): TransactionStep[] {
  const value: unknown = end === "ok" ? returned : called;
  if (!Array.isArray(value))
    throw new MisuseError(
      `transactionsFromEdn: ${f} has the value ${quote(value)}; a transaction is a list such as [[:append 1 2] [:r 1 nil]].`,
    );
  return value.map((step: unknown): TransactionStep => {
    const [kind, name, given] = Array.isArray(step) ? step : [];
    const key = typeof name === "string" ? name : String(name);
    if (kind === "append") return { append: key, value: given };
    if (kind === "w") return { write: key, value: given };
    if (kind === "r") return { read: key, value: given ?? undefined };
    throw new MisuseError(
      `transactionsFromEdn: a transaction has the step ${quote(step)}; steps are [:append k v], [:r k v] and [:w k v].`,
    );
  });
}
