// What changed when, node by node: read off a run's events, or given.
import type { NodeId } from "../../node/messages.js";
import { nodesOf } from "../../trace/nodes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import { cut, short } from "../../trace/value.js";
import { MAX_NODES } from "../space-time/selection.js";
import { count, duration } from "../time.js";

/** More than this is neither readable nor quick to draw. */
const MAX_CHANGES = 5000;

/** What was so from a moment on, in ms; undefined if nothing is known, as after a crash. */
export interface StateChange {
  readonly at: number;
  readonly value: unknown;
}

export interface Series {
  readonly node: NodeId;
  readonly changes: readonly StateChange[];
}

/** As many nodes and changes as can be drawn, and sentences that say what is left out. */
export function drawable(
  of: Traced | Record<string, readonly StateChange[]>,
  value?: (event: TraceEvent) => unknown,
): {
  rows: Series[];
  end: number;
  remarks: string[];
} {
  const { series, end } = isGiven(of) ? given(of) : recorded(traceOf(of, "stateOverTime"), value);
  const changing = series.filter(({ changes }) => changes.length > 0);
  const rows = changing.slice(0, MAX_NODES);
  const left = changing.length - rows.length;
  const remarks = left > 0 ? [`The first ${MAX_NODES} nodes are drawn; ${count(left)} more are not.`] : [];
  const times = rows.flatMap(({ changes }) => changes.map(({ at }) => at)).sort((a, b) => a - b);
  const until = times[MAX_CHANGES];
  if (until === undefined) return { rows, end, remarks };
  const early = rows.map(({ node, changes }) => ({ node, changes: changes.filter(({ at }) => at < until) }));
  const drawn = early.reduce((sum, { changes }) => sum + changes.length, 0);
  remarks.push(`The first ${count(drawn)} of ${count(times.length)} changes are drawn, up to ${duration(until)}.`);
  return { rows: early.filter(({ changes }) => changes.length > 0), end: until, remarks };
}

function isGiven(of: object): of is Record<string, readonly StateChange[]> {
  const isChange = (each: unknown) =>
    typeof each === "object" && each !== null && Number.isFinite((each as StateChange).at);
  const parts = typeof of === "object" && of !== null && !(of instanceof Promise) ? Object.values(of) : [];
  return parts.length > 0 && parts.every((part) => Array.isArray(part) && part.every(isChange));
}

function given(of: Record<string, readonly StateChange[]>): { series: Series[]; end: number } {
  const series = Object.entries(of).map(([node, changes]) => ({
    node,
    changes: merged([...changes].sort((a, b) => a.at - b.at)),
  }));
  return { series, end: series.reduce((last, { changes }) => Math.max(last, changes.at(-1)?.at ?? 0), 0) };
}

function recorded(
  trace: Trace,
  value: ((event: TraceEvent) => unknown) | undefined,
): { series: Series[]; end: number } {
  const kind = trace.events.some((event) => event.kind === "output") ? "output" : "note";
  const read = value ?? ((event: TraceEvent) => (event.kind === kind ? event.message : undefined));
  const byNode = new Map(nodesOf(trace).map((node): [NodeId, StateChange[]] => [node, []]));
  for (const event of trace.events) {
    const changes = byNode.get(event.node)!;
    const next = event.kind === "lost" ? undefined : read(event);
    if (next !== undefined) changes.push({ at: event.at, value: next });
    else if ((event.kind === "crash" || event.kind === "error") && changes.length > 0)
      changes.push({ at: event.at, value: undefined });
  }
  const end = trace.events.reduce((last, { at }) => Math.max(last, at), 0);
  return { series: [...byNode].map(([node, changes]) => ({ node, changes: merged(changes) })), end };
}

/** Without those that changed nothing. */
function merged(changes: readonly StateChange[]): StateChange[] {
  const same = (a: unknown, b: unknown) =>
    Object.is(a, b) || (typeof a === "object" && valueWords(a) === valueWords(b));
  return changes.filter(({ value }, i) => i === 0 || !same(value, changes[i - 1]!.value));
}

/** A value in words. */
export function valueWords(value: unknown, most = 200): string {
  if (value === undefined) return "unknown";
  return typeof value === "string" ? cut(value, most) : short(value, most);
}
