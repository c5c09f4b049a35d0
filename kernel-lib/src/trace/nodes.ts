// Whose lines a diagram has, and when their nodes were down.
import type { NodeId } from "../node/messages.js";
import { OUTSIDE, type Trace, type TraceEvent } from "./trace.js";

/** All lines of a trace: "outside" first if it did anything, then the system's order, then nodes that came later. */
export function nodesOf(trace: Trace): NodeId[] {
  const ids = new Set(Object.keys(trace.system.nodes));
  let outside = false;
  for (const { node, peer } of trace.events) {
    for (const id of [node, peer]) {
      if (id === undefined) continue;
      if (id === OUTSIDE && !(OUTSIDE in trace.system.nodes)) outside = true;
      else ids.add(id);
    }
  }
  return outside ? [OUTSIDE, ...ids] : [...ids];
}

/** The class of a node as the trace names it. */
export function className(trace: Trace, node: NodeId): string | undefined {
  return Object.hasOwn(trace.system.nodes, node) ? trace.system.nodes[node]!.class : undefined;
}

/** A stretch in which a node does nothing: from its crash, or from the error that ended it, to its restart, if any. */
export interface Down {
  readonly node: NodeId;
  readonly from: TraceEvent;
  readonly to?: TraceEvent;
}

/** Every such stretch, in the trace's order. */
export function downs(trace: Trace): Down[] {
  const found: { node: NodeId; from: TraceEvent; to?: TraceEvent }[] = [];
  const current = new Map<NodeId, (typeof found)[number]>();
  for (const event of trace.events) {
    if ((event.kind === "crash" || event.kind === "error") && !current.has(event.node)) {
      const down: (typeof found)[number] = { node: event.node, from: event };
      current.set(event.node, down);
      found.push(down);
    } else if (event.kind === "restart") {
      const down = current.get(event.node);
      if (down) down.to = event;
      current.delete(event.node);
    }
  }
  return found;
}

/** Whether a node was down at an event. */
export function down(downs: readonly Down[], node: NodeId, at: TraceEvent): boolean {
  return downs.some((each) => each.node === node && each.from.id < at.id && at.id < (each.to?.id ?? Infinity));
}
