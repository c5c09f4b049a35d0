// Runs a system on threads to its end.
import { printNode } from "../console.js";
import { host } from "../host.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Coordinator, DEFAULT_LIMIT_MS } from "./coordinator.js";
import { finishedRun } from "./finished-run.js";
import { RunClock } from "./run-clock.js";
import { TraceCollector } from "./trace-collector.js";

export async function runOnThreads(system: PreparedSystem, options: RunOptions): Promise<Run> {
  const run = new ThreadRun(system, options, false);
  const { coordinator } = run;
  const { until, limit = DEFAULT_LIMIT_MS } = options;
  const signal = host()?.signal?.();
  let timer: NodeJS.Timeout | undefined;
  const interrupted = () => coordinator.fail(signal!.reason);
  try {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", interrupted);
    await coordinator.begin();
    const time = new Promise<"until" | "limit">((resolve) => {
      if (typeof until === "number") timer = setTimeout(resolve, until, "until");
      else timer = setTimeout(resolve, limit, "limit");
    });
    return await run.finish(await Promise.race([coordinator.ended, time]));
  } catch (error) {
    await coordinator.abandon();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupted);
  }
}

/** A run on threads of this process, with what is recorded of it. */
export class ThreadRun {
  readonly collector: TraceCollector;
  readonly coordinator: Coordinator;

  constructor(
    readonly system: PreparedSystem,
    readonly options: RunOptions,
    live: boolean,
  ) {
    const clock = new RunClock();
    const cell = host()?.cell();
    const { until } = options;
    this.collector = new TraceCollector(system, options.trace !== false, clock);
    this.coordinator = new Coordinator(system, options, live, {
      clock,
      record: this.collector,
      done: typeof until === "function" ? () => until(this.collector) : undefined,
      print: (id, text, stream) => printNode(id, text, stream, cell),
    });
  }

  /** Ends the run and reports what happened. */
  async finish(reason: Run["reason"]): Promise<Run> {
    const { coordinator, collector, system, options } = this;
    const ms = reason === "limit" ? (options.limit ?? DEFAULT_LIMIT_MS) : coordinator.time();
    return finishedRun(collector, system, await coordinator.close(reason, ms), reason, ms);
  }
}
