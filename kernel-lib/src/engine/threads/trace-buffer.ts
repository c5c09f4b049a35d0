// What the thread of a node has to report, gathered into batches: reporting each event alone would halve the speed.
// Events travel as rows of numbers, and their messages beside them.
import type { NodeId } from "../../node/messages.js";
import type { Line, LocalKind, SentEnvelope } from "../../trace/recorder.js";
import { EVENT_KINDS } from "../../trace/trace.js";
import type { OperationPart } from "../history.js";
import { MessageCounter, type MessageCounts } from "../message-counter.js";
import { type RawEvent, RawRecorder } from "./raw-recorder.js";

const BATCH = 1000;
const FLUSH_MS = 10;
const kindNumbers = new Map(EVENT_KINDS.map((kind, number) => [kind, number]));
/**
 * kind, at, lamport, cause, peer, message, whose line, and of the sending: lamport, at, type. -1 where there is none.
 */
export const ROW = 10;
const MESSAGE = 5;

export interface EventBatch {
  /** Number of the first event. */
  first: number;
  rows: Float64Array;
  messages: unknown[];
  /** Of ignored messages the handlers that were probably meant, by the number of the row. */
  meant: [row: number, handler: string][];
  /** Rows of messages that the network lost. */
  byNetwork: number[];
  /** Names of nodes and types, in the order in which rows number them. */
  names: string[];
  outputs: unknown[];
  operations: OperationPart[];
  counts: MessageCounts;
}

/** What a buffer is made for: a node whose events are numbered from `first`. */
interface Owner {
  readonly id: NodeId;
  readonly first: number;
  readonly tracing: boolean;
}

export class TraceBuffer extends RawRecorder {
  readonly tracing: boolean;
  #next: number;
  #rows: number[] = [];
  #messages: unknown[] = [];
  #meant: EventBatch["meant"] = [];
  #byNetwork: number[] = [];
  #outputs: unknown[] = [];
  #operations: OperationPart[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #counter = new MessageCounter();
  readonly #numbers = new Map<string, number>();

  /** @param send sends a batch */
  constructor(
    readonly owner: Owner,
    clock: { time(): number },
    readonly send: (batch: EventBatch) => void,
  ) {
    super(clock);
    this.#next = owner.first;
    this.tracing = owner.tracing;
  }

  override local(line: Line, kind: LocalKind, cause?: number, message?: unknown): number {
    return this.tracing ? super.local(line, kind, cause, message) : -1;
  }

  override sent(line: Line, envelope: SentEnvelope, cause?: number): void {
    if (this.tracing) super.sent(line, envelope, cause);
    else this.#counted(this.#counter.sent(line, envelope));
  }

  override received(line: Line, envelope: SentEnvelope): number {
    return this.tracing ? super.received(line, envelope) : this.#counted(this.#counter.received());
  }

  override ignored(line: Line, envelope: SentEnvelope, meant?: string): number {
    return this.tracing ? super.ignored(line, envelope, meant) : this.#counted(this.#counter.ignored());
  }

  override lost(envelope: SentEnvelope, by?: "network"): number {
    return this.tracing ? super.lost(envelope, by) : this.#counted(this.#counter.lost());
  }

  output(value: unknown): void {
    this.#outputs.push(value);
    this.#soon();
  }

  operation(part: OperationPart): void {
    this.#operations.push(part);
    this.#soon();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = Float64Array.from(this.#rows);
    const batch: EventBatch = {
      first: this.#next - rows.length / ROW,
      rows,
      messages: this.#messages,
      meant: this.#meant,
      byNetwork: this.#byNetwork,
      names: [...this.#numbers.keys()],
      outputs: this.#outputs,
      operations: this.#operations,
      counts: this.#counter.take(),
    };
    this.#rows = [];
    this.#messages = [];
    this.#meant = [];
    this.#byNetwork = [];
    this.#outputs = [];
    this.#operations = [];
    this.send(batch);
  }

  protected override keep({
    node,
    kind,
    at,
    lamport,
    cause,
    message,
    peer,
    sent,
    meant,
    by,
  }: Omit<RawEvent, "event">): number {
    const content = message === undefined ? -1 : this.#messages.push(message) - 1;
    const line = node === this.owner.id ? undefined : node;
    const rows = this.#rows;
    if (meant !== undefined) this.#meant.push([rows.length / ROW, meant]);
    if (by !== undefined) this.#byNetwork.push(rows.length / ROW);
    rows.push(kindNumbers.get(kind)!, at, lamport, cause ?? -1, this.#number(peer), content, this.#number(line));
    if (sent) rows.push(sent.lamport, sent.at, this.#number(sent.type));
    else rows.push(-1, -1, -1);
    this.#soon();
    return this.#next++;
  }

  #counted<T>(result: T): T {
    this.#soon();
    return result;
  }

  #soon(): void {
    if (this.#rows.length >= BATCH * ROW) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  #number(name: string | undefined): number {
    if (name === undefined) return -1;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

/**
 * A batch as two, each with a part of what it reports: events, then outputs, then operations.
 * @returns undefined if it reports one thing, or none
 */
export function halved(batch: EventBatch): [EventBatch, EventBatch] | undefined {
  const { first, rows, messages, meant, byNetwork, outputs, operations } = batch;
  const events = rows.length / ROW;
  const size = events + outputs.length + operations.length;
  if (size < 2) return undefined;
  const half = size >> 1;
  const at = Math.min(half, events);
  const outputsAt = Math.max(0, Math.min(half - events, outputs.length));
  const operationsAt = Math.max(0, half - events - outputs.length);
  const [before, after] = [rows.slice(0, at * ROW), rows.slice(at * ROW)];
  const contents = before.filter((content, column) => column % ROW === MESSAGE && content >= 0).length;
  return [
    {
      ...batch,
      rows: before,
      messages: messages.slice(0, contents),
      meant: meant.filter(([row]) => row < at),
      byNetwork: byNetwork.filter((row) => row < at),
      outputs: outputs.slice(0, outputsAt),
      operations: operations.slice(0, operationsAt),
    },
    {
      ...batch,
      first: first + at,
      rows: after.map((value, column) => (column % ROW === MESSAGE && value >= 0 ? value - contents : value)),
      messages: messages.slice(contents),
      meant: meant.filter(([row]) => row >= at).map(([row, handler]) => [row - at, handler]),
      byNetwork: byNetwork.filter((row) => row >= at).map((row) => row - at),
      outputs: outputs.slice(outputsAt),
      operations: operations.slice(operationsAt),
      counts: new MessageCounter().take(),
    },
  ];
}

/** Reads the events of a batch that the thread of `own` has sent. */
export function rawEventsOf(own: NodeId, { first, rows, messages, names, meant, byNetwork }: EventBatch): RawEvent[] {
  const handlers = new Map(meant);
  const network = new Set(byNetwork);
  return Array.from({ length: rows.length / ROW }, (_, i) => {
    const [kind, at, lamport, cause, peer, message, line, sentLamport, sentAt, sentType] = rows.subarray(i * ROW);
    return {
      event: first + i,
      node: names[line] ?? own,
      kind: EVENT_KINDS[kind],
      at,
      lamport,
      cause: cause < 0 ? undefined : cause,
      message: messages[message],
      peer: names[peer],
      meant: handlers.get(i),
      by: network.has(i) ? "network" : undefined,
      sent: sentType < 0 ? undefined : { lamport: sentLamport, at: sentAt, type: names[sentType] },
    };
  });
}

/** The Lamport time of the last event in a batch on the thread's own line; undefined if there is none. */
export function lastLamport({ rows }: EventBatch): number | undefined {
  for (let row = rows.length - ROW; row >= 0; row -= ROW) if (rows[row + 6] < 0) return rows[row + 2];
  return undefined;
}
