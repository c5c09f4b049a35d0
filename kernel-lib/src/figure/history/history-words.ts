// A history in words: as a whole, and each of its bars.
import { cut } from "../../trace/value.js";
import { counted } from "../time.js";
import type { Bar, Bars, JudgedHistory } from "./bars.js";
import { labelOf, sayingOf } from "./operation-words.js";

/** Lines of the description. */
const MOST_LINES = 60;

/** The verdict, the order, what is wrong, and what is in no order, one operation a line. */
export function inWords(history: JudgedHistory, remarks: readonly string[], clock: (at: number) => string): string {
  const { verdict, operations, order, stuck, names } = history;
  const line = (sign: string, operation: (typeof operations)[number]) => {
    const { call, return: end } = operation;
    const times = end === undefined ? `from ${clock(call)}, still open` : `${clock(call)} to ${clock(end)}`;
    return `${sign.padStart(4)}  ${sayingOf(operation)} (${times})${operation === stuck ? `: ${names.stuck}` : ""}`;
  };
  const known = new Set(order);
  const lines = [
    ...order.map((operation, i) => line(operation === stuck ? "✗" : `${i + 1}.`, operation)),
    ...(stuck && !known.has(stuck) ? [line("✗", stuck)] : []),
    ...operations.filter((each) => each !== stuck && !known.has(each)).map((operation) => line("-", operation)),
  ];
  // What is wrong is always reported, however long the order is.
  const kept = stuck ? Math.min(order.length + 1, lines.length) : lines.length;
  const first = Math.max(0, Math.min(kept, lines.length) - (stuck ? MOST_LINES : lines.length));
  const shown = lines.slice(first, first + MOST_LINES);
  const before = first > 0 ? [`  ... after ${counted(first, "operation")} not listed here:`] : [];
  const rest = lines.length - first - shown.length;
  const after = rest > 0 ? [`  ... and ${counted(rest, "more operation")} not listed here.`] : [];
  const faults = history.faults.map(({ label, from, until }) => {
    const times = until === undefined ? `from ${clock(from)}` : `${clock(from)} to ${clock(until)}`;
    return `   ~  ${label} (${times})`;
  });
  return [verdict, ...remarks, ...before, ...shown, ...after, ...faults].join("\n");
}

/** How much of it is drawn. */
export function hiddenRemark({ hidden, bars }: Bars, { stuck, names }: JudgedHistory): string[] {
  if (hidden === 0) return [];
  const which = stuck ? `those around the one that ${names.stuck}` : "the first";
  return [`${bars.length} of ${counted(bars.length + hidden, "operation")} are drawn, ${which}.`];
}

/** Lines that tell everything about a bar; the first says what it is. */
export function wordsOf(
  { operation, number, standing }: Bar,
  names: JudgedHistory["names"],
  clock: (at: number) => string,
): readonly string[] {
  const { process, input, call, return: end } = operation;
  const place = standing === "placed" ? `${names.placed}: number ${number}` : names[standing];
  const asked = typeof input === "object" ? JSON.stringify(input) : String(input);
  return [
    cut(labelOf(operation, 80), 90),
    `${process}: ${cut(asked ?? "", 90)}`,
    `called ${clock(call)}, ${end === undefined ? "still open" : `returned ${clock(end)}`}`,
    place,
  ];
}
