// Transactions and what a judge says about them: cycles in the dependency graph with what each arrow means, one below
// the other, or a column of transactions, one after the other.
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { FAILURE, heading, ink, LAYOUT, LINE, TYPES } from "../theme.js";
import { counted } from "../time.js";

export interface DrawnTransaction {
  readonly id: string;
  /** What it does, in its order: "reads x = 0". */
  readonly steps: readonly string[];
}

export interface DrawnDependency {
  readonly from: string;
  readonly to: string;
  /** "reads x, which b writes over". */
  readonly words: string;
  /** Short, beside the arrow: "rw x". */
  readonly label: string;
}

/**
 * Arrows from one transaction to the next, and from the last to the first; a single arrow is a read that should not be.
 */
export interface DrawnCycle {
  readonly name: string;
  readonly arrows: readonly DrawnDependency[];
}

export interface JudgedTransactions {
  readonly verdict: string;
  /** In the order to be drawn in. */
  readonly transactions: readonly DrawnTransaction[];
  readonly cycles: readonly DrawnCycle[];
  readonly remarks: readonly string[];
}

const MOST = 24;
/** Pixels of one below the other, and the most steps in a box. */
const ROW = 64;
const MOST_STEPS = 6;

/** Draws the cycles, or where there are none the transactions from first to last. */
export function transactionsFigure(judged: JudgedTransactions): Figure {
  const { verdict, transactions, cycles } = judged;
  const left = cycles.length > 0 ? 0 : transactions.length - MOST;
  const remarks = [
    ...judged.remarks,
    ...(left > 0 ? [`The first ${MOST} of ${counted(transactions.length, "transaction")} are drawn.`] : []),
  ];
  const { title, annotations, top } = heading(verdict, remarks);
  const drawn = cycles.length > 0 ? stacked(transactions, cycles) : column(transactions.slice(0, MOST));
  const axis = { visible: false, fixedrange: true };
  const layout = {
    ...LAYOUT,
    title,
    annotations: [...annotations, ...drawn.annotations],
    height: top + drawn.height + 24,
    margin: { l: 16, r: 16, t: top + 4, b: 20 },
    xaxis: { ...axis, range: drawn.x },
    yaxis: { ...axis, range: drawn.y },
    showlegend: false,
  };
  const lines = [
    ...transactions.slice(0, 60).map(({ id, steps }) => `  ${id}  ${steps.join(", ")}`),
    ...cycles.flatMap(({ name, arrows }) => [
      ...(cycles.length > 1 ? [`${name}:`] : []),
      ...arrows.map(({ from, to, words }) => `  ${from} -> ${to}  ${words}`),
    ]),
  ];
  return figure(drawn.data, layout, [verdict, ...remarks, ...lines].join("\n"));
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

/** Half of the width and of the height that a cycle needs, and its height in pixels. */
function extent(arrows: readonly DrawnDependency[]) {
  return isPair(arrows) ? { wide: 1.5, tall: 0.8, pixels: 210 } : { wide: 2.2, tall: 1.4, pixels: 400 };
}

function isPair(arrows: readonly DrawnDependency[]): boolean {
  return arrows.length <= 2;
}

/** Those of the cycle around a circle, with arrows from one to the next. */
function circle(
  transactions: readonly DrawnTransaction[],
  cycle: readonly DrawnDependency[],
  centre: number,
): { data: object[]; annotations: object[] } {
  const ids = [...new Set(cycle.flatMap(({ from, to }) => [from, to]))];
  const places = new Map(ids.map((id, i) => [id, place(i, ids.length, centre)]));
  const arrows = cycle.map(({ from, to }) => bend(places.get(from)!, places.get(to)!));
  const boxes = ids.map((id) => box(transactions.find((one) => one.id === id)!, places.get(id)!));
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
    const middle = points[Math.floor(points.length / 2)]!;
    return {
      text: `${ink(cycle[i]!.label)}<br>${ink(cycle[i]!.words)}`,
      x: middle.x,
      y: middle.y,
      // Beside the arrow, not on it.
      xshift: Math.abs(middle.x) < 0.2 ? 0 : middle.x > 0 ? 10 : -10,
      xanchor: Math.abs(middle.x) < 0.2 ? "center" : middle.x > 0 ? "left" : "right",
      yanchor: Math.abs(middle.x) >= 0.2 ? "middle" : middle.y >= centre ? "bottom" : "top",
      showarrow: false,
      font: { size: 11 },
      borderpad: 3,
    };
  });
  return { data, annotations: [...names, ...boxes] };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function place(i: number, of: number, centre: number): Place {
  if (of <= 2) return { x: i === 0 ? -1 : 1, y: centre };
  const angle = Math.PI / 2 - (2 * Math.PI * i) / of;
  return { x: 1.2 * Math.cos(angle), y: centre + Math.sin(angle) };
}

/** A bent way from near one place to near another, so that the way back is another one. */
function bend(from: Place, to: Place): Place[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const parts = [0.2, 0.35, 0.5, 0.65, 0.8];
  return parts.map((part) => {
    const out = 0.5 * part * (1 - part);
    return { x: from.x + part * dx - out * dy, y: from.y + part * dy + out * dx };
  });
}

/** One below the other. */
function column(transactions: readonly DrawnTransaction[]): Drawn {
  const count = Math.max(1, transactions.length);
  const annotations = transactions.map(({ id, steps }, i) =>
    box({ id, steps: [cut(steps.join(", "), 76)] }, { x: 0, y: -i }),
  );
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

function box({ id, steps }: DrawnTransaction, { x, y }: Place): object {
  const lines = steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS - 1), "…"];
  return {
    text: [`<b>${ink(cut(id, 24))}</b>`, ...lines.map((line) => ink(cut(line, 80)))].join("<br>"),
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
