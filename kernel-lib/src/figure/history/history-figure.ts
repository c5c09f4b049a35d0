// A history as its clients saw it: operations as bars from call to return, the order that explains them as numbered
// points joined by a line, and the operation that should not be.
import { cut } from "../../trace/value.js";
import { type Picture, picture } from "../figure.js";
import { markup } from "../space-time/hover.js";
import { namesWidth } from "../text.js";
import { AXIS, axisTitle, FAILURE, FAINT, heading, INKED_AXIS, ink, LAYOUT, LINE, TYPES } from "../theme.js";
import { clockFor } from "../time.js";
import { type Bar, type Bars, barsOf, type JudgedHistory, type Standing } from "./bars.js";
import { faultRows, faultTraces } from "./fault-rows.js";
import { historySvg } from "./history-svg.js";
import { hiddenRemark, inWords, wordsOf } from "./history-words.js";
import { crossed, HEIGHT, LANE, LEVELS, LOOKS, MIDDLE, middle, ways } from "./looks.js";

/**
 * Draws a history and what a judge found out about it. Up to 120 operations are drawn, around the one that is wrong.
 */
export function historyFigure(history: JudgedHistory): Picture {
  const drawn = barsOf(history);
  const { bars, lanes } = drawn;
  const remarks = [...history.remarks, ...hiddenRemark(drawn, history)];
  const { title, annotations, top, meta } = heading(
    history.verdict,
    remarks,
    namesWidth(drawn.clients.map(({ name }) => cut(name, 18))),
  );
  const clock = clockFor(
    history.operations.flatMap(({ call, return: end }) => (end === undefined ? [call] : [call, end])),
  );
  const faults = faultRows(history.faults, drawn);
  const { shapes, annotations: names } = faultTraces(faults);
  const data = [
    ...(["placed", "left", "stuck"] as const).flatMap((standing) => barTrace(standing, history, bars, clock)),
    ...openEnds(bars),
    ...path(bars),
    ...points(bars),
    ...crosses(bars),
    labels(bars),
  ];
  const layout = {
    ...LAYOUT,
    title,
    annotations: [...annotations, ...names],
    meta,
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
    shapes: [...shapes, ...borders(drawn)],
  };
  return picture(data, layout, inWords(history, remarks, clock), () => historySvg(history));
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
      hovertext: alike.map((bar) => markup(wordsOf(bar, names, clock))),
    },
  ];
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
  const pieces = ways(bars);
  if (pieces.every(({ length }) => length < 2)) return [];
  const stops = pieces.flatMap((piece, i) => [...(i > 0 ? [{ x: null, y: null }] : []), ...piece]);
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

function crosses(bars: readonly Bar[]): object[] {
  const stuck = crossed(bars);
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
