// A history as inline SVG, for pages without scripts: the same bars, order and faults as with Plotly, in the same
// looks.
import { cut } from "../../trace/value.js";
import { escapeHtml } from "../escape.js";
import { pixels } from "../space-time/plan.js";
import { AXIS_HEIGHT, axis } from "../space-time/svg/axis.js";
import { element, path, tooltip, words } from "../space-time/svg/element.js";
import { type Entry, inRows } from "../space-time/svg/legend.js";
import { symbol } from "../space-time/svg/symbols.js";
import { heading, NAME, picture, RIGHT, WIDTH } from "../space-time/svg.js";
import { FAILURE, FAINT, LINE, TYPES } from "../theme.js";
import { clockFor } from "../time.js";
import { type Bar, type Bars, barsOf, type JudgedHistory, type Standing } from "./bars.js";
import { FAULT, type FaultRows, faultRows } from "./fault-rows.js";
import { hiddenRemark, inWords, wordsOf } from "./history-words.js";
import { crossed, HEIGHT, LANE, LEVELS, LOOKS, MIDDLE, middle, ways } from "./looks.js";

const OPEN = { symbol: "triangle-right", size: 12, color: LINE };
const CROSS = { symbol: "x-thin-open", size: 13, color: FAILURE, width: 3.5 };
/** Half of a numbered point. */
const POINT = 8;

type At = (x: number, y: number) => { px: number; py: number };

/** Draws a history and what a judge found out about it as one `<svg>`. */
export function historySvg(history: JudgedHistory): string {
  const { operations, names, verdict } = history;
  const left = Math.round(
    NAME.gap + NAME.wide * Math.max(...operations.map(({ process }) => cut(String(process), NAME.characters).length)),
  );
  const width = WIDTH - left - RIGHT;
  const drawn = barsOf(history, width);
  const faults = faultRows(history.faults, drawn);
  const remarks = [...history.remarks, ...hiddenRemark(drawn, history)];
  const clock = clockFor(operations.flatMap(({ call, return: end }) => (end === undefined ? [call] : [call, end])));
  const scale = { ...drawn, rowHeight: LANE, axis: "time" as const, title: "time (ms)" };
  const at: At = (x, y) => pixels(scale, x, y, width);
  const bottom = (drawn.lanes + faults.lanes) * LANE;
  const head = heading(verdict, remarks);
  const first = Math.round(head.height + 8);
  const bars = drawn.bars.map((bar) => drawBar(bar, wordsOf(bar, names, clock), at));
  const diagram = element(
    "g",
    { transform: `translate(${left} ${first})` },
    ...faults.shades.map((shade) => drawShade(shade, bottom, at)),
    axis(scale, width, 0, bottom),
    ...borders(drawn, width),
    ...clients(drawn),
    ...bars,
    ...order(drawn.bars, at),
    ...crossed(drawn.bars).map(({ from, to, lane }) => {
      const { px, py } = at((from + to) / 2, middle({ lane }));
      return element("g", { "data-mark": "stuck" }, symbol(CROSS, px, py));
    }),
    ...drawn.bars.map((bar) => label(bar, at)),
    ...faultNames(faults, at),
  );
  const key = inRows(entries(drawn.bars, names), WIDTH, first + bottom + AXIS_HEIGHT + 8);
  const height = Math.ceil(key.bottom + 2);
  return picture(`History: ${verdict}`, inWords(history, remarks, clock), height, head.svg + diagram + key.svg);
}

function drawShade({ from, to }: FaultRows["shades"][number], bottom: number, at: At): string {
  const [start, end] = [at(from, 0).px, at(to, 0).px];
  return element("rect", { "data-part": "fault", x: start, y: 0, width: end - start, height: bottom, fill: FAULT });
}

function faultNames({ names }: FaultRows, at: At): string[] {
  return names.map(({ text, x, y, end }) => {
    const { px, py } = at(x, y);
    return words(text, px, py + 4, end ? { "text-anchor": "end" } : {});
  });
}

/** A line between one client and the next. */
function borders({ clients }: Bars, width: number): string[] {
  return clients
    .slice(1)
    .map(({ lane }) => element("path", { d: `M0,${lane * LANE}H${Math.round(width)}`, stroke: FAINT }));
}

function clients({ clients }: Bars): string[] {
  return clients.map(({ name, lane, lanes }) => {
    const y = (lane + MIDDLE + (lanes - 1) / 2) * LANE + 4;
    return element("text", { x: -8, y, "text-anchor": "end" }, tooltip([name]), escapeHtml(cut(name, NAME.characters)));
  });
}

function drawBar({ lane, from, to, standing, open }: Bar, lines: readonly string[], at: At): string {
  const [start, end] = [at(from, middle({ lane })), at(to, middle({ lane }))];
  const height = HEIGHT * LANE;
  const { fill, line, width } = LOOKS[standing];
  const place = { x: start.px, y: start.py - height / 2, width: end.px - start.px, height };
  return element(
    "g",
    { "data-operation": standing },
    tooltip(lines),
    element("rect", { ...place, fill, stroke: line, "stroke-width": width }),
    open ? symbol(OPEN, end.px, end.py) : "",
  );
}

/** The order: its points, numbered where there is room, and the way through them. */
function order(bars: readonly Bar[], at: At): string[] {
  const placed = bars.filter(({ number }) => number !== undefined);
  const crowded = placed.length > 40;
  const color = TYPES[0].color;
  const line = ways(bars)
    .filter(({ length }) => length > 1)
    .map((piece) => {
      const d = path(piece.map(({ x, y }) => at(x, y)));
      return element("path", { d, fill: "none", stroke: color, "stroke-width": 1.5, "stroke-dasharray": "2 4" });
    });
  const points = placed.map(({ point, lane, number }) => {
    const { px, py } = at(point!, middle({ lane }));
    const dot = element("circle", { cx: px, cy: py, r: crowded ? 3.5 : POINT, fill: color });
    const text = { "text-anchor": "middle", "font-size": 10, fill: "#ffffff" };
    return dot + (crowded ? "" : words(String(number), px, py + 3.5, text));
  });
  return [...line, ...points];
}

function label({ label, lane, level, from, standing }: Bar, at: At): string {
  if (label === "") return "";
  const { px, py } = at(from, lane + LEVELS[level]!);
  return words(standing === "stuck" ? `✗ ${label}` : label, px, py + 4);
}

function entries(bars: readonly Bar[], names: JudgedHistory["names"]): Entry[] {
  const standings = (["placed", "left", "stuck"] as const).filter((standing) =>
    bars.some((bar) => bar.standing === standing),
  );
  const drawn = standings.map((standing): Entry => ({ name: names[standing], wide: 22, draw: sample(standing) }));
  if (!bars.some(({ open }) => open)) return drawn;
  return [...drawn, { name: "still open", wide: 18, draw: (x, y) => symbol(OPEN, x + 7, y) }];
}

function sample(standing: Standing): Entry["draw"] {
  const { fill, line, width } = LOOKS[standing];
  return (x, y) =>
    element("rect", { x: x + 1, y: y - 6, width: 14, height: 12, fill, stroke: line, "stroke-width": width });
}
