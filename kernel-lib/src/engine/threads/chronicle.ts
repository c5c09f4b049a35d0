// What is known of a run on threads: what the threads have told, and what the coordinator has seen itself.
import type { NodeId } from "../../node/messages.js";
import { type EventKind, TRACE_VERSION, type Trace } from "../../trace/trace.js";
import type { Parcel } from "../actor.js";
import { History } from "../history.js";
import { describeSystem, type Prepared, type PreparedNode } from "../prepared.js";
import { countMessages, type RunStats } from "../run.js";
import { assemble } from "./assemble.js";
import { count, noCounts, type Record, recordsOf, type Told } from "./journal.js";

export class Chronicle {
  readonly history = new History();
  readonly outputs: { [id: NodeId]: unknown[] } = {};
  readonly errors: { node: NodeId; error: Error }[] = [];
  #told: { node: NodeId; told: Told }[] = [];
  #own: Record[] = [];
  #counts = noCounts();
  #event = 0;
  #joined = new Map<NodeId, PreparedNode>();

  constructor(
    readonly system: Prepared,
    readonly tracing: boolean,
  ) {}

  /** A node joins. */
  add(id: NodeId, node: PreparedNode): void {
    if (this.system.nodes.has(id)) this.outputs[id] = [];
    else this.#joined.set(id, node);
  }

  /** A batch from a thread. */
  hear(id: NodeId, told: Told): void {
    if (told.rows.length > 0) this.#told.push({ node: id, told });
    for (const output of told.outputs) {
      this.outputs[id] ??= [];
      this.outputs[id].push(output);
    }
    for (const operation of told.operations) this.history.add(operation);
    const counts = this.#counts;
    for (const key of ["messages", "delivered", "lost"] as const) counts[key] += told.counts[key];
    for (const [type, n] of Object.entries(told.counts.byType)) counts.byType[type] = (counts.byType[type] ?? 0) + n;
  }

  /** Something the coordinator sees. @returns the event's number */
  write(
    node: NodeId,
    kind: EventKind,
    at: number,
    lamport: number,
    cause: number | undefined,
    message: unknown,
    peer: NodeId | undefined,
    parcel?: Parcel,
  ): number {
    const event = this.#event++;
    if (this.tracing) {
      const sent = parcel && { lamport: parcel.lamport, at: parcel.at, type: parcel.message.type };
      this.#own.push({ event, node, kind, at, lamport, cause, message, peer, sent });
    } else count(this.#counts, kind, message);
    return event;
  }

  /** The trace, as far as it is known. */
  get trace(): Trace {
    const { system } = this;
    const description = describeSystem(system);
    for (const [id, { class: name, fields }] of this.#joined) description.nodes[id] = { class: name, fields };
    const events = assemble([...this.#own, ...this.#told.flatMap(({ node, told }) => recordsOf(node, told))]);
    return { version: TRACE_VERSION, system: description, seed: system.seed, engine: "threads", events };
  }

  /** The messages, counted in the trace where there is one. */
  count({ events }: Trace): Omit<RunStats, "ms"> {
    return this.tracing ? countMessages(events) : this.#counts;
  }
}
