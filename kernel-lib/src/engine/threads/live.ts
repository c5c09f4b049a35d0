// A live system on threads.

import { checkGroups } from "../../network/partitions.js";
import { MisuseError, quote } from "../../node/errors.js";
import type { AnyMessage, NodeId } from "../../node/messages.js";
import type { NodeClass, NodeSpec } from "../../node/node.js";
import type { Trace } from "../../trace/trace.js";
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

class ThreadLive implements Live {
  #stopped = false;

  readonly coordinator: Coordinator;

  constructor(readonly run: ThreadRun) {
    const { coordinator } = run;
    this.coordinator = coordinator;
    coordinator.ended.catch((error) => coordinator.outside.giveUp(error.message));
  }

  get trace(): Trace {
    return this.run.collector.trace;
  }

  get running(): boolean {
    return !this.#stopped;
  }

  async ask(to: NodeId, message: AnyMessage, options: { timeout?: number } = {}): Promise<any> {
    this.#check();
    const { outside, ended } = this.coordinator;
    const { timeout } = options;
    const { call, answer } = outside.ask(to, message, timeout);
    const timer = timeout === undefined ? undefined : setTimeout(() => outside.expire(call), timeout);
    answer.catch(() => {});
    try {
      return await Promise.race([answer, ended.then(() => answer)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async crash(id: NodeId): Promise<void> {
    this.#check(id);
    await this.coordinator.crash(id);
  }

  async restart(id: NodeId): Promise<void> {
    this.#check(id);
    await this.coordinator.restart(id);
  }

  async pause(id: NodeId): Promise<void> {
    this.#check(id);
    this.coordinator.pause(id);
  }

  async resume(id: NodeId): Promise<void> {
    this.#check(id);
    this.coordinator.resume(id);
  }

  async partition(...groups: NodeId[][]): Promise<void> {
    this.#check(...groups.flat());
    checkGroups(groups);
    await this.coordinator.part(groups);
  }

  async heal(): Promise<void> {
    this.#check();
    await this.coordinator.part(undefined);
  }

  async add(id: NodeId, node: NodeClass | NodeSpec): Promise<void> {
    this.#check();
    if (this.coordinator.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    await this.coordinator.add(id, prepareNode(id, node));
  }

  async stop(): Promise<Run> {
    this.#check();
    this.#stopped = true;
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

  #check(...ids: NodeId[]): void {
    if (this.#stopped) throw new MisuseError("This system was stopped. Start a new one with start(system).");
    const unknown = ids.find((id) => !this.coordinator.knows(id));
    if (unknown !== undefined) throw new MisuseError(`There is no node ${quote(unknown)} in this system.`);
  }
}
