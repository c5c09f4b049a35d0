// Which part of a trace a diagram shows: whole lines, chosen types, and no more than a reader or a browser can take.
import type { NodeId } from "../../node/messages.js";
import type { Cut } from "../../trace/cuts.js";
import { envelopesOf, isMessage, type TracedEnvelope } from "../../trace/envelopes.js";
import { nodesOf } from "../../trace/nodes.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import { short, typeOf } from "../../trace/value.js";
import { count, counted } from "../time.js";
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
  /** Only this node with what it does, and the messages it sends or receives, with the lines at their other ends. */
  around?: NodeId;
  /** Only so many events, the last of those that the other options leave, and where messages among them were sent. */
  last?: number;
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
  const { nodes, remarks: left } = selectNodes(trace, options);
  const shown = new Set(nodes);
  const types = options.types && new Set(options.types);
  const wanted = (event: TraceEvent) =>
    shown.has(event.node) &&
    isAround(event, options.around) &&
    (!isMessage(event) ||
      ((event.peer === undefined || shown.has(event.peer)) &&
        (types === undefined || types.has(typeIn(trace, event)))));
  const found = trace.events.filter(wanted);
  const all = options.last === undefined ? found : lastOf(found, options.last, trace);
  const events = all.length <= most ? all : sample(all, most, trace);
  const drawn = new Set(events);
  const remarks = [...left, ...unseenTypes(trace, types)];
  if (options.last !== undefined && options.last < found.length)
    remarks.push(`The last ${counted(options.last, "event")} of ${count(found.length)} are drawn.`);
  if (events.length < all.length) {
    remarks.push(
      `${count(events.length)} of ${count(all.length)} events are drawn, evenly chosen: choose nodes or types to see all of theirs.`,
    );
  }
  return { nodes, events, envelopes: envelopesOf(trace).filter(({ send }) => drawn.has(send)), remarks };
}

/** Whether an event is one of the node's own, the other end of one of its messages, or tells whether a node is up. */
function isAround(event: TraceEvent, node: NodeId | undefined): boolean {
  if (node === undefined || event.node === node || event.peer === node) return true;
  return ["start", "crash", "restart", "error"].includes(event.kind);
}

/** The last events, and where the messages that end among them were sent. */
function lastOf(events: readonly TraceEvent[], last: number, trace: Trace): TraceEvent[] {
  const kept = new Set(events.slice(-last));
  for (const event of [...kept]) {
    for (let at = event; isMessage(at) && at.kind !== "send" && at.cause !== undefined && at.cause < at.id; ) {
      at = trace.events[at.cause]!;
      kept.add(at);
    }
  }
  return events.filter((event) => kept.has(event));
}

function selectNodes(trace: Trace, options: SpaceTimeOptions): { nodes: NodeId[]; remarks: string[] } {
  const { nodes: chosen, around } = options;
  const known = nodesOf(trace);
  const unknown = [...(chosen ?? []), ...(around === undefined ? [] : [around])].filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    const names = unknown.map((id) => short(id, 40)).join(", ");
    const some = known.slice(0, 12).map((id) => short(id, 40));
    throw new RangeError(
      `spaceTime: this trace has no node ${names}. Its nodes: ${some.join(", ")}${known.length > 12 ? ", …" : ""}.`,
    );
  }
  const named = chosen === undefined ? known : [...new Set(chosen)];
  const near = around === undefined ? undefined : neighbours(trace, around);
  const all = near === undefined ? named : named.filter((id) => near.has(id));
  const nodes = all.slice(0, MAX_NODES);
  const left = all.length - nodes.length;
  const apart =
    around === undefined ? [] : [`Around ${around}: ${counted(all.length, "node")} of ${count(named.length)}.`];
  return {
    nodes,
    remarks: [
      ...apart,
      ...(left === 0 ? [] : [`The first ${nodes.length} nodes are drawn; ${count(left)} more are not.`]),
    ],
  };
}

/** A node and those that it sends to or hears from. */
export function neighbours(trace: Trace, node: NodeId): Set<NodeId> {
  const ends = envelopesOf(trace).filter(({ from, to }) => from === node || to === node);
  return new Set([node, ...ends.flatMap(({ from, to }) => [from, to])]);
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
  const { axis, nodes, types, around, last } = options;
  if (around !== undefined && typeof around !== "string")
    throw new TypeError(`spaceTime: around is the name of a node, as in "a"; it got ${short(around)}.`);
  if (last !== undefined && !(Number.isInteger(last) && last > 0))
    throw new RangeError(`spaceTime: last is a number of events, such as 50; it got ${short(last)}.`);
  if (axis !== undefined && axis !== "time" && axis !== "causal") {
    throw new RangeError(`spaceTime: axis is "time" or "causal"; it got ${short(axis)}.`);
  }
  for (const [name, list] of Object.entries({ nodes, types })) {
    if (list === undefined) continue;
    const good = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === "string");
    if (!good) throw new TypeError(`spaceTime: ${name} is a list of names, as in ["a", "b"]; it got ${short(list)}.`);
  }
}
