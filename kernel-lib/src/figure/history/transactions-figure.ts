// Transactions and what a judge says about them: cycles in the dependency graph with what each arrow means, one below
// the other, or a column of transactions, one after the other.
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Picture, picture } from "../figure.js";
import { FAILURE, heading, ink, LAYOUT, LINE, TYPES } from "../theme.js";
import {
  around,
  type DrawnCycle,
  type DrawnDependency,
  type DrawnTransaction,
  extent,
  inWords,
  type JudgedTransactions,
  linesOf,
  MOST,
  middleOf,
  onOneLine,
  type Place,
  ROW,
  remarksOf,
  sideOf,
} from "./transactions-layout.js";
import { transactionsSvg } from "./transactions-svg.js";

/** Draws the cycles, or where there are none the transactions from first to last. */
export function transactionsFigure(judged: JudgedTransactions): Picture {
  const { verdict, transactions, cycles } = judged;
  const remarks = remarksOf(judged);
  const { title, annotations, top, meta } = heading(verdict, remarks);
  const drawn = cycles.length > 0 ? stacked(transactions, cycles) : column(transactions.slice(0, MOST));
  const axis = { visible: false, fixedrange: true };
  const layout = {
    ...LAYOUT,
    title,
    annotations: [...annotations, ...drawn.annotations],
    meta,
    height: top + drawn.height + 24,
    margin: { l: 16, r: 16, t: top + 4, b: 20 },
    xaxis: { ...axis, range: drawn.x },
    yaxis: { ...axis, range: drawn.y },
    showlegend: false,
  };
  return picture(drawn.data, layout, inWords(judged), () => transactionsSvg(judged));
}

interface Drawn {
  readonly data: object[];
  readonly annotations: object[];
  readonly height: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** One below the other, each with its name if there are several. */
function stacked(transactions: readonly DrawnTransaction[], cycles: readonly DrawnCycle[]): Drawn {
  const wide = Math.max(...cycles.map(({ arrows }) => extent(arrows).wide));
  const parts: { data: object[]; annotations: object[] }[] = [];
  let y = 0;
  let height = 0;
  for (const { name, arrows } of cycles) {
    const { tall, pixels } = extent(arrows);
    const title = {
      text: `<b>${ink(name)}</b>`,
      x: -wide,
      y,
      xanchor: "left",
      yanchor: "top",
      yshift: -8,
      showarrow: false,
    };
    const { data, annotations } = circle(transactions, arrows, y - tall);
    parts.push({ data, annotations: cycles.length > 1 ? [title, ...annotations] : annotations });
    y -= 2 * tall;
    height += pixels;
  }
  return {
    data: parts.flatMap(({ data }) => data),
    annotations: parts.flatMap(({ annotations }) => annotations),
    height,
    x: [-wide, wide],
    y: [y, 0],
  };
}

/** Those of the cycle around a circle, with arrows from one to the next. */
function circle(
  transactions: readonly DrawnTransaction[],
  cycle: readonly DrawnDependency[],
  centre: number,
): { data: object[]; annotations: object[] } {
  const { places, ways: arrows } = around(cycle, centre);
  const boxes = [...places].map(([id, at]) => box(transactions.find((one) => one.id === id)!, at));
  const data = arrows.map((points, i) => ({
    name: literal(cycle[i]!.label),
    type: "scatter",
    mode: "lines+markers",
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    line: { color: FAILURE, width: 2, shape: "spline" },
    marker: {
      symbol: "arrow",
      size: points.map((_, at) => (at === points.length - 1 ? 14 : 0)),
      color: FAILURE,
      angleref: "previous",
      line: { width: 0 },
      opacity: 1,
    },
    hoverinfo: "text",
    hovertext: literal(`${cycle[i]!.from} → ${cycle[i]!.to}: ${cycle[i]!.words}`),
  }));
  const names = arrows.map((points, i) => {
    const middle = middleOf(points);
    const side = sideOf(middle, centre);
    return {
      text: `${ink(cycle[i]!.label)}<br>${ink(cycle[i]!.words)}`,
      x: middle.x,
      y: middle.y,
      // Beside the arrow, not on it.
      xshift: { left: -10, right: 10, above: 0, below: 0 }[side],
      xanchor: { left: "right", right: "left", above: "center", below: "center" }[side],
      yanchor: { left: "middle", right: "middle", above: "bottom", below: "top" }[side],
      showarrow: false,
      font: { size: 11 },
      borderpad: 3,
    };
  });
  return { data, annotations: [...names, ...boxes] };
}

/** One below the other. */
function column(transactions: readonly DrawnTransaction[]): Drawn {
  const count = Math.max(1, transactions.length);
  const annotations = transactions.map((each, i) => box(onOneLine(each), { x: 0, y: -i }));
  const data = transactions.slice(1).map((_, i) => ({
    name: "then",
    type: "scatter",
    mode: "lines+markers",
    x: [0, 0],
    y: [-i - 0.36, -i - 0.68],
    line: { color: LINE, width: 1.5 },
    marker: { symbol: "arrow", size: [0, 11], color: LINE, angleref: "previous", line: { width: 0 }, opacity: 1 },
    hoverinfo: "skip",
  }));
  return { data, annotations, height: ROW * count, x: [-1, 1], y: [-count + 0.5, 0.5] };
}

function box(transaction: DrawnTransaction, { x, y }: Place): object {
  return {
    text: [`<b>${ink(cut(transaction.id, 24))}</b>`, ...linesOf(transaction).map(ink)].join("<br>"),
    x,
    y,
    showarrow: false,
    bordercolor: TYPES[0].color,
    borderwidth: 1.5,
    borderpad: 5,
    bgcolor: "rgba(31, 119, 180, 0.12)",
    align: "left",
    font: { size: 12 },
  };
}
