// A trace in steps: something happens to a node, and its handler reacts. One step is one turn of one node.
import type { NodeId } from "../node/messages.js";
import { describeEvent } from "./describe-event.js";
import type { EventKind, Trace } from "./trace.js";

export interface TraceStep {
  readonly node: NodeId;
  /** Ids: first what happens, then what the node does about it. */
  readonly events: readonly number[];
}

const EFFECTS: readonly EventKind[] = ["send", "output", "note", "error"];

/**
 * The steps of a trace, in its order. What a node sends, outputs or notes belongs to the step that made it do so; on
 * threads, where another node's events may have come between, it is a step of its own.
 */
export function stepsOf(trace: Trace): TraceStep[] {
  const steps: { node: NodeId; events: number[] }[] = [];
  for (const { id, node, kind, cause } of trace.events) {
    const step = steps.at(-1);
    const isEffect = EFFECTS.includes(kind) || (kind === "ignored" && trace.events[cause ?? -1]?.kind === "receive");
    if (step && isEffect && cause !== undefined && step.events.includes(cause)) step.events.push(id);
    else steps.push({ node, events: [id] });
  }
  return steps;
}

/** A step in words: `server: receive ping {"n":1} from client; send pong {"n":1} to client`. */
export function stepWords(trace: Trace, { node, events }: TraceStep): string {
  return `${node}: ${events.map((id) => describeEvent(trace.events[id]!, 100)).join("; ")}`;
}
