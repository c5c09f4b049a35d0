// What a space-time diagram brings out: a cut and the messages that cross it, an event with its causal past and future.
import type { NodeId } from "../../node/messages.js";
import { causalFuture, causalPast, eventsOf } from "../../trace/causality.js";
import { type Cut, inFlight, insideOf, orphans } from "../../trace/cuts.js";
import { describeEvent } from "../../trace/describe-event.js";
import type { TracedEnvelope } from "../../trace/envelopes.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import { typeOf } from "../../trace/value.js";
import { FAILURE, RECOVERY, TYPES } from "../theme.js";
import { counted } from "../time.js";
import type { Mark } from "./marks.js";
import type { Plan, Point } from "./plan.js";
import type { SpaceTimeOptions } from "./selection.js";

/** An arrow is drawn as always, brought out, or put into the background. */
export type Weight = "plain" | "strong" | "faint";

/** Width of a strong arrow in pixels, and how much is seen of a faint one. */
export const STRONG = 3;
export const FAINT_OPACITY = 0.3;

export type Role = "event" | "past" | "future";

/** What stands around an event, in the order of the legend. */
export const RINGS: Record<Role, { name: string; symbol: string; size: number; color: string; width: number }> = {
  event: { name: "the event", symbol: "circle-open", size: 18, color: TYPES[4].color, width: 3 },
  past: { name: "causal past", symbol: "circle-open", size: 11, color: TYPES[4].color, width: 2 },
  future: { name: "causal future", symbol: "square-open", size: 11, color: TYPES[1].color, width: 2 },
};

/** How a cut looks; the legend and a remark also say whether it is consistent. */
export const CUTS = {
  consistent: { name: "consistent cut", color: RECOVERY },
  inconsistent: { name: "inconsistent cut", color: FAILURE },
};
export const CUT_WIDTH = 3;

export interface Highlight {
  /** The cut's line, from above the first row to below the last. */
  readonly cut?: { readonly points: readonly Point[]; readonly look: (typeof CUTS)[keyof typeof CUTS] };
  /** Events with a ring around them, and where it stands. */
  readonly rings: readonly (Point & { readonly role: Role; readonly event: TraceEvent })[];
  weight(envelope: TracedEnvelope): Weight;
  /** Sentences that say the same. */
  readonly remarks: readonly string[];
}

/** Follows `cut`, `past` and `future`. Throws a RangeError or TypeError that quotes what the trace has not. */
export function highlightOf(
  trace: Trace,
  { cut, past, future }: SpaceTimeOptions,
  { nodes, events }: { nodes: readonly NodeId[]; events: readonly TraceEvent[] },
  marks: readonly Mark[],
  plan: Plan,
): Highlight {
  for (const id of [past, future]) if (id !== undefined) eventsOf(trace, "spaceTime", id);
  const roles = rolesOf(trace, past, future);
  const placed = new Map(marks.map(({ event, x, y }) => [event.id, { x, y }]));
  const rings = events.flatMap((event) => {
    const role = event.kind === "lost" ? undefined : roles.get(event.id);
    const point = placed.get(event.id) ?? { x: plan.x(event), y: plan.row(event.node) };
    return role === undefined ? [] : [{ ...point, role, event }];
  });
  const crossing = cut && crossingOf(trace, cut);
  return {
    ...(cut && crossing && { cut: { points: lineOf(trace, cut, nodes, plan), look: CUTS[crossing.kind] } }),
    rings,
    weight: ({ send, end }) => {
      if (roles.size === 0) return crossing?.sends.has(send.id) ? "strong" : "plain";
      return [send, end ?? send].every(({ id }) => roles.has(id)) ? "strong" : "faint";
    },
    remarks: [...(crossing ? [crossing.remark] : []), ...conesOf(trace, past, future)],
  };
}

function rolesOf(trace: Trace, past: number | undefined, future: number | undefined): Map<number, Role> {
  const roles = new Map<number, Role>();
  if (past !== undefined) for (const id of causalPast(trace, past)) roles.set(id, "past");
  if (future !== undefined) for (const id of causalFuture(trace, future)) roles.set(id, "future");
  for (const id of [past, future]) if (id !== undefined) roles.set(id, "event");
  return roles;
}

function conesOf(trace: Trace, past: number | undefined, future: number | undefined): string[] {
  const named = (id: number) => `event ${id} (${describeEvent(trace.events[id]!, 30)} on ${trace.events[id]!.node})`;
  const tell = (what: string, ids: ReadonlySet<number>, id: number) => {
    const on = new Set([...ids].map((each) => trace.events[each]!.node)).size;
    return `The causal ${what} of ${named(id)} has ${counted(ids.size, "event")} on ${counted(on, "node")}.`;
  };
  return [
    ...(past === undefined ? [] : [tell("past", causalPast(trace, past), past)]),
    ...(future === undefined ? [] : [tell("future", causalFuture(trace, future), future)]),
  ];
}

/** The messages that cross a cut: forwards they are in flight, backwards they make it inconsistent. */
function crossingOf(trace: Trace, cut: Cut): { kind: keyof typeof CUTS; sends: Set<number>; remark: string } {
  const backwards = orphans(trace, cut);
  if (backwards.length > 0) {
    const types = [...new Set(backwards.map(({ message }) => typeOf(message)))].join(", ");
    const verbs = backwards.length === 1 ? "is received before it but sent" : "are received before it but sent";
    const remark = `The cut is inconsistent: ${counted(backwards.length, "message")} (${types}) ${verbs} after it.`;
    return { kind: "inconsistent", sends: new Set(backwards.map(({ cause }) => cause!)), remark };
  }
  const open = inFlight(trace, cut);
  const flying = open.length === 0 ? "nothing is in flight" : `${counted(open.length, "message")} in flight`;
  return { kind: "consistent", sends: new Set(open.map(({ id }) => id)), remark: `The cut is consistent; ${flying}.` };
}

/** From row to row between the last event inside and the first outside, as straight as they let it. */
export function lineOf(trace: Trace, cut: Cut, nodes: readonly NodeId[], plan: Plan): Point[] {
  const inside = insideOf(trace, cut, "spaceTime");
  const gaps = nodes.map((node) => {
    const line = trace.events.filter((event) => event.node === node && event.kind !== "lost");
    const last = line.findLast(({ id }) => inside.has(id));
    const next = line.find(({ id }) => !inside.has(id));
    return { from: last ? plan.x(last) : plan.left, to: next ? plan.x(next) : plan.right };
  });
  const from = Math.max(...gaps.map((gap) => gap.from));
  const to = Math.min(...gaps.map((gap) => gap.to));
  const points = gaps.map((gap, y) => {
    const margin = Math.min((gap.to - gap.from) / 2, 0.015 * (plan.right - plan.left));
    return { x: Math.min(Math.max((from + to) / 2, gap.from + margin), gap.to - margin), y };
  });
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? [{ x: first.x, y: -0.42 }, ...points, { x: last.x, y: last.y + 0.42 }] : [];
}

/** Plotly traces of the cut's line and of the rings. */
export function highlightTraces({ cut, rings }: Highlight): object[] {
  const line = cut && {
    name: cut.look.name,
    type: "scatter",
    mode: "lines",
    x: cut.points.map(({ x }) => x),
    y: cut.points.map(({ y }) => y),
    line: { color: cut.look.color, width: CUT_WIDTH },
    hoverinfo: "skip",
  };
  const around = Object.entries(RINGS).flatMap(([role, { name, symbol, size, color, width }]) => {
    const alike = rings.filter((ring) => ring.role === role);
    if (alike.length === 0) return [];
    const [x, y] = [alike.map((ring) => ring.x), alike.map((ring) => ring.y)];
    const marker = { symbol, size, color, line: { width, color } };
    return [{ name, type: "scatter", mode: "markers", x, y, marker, hoverinfo: "skip", cliponaxis: false }];
  });
  return [...(line ? [line] : []), ...around];
}
