// What a simulation writes down: events, or without a trace only their numbers; outputs, errors, asks and calls.
import type { NodeId } from "../../node/messages.js";
import { type EventKind, TRACE_VERSION, type Trace, type TraceEvent } from "../../trace/trace.js";
import { History } from "../history.js";
import { describeSystem, type Prepared, type PreparedNode } from "../prepared.js";
import { countMessages, type RunStats } from "../run.js";

export class Recording {
  readonly trace: Trace;
  readonly outputs: Record<NodeId, unknown[]> = {};
  readonly errors: { node: NodeId; error: Error }[] = [];
  readonly history = new History();
  readonly #events: TraceEvent[] = [];
  #messages = 0;
  #delivered = 0;
  #lost = 0;
  #byType: Record<string, number> = {};

  constructor(
    system: Prepared,
    readonly tracing: boolean,
  ) {
    const { seed } = system;
    const description = describeSystem(system);
    this.trace = { version: TRACE_VERSION, system: description, seed, engine: "simulator", events: this.#events };
    for (const id of system.nodes.keys()) this.outputs[id] = [];
  }

  /** A node joins. A system of a million nodes that is not traced is not described either. */
  add(id: NodeId, { class: name, fields }: PreparedNode): void {
    if (this.tracing) this.trace.system.nodes[id] = { class: name, fields };
  }

  /** @returns the event's number; -1 where nothing is traced */
  write(
    node: NodeId,
    kind: EventKind,
    at: number,
    lamport: number,
    cause: number | undefined,
    message: unknown,
    peer: NodeId | undefined,
  ): number {
    if (!this.tracing) {
      if (kind === "send") this.#messages++;
      else if (kind === "receive" || kind === "ignored") this.#delivered++;
      else if (kind === "lost") this.#lost++;
      return -1;
    }
    const id = this.#events.length;
    const caused = cause !== undefined && cause >= 0;
    // Most events are whole, and made in one go; the others leave out what they have not.
    if (caused && message !== undefined && peer !== undefined) {
      this.#events.push({ id, node, kind, at, lamport, cause, message, peer });
      return id;
    }
    const event: any = { id, node, kind, at, lamport };
    if (caused) event.cause = cause;
    if (message !== undefined) event.message = message;
    if (peer !== undefined) event.peer = peer;
    this.#events.push(event);
    return id;
  }

  /** Counts a message by its type, where no trace keeps it. */
  count(type: string): void {
    if (!this.tracing) this.#byType[type] = (this.#byType[type] ?? 0) + 1;
  }

  output(id: NodeId, value: unknown): void {
    this.outputs[id] ??= [];
    this.outputs[id].push(value);
  }

  stats(ms: number): RunStats {
    if (this.tracing) return { ...countMessages(this.#events), ms };
    return { messages: this.#messages, delivered: this.#delivered, lost: this.#lost, byType: this.#byType, ms };
  }
}
