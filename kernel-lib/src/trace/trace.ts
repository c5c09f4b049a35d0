// A trace: what happened, in causal order. Plain JSON data; everything else (vector time, figures, counts) is derived
// from it.
import type { NodeId } from "../node/messages.js";

export { OUTSIDE } from "../node/outside.js";

/** The format this library writes. */
export const TRACE_VERSION = 1;

/** Everything that can happen. */
export const EVENT_KINDS = [
  "start",
  "send",
  "receive",
  "lost",
  "ignored",
  "timer",
  "crash",
  "restart",
  "output",
  "note",
  "error",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** One event on one node's line. Times are ms since the run began: virtual in the simulator, real on threads. */
export interface TraceEvent {
  /** Position in `events`. */
  readonly id: number;
  /** Whose line it lies on; a `lost` event lies on the line of the node that should have received the message. */
  readonly node: NodeId;
  readonly kind: EventKind;
  readonly at: number;
  /** Lamport time: larger than that of every event that happened before. */
  readonly lamport: number;
  /**
   * The event that led to this one: a receive names its send, a send the receive, timer or start whose handler made it.
   */
  readonly cause?: number;
  /** The message; of an output its value, of a note its text, of a timer its name, of an error its message. */
  readonly message?: any;
  /** The other end of a message. */
  readonly peer?: NodeId;
  /** Of an ignored message: the handler that was probably meant, because its name comes close to the missing one. */
  readonly meant?: string;
  /** Of a lost message: the network itself lost it, between machines, and no fault or crash. */
  readonly by?: "network";
}

/** How the system was set up, as plain data. */
export interface TraceSystem {
  readonly nodes: Record<NodeId, { class: string; fields: object }>;
  readonly faults: readonly { kind: string }[];
}

/** A recorded run: versioned JSON. */
export interface Trace {
  readonly version: number;
  readonly system: TraceSystem;
  readonly seed: number;
  readonly engine: string;
  readonly events: readonly TraceEvent[];
}
