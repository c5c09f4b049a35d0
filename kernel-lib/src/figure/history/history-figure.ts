// A history as its clients saw it: operations as bars from call to return, the order that explains them as numbered
// points joined by a line, and the operation that should not be.
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { namesWidth } from "../text.js";
import { AXIS, axisTitle, FAILURE, FAINT, heading, INKED_AXIS, ink, LAYOUT, LINE, TYPES } from "../theme.js";
import { clockFor, counted } from "../time.js";
import { type Bar, type Bars, barsOf, type JudgedHistory, type Standing } from "./bars.js";
import { faultRows } from "./fault-rows.js";
import { labelOf, sayingOf } from "./operation-words.js";

/** Pixels of a lane: two levels of labels, then the bar. */
const LANE = 46;
/** Middle and height of a bar in its lane, and the levels of labels, in lanes from the top. */
const MIDDLE = 0.72;
const HEIGHT = 0.36;
const LEVELS = [0.4, 0.12];
/** Lines of the description. */
const MOST_LINES = 60;

const LOOKS: Record<Standing, { fill: string; line: string; width: number; pattern: string }> = {
  placed: { fill: "rgba(31, 119, 180, 0.28)", line: TYPES[0].color, width: 1.5, pattern: "" },
  stuck: { fill: "rgba(213, 94, 0, 0.18)", line: FAILURE, width: 3, pattern: "/" },
  left: { fill: FAINT, line: LINE, width: 1, pattern: "" },
};

/**
 * Draws a history and what a judge found out about it. Up to 120 operations are drawn, around the one that is wrong.
 */
export function historyFigure(history: JudgedHistory): Figure {
  const drawn = barsOf(history);
  const { bars, lanes } = drawn;
  const remarks = [...history.remarks, ...hiddenRemark(drawn, history)];
  const { title, annotations, top } = heading(
    history.verdict,
    remarks,
    namesWidth(drawn.clients.map(({ name }) => cut(name, 18))),
  );
  const clock = clockFor(
    history.operations.flatMap(({ call, return: end }) => (end === undefined ? [call] : [call, end])),
  );
  const faults = faultRows(history.faults, drawn);
  const data = [
    ...(["placed", "left", "stuck"] as const).flatMap((standing) => barTrace(standing, history, bars, clock)),
    ...openEnds(bars),
    ...path(bars),
    ...points(bars),
    ...crosses(bars, history),
    labels(bars),
  ];
  const layout = {
    ...LAYOUT,
    title,
    annotations: [...annotations, ...faults.annotations],
    barmode: "overlay",
    height: top + (lanes + faults.lanes) * LANE + 92,
    margin: { l: 24, r: 16, t: top + 4, b: 88 },
    xaxis: { ...INKED_AXIS, range: [drawn.left, drawn.right], title: axisTitle("time (ms)") },
    yaxis: {
      ...AXIS,
      range: [lanes + faults.lanes, 0],
      tickvals: drawn.clients.map(({ lane, lanes }) => lane + MIDDLE + (lanes - 1) / 2),
      ticktext: drawn.clients.map(({ name }) => `${ink(cut(name, 18))} `),
      showgrid: false,
      fixedrange: true,
    },
    shapes: [...faults.shapes, ...borders(drawn)],
  };
  return figure(data, layout, inWords(history, remarks, clock));
}

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

function hiddenRemark({ hidden, bars }: Bars, { stuck, names }: JudgedHistory): string[] {
  if (hidden === 0) return [];
  const which = stuck ? `those around the one that ${names.stuck}` : "the first";
  return [`${bars.length} of ${counted(bars.length + hidden, "operation")} are drawn, ${which}.`];
}

function barTrace(
  standing: Standing,
  { names }: JudgedHistory,
  bars: readonly Bar[],
  clock: (at: number) => string,
): object[] {
  const alike = bars.filter((bar) => bar.standing === standing);
  if (alike.length === 0) return [];
  const { fill, line, width, pattern } = LOOKS[standing];
  return [
    {
      name: ink(names[standing]),
      type: "bar",
      orientation: "h",
      y: alike.map(middle),
      base: alike.map(({ from }) => from),
      x: alike.map(({ from, to }) => to - from),
      width: HEIGHT,
      marker: {
        color: fill,
        line: { width, color: line },
        pattern: { shape: pattern, fgcolor: line, fillmode: "overlay", size: 7, solidity: 0.25 },
      },
      hoverinfo: "text",
      hovertext: alike.map((bar) => hover(bar, names, clock)),
    },
  ];
}

function hover(
  { operation, number, standing }: Bar,
  names: JudgedHistory["names"],
  clock: (at: number) => string,
): string {
  const { process, input, call, return: end } = operation;
  const place = standing === "placed" ? `${names.placed}: number ${number}` : names[standing];
  const asked = typeof input === "object" ? JSON.stringify(input) : String(input);
  return [
    `<b>${literal(cut(labelOf(operation, 80), 90))}</b>`,
    literal(`${process}: ${cut(asked ?? "", 90)}`),
    literal(`called ${clock(call)}, ${end === undefined ? "still open" : `returned ${clock(end)}`}`),
    literal(place),
  ].join("<br>");
}

/** Bars that run off the right edge: what has not returned may take effect at any later time. */
function openEnds(bars: readonly Bar[]): object[] {
  const open = bars.filter(({ open }) => open);
  if (open.length === 0) return [];
  const marker = { symbol: "triangle-right", size: 12, color: LINE };
  return [{ ...spots("still open", open, ({ to }) => to), marker }];
}

/** From each point of effect to the next, where both are drawn. */
function path(bars: readonly Bar[]): object[] {
  const ordered = bars.filter(({ number }) => number !== undefined).sort((a, b) => a.number! - b.number!);
  if (ordered.length < 2) return [];
  const gap = { x: null, y: null };
  const stops = ordered.flatMap((bar, i) => {
    const stop = { x: bar.point!, y: middle(bar) };
    return i > 0 && ordered[i - 1]!.number !== bar.number! - 1 ? [gap, stop] : [stop];
  });
  return [
    {
      name: ink("the order"),
      type: "scatter",
      mode: "lines",
      x: stops.map(({ x }) => x),
      y: stops.map(({ y }) => y),
      line: { color: TYPES[0].color, width: 1.5, dash: "dot" },
      opacity: 0.9,
      hoverinfo: "skip",
      showlegend: false,
    },
  ];
}

function points(bars: readonly Bar[]): object[] {
  const placed = bars.filter(({ number }) => number !== undefined);
  if (placed.length === 0) return [];
  const crowded = placed.length > 40;
  return [
    {
      ...spots("takes effect", placed, ({ point }) => point!),
      mode: crowded ? "markers" : "markers+text",
      text: placed.map(({ number }) => String(number)),
      textposition: "middle center",
      textfont: { size: 10, color: "#ffffff" },
      marker: { symbol: "circle", size: crowded ? 7 : 17, color: TYPES[0].color, line: { width: 0 }, opacity: 1 },
      showlegend: false,
    },
  ];
}

function crosses(bars: readonly Bar[], { order }: JudgedHistory): object[] {
  const stuck = bars.filter(({ standing, operation }) => standing === "stuck" && !order.includes(operation));
  if (stuck.length === 0) return [];
  const marker = { symbol: "x-thin-open", size: 13, color: FAILURE, line: { width: 3.5, color: FAILURE } };
  return [{ ...spots("stuck", stuck, ({ from, to }) => (from + to) / 2), marker, showlegend: false }];
}

function spots(name: string, bars: readonly Bar[], at: (bar: Bar) => number): object {
  return {
    name: ink(name),
    type: "scatter",
    mode: "markers",
    x: bars.map(at),
    y: bars.map(middle),
    hoverinfo: "skip",
    cliponaxis: false,
  };
}

function labels(bars: readonly Bar[]): object {
  const named = bars.filter(({ label }) => label !== "");
  return {
    name: "labels",
    type: "scatter",
    mode: "text",
    x: named.map(({ from }) => from),
    y: named.map(({ lane, level }) => lane + LEVELS[level]!),
    text: named.map(({ label, standing }) => (standing === "stuck" ? ink(`✗ ${label}`) : ink(label))),
    textposition: "middle right",
    textfont: { size: 11 },
    hoverinfo: "skip",
    showlegend: false,
    cliponaxis: false,
  };
}

/** A line between one client and the next. */
function borders({ clients }: Bars): object[] {
  return clients.slice(1).map(({ lane }) => ({
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: lane,
    y1: lane,
    line: { color: FAINT, width: 1 },
    layer: "below",
  }));
}

function middle({ lane }: Bar): number {
  return lane + MIDDLE;
}
