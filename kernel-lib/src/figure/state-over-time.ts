// How something of each node changed while a system ran: numbers as steps, anything else (a role, a colour) as stripes.
import type { NodeId } from "../node/messages.js";
import { nodesOf } from "../trace/nodes.js";
import { type Traced, traceOf } from "../trace/source.js";
import type { Trace, TraceEvent } from "../trace/trace.js";
import { cut, short } from "../trace/value.js";
import { literal } from "./escape.js";
import { type Figure, figure } from "./figure.js";
import { PATTERNS } from "./messages-over-time.js";
import { MAX_NODES } from "./selection.js";
import { AXIS, axisTitle, heading, INKED_AXIS, ink, LAYOUT, OTHER_TYPES, TYPES } from "./theme.js";
import { clockFor, count, counted, duration } from "./time.js";

/** What was so from a moment on, in ms; undefined where nothing is known, as after a crash. */
export interface StateChange {
  readonly at: number;
  readonly value: unknown;
}

export interface StateOptions {
  /** What is so from this event on; undefined where the event changes nothing. Default: what was given to `output`, or where nothing was, to `note`. */
  value?: (event: TraceEvent) => unknown;
  /** What the value is, for the axis. Default "value". */
  name?: string;
}

interface Series {
  readonly node: NodeId;
  readonly changes: readonly StateChange[];
}

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

/**
 * A node's value from each change to the next: lines where all values are numbers, else a row of stripes for each node, labelled by value.
 * Takes a Run, a Trace or a Verdict, whose events tell the values (a crash ends what was known), or the changes themselves:
 * `{ a: [{ at: 0, value: "follower" }, { at: 12, value: "leader" }] }`. Draws up to 50 nodes and 5,000 changes. Throws a TypeError for anything else.
 */
export function stateOverTime(of: Traced | Record<string, readonly StateChange[]>, options: StateOptions = {}): Figure {
  const { name = "value" } = options;
  const all = isGiven(of) ? given(of) : recorded(traceOf(of, "stateOverTime"), options.value);
  const { rows, end, remarks } = drawable(all);
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
    const some = changes.slice(0, 20).map(({ at, value }) => `${told(value, 30)} from ${clock(at)}`);
    return `  ${node}: ${some.join(", ")}${changes.length > 20 ? `, and ${count(changes.length - 20)} more` : ""}`;
  });
  return figure(data, layout, [words, ...remarks, ...lines].join("\n"));
}

/** As many nodes and changes as can be drawn, and sentences that say what is left out. */
function drawable({ series, end }: { series: Series[]; end: number }): {
  rows: Series[];
  end: number;
  remarks: string[];
} {
  const changing = series.filter(({ changes }) => changes.length > 0);
  const rows = changing.slice(0, MAX_NODES);
  const left = changing.length - rows.length;
  const remarks = left > 0 ? [`The first ${MAX_NODES} nodes are drawn; ${count(left)} more are not.`] : [];
  const times = rows.flatMap(({ changes }) => changes.map(({ at }) => at)).sort((a, b) => a - b);
  const until = times[MAX_CHANGES];
  if (until === undefined) return { rows, end, remarks };
  const early = rows.map(({ node, changes }) => ({ node, changes: changes.filter(({ at }) => at < until) }));
  const drawn = early.reduce((sum, { changes }) => sum + changes.length, 0);
  remarks.push(`The first ${count(drawn)} of ${count(times.length)} changes are drawn, up to ${duration(until)}.`);
  return { rows: early.filter(({ changes }) => changes.length > 0), end: until, remarks };
}

function isGiven(of: object): of is Record<string, readonly StateChange[]> {
  const isChange = (each: unknown) =>
    typeof each === "object" && each !== null && Number.isFinite((each as StateChange).at);
  const parts = typeof of === "object" && of !== null && !(of instanceof Promise) ? Object.values(of) : [];
  return parts.length > 0 && parts.every((part) => Array.isArray(part) && part.every(isChange));
}

function given(of: Record<string, readonly StateChange[]>): { series: Series[]; end: number } {
  const series = Object.entries(of).map(([node, changes]) => ({
    node,
    changes: merged([...changes].sort((a, b) => a.at - b.at)),
  }));
  return { series, end: series.reduce((last, { changes }) => Math.max(last, changes.at(-1)?.at ?? 0), 0) };
}

function recorded(trace: Trace, value: StateOptions["value"]): { series: Series[]; end: number } {
  const kind = trace.events.some((event) => event.kind === "output") ? "output" : "note";
  const read = value ?? ((event: TraceEvent) => (event.kind === kind ? event.message : undefined));
  const byNode = new Map(nodesOf(trace).map((node): [NodeId, StateChange[]] => [node, []]));
  for (const event of trace.events) {
    const changes = byNode.get(event.node)!;
    const next = event.kind === "lost" ? undefined : read(event);
    if (next !== undefined) changes.push({ at: event.at, value: next });
    else if ((event.kind === "crash" || event.kind === "error") && changes.length > 0)
      changes.push({ at: event.at, value: undefined });
  }
  const end = trace.events.reduce((last, { at }) => Math.max(last, at), 0);
  return { series: [...byNode].map(([node, changes]) => ({ node, changes: merged(changes) })), end };
}

/** Without those that changed nothing. */
function merged(changes: readonly StateChange[]): StateChange[] {
  const same = (a: unknown, b: unknown) => Object.is(a, b) || (typeof a === "object" && told(a) === told(b));
  return changes.filter(({ value }, i) => i === 0 || !same(value, changes[i - 1]!.value));
}

function told(value: unknown, most = 200): string {
  if (value === undefined) return "unknown";
  return typeof value === "string" ? cut(value, most) : short(value, most);
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
      hovertext: points.map(({ at, value }) => literal(`${cut(node, 40)}: ${told(value, 60)} from ${clock(at)}`)),
    };
  });
}

/** A bar from each change to the next; bars of one value are one trace, so that the legend names it. */
function stripes(rows: readonly Series[], end: number, clock: (at: number) => string): object[] {
  const bars = rows.flatMap(({ node, changes }, row) =>
    changes.flatMap(({ at, value }, i) => {
      const to = changes[i + 1]?.at ?? end;
      if (value === undefined) return [];
      return [{ node, row, at, to, value: told(value) }];
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
