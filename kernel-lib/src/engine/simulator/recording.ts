// What a simulation records: events, or without a trace only their numbers; outputs, errors, asks and calls.
import type { NodeId } from "../../node/messages.js";
import { append, setOwn } from "../../node/own.js";
import type { WaitingCall } from "../../trace/operation.js";
import type { Recorder } from "../../trace/recorder.js";
import { TRACE_VERSION, type Trace } from "../../trace/trace.js";
import { TraceRecorder } from "../../trace/trace-recorder.js";
import { History } from "../history.js";
import { countMessages, MessageCounter } from "../message-counter.js";
import { describeSystem, type PreparedNode, type PreparedSystem } from "../prepared-system.js";
import { Run } from "../run.js";

export class Recording {
  readonly trace: Trace;
  readonly outputs: Record<NodeId, unknown[]> = {};
  readonly errors: { node: NodeId; error: Error }[] = [];
  readonly history = new History();
  /** Gets the events: to keep them, or only to count messages. */
  readonly recorder: Recorder;
  readonly #traced: TraceRecorder | undefined;
  readonly #counted = new MessageCounter();

  /** @param clock tells the time of the simulation */
  constructor(system: PreparedSystem, tracing: boolean, clock: { readonly now: number }) {
    this.#traced = tracing ? new TraceRecorder(clock) : undefined;
    this.recorder = this.#traced ?? this.#counted;
    const events = this.#traced?.events ?? [];
    const { seed } = system;
    this.trace = { version: TRACE_VERSION, system: describeSystem(system), seed, engine: "simulator", events };
    for (const id of system.nodes.keys()) setOwn(this.outputs, id, []);
  }

  /** A node joins. A system of a million nodes that is not traced is not described either. */
  add(id: NodeId, { class: name, fields }: PreparedNode): void {
    if (this.#traced) setOwn(this.trace.system.nodes, id, { class: name, fields });
  }

  output(id: NodeId, value: unknown): void {
    append(this.outputs, id, value);
  }

  /** The run as it stands. @param states looks at them when they are first asked for */
  result(reason: Run["reason"], ms: number, states: () => Record<NodeId, any>, waiting: WaitingCall[]): Run {
    const { trace, outputs, errors, history } = this;
    const counts = this.#traced ? countMessages(this.#traced.events) : this.#counted.counts;
    const { operations } = history;
    return new Run({ trace, outputs, states, errors, stats: { ...counts, ms }, history: operations, waiting, reason });
  }
}
