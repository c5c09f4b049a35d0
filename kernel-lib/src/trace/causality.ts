// Happens-before on a recorded run (Lamport 1978) and vector time (Fidge 1988, Mattern 1989), derived from each event's cause.
// A lost message is observed by nobody: a `lost` event has its send in its past and is in nobody else's.
import type { NodeId } from "../node/messages.js";
import type { Trace } from "./trace.js";

/** How many events of each node are known: `{ client: 2, server: 1 }`. A node that is not named counts 0. */
export type VectorTime = Readonly<Record<NodeId, number>>;

/**
 * The vector time of every event, in the trace's order: `vectorTimes(trace)[event.id]`. An event counts itself.
 * `upTo` ends after that many events (default: all). Needs about nodes x events numbers of memory.
 */
export function vectorTimes(trace: Trace, upTo: number = trace.events.length): VectorTime[] {
  const times: VectorTime[] = [];
  const latest = new Map<NodeId, VectorTime>();
  for (const event of trace.events.slice(0, upTo)) {
    const cause = event.cause === undefined ? undefined : times[event.cause];
    if (event.kind === "lost") {
      times.push(cause ?? {});
      continue;
    }
    const known = maximum(latest.get(event.node), cause);
    const time = { ...known, [event.node]: (known[event.node] ?? 0) + 1 };
    latest.set(event.node, time);
    times.push(time);
  }
  return times;
}

/** Whether event `a` happened before event `b` (ids): on one node earlier, or through a chain of messages. Throws a RangeError for unknown ids. */
export function happenedBefore(trace: Trace, a: number, b: number): boolean {
  for (const id of [a, b]) check(trace, id, "happenedBefore");
  return causalPast(trace, b).has(a);
}

/** Whether neither event happened before the other: two different ids, no chain either way. */
export function concurrent(trace: Trace, a: number, b: number): boolean {
  return a !== b && !happenedBefore(trace, a, b) && !happenedBefore(trace, b, a);
}

/** Ids of all events that happened before event `id`, without itself. Throws a RangeError for an unknown id. */
export function causalPast(trace: Trace, id: number): Set<number> {
  check(trace, id, "causalPast");
  const before = predecessors(trace);
  const past = new Set<number>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const earlier of before[next]!) {
      if (past.has(earlier)) continue;
      past.add(earlier);
      open.push(earlier);
    }
  }
  return past;
}

/** Logical time drawn to scale: the number of events on the longest chain that leads to each event. First events have 0. */
export function causalDepths(trace: Trace): number[] {
  const depths: number[] = [];
  for (const earlier of predecessors(trace)) {
    depths.push(earlier.reduce((deepest, id) => Math.max(deepest, depths[id]! + 1), 0));
  }
  return depths;
}

/** The direct predecessors of each event: the one before it on its node's line, and its cause. */
function predecessors(trace: Trace): number[][] {
  const latest = new Map<NodeId, number>();
  return trace.events.map((event, id) => {
    const direct = event.cause !== undefined && event.cause < id ? [event.cause] : [];
    if (event.kind === "lost") return direct;
    const previous = latest.get(event.node);
    latest.set(event.node, id);
    return previous === undefined || previous === event.cause ? direct : [previous, ...direct];
  });
}

function maximum(a: VectorTime = {}, b: VectorTime = {}): VectorTime {
  const larger: Record<NodeId, number> = { ...a };
  for (const node of Object.keys(b)) larger[node] = Math.max(larger[node] ?? 0, b[node]!);
  return larger;
}

function check(trace: Trace, id: number, asked: string): void {
  if (trace.events[id] !== undefined) return;
  const last = trace.events.length - 1;
  const range = last < 0 ? "it is empty" : `ids run from 0 to ${last}`;
  throw new RangeError(
    `${asked}: this trace has no event ${String(id)}; ${range}. Pass an event's id, as in event.id.`,
  );
}
