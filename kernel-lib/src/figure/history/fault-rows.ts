// Faults behind a history: a shade over all clients for as long as each lasted, named in a row of its own below them.
import type { FaultSpan } from "../../trace/fault-spans.js";
import { cut } from "../../trace/value.js";
import { ink } from "../theme.js";
import type { Bars } from "./bars.js";

/** Of a client's lane. */
const ROW = 0.5;
const MOST = 8;

/** What to draw of the faults that were there in the time shown, and how many lanes their names take. */
export function faultRows(
  faults: readonly FaultSpan[],
  { left, right, lanes }: Bars,
): { shapes: object[]; annotations: object[]; lanes: number } {
  const seen = faults.filter(({ from, until = right }) => from < right && until >= left);
  const named = seen.slice(0, MOST);
  const shapes = seen.map(({ from, until = right }) => ({
    type: "rect",
    x0: Math.max(from, left),
    x1: Math.max(Math.min(until, right), Math.max(from, left) + (right - left) * 0.003),
    yref: "paper",
    y0: 0,
    y1: 1,
    fillcolor: "rgba(213, 94, 0, 0.1)",
    line: { width: 0 },
    layer: "below",
  }));
  const annotations = named.map(({ label, from }, i) => {
    // A late one's name would leave the picture on the right.
    const isLate = from > left + 0.7 * (right - left);
    return {
      text: ink(cut(label, 40)),
      x: isLate ? right : Math.max(from, left),
      xanchor: isLate ? "right" : "left",
      y: lanes + (i + 0.5) * ROW,
      yanchor: "middle",
      showarrow: false,
      font: { size: 11 },
    };
  });
  return { shapes, annotations, lanes: named.length * ROW };
}
