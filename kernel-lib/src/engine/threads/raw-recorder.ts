// Events as threads write them down, each with a number that is unique in the run, but not yet in order: `assemble`
// makes one trace of them.
import { copy } from "../../node/copy.js";
import type { NodeId } from "../../node/messages.js";
import {
  type Line,
  type LocalKind,
  lossTime,
  type Recorder,
  type SentEnvelope,
  tick,
  tickAtArrival,
} from "../../trace/recorder.js";
import type { EventKind } from "../../trace/trace.js";

export interface RawEvent {
  readonly event: number;
  readonly node: NodeId;
  readonly kind: EventKind;
  readonly at: number;
  readonly lamport: number;
  readonly cause?: number;
  readonly message?: any;
  readonly peer?: NodeId;
  /** Of an ignored message: the handler that was probably meant. */
  readonly meant?: string;
  /** Of a lost message: the network lost it. */
  readonly by?: "network";
  /** Of an arrival: what it knows of its sending, in case the sender could not report it any more. */
  readonly sent?: { lamport: number; at: number; type: string };
}

export abstract class RawRecorder implements Recorder {
  abstract readonly tracing: boolean;

  /** @param clock ms since the run began */
  constructor(readonly clock: { time(): number }) {}

  /** Keeps an event. @returns its number */
  protected abstract keep(event: Omit<RawEvent, "event">): number;

  local(line: Line, kind: LocalKind, cause?: number, message?: unknown): number {
    return this.keep({ node: line.id, kind, at: this.clock.time(), lamport: tick(line), cause, message });
  }

  sent(line: Line, envelope: SentEnvelope, cause?: number): void {
    const { to: peer, at, kept: message } = envelope;
    envelope.lamport = tick(line);
    envelope.event = this.keep({ node: line.id, kind: "send", at, lamport: envelope.lamport, cause, message, peer });
  }

  received(line: Line, envelope: SentEnvelope): number {
    return this.#end(line.id, "receive", tickAtArrival(line, envelope), envelope);
  }

  ignored(line: Line, envelope: SentEnvelope, meant?: string): number {
    return this.#end(line.id, "ignored", tickAtArrival(line, envelope), envelope, meant);
  }

  lost(envelope: SentEnvelope, by?: "network"): number {
    return this.#end(envelope.to, "lost", lossTime(envelope), envelope, undefined, by);
  }

  #end(node: NodeId, kind: EventKind, lamport: number, envelope: SentEnvelope, meant?: string, by?: "network"): number {
    const { event: cause, from: peer, changed } = envelope;
    const sent = { lamport: envelope.lamport, at: envelope.at, type: envelope.message.type };
    // An arrival's message is its sending's, and need not be kept twice, unless it was changed on its way.
    const message = changed ? copy(envelope.message, "a message") : undefined;
    return this.keep({ node, kind, at: this.clock.time(), lamport, cause, message, peer, sent, meant, by });
  }
}
