// Which part of a trace a diagram shows: whole lines, chosen types, and no more than a reader or a browser can take.
import type { NodeId } from "../../node/messages.js";
import type { Cut } from "../../trace/cuts.js";
import { envelopesOf, isMessage, type TracedEnvelope } from "../../trace/envelopes.js";
import { nodesOf } from "../../trace/nodes.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import { short, typeOf } from "../../trace/value.js";
import { count } from "../time.js";
import { sample } from "./sample.js";

/** More than this is neither readable nor quick to draw. */
const MAX_EVENTS = 2000;
export const MAX_NODES = 50;

export interface SpaceTimeOptions {
  /**
   * "time": ms since the run began. "causal": longest chain of causes. Default "time", or "causal" where all events
   * have the same time.
   */
  axis?: "time" | "causal";
  /** Only these lines, in this order, and the messages between them. Default: all. */
  nodes?: NodeId[];
  /** Only messages of these types. Default: all. */
  types?: string[];
  /**
   * A cut, as `cutAt` makes one: drawn as a line across, with the messages in flight; an inconsistent one with those it
   * receives too early.
   */
  cut?: Cut;
  /** Brings out the event with this id and all events that happened before it. */
  past?: number;
  /** Brings out the event with this id and all events that it happened before. */
  future?: number;
}

export interface Selection {
  readonly nodes: readonly NodeId[];
  /** Shown events, in the trace's order. */
  readonly events: readonly TraceEvent[];
  readonly envelopes: readonly TracedEnvelope[];
  /** Sentences that say what is not shown. */
  readonly remarks: readonly string[];
}

/**
 * Applies the options and the bounds: `most` events, 50 nodes. Throws a TypeError or RangeError that quotes an option
 * it cannot follow.
 */
export function select(trace: Trace, options: SpaceTimeOptions, most = MAX_EVENTS): Selection {
  check(options);
  const { nodes, remark } = selectNodes(trace, options.nodes);
  const shown = new Set(nodes);
  const types = options.types && new Set(options.types);
  const wanted = (event: TraceEvent) =>
    shown.has(event.node) &&
    (!isMessage(event) ||
      ((event.peer === undefined || shown.has(event.peer)) &&
        (types === undefined || types.has(typeIn(trace, event)))));
  const all = trace.events.filter(wanted);
  const events = all.length <= most ? all : sample(all, most, trace);
  const drawn = new Set(events);
  const remarks = [...remark, ...unseenTypes(trace, types)];
  if (events.length < all.length) {
    remarks.push(
      `${count(events.length)} of ${count(all.length)} events are drawn, evenly chosen: choose nodes or types to see all of theirs.`,
    );
  }
  return { nodes, events, envelopes: envelopesOf(trace).filter(({ send }) => drawn.has(send)), remarks };
}

function selectNodes(trace: Trace, chosen: readonly NodeId[] | undefined): { nodes: NodeId[]; remark: string[] } {
  const known = nodesOf(trace);
  const unknown = chosen?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) {
    const names = unknown.map((id) => short(id, 40)).join(", ");
    const some = known.slice(0, 12).map((id) => short(id, 40));
    throw new RangeError(
      `spaceTime: this trace has no node ${names}. Its nodes: ${some.join(", ")}${known.length > 12 ? ", …" : ""}.`,
    );
  }
  const all = chosen === undefined ? known : [...new Set(chosen)];
  const nodes = all.slice(0, MAX_NODES);
  const left = all.length - nodes.length;
  return {
    nodes,
    remark: left === 0 ? [] : [`The first ${nodes.length} nodes are drawn; ${count(left)} more are not.`],
  };
}

function unseenTypes(trace: Trace, types: ReadonlySet<string> | undefined): string[] {
  if (types === undefined) return [];
  const seen = new Set(trace.events.filter(isMessage).map((event) => typeIn(trace, event)));
  const unseen = [...types].filter((type) => !seen.has(type));
  return unseen.length === 0 ? [] : [`No message of type ${unseen.join(", ")} was sent.`];
}

/** The type of the message an event belongs to; an end that does not repeat the message asks its send. */
function typeIn(trace: Trace, event: TraceEvent): string {
  for (let at: TraceEvent | undefined = event; at !== undefined; ) {
    if (at.message !== undefined || at.kind === "send" || at.cause === undefined) return typeOf(at.message);
    at = at.cause < at.id ? trace.events[at.cause] : undefined;
  }
  return typeOf(undefined);
}

function check(options: SpaceTimeOptions): void {
  const { axis, nodes, types } = options;
  if (axis !== undefined && axis !== "time" && axis !== "causal") {
    throw new RangeError(`spaceTime: axis is "time" or "causal"; it got ${short(axis)}.`);
  }
  for (const [name, list] of Object.entries({ nodes, types })) {
    if (list === undefined) continue;
    const good = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === "string");
    if (!good) throw new TypeError(`spaceTime: ${name} is a list of names, as in ["a", "b"]; it got ${short(list)}.`);
  }
}
