// How an engine records what happens: one operation for everything that can happen to a line or to an envelope.
// Lamport's rules (1978) are applied here and nowhere else.
import type { Envelope, NodeId } from "../node/messages.js";
import type { EventKind } from "./trace.js";

/** A line of the space-time diagram: a node, or those outside, with its Lamport clock. */
export interface Line {
  readonly id: NodeId;
  lamport: number;
}

/** An envelope with the record of its sending, which it carries with it: nothing that arrives lacks its cause. */
export interface SentEnvelope extends Envelope {
  /** It asks for an answer to this call of the sender. */
  readonly call?: number;
  /** It answers this call of the receiver. */
  readonly answers?: number;
  /** It was changed on its way, so what arrives is not what was sent. */
  changed?: boolean;
  /** When it was sent, in ms since the run began. */
  readonly at: number;
  /** The message as the trace keeps it: the receiver may change the other. */
  readonly kept: any;
  /** Set by `Recorder.sent`: the send event, -1 where nothing is traced, and its Lamport time. */
  event: number;
  lamport: number;
}

/** What happens on a line without a message. */
export type LocalKind = Exclude<EventKind, "send" | "receive" | "ignored" | "lost">;

/** Every operation but `sent` returns the event's number; -1 where nothing is traced. */
export interface Recorder {
  /** False if events are only counted. */
  readonly tracing: boolean;
  /** @param content an output's value, a note's text, a timer's name, an error's message */
  local(line: Line, kind: LocalKind, cause?: number, content?: unknown): number;
  /** An envelope leaves the line, and is stamped with its event and Lamport time. */
  sent(line: Line, envelope: SentEnvelope, cause?: number): void;
  received(line: Line, envelope: SentEnvelope): number;
  /** It arrived, but the node has no handler for it. @param meant a handler whose name comes close */
  ignored(line: Line, envelope: SentEnvelope, meant?: string): number;
  /**
   * It will not arrive. The event is drawn on the line of the node that should have received it, whose clock stays as
   * it is.
   * @param by the network itself, and no fault or crash, lost it
   */
  lost(envelope: SentEnvelope, by?: "network"): number;
}

/** An event of the line itself. @returns its Lamport time */
export function tick(line: Line): number {
  line.lamport++;
  return line.lamport;
}

/** An envelope arrives. @returns the Lamport time of its arrival */
export function tickAtArrival(line: Line, { lamport }: SentEnvelope): number {
  line.lamport = (lamport > line.lamport ? lamport : line.lamport) + 1;
  return line.lamport;
}

/** @returns the Lamport time at which an envelope is lost */
export function lossTime({ lamport }: SentEnvelope): number {
  return lamport + 1;
}
