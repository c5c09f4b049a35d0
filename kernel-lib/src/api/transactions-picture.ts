// What a verdict about transactions shows: the cycle of each anomaly with what its arrows mean, or the order that
// explains everything.
import type { Picture } from "../figure/figure.js";
import { transactionsFigure } from "../figure/history/transactions-figure.js";
import type { DrawnCycle } from "../figure/history/transactions-layout.js";
import { counted } from "../figure/time.js";
import { short } from "../trace/value.js";
import { meaning } from "../verify/transactions/anomalies.js";
import type { SerialVerdict, Transaction, TransactionStep } from "../verify/transactions/transaction.js";

/** Draws a verdict of `serializable`. */
export function serialFigure(verdict: SerialVerdict, all: readonly Transaction[]): Picture {
  const { order, anomalies } = verdict;
  const places = new Map((order ?? []).map((id, i) => [id, i]));
  const sorted = order
    ? all.filter(({ id }) => places.has(id)).sort((a, b) => places.get(a.id)! - places.get(b.id)!)
    : all;
  const cycles = anomalies.filter(({ cycle }) => cycle.length > 0);
  const involved = new Set(cycles.flatMap(({ cycle }) => cycle.flatMap(({ from, to }) => [from, to])));
  const shown = involved.size > 0 ? all.filter(({ id }) => involved.has(id)) : sorted;
  return transactionsFigure({
    verdict: sentence(verdict, order?.length ?? all.length),
    transactions: shown.map(({ id, steps }) => ({ id: String(id), steps: steps.map(stepWords) })),
    cycles: cycles.map(
      ({ name, cycle }): DrawnCycle => ({
        name,
        arrows: cycle.map((dependency) => ({
          from: String(dependency.from),
          to: String(dependency.to),
          label: [dependency.kind, dependency.key].filter((part) => part !== undefined).join(" "),
          words: meaning(dependency),
        })),
      }),
    ),
    remarks: remarks(verdict),
  });
}

function sentence({ ok, anomalies }: SerialVerdict, count: number): string {
  if (ok === "unknown") return `Undecided in the time given: are ${counted(count, "transaction")} serializable?`;
  if (ok) return `Serializable: ${counted(count, "transaction")} as if one after the other`;
  const [worst] = anomalies;
  if (!worst) return "Not serializable: no order of versions explains what was read";
  const among = worst.cycle.length > 1 ? ` between ${worst.cycle.map(({ from }) => from).join(", ")}` : "";
  return `Not serializable: ${worst.name}${among}`;
}

function remarks({ ok, levels, undecided = [], anomalies }: SerialVerdict): string[] {
  const plain = anomalies.filter(({ cycle }) => cycle.length < 2).map(({ why }) => why);
  return [
    ...plain,
    ...(anomalies.some(({ cycle }) => cycle.length > 1)
      ? ["Each must come before the one its arrow points to: that cannot be."]
      : []),
    ...(ok === true && levels.length === 1 && levels[0] === "serializable"
      ? []
      : [levels.length === 0 ? "No level of isolation holds." : `Strongest that holds: ${levels.join("; ")}.`]),
    ...(undecided.length > 0 ? [`Undecided: ${undecided.join("; ")}.`] : []),
  ];
}

function stepWords(step: TransactionStep): string {
  if ("write" in step) return `writes ${step.write} = ${short(step.value, 16)}`;
  if ("append" in step) return `appends ${short(step.value, 16)} to ${step.append}`;
  const { read, value } = step;
  return `reads ${read} = ${value === undefined || value === null ? "nothing" : short(value, 16)}`;
}
