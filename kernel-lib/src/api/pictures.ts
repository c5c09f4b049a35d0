// Every picture that a run or a verdict shows as a cell's last expression is attached here, and nowhere else.
import { Run } from "../engine/run.js";
import { showFarmProgressOn } from "../engine/sweep/farm-progress.js";
import { activity } from "../figure/activity.js";
import { type Bundle, bundleOf, type Picture } from "../figure/figure.js";
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
import { verdictCard } from "./verdict-card.js";
import { sentenceOf } from "./verdict-words.js";

showFarmProgressOn(activity);
attach(Run.prototype, (run) => runBundle(run));

/**
 * A verdict of `explore`, as found or as it came over a wire, that draws itself: its sentence and its counterexample,
 * or a card where there is none.
 */
export function withVerdictPicture(verdict: Verdict): Verdict {
  verdicts.add(verdict);
  return attach(verdict, () => {
    const sentence = sentenceOf(verdict);
    if (!verdict.counterexample) return { "text/html": verdictCard(verdict), "text/plain": sentence };
    const drawn = bundleOf(spaceTime(verdict));
    return { ...drawn, "text/plain": `${sentence}\n${drawn["text/plain"]}` };
  });
}

const verdicts = new WeakSet<object>();

/** Whether it is a verdict of `explore`, with its picture. */
export function isDrawnVerdict(value: object): boolean {
  return verdicts.has(value);
}

/** A verdict with a picture that can also be had without scripts. */
export interface Drawn {
  /** The picture as one self-contained `<svg>`, as `spaceTime(run).svg()` is. */
  svg(): string;
}

/** A verdict about one order of operations that draws itself. */
export function withOrderPicture<S, I, O>(
  verdict: HistoryVerdict<I, O>,
  operations: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  what: Consistency,
  faults: readonly FaultSpan[],
): HistoryVerdict<I, O> & Drawn {
  return withPicture(verdict, () => orderFigure(verdict, operations, model, what, faults));
}

/** A verdict about causes and effects that draws itself. */
export function withCausalPicture(
  verdict: CausalVerdict,
  operations: readonly Operation[],
  faults: readonly FaultSpan[],
): CausalVerdict & Drawn {
  return withPicture(verdict, () => causalFigure(verdict, operations, faults));
}

/** A verdict about transactions that draws itself. */
export function withTransactionsPicture(
  verdict: SerialVerdict,
  transactions: readonly Transaction[],
): SerialVerdict & Drawn {
  return withPicture(verdict, () => serialFigure(verdict, transactions));
}

function withPicture<T extends object>(verdict: T, draw: () => Picture): T & Drawn {
  const drawn = attach(verdict, () => bundleOf(draw()));
  return Object.defineProperty(drawn, "svg", { value: () => draw().svg() }) as T & Drawn;
}

/** Gives an object, or all that inherit from it, what a notebook shows. */
function attach<T extends object>(target: T, draw: (drawn: T) => Bundle): T {
  return Object.defineProperty(target, Symbol.for("Jupyter.display"), {
    value(this: T) {
      return draw(this);
    },
  });
}
