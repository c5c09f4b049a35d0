// Records the events of an engine that runs on one thread: they happen one after the other, so each is numbered as it
// is written.
import type { NodeId } from "../node/messages.js";
import {
  type Line,
  type LocalKind,
  lossTime,
  type Recorder,
  type SentEnvelope,
  tick,
  tickAtArrival,
} from "./recorder.js";
import type { EventKind, TraceEvent } from "./trace.js";

export class TraceRecorder implements Recorder {
  readonly tracing = true;
  readonly events: TraceEvent[] = [];

  /** @param clock tells when an event happens, in ms since the run began */
  constructor(readonly clock: { readonly now: number }) {}

  local(line: Line, kind: LocalKind, cause?: number, content?: unknown): number {
    const id = this.events.length;
    const event: any = { id, node: line.id, kind, at: this.clock.now, lamport: tick(line) };
    if (isKnown(cause)) event.cause = cause;
    if (content !== undefined) event.message = content;
    this.events.push(event);
    return id;
  }

  sent(line: Line, envelope: SentEnvelope, cause?: number): void {
    const id = this.events.length;
    const lamport = tick(line);
    envelope.event = id;
    envelope.lamport = lamport;
    const { kept: message, to: peer, at } = envelope;
    const node = line.id;
    this.events.push(
      isKnown(cause)
        ? { id, node, kind: "send", at, lamport, cause, message, peer }
        : { id, node, kind: "send", at, lamport, message, peer },
    );
  }

  received(line: Line, envelope: SentEnvelope): number {
    return this.#end(line.id, "receive", tickAtArrival(line, envelope), envelope);
  }

  ignored(line: Line, envelope: SentEnvelope, meant?: string): number {
    return this.#end(line.id, "ignored", tickAtArrival(line, envelope), envelope, meant);
  }

  lost(envelope: SentEnvelope): number {
    return this.#end(envelope.to, "lost", lossTime(envelope), envelope);
  }

  #end(node: NodeId, kind: EventKind, lamport: number, envelope: SentEnvelope, meant?: string): number {
    const id = this.events.length;
    const { event: cause, kept: message, from: peer } = envelope;
    const event = { id, node, kind, at: this.clock.now, lamport, cause, message, peer };
    this.events.push(meant === undefined ? event : { ...event, meant });
    return id;
  }
}

function isKnown(cause: number | undefined): cause is number {
  return cause !== undefined && cause >= 0;
}
