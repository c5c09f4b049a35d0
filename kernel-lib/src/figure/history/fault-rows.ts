// Faults behind a history: a shade over all clients for as long as each lasted, named in a row of its own below them.
import type { FaultSpan } from "../../trace/fault-spans.js";
import { cut } from "../../trace/value.js";
import { ink } from "../theme.js";
import type { Bars } from "./bars.js";

/** Of a client's lane. */
const ROW = 0.5;
const MOST = 8;
export const FAULT = "rgba(213, 94, 0, 0.1)";

export interface FaultRows {
  /** From when to when, each at least as wide as can be seen. */
  readonly shades: readonly { readonly from: number; readonly to: number }[];
  /** Names, in lanes from the top. */
  readonly names: readonly { readonly text: string; readonly x: number; readonly y: number; readonly end: boolean }[];
  /** How many lanes the names take. */
  readonly lanes: number;
}

/** What to draw of the faults that were there in the time shown. `end` of a name: it ends at x, so as not to leave. */
export function faultRows(faults: readonly FaultSpan[], { left, right, lanes }: Bars): FaultRows {
  const seen = faults.filter(({ from, until = right }) => from < right && until >= left);
  const named = seen.slice(0, MOST);
  const shades = seen.map(({ from, until = right }) => {
    const start = Math.max(from, left);
    return { from: start, to: Math.max(Math.min(until, right), start + (right - left) * 0.003) };
  });
  const names = named.map(({ label, from }, i) => {
    const end = from > left + 0.7 * (right - left);
    return { text: cut(label, 40), x: end ? right : Math.max(from, left), y: lanes + (i + 0.5) * ROW, end };
  });
  return { shades, names, lanes: named.length * ROW };
}

/** The same for Plotly. */
export function faultTraces({ shades, names }: FaultRows): { shapes: object[]; annotations: object[] } {
  const shapes = shades.map(({ from, to }) => ({
    type: "rect",
    x0: from,
    x1: to,
    yref: "paper",
    y0: 0,
    y1: 1,
    fillcolor: FAULT,
    line: { width: 0 },
    layer: "below",
  }));
  const annotations = names.map(({ text, x, y, end }) => ({
    text: ink(text),
    x,
    xanchor: end ? "right" : "left",
    y,
    yanchor: "middle",
    showarrow: false,
    font: { size: 11 },
  }));
  return { shapes, annotations };
}
