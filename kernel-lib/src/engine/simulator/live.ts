// A live system in the simulator: virtual time passes only while a caller waits for an answer.

import { checkGroups } from "../../network/partitions.js";
import { MisuseError, quote } from "../../node/errors.js";
import type { AnyMessage, NodeId } from "../../node/messages.js";
import type { NodeClass, NodeSpec } from "../../node/node.js";
import type { Trace } from "../../trace/trace.js";
import type { Live } from "../live.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Simulation } from "./simulation.js";

export class SimulatedLive implements Live {
  readonly #simulation: Simulation;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(system: PreparedSystem, options: RunOptions) {
    this.#simulation = new Simulation(system, options.trace ?? true);
  }

  get trace(): Trace {
    return this.#simulation.recording.trace;
  }

  get running(): boolean {
    return !this.#stopped;
  }

  async ask(to: NodeId, message: AnyMessage, options: { timeout?: number } = {}): Promise<any> {
    this.#check();
    const { outside } = this.#simulation;
    const { timeout } = options;
    const { call, answer } = outside.ask(to, message, timeout);
    if (timeout !== undefined) this.#simulation.after(timeout, () => outside.expire(call));
    this.#running ??= this.#go();
    await Promise.race([this.#running.then(() => answer), answer]);
    return answer;
  }

  async crash(id: NodeId): Promise<void> {
    this.#check(id);
    this.#simulation.crash(id);
  }

  async restart(id: NodeId): Promise<void> {
    this.#check(id);
    this.#simulation.after(0, () => this.#simulation.restart(id));
  }

  async pause(id: NodeId): Promise<void> {
    this.#check(id);
    this.#simulation.pause(id);
  }

  async resume(id: NodeId): Promise<void> {
    this.#check(id);
    this.#simulation.resume(id);
  }

  async partition(...groups: NodeId[][]): Promise<void> {
    this.#check(...groups.flat());
    checkGroups(groups);
    this.#simulation.part(groups);
  }

  async heal(): Promise<void> {
    this.#check();
    this.#simulation.part(undefined);
  }

  async add(id: NodeId, node: NodeClass | NodeSpec): Promise<void> {
    this.#check();
    if (this.#simulation.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    this.#simulation.add(id, node);
  }

  async stop(): Promise<Run> {
    this.#check();
    this.#stopped = true;
    const simulation = this.#simulation;
    while (simulation.next !== undefined && simulation.next <= simulation.now) await simulation.advance();
    simulation.outside.giveUp("the system was stopped.");
    return simulation.result(simulation.next === undefined ? "quiet" : "until");
  }

  async #go(): Promise<void> {
    await undefined; // so that questions asked in one go are asked at one time
    const simulation = this.#simulation;
    try {
      while (simulation.outside.open > 0 && simulation.next !== undefined) {
        await simulation.advance();
      }
      simulation.outside.giveUp("all is quiet, so no answer will come.");
    } finally {
      this.#running = undefined;
    }
  }

  #check(...ids: NodeId[]): void {
    if (this.#stopped) throw new MisuseError("This system was stopped. Start a new one with start(system).");
    const unknown = ids.find((id) => !this.#simulation.knows(id));
    if (unknown !== undefined) throw new MisuseError(`There is no node ${quote(unknown)} in this system.`);
  }
}
