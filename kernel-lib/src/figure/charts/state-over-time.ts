// How something of each node changed while a system ran: numbers as steps, anything else (a role, a colour) as stripes.
import type { Traced } from "../../trace/source.js";
import type { TraceEvent } from "../../trace/trace.js";
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { AXIS, axisTitle, heading, INKED_AXIS, ink, LAYOUT, OTHER_TYPES, TYPES } from "../theme.js";
import { clockFor, count, counted } from "../time.js";
import { PATTERNS } from "./messages-over-time.js";
import { drawable, type Series, type StateChange, valueWords } from "./state-changes.js";

export interface StateOptions {
  /**
   * What is so from this event on; undefined if the event changes nothing. Default: what was given to `output`, or
   * where nothing was, to `note`.
   */
  value?: (event: TraceEvent) => unknown;
  /** What the value is, for the axis. Default "value". */
  name?: string;
}

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

/**
 * A node's value from each change to the next: lines where all values are numbers, else a row of stripes for each node,
 * labelled by value. Takes a Run, a Trace or a Verdict, whose events tell the values (a crash ends what was known), or
 * the changes themselves: `{ a: [{ at: 0, value: "follower" }, { at: 12, value: "leader" }] }`. Draws up to 50 nodes
 * and 5,000 changes. Throws a TypeError for anything else.
 */
export function stateOverTime(of: Traced | Record<string, readonly StateChange[]>, options: StateOptions = {}): Figure {
  const { name = "value" } = options;
  const { rows, end, remarks } = drawable(of, options.value);
  const values = rows
    .flatMap(({ changes }) => changes.map(({ value }) => value))
    .filter((value) => value !== undefined);
  const isNumeric = values.every((value) => typeof value === "number");
  const words = `${name} of ${counted(rows.length, "node")} over time, ${counted(values.length, "change")}`;
  const { title, annotations, top } = heading(words, remarks);
  const clock = clockFor([end, ...rows.flatMap(({ changes }) => changes.map(({ at }) => at))]);
  const data = isNumeric ? steps(rows, end, clock) : stripes(rows, end, clock);
  const layout = {
    ...LAYOUT,
    title,
    annotations,
    height: isNumeric ? 320 : top + 30 * rows.length + 100,
    margin: { l: 24, r: 16, t: top + 8, b: 84 },
    showlegend: data.length > 0,
    xaxis: { ...INKED_AXIS, range: [0, end * 1.02 || 1], title: axisTitle("time (ms)") },
    ...(isNumeric
      ? { yaxis: { ...INKED_AXIS, title: axisTitle(name) } }
      : { barmode: "overlay", yaxis: { ...AXIS, ...rowsOf(rows) } }),
  };
  const lines = rows.map(({ node, changes }) => {
    const some = changes.slice(0, 20).map(({ at, value }) => `${valueWords(value, 30)} from ${clock(at)}`);
    return `  ${node}: ${some.join(", ")}${changes.length > 20 ? `, and ${count(changes.length - 20)} more` : ""}`;
  });
  return figure(data, layout, [words, ...remarks, ...lines].join("\n"));
}

function steps(rows: readonly Series[], end: number, clock: (at: number) => string): object[] {
  return rows.map(({ node, changes }, i) => {
    const points = [...changes, { at: end, value: changes.at(-1)!.value }];
    const { color } = TYPES[i % TYPES.length]!;
    return {
      name: ink(cut(node, 20)),
      type: "scatter",
      mode: "lines+markers",
      x: points.map(({ at }) => at),
      y: points.map((point) => point.value ?? null),
      line: { shape: "hv", width: 2, color, dash: DASHES[(i + Math.floor(i / TYPES.length)) % DASHES.length] },
      marker: { size: points.map((_, n) => (n === points.length - 1 ? 0 : 6)), opacity: 1, color, line: { width: 0 } },
      hoverinfo: "text",
      hovertext: points.map(({ at, value }) => literal(`${cut(node, 40)}: ${valueWords(value, 60)} from ${clock(at)}`)),
    };
  });
}

/** A bar from each change to the next; bars of one value are one trace, so that the legend names it. */
function stripes(rows: readonly Series[], end: number, clock: (at: number) => string): object[] {
  const bars = rows.flatMap(({ node, changes }, row) =>
    changes.flatMap(({ at, value }, i) => {
      const to = changes[i + 1]?.at ?? end;
      if (value === undefined) return [];
      return [{ node, row, at, to, value: valueWords(value) }];
    }),
  );
  const values = [...new Set(bars.map(({ value }) => value))];
  const looks = values.length > TYPES.length ? [...values.slice(0, TYPES.length), undefined] : values;
  return looks.map((value, i) => {
    const alike = bars.filter((bar) =>
      value === undefined ? values.indexOf(bar.value) >= TYPES.length : bar.value === value,
    );
    return {
      name: ink(value === undefined ? "other values" : cut(value, 20)),
      type: "bar",
      orientation: "h",
      y: alike.map(({ row }) => row),
      base: alike.map(({ at }) => at),
      x: alike.map(({ at, to }) => to - at),
      width: 0.6,
      marker: {
        color: (TYPES[i] ?? OTHER_TYPES).color,
        line: { width: 1, color: "rgba(128, 128, 128, 0.6)" },
        pattern: { shape: PATTERNS[i] ?? "", fillmode: "overlay", size: 6 },
      },
      hoverinfo: "text",
      hovertext: alike.map(({ node, value: each, at, to }) =>
        literal(`${cut(node, 40)}: ${cut(each, 60)} from ${clock(at)} to ${clock(to)}`),
      ),
    };
  });
}

function rowsOf(rows: readonly Series[]): object {
  return {
    range: [rows.length - 0.4, -0.6],
    tickvals: rows.map((_, row) => row),
    ticktext: rows.map(({ node }) => `${ink(cut(node, 18))} `),
    showgrid: false,
    fixedrange: true,
  };
}
