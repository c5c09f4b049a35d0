// A run as a log for ShiViz (Beschastnikh et al. 2016), which draws space-time diagrams to search, compare and fold:
// bestchai.bitbucket.io/shiviz.
import { vectorTimes } from "./causality.js";
import { describeEvent } from "./describe-event.js";
import { envelopesOf } from "./envelopes.js";
import { nodesOf } from "./nodes.js";
import { type Traced, traceOf } from "./source.js";
import type { TraceEvent } from "./trace.js";

/** How ShiViz is to read each event: two lines, the second with the node and its vector time as JSON. */
const SHIVIZ_PATTERN = String.raw`(?<at>\d+\.\d+) ms: (?<event>.*)\n(?<host>\S+) (?<clock>\{.*\})`;

/**
 * A file to open in ShiViz: its first line is the regular expression that reads the log, its second (what separates
 * several runs) is empty, then comes the log with two lines per event. Spaces in nodes' names become "_". A
 * message that was lost is marked where it was sent, because no node observes the loss. Takes a run, a trace, or a
 * verdict with a counterexample.
 */
export function traceToShiViz(of: Traced): string {
  const trace = traceOf(of, "traceToShiViz");
  const times = vectorTimes(trace);
  const lost = new Set(envelopesOf(trace).flatMap(({ send, fate }) => (fate === "lost" ? [send.id] : [])));
  const host = hosts(nodesOf(trace));
  const entry = (event: TraceEvent) => {
    const clock = Object.fromEntries(Object.entries(times[event.id]!).map(([node, n]) => [host.get(node)!, n]));
    const what = `${describeEvent(event)}${lost.has(event.id) ? " (lost)" : ""}`.replace(/\s+/g, " ");
    return `${Math.max(0, event.at).toFixed(3)} ms: ${what}\n${host.get(event.node)} ${JSON.stringify(clock)}`;
  };
  const log = trace.events.filter(({ kind }) => kind !== "lost").map(entry);
  return `${[SHIVIZ_PATTERN, "", ...log].join("\n")}\n`;
}

/** Names without spaces, still distinct. */
function hosts(nodes: readonly string[]): Map<string, string> {
  const taken = new Set(nodes.filter((node) => !/\s/.test(node)));
  return new Map(
    nodes.map((node) => {
      let name = node.replace(/\s/g, "_");
      while (name !== node && taken.has(name)) name += "_";
      taken.add(name);
      return [node, name];
    }),
  );
}
