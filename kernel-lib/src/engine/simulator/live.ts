// A live system in the simulator: virtual time passes only while a caller waits for an answer.

import type { AnyMessage, NodeId } from "../../node/messages.js";
import type { Trace } from "../../trace/trace.js";
import { CheckedLive, type Nodes } from "../checked-live.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Simulation } from "./simulation.js";

export class SimulatedLive extends CheckedLive {
  readonly #simulation: Simulation;
  protected override readonly does: Nodes;
  #running: Promise<void> | undefined;

  constructor(system: PreparedSystem, options: RunOptions) {
    super();
    const simulation = new Simulation(system, options.trace ?? true);
    this.#simulation = simulation;
    this.does = {
      knows: (id) => simulation.knows(id),
      crash: (id) => simulation.crash(id),
      restart: (id) => simulation.after(0, () => simulation.restart(id)),
      pause: (id) => simulation.pause(id),
      resume: (id) => simulation.resume(id),
      part: (groups) => simulation.part(groups),
      add: (id, node) => simulation.add(id, node),
    };
  }

  get trace(): Trace {
    return this.#simulation.recording.trace;
  }

  protected override async question(to: NodeId, message: AnyMessage, timeout: number | undefined): Promise<any> {
    const { outside } = this.#simulation;
    const { call, answer } = outside.ask(to, message, timeout);
    if (timeout !== undefined) this.#simulation.after(timeout, () => outside.expire(call));
    this.#running ??= this.#go();
    await Promise.race([this.#running.then(() => answer), answer]);
    return answer;
  }

  protected override async end(): Promise<Run> {
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
}
