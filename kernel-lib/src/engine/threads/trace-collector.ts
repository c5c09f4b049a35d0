// What is known of a run on threads: what the threads have reported, and what the coordinator has seen itself.
import type { NodeId } from "../../node/messages.js";
import { append, setOwn } from "../../node/own.js";
import { TRACE_VERSION, type Trace } from "../../trace/trace.js";
import { History } from "../history.js";
import { countMessages, MessageCounter, type MessageCounts } from "../message-counter.js";
import { describeSystem, type PreparedNode, type PreparedSystem } from "../prepared-system.js";
import { assemble, inOrder } from "./assemble.js";
import { type RawEvent, RawRecorder } from "./raw-recorder.js";
import type { RunRecord } from "./setting.js";
import { type EventBatch, rawEventsOf } from "./trace-buffer.js";

export class TraceCollector extends RawRecorder implements RunRecord {
  readonly history = new History();
  readonly outputs: { [id: NodeId]: unknown[] } = {};
  readonly errors: { node: NodeId; error: Error }[] = [];
  #batches: { node: NodeId; batch: EventBatch }[] = [];
  #own: RawEvent[] = [];
  readonly #counter = new MessageCounter();
  #event = 0;
  #joined = new Map<NodeId, Pick<PreparedNode, "class" | "fields">>();

  constructor(
    readonly system: PreparedSystem,
    readonly tracing: boolean,
    clock: { time(): number },
    readonly engine = "threads",
  ) {
    super(clock);
  }

  /** A node joins. */
  add(id: NodeId, node: Pick<PreparedNode, "class" | "fields">): void {
    if (this.system.nodes.has(id)) setOwn(this.outputs, id, []);
    else this.#joined.set(id, node);
  }

  /** A batch from a thread. */
  collect(id: NodeId, batch: EventBatch): void {
    if (batch.rows.length > 0) this.#batches.push({ node: id, batch });
    for (const output of batch.outputs) append(this.outputs, id, output);
    for (const operation of batch.operations) this.history.add(operation);
    this.#counter.addAll(batch.counts);
  }

  /** The trace, as far as it is known. */
  get trace(): Trace {
    const { system } = this;
    const description = describeSystem(system);
    for (const [id, { class: name, fields }] of this.#joined) setOwn(description.nodes, id, { class: name, fields });
    const { engine } = this;
    const raw = [...this.#own, ...this.#batches.flatMap(({ node, batch }) => rawEventsOf(node, batch))];
    // One monotonic clock serves all threads, but not all machines.
    const events = assemble(engine === "threads" ? raw : inOrder(raw));
    return { version: TRACE_VERSION, system: description, seed: system.seed, engine, events };
  }

  fail(node: NodeId, error: Error): void {
    this.errors.push({ node, error });
  }

  /** The messages, counted in the trace if there is one. */
  count({ events }: Trace): MessageCounts {
    return this.tracing ? countMessages(events) : this.#counter.counts;
  }

  protected override keep(event: Omit<RawEvent, "event">): number {
    const number = this.#event++;
    if (this.tracing) this.#own.push({ event: number, ...event });
    else this.#counter.add(event);
    return number;
  }
}
