// Cuts through a run (Mattern 1989): how many of its events each node has completed. A cut is consistent if whatever it
// contains was caused inside it, so that it could have been the global state at some moment (Chandy and Lamport 1985).
import type { NodeId } from "../node/messages.js";
import { eventsOf } from "./causality.js";
import { envelopesOf } from "./envelopes.js";
import { nodesOf } from "./nodes.js";
import { type Traced, traceOf } from "./source.js";
import type { Trace, TraceEvent } from "./trace.js";
import { short } from "./value.js";

/**
 * How many events of each node are inside, counted from its first; a node that is not named has none. `lost` events are
 * observed by no node and not counted, as in vector time: the vector time of an event is the smallest consistent cut
 * that contains it.
 */
export type Cut = Readonly<Record<NodeId, number>>;

/**
 * The cut at a time in ms since the run began: each node's events up to and including it. One time for all gives a
 * consistent cut in the simulator; a time for each node, as in `{ a: 5, b: 8 }`, may not. A node that is not named has
 * none of its events inside.
 */
export function cutAt(of: Traced, ms: number | Readonly<Record<NodeId, number>>): Cut {
  const trace = traceOf(of, "cutAt");
  const times = typeof ms === "number" ? Object.fromEntries(nodesOf(trace).map((id) => [id, ms])) : ms;
  const good = typeof times === "object" && times !== null && Object.values(times).every((time) => time >= 0);
  if (!good) throw new TypeError(`cutAt: it takes a time in ms, 0 or more, or one for each node; it got ${short(ms)}.`);
  checkNodes(trace, times, "cutAt");
  return count(trace, (event) => event.at <= (times[event.node] ?? -1));
}

/**
 * The cut that ends, on each of their nodes, with these events (ids), such as those at which nodes recorded their
 * state.
 */
export function cutAfter(of: Traced, ids: readonly number[]): Cut {
  if (!Array.isArray(ids)) throw new TypeError(`cutAfter: it takes a list of events' ids; it got ${short(ids)}.`);
  const events = eventsOf(of, "cutAfter", ...ids);
  const last = new Map<NodeId, number>();
  for (const id of ids) last.set(events[id]!.node, Math.max(id, last.get(events[id]!.node) ?? 0));
  return count(traceOf(of, "cutAfter"), (event) => event.id <= (last.get(event.node) ?? -1));
}

/** Whether everything inside a cut was caused inside it: no message is received before it and sent after it. */
export function isConsistentCut(of: Traced, cut: Cut): boolean {
  return orphans(of, cut).length === 0;
}

/**
 * What makes a cut inconsistent: the events inside it whose cause is outside, such as the receiving of a message not
 * yet sent.
 */
export function orphans(of: Traced, cut: Cut): TraceEvent[] {
  const trace = traceOf(of, "orphans");
  const inside = insideOf(trace, cut, "orphans");
  return trace.events.filter(({ id, cause }) => inside.has(id) && cause !== undefined && !inside.has(cause));
}

/**
 * The sends inside a cut whose message has not arrived inside it: what the channels hold. Messages that were lost by
 * then are not among them.
 */
export function inFlight(of: Traced, cut: Cut): TraceEvent[] {
  const trace = traceOf(of, "inFlight");
  const inside = insideOf(trace, cut, "inFlight");
  const frontier = latestTime(trace, inside);
  const open = envelopesOf(trace).filter(({ send, end }) => {
    if (!inside.has(send.id) || end === undefined) return inside.has(send.id);
    return end.kind === "lost" ? end.at > frontier : !inside.has(end.id);
  });
  return [...new Set(open.map(({ send }) => send))];
}

/**
 * The largest consistent cut inside a cut: the last global state the nodes can go back to when each has gone no further
 * than `within` (default: the whole run).
 */
export function latestConsistentCut(of: Traced, within?: Cut): Cut {
  const trace = traceOf(of, "latestConsistentCut");
  const inside = within === undefined ? undefined : insideOf(trace, within, "latestConsistentCut");
  const kept = new Set<number>();
  const ended = new Set<NodeId>();
  for (const { id, node, kind, cause } of trace.events) {
    if (kind === "lost" || ended.has(node)) continue;
    const reached = (inside === undefined || inside.has(id)) && (cause === undefined || kept.has(cause));
    if (reached) kept.add(id);
    else ended.add(node);
  }
  return count(trace, (event) => kept.has(event.id));
}

/**
 * Ids of the events inside a cut. Throws a RangeError that quotes a node or a number of events that the trace has not.
 */
export function insideOf(trace: Trace, cut: Cut, asked: string): Set<number> {
  if (typeof cut !== "object" || cut === null)
    throw new TypeError(
      `${asked}: a cut is a number of events for each node, as in { a: 2, b: 3 }; it got ${short(cut)}.`,
    );
  checkNodes(trace, cut, asked);
  const seen = new Map<NodeId, number>();
  const inside = new Set<number>();
  for (const { id, node, kind } of trace.events) {
    if (kind === "lost") continue;
    const number = (seen.get(node) ?? 0) + 1;
    seen.set(node, number);
    if (number <= (cut[node] ?? 0)) inside.add(id);
  }
  for (const [node, number] of Object.entries(cut)) {
    const most = seen.get(node) ?? 0;
    if (!Number.isInteger(number) || number < 0 || number > most)
      throw new RangeError(`${asked}: a cut has 0 to ${most} events of ${node}; this one has ${short(number)}.`);
  }
  return inside;
}

function count(trace: Trace, isInside: (event: TraceEvent) => boolean): Cut {
  const cut: Record<NodeId, number> = Object.fromEntries(nodesOf(trace).map((id) => [id, 0]));
  for (const event of trace.events) if (event.kind !== "lost" && isInside(event)) cut[event.node]!++;
  return cut;
}

function latestTime(trace: Trace, inside: ReadonlySet<number>): number {
  return trace.events.reduce((latest, { id, at }) => (inside.has(id) ? Math.max(latest, at) : latest), 0);
}

function checkNodes(trace: Trace, named: object, asked: string): void {
  const known = nodesOf(trace);
  const unknown = Object.keys(named).find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const some = known.slice(0, 12).map((id) => short(id, 40));
  throw new RangeError(
    `${asked}: this trace has no node ${short(unknown, 40)}. Its nodes: ${some.join(", ")}${known.length > 12 ? ", …" : ""}.`,
  );
}
