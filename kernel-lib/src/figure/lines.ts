// The nodes' lines: solid while a node is up, dotted on a shaded ground while it is down.
import type { NodeId } from "../node/messages.js";
import type { Plan } from "./plan.js";
import { FAILURE, LINE } from "./theme.js";

/** Two Plotly traces, for nodes that are up and nodes that are down. */
export function lines(nodes: readonly NodeId[], plan: Plan): object[] {
  const up = segments();
  const off = segments();
  for (const node of nodes) {
    const row = plan.row(node);
    let from = plan.left;
    for (const down of plan.downs.filter((each) => each.node === node)) {
      const [start, end] = [plan.x(down.from), down.to ? plan.x(down.to) : plan.right];
      up.add(from, start, row);
      off.add(start, end, row);
      from = end;
    }
    if (from < plan.right) up.add(from, plan.right, row);
  }
  const look = { type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false };
  return [
    { name: "up", ...look, x: up.x, y: up.y, line: { color: LINE, width: 1.5 } },
    ...(off.x.length === 0
      ? []
      : [{ name: "down", ...look, x: off.x, y: off.y, line: { color: FAILURE, width: 1.5, dash: "dot" } }]),
  ];
}

/** Plotly shapes that shade the line of a node that is down. */
export function shades(plan: Plan): object[] {
  const half = Math.min(0.3, 14 / plan.rowHeight);
  return plan.downs.map(({ node, from, to }) => ({
    type: "rect",
    layer: "below",
    x0: plan.x(from),
    x1: to ? plan.x(to) : plan.right,
    y0: plan.row(node) - half,
    y1: plan.row(node) + half,
    fillcolor: FAILURE,
    opacity: 0.2,
    line: { width: 0 },
  }));
}

function segments() {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  const add = (from: number, to: number, row: number) => {
    x.push(from, to, null);
    y.push(row, row, null);
  };
  return { x, y, add };
}
