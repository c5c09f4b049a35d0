// A live system on threads.

import type { AnyMessage, NodeId } from "../../node/messages.js";
import type { Trace } from "../../trace/trace.js";
import { CheckedLive, type Nodes } from "../checked-live.js";
import type { Live } from "../live.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { prepareNode } from "../system.js";
import type { Coordinator } from "./coordinator.js";
import { ThreadRun } from "./run.js";

export async function startOnThreads(system: PreparedSystem, options: RunOptions): Promise<Live> {
  const run = new ThreadRun(system, options, true);
  try {
    await run.coordinator.begin();
  } catch (error) {
    await run.coordinator.abandon();
    throw error;
  }
  return new ThreadLive(run);
}

class ThreadLive extends CheckedLive {
  readonly coordinator: Coordinator;
  protected override readonly does: Nodes;

  constructor(readonly run: ThreadRun) {
    super();
    const { coordinator } = run;
    this.coordinator = coordinator;
    this.does = {
      knows: (id) => coordinator.knows(id),
      crash: (id) => coordinator.crash(id),
      restart: (id) => coordinator.restart(id),
      pause: (id) => coordinator.pause(id),
      resume: (id) => coordinator.resume(id),
      part: (groups) => coordinator.part(groups),
      add: (id, node) => coordinator.add(id, prepareNode(id, node)),
    };
    coordinator.ended.catch((error) => coordinator.outside.giveUp(error.message));
  }

  get trace(): Trace {
    return this.run.collector.trace;
  }

  protected override async question(to: NodeId, message: AnyMessage, timeout: number | undefined): Promise<any> {
    const { outside, ended } = this.coordinator;
    const { call, answer } = outside.ask(to, message, timeout);
    const timer = timeout === undefined ? undefined : setTimeout(() => outside.expire(call), timeout);
    answer.catch(() => {});
    try {
      return await Promise.race([answer, ended.then(() => answer)]);
    } finally {
      clearTimeout(timer);
    }
  }

  protected override async end(): Promise<Run> {
    const { coordinator } = this;
    await Promise.race([coordinator.settle(), coordinator.ended]).catch(async (error) => {
      await coordinator.abandon();
      throw error;
    });
    const { quiet } = coordinator;
    const run = await this.run.finish(quiet ? "quiet" : "until");
    coordinator.outside.giveUp("the system was stopped.");
    return run;
  }
}
