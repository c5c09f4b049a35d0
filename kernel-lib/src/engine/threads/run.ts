// Runs a system on threads to its end.

import { host } from "../host.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Coordinator, DEFAULT_LIMIT_MS } from "./coordinator.js";

export async function runOnThreads(system: PreparedSystem, options: RunOptions): Promise<Run> {
  const coordinator = new Coordinator(system, options, false);
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
    return await coordinator.finish(await Promise.race([coordinator.ended, time]));
  } catch (error) {
    await coordinator.abandon();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupted);
  }
}
