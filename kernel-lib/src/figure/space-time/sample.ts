// What is drawn of a run too long to draw: messages with both their ends, evenly chosen over the whole of it, and
// whatever went wrong.
import type { Trace, TraceEvent } from "../../trace/trace.js";

const ALWAYS = ["crash", "restart", "error"];

/** At most so many of these events, in their order. Those that belong to one message are taken or left together. */
export function sample(events: readonly TraceEvent[], most: number, trace: Trace): TraceEvent[] {
  const units = new Map<number, TraceEvent[]>();
  for (const event of events) {
    const root = rootOf(event, trace);
    units.set(root, [...(units.get(root) ?? []), event]);
  }
  const isPressing = (unit: readonly TraceEvent[]) => unit.some(({ kind }) => ALWAYS.includes(kind));
  const pressing = thin([...units.values()].filter(isPressing), most);
  const rest = thin(
    [...units.values()].filter((unit) => !isPressing(unit)),
    most - pressing.length,
  );
  return [...pressing, ...rest].sort((a, b) => a.id - b.id);
}

/** The golden ratio's fractions fall evenly everywhere, and never in step with messages that alternate. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

function thin(units: readonly (readonly TraceEvent[])[], most: number): TraceEvent[] {
  const ranked = units.map((unit, i) => ({ unit, rank: (i * GOLDEN) % 1 })).sort((a, b) => a.rank - b.rank);
  const chosen: TraceEvent[] = [];
  for (const { unit } of ranked) if (chosen.length + unit.length <= most) chosen.push(...unit);
  return chosen;
}

/** The sending of the message an event belongs to; of any other event itself. */
function rootOf(event: TraceEvent, trace: Trace): number {
  const cause = event.cause === undefined ? undefined : trace.events[event.cause];
  const isEnd = event.kind === "receive" || event.kind === "lost" || event.kind === "ignored";
  if (!isEnd || cause === undefined || cause.id >= event.id) return event.id;
  if (cause.kind === "send") return cause.id;
  return event.kind === "ignored" && cause.kind === "receive" ? rootOf(cause, trace) : event.id;
}
