// Runs a system in the simulator until it is quiet, `until` holds, or the limit is reached.

import { TurnTaker } from "../event-loop.js";
import { host } from "../host.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Simulation } from "./simulation.js";

export async function simulate(system: PreparedSystem, options: RunOptions): Promise<Run> {
  const { until, limit = 10_000, trace = true } = options;
  const simulation = new Simulation(system, trace);
  const [end, reason] = typeof until === "number" ? ([until, "until"] as const) : ([limit, "limit"] as const);
  const signal = host()?.signal?.();
  const so = simulation.recording;
  const turns = new TurnTaker();
  let steps = 0;
  for (;;) {
    if (!simulation.dueBy(end)) {
      if (simulation.next === undefined) return simulation.result("quiet");
      simulation.now = end;
      return simulation.result(reason);
    }
    const pending = simulation.advance();
    if (pending) await pending;
    if (typeof until === "function" && until(so)) return simulation.result("until");
    const turn = (++steps & 1023) === 0 ? turns.breathe() : undefined;
    if (turn) await turn;
    // Nobody can have interrupted while the thread did nothing else.
    if (pending || turn) signal?.throwIfAborted();
  }
}
