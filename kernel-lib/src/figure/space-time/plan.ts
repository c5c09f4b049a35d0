// Where things stand in a space-time diagram: a row for each node, a horizontal position for each event.
import type { NodeId } from "../../node/messages.js";
import { causalDepths } from "../../trace/causality.js";
import { type Down, downs } from "../../trace/nodes.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import type { Selection, SpaceTimeOptions } from "./selection.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plan {
  readonly axis: "time" | "causal";
  /** What the axis is called. */
  readonly title: string;
  /** Row of a shown node, 0 at the top. */
  row(node: NodeId): number;
  x(event: TraceEvent): number;
  /** First and last position of a shown event. */
  readonly from: number;
  readonly to: number;
  /** What the axis shows: those two and a margin. */
  readonly left: number;
  readonly right: number;
  /** Pixels between two lines. */
  readonly rowHeight: number;
  readonly downs: readonly Down[];
}

/** Pixels across the diagram on a page of 600 and of 1400. Plotly fits the page, so texts must stand free on both. */
export const NARROW = 520;
export const WIDE = 1300;

/** Lays out what was selected. */
export function layOut(trace: Trace, { nodes, events }: Selection, axis: SpaceTimeOptions["axis"]): Plan {
  const rows = new Map(nodes.map((id, row) => [id, row]));
  const chosen = axis ?? (events.length > 1 && events.every(({ at }) => at === events[0]!.at) ? "causal" : "time");
  const depths = chosen === "causal" ? causalDepths(trace) : undefined;
  const x = (event: TraceEvent) => (depths ? depths[event.id]! : event.at);
  const from = events.reduce((least, event) => Math.min(least, x(event)), events[0] ? x(events[0]) : 0);
  const to = events.reduce((most, event) => Math.max(most, x(event)), from);
  const span = to - from || 1;
  const shown = new Set(events);
  return {
    axis: chosen,
    title: chosen === "causal" ? "logical time (longest chain of causes)" : "time (ms)",
    row: (node) => rows.get(node)!,
    x,
    from,
    to,
    left: from - 0.03 * span,
    right: to > from ? to + 0.06 * span : to + span,
    rowHeight: nodes.length <= 3 ? 84 : nodes.length <= 6 ? 64 : nodes.length <= 12 ? 48 : 36,
    downs: downs(trace).filter(({ node, from: crash }) => rows.has(node) && shown.has(crash)),
  };
}

/** What pixels are counted by. */
export type Scale = Pick<Plan, "left" | "right" | "rowHeight">;

/** Pixels from the left edge of a diagram of this width, and from the first line. */
export function pixels(plan: Scale, x: number, y: number, width: number): { px: number; py: number } {
  return { px: ((x - plan.left) / (plan.right - plan.left)) * width, py: y * plan.rowHeight };
}
