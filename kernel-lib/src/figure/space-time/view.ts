// One view of a run for Plotly: the traces of a scene, and how much room they take.
import type { TracedEnvelope } from "../../trace/envelopes.js";
import { cut } from "../../trace/value.js";
import { axisTitle, ink } from "../theme.js";
import { arrows, legend, way } from "./arrows.js";
import { highlightTraces } from "./highlight.js";
import { type Hover, markup } from "./hover.js";
import { boxOn, type Label, labelsFor, labelTraces } from "./labels.js";
import { lines, shades } from "./lines.js";
import { dots, type Mark, markTraces } from "./marks.js";
import { Page } from "./page.js";
import { NARROW, type Plan, WIDE } from "./plan.js";
import type { Scene } from "./scene.js";
import { waitTraces } from "./waits.js";

export interface View {
  readonly traces: readonly object[];
  /** Pixels from the top of the first line's room to the bottom of the last line's. */
  readonly height: number;
  /** Entries of the legend. */
  readonly entries: number;
  readonly x: Record<string, unknown>;
  readonly y: Record<string, unknown>;
  readonly shapes: readonly object[];
}

/** Half of a mark, in pixels, and what stands free above it. */
const MARK = 12;

export function viewOf({ nodes, events, envelopes, plan, hover, marks, highlight, waits }: Scene): View {
  const labels = labelsFor(envelopes, marks, nodes.length, plan, [NARROW, WIDE]);
  const traces = [
    ...typeLegend(envelopes),
    ...lines(nodes, plan),
    ...waitTraces(waits),
    ...arrows(envelopes, plan, highlight.weight),
    dots(events, plan, hover),
    ...markTraces(marks, hover),
    ...highlightTraces(highlight),
    ...labelTraces(labels),
    targets(envelopes, plan, hover),
  ].map(withInk);
  const above = roomAbove(labels, marks, nodes.length, plan);
  return {
    traces,
    height: (nodes.length - 0.5 + above) * plan.rowHeight,
    entries: traces.filter((trace) => (trace as { showlegend?: boolean }).showlegend !== false).length,
    x: {
      range: [plan.left, plan.right],
      title: axisTitle(plan.title),
      ...(plan.axis === "causal"
        ? { tickmode: "linear", tick0: 0, dtick: Math.max(1, Math.ceil((plan.to - plan.from) / 12)) }
        : {}),
    },
    y: {
      range: [nodes.length - 0.5, -above],
      tickvals: nodes.map((_, row) => row),
      ticktext: nodes.map((id) => `${ink(cut(id, 18))} `),
    },
    shapes: shades(plan),
  };
}

/** Rows of room above the first line: half a row, and more where marks and texts are stacked on it. */
function roomAbove(labels: readonly Label[], marks: readonly Mark[], rows: number, plan: Plan): number {
  const page = new Page(plan, rows, NARROW, [], []);
  const tops = [
    ...labels.map((label) => boxOn(page, label).top - 2),
    ...marks.map(({ y }) => y * plan.rowHeight - MARK),
  ];
  const highest = tops.reduce((least, top) => Math.min(least, top), 0);
  return Math.max(0.5, -highest / plan.rowHeight);
}

/** Invisible points on the arrows' middles, to hover over: one for all that lie on each other. */
function targets(envelopes: readonly TracedEnvelope[], plan: Plan, hover: Hover): object {
  const places = new Map<string, { x: number; y: number; texts: string[] }>();
  for (const envelope of envelopes) {
    const points = way(envelope, plan);
    const [start, end] = [points[0]!, points[1]!];
    const { x, y } = points.length === 3 ? end : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const place = places.get(`${x} ${y}`) ?? { x, y, texts: [] };
    places.set(`${x} ${y}`, place);
    place.texts.push(markup(hover.envelope(envelope)));
  }
  const all = [...places.values()];
  return {
    name: "messages",
    type: "scatter",
    mode: "markers",
    x: all.map(({ x }) => x),
    y: all.map(({ y }) => y),
    marker: { size: 14, opacity: 0 },
    hovertext: all.map(({ texts }) => hovered(texts)),
    hoverinfo: "text",
    showlegend: false,
  };
}

const MOST_TEXTS = 6;

function hovered(texts: readonly string[]): string {
  const more = texts.length - MOST_TEXTS;
  return [...texts.slice(0, MOST_TEXTS), ...(more > 0 ? [`<b>and ${more} more</b>`] : [])].join("<br><br>");
}

/** An entry for each message type; Plotly draws legends from traces, so these are traces without points. */
function typeLegend(envelopes: readonly TracedEnvelope[]): object[] {
  return legend(envelopes).map(({ name, group, look }) => ({
    name,
    type: "scatter",
    mode: "lines+markers",
    x: [null],
    y: [null],
    line: { color: look.color, width: 1.5 },
    marker: { symbol: look.head, size: 10, color: look.color, angle: 90 },
    legendgroup: group,
  }));
}

function withInk(trace: object): object {
  const { name } = trace as { name: string };
  return { ...trace, name: ink(name) };
}
