// Messages on their way: each send joined with what became of it. A message that a fault duplicated has several
// envelopes.
import type { NodeId } from "../node/messages.js";
import type { Trace, TraceEvent } from "./trace.js";
import { typeOf } from "./value.js";

/** `open`: neither arrived nor lost when the recording ended. */
export type Fate = "delivered" | "lost" | "ignored" | "open";

export interface TracedEnvelope {
  readonly send: TraceEvent;
  /** The receive, ignored or lost event; none while the message is under way. */
  readonly end?: TraceEvent;
  readonly fate: Fate;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly type: string;
}

/** Every envelope of a trace, in the order of sending. */
export function envelopesOf(trace: Trace): TracedEnvelope[] {
  const ends = new Map<number, TraceEvent[]>();
  const ignored = new Set<number>();
  for (const event of trace.events) {
    if (event.cause === undefined) continue;
    const cause = trace.events[event.cause];
    if (event.kind === "ignored" && cause?.kind === "receive") ignored.add(cause.id);
    else if (isEnd(event) && cause?.kind === "send") ends.set(cause.id, [...(ends.get(cause.id) ?? []), event]);
  }
  return trace.events.filter(isSend).flatMap((send): TracedEnvelope[] => {
    const envelope = { send, from: send.node, to: send.peer ?? send.node, type: typeOf(send.message) };
    const arrivals = ends.get(send.id);
    if (arrivals === undefined) return [{ ...envelope, fate: "open" }];
    return arrivals.map((end) => ({ ...envelope, end, fate: ignored.has(end.id) ? "ignored" : fateOf(end) }));
  });
}

/** Whether an event belongs to a message rather than to its node alone. */
export function isMessage(event: TraceEvent): boolean {
  return isSend(event) || isEnd(event);
}

function isSend(event: TraceEvent): boolean {
  return event.kind === "send";
}

function isEnd(event: TraceEvent): boolean {
  return event.kind === "receive" || event.kind === "lost" || event.kind === "ignored";
}

function fateOf(end: TraceEvent): Fate {
  return end.kind === "lost" ? "lost" : end.kind === "ignored" ? "ignored" : "delivered";
}
