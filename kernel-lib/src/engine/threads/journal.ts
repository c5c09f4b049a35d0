// What a thread has to tell about its node, gathered into batches: telling each event alone would halve the speed.
// Events travel as rows of numbers, and their messages beside them.
import type { NodeId } from "../../node/messages.js";
import { EVENT_KINDS, type EventKind } from "../../trace/trace.js";
import type { Parcel } from "../actor.js";
import type { OperationPart } from "../history.js";

const BATCH = 1000;
const PATIENCE_MS = 10;
const kindNumbers = new Map(EVENT_KINDS.map((kind, number) => [kind, number]));
/** kind, at, lamport, cause, peer, message, whose line, and of the sending: lamport, at, type. -1 where there is none. */
const ROW = 10;

/** An event as it was written down: numbers are unique in the run, but not yet in order. */
export interface Record {
  readonly event: number;
  readonly node: NodeId;
  readonly kind: EventKind;
  readonly at: number;
  readonly lamport: number;
  readonly cause?: number;
  readonly message?: any;
  readonly peer?: NodeId;
  /** Of an arrival: what it knows of its sending, in case the sender could not tell any more. */
  readonly sent?: { lamport: number; at: number; type: string };
}

/** Of a run without trace. */
export interface Counts {
  messages: number;
  delivered: number;
  lost: number;
  byType: { [type: string]: number };
}

/** A batch. */
export interface Told {
  /** Number of the first event. */
  first: number;
  rows: Float64Array;
  messages: unknown[];
  /** Names of nodes and types, in the order in which rows number them. */
  names: string[];
  outputs: unknown[];
  operations: OperationPart[];
  counts: Counts;
}

export class Journal {
  #next: number;
  #rows: number[] = [];
  #messages: unknown[] = [];
  #outputs: unknown[] = [];
  #operations: OperationPart[] = [];
  #counts: Counts = noCounts();
  #timer: NodeJS.Timeout | undefined;
  #numbers = new Map<string, number>();

  /**
   * @param first number of the first event
   * @param tell sends a batch
   */
  constructor(
    first: number,
    readonly tracing: boolean,
    readonly tell: (told: Told) => void,
  ) {
    this.#next = first;
  }

  /** @param line whose event it is, where not the thread's own node's */
  write(
    kind: EventKind,
    at: number,
    lamport: number,
    cause: number | undefined,
    message: any,
    peer: NodeId | undefined,
    line?: NodeId,
    parcel?: Parcel,
  ): number {
    if (!this.tracing) {
      count(this.#counts, kind, message);
      this.#soon();
      return -1;
    }
    const content = message === undefined ? -1 : this.#messages.push(message) - 1;
    const rows = this.#rows;
    rows.push(kindNumbers.get(kind)!, at, lamport, cause ?? -1, this.#number(peer), content, this.#number(line));
    if (parcel) rows.push(parcel.lamport, parcel.at, this.#number(parcel.message.type));
    else rows.push(-1, -1, -1);
    this.#soon();
    return this.#next++;
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
    const told: Told = {
      first: this.#next - rows.length / ROW,
      rows,
      messages: this.#messages,
      names: [...this.#numbers.keys()],
      outputs: this.#outputs,
      operations: this.#operations,
      counts: this.#counts,
    };
    this.#rows = [];
    this.#messages = [];
    this.#outputs = [];
    this.#operations = [];
    this.#counts = noCounts();
    this.tell(told);
  }

  #soon(): void {
    if (this.#rows.length >= BATCH * ROW) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), PATIENCE_MS).unref();
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

/** Reads the events of a batch that `own` has told. */
export function recordsOf(own: NodeId, { first, rows, messages, names }: Told): Record[] {
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
      sent: sentType < 0 ? undefined : { lamport: sentLamport, at: sentAt, type: names[sentType] },
    };
  });
}

/** The Lamport time of the last event in a batch on the thread's own line; undefined where there is none. */
export function lastLamport({ rows }: Told): number | undefined {
  for (let row = rows.length - ROW; row >= 0; row -= ROW) if (rows[row + 6] < 0) return rows[row + 2];
  return undefined;
}

export function noCounts(): Counts {
  return { messages: 0, delivered: 0, lost: 0, byType: {} };
}

/** Counts an event in a run without trace. */
export function count(counts: Counts, kind: EventKind, message: any): void {
  if (kind === "send") {
    counts.messages++;
    counts.byType[message.type] = (counts.byType[message.type] ?? 0) + 1;
  } else if (kind === "receive" || kind === "ignored") counts.delivered++;
  else if (kind === "lost") counts.lost++;
}
