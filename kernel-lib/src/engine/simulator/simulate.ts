// Runs a system in the simulator until it is quiet, `until` holds, or the limit is reached.

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
  const breathe = breathing();
  for (;;) {
    if (!simulation.dueBy(end)) {
      if (simulation.next === undefined) return simulation.result("quiet");
      simulation.now = end;
      return simulation.result(reason);
    }
    const pending = simulation.advance();
    if (pending) await pending;
    if (typeof until === "function" && until(so)) return simulation.result("until");
    const breathing = breathe.due();
    if (breathing) await breathe.now();
    // Nobody can have interrupted while the thread did nothing else.
    if (pending || breathing) signal?.throwIfAborted();
  }
}

/** Lets the thread do other work about every 50 ms, so that output and interrupts get through a long simulation. */
function breathing() {
  let steps = 0;
  let last = performance.now();
  return {
    due: () => (++steps & 1023) === 0 && performance.now() - last > 50,
    now: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      last = performance.now();
    },
  };
}
