// Runs a system in the simulator until it is quiet, `until` holds, or the limit is reached.

import type { Prepared } from "../prepared.js";
import type { Run, RunOptions } from "../run.js";
import { Simulation } from "./simulation.js";

export async function simulate(system: Prepared, options: RunOptions): Promise<Run> {
  const { until, limit = 10_000, trace = true } = options;
  const simulation = new Simulation(system, trace);
  const end = typeof until === "number" ? until : limit;
  const so = { outputs: simulation.outputs, trace: simulation.trace };
  const breathe = breathing();
  for (;;) {
    const { next } = simulation;
    if (next === undefined) return simulation.result("quiet");
    if (next > end) {
      simulation.now = end;
      return simulation.result(typeof until === "number" && until <= limit ? "until" : "limit");
    }
    const pending = simulation.advance();
    if (pending) await pending;
    if (typeof until === "function" && until(so)) return simulation.result("until");
    if (breathe.due()) await breathe.now();
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
