// Busy without getting on: nodes that exchange messages for ever, and none says anything to the outside.
import type { TraceEvent } from "./trace.js";

/** This many messages without output are worth a word. */
const MANY = 1000;

/**
 * Who has exchanged how many messages since the last output (from the beginning, where there was none): "a and b have
 * exchanged 5,000 messages without output". Undefined below 1,000 messages, or where no two nodes exchanged nine tenths
 * of them.
 */
export function livelock(events: readonly TraceEvent[]): string | undefined {
  const pairs = new Map<string, number>();
  let messages = 0;
  for (let i = events.length - 1; i >= 0 && events[i].kind !== "output"; i--) {
    const { kind, node, peer } = events[i];
    if (kind !== "receive") continue;
    messages++;
    const pair = [...new Set([node, peer])].sort().join(" and ");
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  if (messages < MANY) return undefined;
  const [pair, most] = [...pairs].reduce((one, other) => (other[1] > one[1] ? other : one));
  if (most < 0.9 * messages) return undefined;
  const verb = pair.includes(" and ") ? "have exchanged" : "has sent itself";
  return `${pair} ${verb} ${most.toLocaleString("en")} messages without output`;
}
