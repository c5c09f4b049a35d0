// Makes one trace of what the threads reported: in an order that respects causes, and renumbered.
import type { TraceEvent } from "../../trace/trace.js";
import type { RawEvent } from "./raw-recorder.js";

/**
 * Events sorted by time, then Lamport time: all threads read one monotonic clock, so no cause comes after its effect.
 * A sending whose sender ended before it could report it is restored from the receive that names it.
 */
export function assemble(events: readonly RawEvent[]): TraceEvent[] {
  const known = new Map(events.map((raw) => [raw.event, raw]));
  for (const { cause, sent, peer, node } of events) {
    if (!sent || cause === undefined || known.has(cause)) continue;
    known.set(cause, {
      event: cause,
      node: peer!,
      kind: "send",
      at: sent.at,
      lamport: sent.lamport,
      peer: node,
      message: { type: sent.type },
    });
  }
  const sorted = [...known.values()].sort((a, b) => a.at - b.at || a.lamport - b.lamport || a.event - b.event);
  const ids = new Map(sorted.map((raw, id) => [raw.event, id]));
  return sorted.map(({ node, kind, at, lamport, cause, message, peer, meant, by }, id) => {
    const from = cause === undefined ? undefined : known.get(cause);
    const event: any = { id, node, kind, at, lamport };
    if (from) event.cause = ids.get(cause!);
    const content = message ?? (isArrival(kind) ? from?.message : undefined);
    if (content !== undefined) event.message = content;
    if (peer !== undefined) event.peer = peer;
    if (meant !== undefined) event.meant = meant;
    if (by !== undefined) event.by = by;
    return event;
  });
}

/**
 * The same events with times that no clock contradicts: nothing happens before its cause, or before what happened
 * earlier on its line. Clocks of several machines agree only up to an error, but Lamport times do not.
 */
export function inOrder(events: readonly RawEvent[]): RawEvent[] {
  const times = new Map<number, number>();
  const latest = new Map<string, number>();
  const sorted = [...events].sort((a, b) => a.lamport - b.lamport || a.event - b.event);
  return sorted.map((raw) => {
    const sentAt = raw.cause === undefined ? undefined : (times.get(raw.cause) ?? raw.sent?.at);
    const at = Math.max(raw.at, sentAt ?? 0, raw.kind === "lost" ? 0 : (latest.get(raw.node) ?? 0));
    times.set(raw.event, at);
    if (raw.kind !== "lost") latest.set(raw.node, at);
    return at === raw.at ? raw : { ...raw, at };
  });
}

function isArrival(kind: string): boolean {
  return kind === "receive" || kind === "ignored" || kind === "lost";
}
