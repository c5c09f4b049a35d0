// What is going to happen in a simulation. What there may be a million of at once is its own event: a message its
// arrival, a node its start.
import type { NodeId } from "../../node/messages.js";
import type { SentEnvelope } from "../../trace/recorder.js";
import type { Cancellable } from "../event-queue.js";
import type { Alarm, SimulatedNode } from "./simulated-node.js";

export type ScheduledEvent = SimulatedNode | EnvelopeInFlight | Alarm | Deed;

/** Anything else: a crash, a restart. */
export interface Deed extends Cancellable {
  readonly kind: "do";
  readonly node: undefined;
  /** @returns whether the step is complete */
  act(): boolean;
}

/** An envelope that arrives, or is lost. */
export class EnvelopeInFlight implements SentEnvelope, Cancellable {
  kind: "arrive" | "lose" = "arrive";
  /** Where it arrives; undefined if that is outside. */
  node: SimulatedNode | undefined;
  changed = false;
  event = -1;
  lamport = 0;

  constructor(
    readonly from: NodeId,
    readonly to: NodeId,
    readonly message: any,
    readonly kept: any,
    readonly at: number,
    readonly call: number | undefined,
    readonly answers: number | undefined,
  ) {}

  get cancelled(): false {
    return false;
  }

  /** Another copy of the same sending. */
  again(message: unknown): EnvelopeInFlight {
    const { from, to, kept, at, call, answers } = this;
    const copy = new EnvelopeInFlight(from, to, message, kept, at, call, answers);
    const { changed, event, lamport, node } = this;
    return Object.assign(copy, { changed, event, lamport, node });
  }
}
