// Every picture that a run or a verdict shows as a cell's last expression is attached here, and nowhere else.
import { Run } from "../engine/run.js";
import { type Bundle, bundleOf } from "../figure/figure.js";
import { runBundle } from "../figure/run-bundle.js";
import { spaceTime } from "../figure/space-time/plotly.js";
import type { FaultSpan } from "../trace/fault-spans.js";
import type { Operation } from "../trace/operation.js";
import type { CausalVerdict } from "../verify/causal.js";
import type { HistoryVerdict, Model } from "../verify/history.js";
import type { Verdict } from "../verify/options.js";
import type { SerialVerdict, Transaction } from "../verify/transactions/transaction.js";
import { type Consistency, causalFigure, orderFigure } from "./history-pictures.js";
import { serialFigure } from "./transactions-picture.js";
import { sentenceOf } from "./verdict-words.js";

attach(Run.prototype, (run) => runBundle(run));

/**
 * A verdict of `explore`, as found or as it came over a wire, that draws itself: its sentence and its counterexample.
 */
export function withVerdictPicture(verdict: Verdict): Verdict {
  return attach(verdict, () => {
    const sentence = sentenceOf(verdict);
    if (!verdict.counterexample) return { "text/plain": sentence };
    const drawn = bundleOf(spaceTime(verdict));
    return { ...drawn, "text/plain": `${sentence}\n${drawn["text/plain"]}` };
  });
}

/** A verdict about one order of operations that draws itself. */
export function withOrderPicture<S, I, O>(
  verdict: HistoryVerdict<I, O>,
  operations: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  what: Consistency,
  faults: readonly FaultSpan[],
): HistoryVerdict<I, O> {
  return attach(verdict, () => bundleOf(orderFigure(verdict, operations, model, what, faults)));
}

/** A verdict about causes and effects that draws itself. */
export function withCausalPicture(
  verdict: CausalVerdict,
  operations: readonly Operation[],
  faults: readonly FaultSpan[],
): CausalVerdict {
  return attach(verdict, () => bundleOf(causalFigure(verdict, operations, faults)));
}

/** A verdict about transactions that draws itself. */
export function withTransactionsPicture(verdict: SerialVerdict, transactions: readonly Transaction[]): SerialVerdict {
  return attach(verdict, () => bundleOf(serialFigure(verdict, transactions)));
}

/** Gives an object, or all that inherit from it, what a notebook shows. */
function attach<T extends object>(target: T, draw: (drawn: T) => Bundle): T {
  return Object.defineProperty(target, Symbol.for("Jupyter.display"), {
    value(this: T) {
      return draw(this);
    },
  });
}
