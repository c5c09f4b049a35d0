// Counts messages: as they are sent if there is no trace, or afterwards in its events.
import type { Line, Recorder, SentEnvelope } from "../trace/recorder.js";
import type { TraceEvent } from "../trace/trace.js";

export interface MessageCounts {
  /** Messages sent, answers to calls included. */
  messages: number;
  delivered: number;
  lost: number;
  /** Messages sent, by type. */
  byType: Record<string, number>;
}

/** Takes the place of a trace recorder if no trace is wanted. */
export class MessageCounter implements Recorder {
  readonly tracing = false;
  readonly counts: MessageCounts = { messages: 0, delivered: 0, lost: 0, byType: {} };

  local(): number {
    return -1;
  }

  sent(_line: Line, { message }: SentEnvelope): void {
    this.#countSent(message.type);
  }

  received(): number {
    this.counts.delivered++;
    return -1;
  }

  ignored(): number {
    return this.received();
  }

  lost(): number {
    this.counts.lost++;
    return -1;
  }

  /** Counts a recorded event. */
  add({ kind, message }: Pick<TraceEvent, "kind" | "message">): void {
    if (kind === "send") this.#countSent(message.type);
    else if (kind === "receive" || kind === "ignored") this.counts.delivered++;
    else if (kind === "lost") this.counts.lost++;
  }

  /** Adds what another has counted. */
  addAll({ messages, delivered, lost, byType }: MessageCounts): void {
    const { counts } = this;
    counts.messages += messages;
    counts.delivered += delivered;
    counts.lost += lost;
    for (const [type, n] of Object.entries(byType)) counts.byType[type] = (counts.byType[type] ?? 0) + n;
  }

  /** Returns what was counted so far, and starts again from 0. */
  take(): MessageCounts {
    const { messages, delivered, lost, byType } = this.counts;
    Object.assign(this.counts, { messages: 0, delivered: 0, lost: 0, byType: {} });
    return { messages, delivered, lost, byType };
  }

  #countSent(type: string): void {
    const { counts } = this;
    counts.messages++;
    counts.byType[type] = (counts.byType[type] ?? 0) + 1;
  }
}

/** Counts the messages in a list of events. */
export function countMessages(events: readonly TraceEvent[]): MessageCounts {
  const counter = new MessageCounter();
  for (const event of events) counter.add(event);
  return counter.counts;
}
