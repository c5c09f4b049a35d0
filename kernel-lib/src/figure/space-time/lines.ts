// The nodes' lines: solid while a node is up, dotted on a shaded ground while it is down.
import type { NodeId } from "../../node/messages.js";
import { FAILURE, LINE } from "../theme.js";
import type { Plan } from "./plan.js";

/** A piece of a node's line. */
export interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly up: boolean;
}

/** The nodes' lines from edge to edge, in pieces. */
export function stretches(nodes: readonly NodeId[], plan: Plan): Stretch[] {
  return nodes.flatMap((node) => {
    const row = plan.row(node);
    const pieces: Stretch[] = [];
    let from = plan.left;
    for (const down of plan.downs.filter((each) => each.node === node)) {
      const [start, end] = [plan.x(down.from), down.to ? plan.x(down.to) : plan.right];
      pieces.push({ row, from, to: start, up: true }, { row, from: start, to: end, up: false });
      from = end;
    }
    return from < plan.right ? [...pieces, { row, from, to: plan.right, up: true }] : pieces;
  });
}

/** Half the height of a shade, in rows. */
export function halfShade(plan: Plan): number {
  return Math.min(0.3, 14 / plan.rowHeight);
}

/** Two Plotly traces, for nodes that are up and nodes that are down. */
export function lines(nodes: readonly NodeId[], plan: Plan): object[] {
  const pieces = stretches(nodes, plan);
  const up = coordinates(pieces.filter((piece) => piece.up));
  const off = coordinates(pieces.filter((piece) => !piece.up));
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
  const half = halfShade(plan);
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

function coordinates(pieces: readonly Stretch[]) {
  return {
    x: pieces.flatMap(({ from, to }) => [from, to, null]),
    y: pieces.flatMap(({ row }) => [row, row, null]),
  };
}
