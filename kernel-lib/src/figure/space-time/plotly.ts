// The space-time diagram (Lamport 1978): a line for each node, time to the right, messages as arrows.

import type { TracedEnvelope } from "../../trace/envelopes.js";
import type { Traced } from "../../trace/source.js";
import { cut } from "../../trace/value.js";
import { describe, summary } from "../describe.js";
import { type Figure, figure } from "../figure.js";
import { AXIS, axisTitle, heading, INKED_AXIS, ink, LAYOUT } from "../theme.js";
import { arrows, legend, way } from "./arrows.js";
import { highlightTraces } from "./highlight.js";
import { type Hover, markup } from "./hover.js";
import { labels } from "./labels.js";
import { lines, shades } from "./lines.js";
import { dots, markTraces } from "./marks.js";
import type { Plan } from "./plan.js";
import { sceneOf } from "./scene.js";
import type { SpaceTimeOptions } from "./selection.js";
import { waitTraces } from "./waits.js";

/**
 * Draws what happened: nodes as labelled lines, messages as arrows with their type; lost ones dashed with a cross,
 * crashes shaded, hover for payload and clocks; on demand a cut, or an event with its causal past and future. Takes a
 * Run, a Trace, or a Verdict with a counterexample. Draws up to 2,000 events, of longer runs an even choice, and 50
 * nodes, and says how many there are. Throws a TypeError for what holds no trace and a RangeError that names unknown
 * nodes and events.
 */
export function spaceTime(of: Traced, options: SpaceTimeOptions = {}): Figure {
  const { nodes, events, envelopes, remarks, plan, hover, marks, highlight, waits } = sceneOf(of, options);
  const data = [
    ...typeLegend(envelopes),
    ...lines(nodes, plan),
    ...waitTraces(waits),
    ...arrows(envelopes, plan, highlight.weight),
    dots(events, plan, hover),
    ...markTraces(marks, hover),
    ...highlightTraces(highlight),
    ...labels(envelopes, marks, nodes.length, plan),
    targets(envelopes, plan, hover),
  ];
  return figure(data.map(withInk), layout(of, nodes, plan, remarks, data), describe(of, undefined, highlight.remarks));
}

function layout(
  of: Traced,
  nodes: readonly string[],
  plan: Plan,
  remarks: readonly string[],
  data: readonly object[],
): object {
  const { title, annotations, top } = heading(summary(of), remarks);
  const entries = data.filter((trace) => (trace as { showlegend?: boolean }).showlegend !== false).length;
  const bottom = 48 + 28 * Math.ceil(entries / 10);
  const causal = plan.axis === "causal";
  return {
    ...LAYOUT,
    title,
    annotations,
    height: top + nodes.length * plan.rowHeight + bottom,
    margin: { l: 24, r: 16, t: top, b: bottom },
    xaxis: {
      ...INKED_AXIS,
      range: [plan.left, plan.right],
      title: axisTitle(plan.title),
      ...(causal ? { tick0: 0, dtick: Math.max(1, Math.ceil((plan.to - plan.from) / 12)) } : {}),
    },
    yaxis: {
      ...AXIS,
      range: [nodes.length - 0.5, -0.5],
      tickvals: nodes.map((_, row) => row),
      ticktext: nodes.map((id) => `${ink(cut(id, 18))} `),
      showgrid: false,
      fixedrange: true,
    },
    shapes: shades(plan),
    showlegend: entries > 0,
  };
}

/** Invisible points on the arrows' middles, to hover over. */
function targets(envelopes: readonly TracedEnvelope[], plan: Plan, hover: Hover): object {
  const middles = envelopes.map((envelope) => {
    const points = way(envelope, plan);
    if (points.length === 3) return points[1]!;
    return { x: (points[0]!.x + points[1]!.x) / 2, y: (points[0]!.y + points[1]!.y) / 2 };
  });
  return {
    name: "messages",
    type: "scatter",
    mode: "markers",
    x: middles.map(({ x }) => x),
    y: middles.map(({ y }) => y),
    marker: { size: 14, opacity: 0 },
    hovertext: envelopes.map((envelope) => markup(hover.envelope(envelope))),
    hoverinfo: "text",
    showlegend: false,
  };
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
