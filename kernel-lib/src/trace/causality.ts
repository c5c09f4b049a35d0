// Happens-before on a recorded run (Lamport 1978) and vector time (Fidge 1988, Mattern 1989), derived from each event's
// cause. No node observes a lost message: a `lost` event has its send in its past, and is itself in the past of no
// other event.
import type { NodeId } from "../node/messages.js";
import { setOwn } from "../node/own.js";
import { type Traced, traceOf } from "./source.js";
import type { TraceEvent } from "./trace.js";

/** How many events of each node are known: `{ client: 2, server: 1 }`. A node that is not named counts 0. */
export type VectorTime = Readonly<Record<NodeId, number>>;

/**
 * The vector time of every event, in the trace's order: `vectorTimes(run)[event.id]`. An event counts itself.
 * `upTo` ends after that many events (default: all). Needs about nodes x events numbers of memory.
 */
export function vectorTimes(of: Traced, upTo?: number): VectorTime[] {
  const times: VectorTime[] = [];
  const latest = new Map<NodeId, VectorTime>();
  for (const event of traceOf(of, "vectorTimes").events.slice(0, upTo)) {
    const cause = event.cause === undefined ? undefined : times[event.cause];
    if (event.kind === "lost") {
      times.push(cause ?? {});
      continue;
    }
    const known = maximum(latest.get(event.node), cause);
    const time = { ...known, [event.node]: countOf(known, event.node) + 1 };
    latest.set(event.node, time);
    times.push(time);
  }
  return times;
}

/**
 * Whether event `a` happened before event `b` (ids): on one node earlier, or through a chain of messages. Throws a
 * RangeError for unknown ids.
 */
export function happenedBefore(of: Traced, a: number, b: number): boolean {
  const events = eventsOf(of, "happenedBefore", a, b);
  return past(events, b, a).has(a);
}

/**
 * Whether neither event happened before the other: two different ids, no chain either way. Throws a RangeError for
 * unknown ids.
 */
export function concurrent(of: Traced, a: number, b: number): boolean {
  const events = eventsOf(of, "concurrent", a, b);
  return a !== b && !past(events, b, a).has(a) && !past(events, a, b).has(b);
}

/** Ids of all events that happened before event `id`, without itself. Throws a RangeError for an unknown id. */
export function causalPast(of: Traced, id: number): Set<number> {
  return past(eventsOf(of, "causalPast", id), id, 0);
}

/** Ids of all events that event `id` happened before, without itself. Throws a RangeError for an unknown id. */
export function causalFuture(of: Traced, id: number): Set<number> {
  const future = new Set<number>();
  for (const [later, direct] of predecessors(eventsOf(of, "causalFuture", id)).entries())
    if (direct.some((earlier) => earlier === id || future.has(earlier))) future.add(later);
  return future;
}

/**
 * Logical time drawn to scale: the number of events on the longest chain that leads to each event. First events have 0.
 */
export function causalDepths(of: Traced): number[] {
  const depths: number[] = [];
  for (const earlier of predecessors(traceOf(of, "causalDepths").events)) {
    depths.push(earlier.reduce((deepest, id) => Math.max(deepest, depths[id]! + 1), 0));
  }
  return depths;
}

/** The past of `id` as far as event `from`: causes have smaller ids, so nothing that leads to `from` is missed. */
function past(events: readonly TraceEvent[], id: number, from: number): Set<number> {
  const before = predecessors(events);
  const found = new Set<number>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const earlier of before[next]!) {
      if (earlier < from || found.has(earlier)) continue;
      found.add(earlier);
      open.push(earlier);
    }
  }
  return found;
}

const known = new WeakMap<readonly TraceEvent[], number[][]>();

/**
 * The direct predecessors of each event: the one before it on its node's line, and its cause. Remembered, since
 * questions come in numbers.
 */
function predecessors(events: readonly TraceEvent[]): readonly number[][] {
  const before = known.get(events);
  if (before?.length === events.length) return before;
  const latest = new Map<NodeId, number>();
  const found = events.map((event, id) => {
    const direct = event.cause !== undefined && event.cause < id ? [event.cause] : [];
    if (event.kind === "lost") return direct;
    const previous = latest.get(event.node);
    latest.set(event.node, id);
    return previous === undefined || previous === event.cause ? direct : [previous, ...direct];
  });
  known.set(events, found);
  return found;
}

function countOf(time: VectorTime, node: NodeId): number {
  return Object.hasOwn(time, node) ? time[node]! : 0;
}

function maximum(a: VectorTime = {}, b: VectorTime = {}): VectorTime {
  const larger: Record<NodeId, number> = { ...a };
  for (const node of Object.keys(b)) setOwn(larger, node, Math.max(countOf(larger, node), countOf(b, node)));
  return larger;
}

/**
 * The events of what holds a trace, once it is known that it has these. Throws a RangeError that names one it has not.
 */
export function eventsOf(of: Traced, asked: string, ...ids: readonly number[]): readonly TraceEvent[] {
  const { events } = traceOf(of, asked);
  const unknown = ids.find((id) => events[id] === undefined);
  if (ids.every((id) => events[id] !== undefined)) return events;
  const last = events.length - 1;
  const range = last < 0 ? "it is empty" : `ids run from 0 to ${last}`;
  throw new RangeError(
    `${asked}: this trace has no event ${String(unknown)}; ${range}. Pass an event's id, as in event.id.`,
  );
}
