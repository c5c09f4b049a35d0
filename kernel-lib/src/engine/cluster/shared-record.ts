// What a cell knows of a room: gathered from what its gateway hands on, and kept on the cell's own thread, where figures
// read it.
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import { printNode } from "../console.js";
import { host } from "../host.js";
import type { PreparedNode, PreparedSystem } from "../prepared-system.js";
import { receiveError, type SentError } from "../threads/protocol.js";
import { monotonic, RunClock } from "../threads/run-clock.js";
import type { EventBatch } from "../threads/trace-buffer.js";
import { TraceCollector } from "../threads/trace-collector.js";

export class SharedRecord {
  readonly clock = new RunClock();
  readonly #nodes = new Map<NodeId, PreparedNode>();
  #faults: readonly Fault[] = [];
  #collector: TraceCollector | undefined;
  readonly #cell = host()?.cell();

  constructor(readonly seed: number) {}

  /** What is known: faults are told when a laptop joins. */
  begin(faults: readonly Fault[], epoch = monotonic()): void {
    this.#faults = faults;
    this.clock.epoch = epoch;
  }

  get system(): PreparedSystem {
    return {
      nodes: this.#nodes,
      neighbours: undefined,
      faults: this.#faults as PreparedSystem["faults"],
      seed: this.seed,
    };
  }

  get collector(): TraceCollector {
    this.#collector ??= new TraceCollector(this.system, true, this.clock, "cluster");
    return this.#collector;
  }

  /** What a gateway tells of nodes. */
  readonly hears = {
    joined: (id: NodeId, node: PreparedNode) => {
      this.#nodes.set(id, node);
      this.collector.add(id, node);
    },
    batch: (id: NodeId, batch: EventBatch) => this.collector.collect(id, batch),
    failed: (id: NodeId, error: SentError) => this.collector.fail(id, receiveError(error)),
    printed: (id: NodeId, text: string, stream: "stdout" | "stderr") => printNode(id, text, stream, this.#cell),
  };

  /** Says something under the cell that opened or joined the room. */
  say(text: string, stream: "stdout" | "stderr" = "stdout"): void {
    const kernel = host();
    if (kernel) kernel.print(`${text}\n`, stream, this.#cell);
    else process[stream].write(`${text}\n`);
  }
}
