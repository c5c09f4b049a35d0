// Runs a system on threads to its end.

import type { Prepared } from "../prepared.js";
import type { Run, RunOptions } from "../run.js";
import { Coordinator } from "./coordinator.js";

const DEFAULT_LIMIT_MS = 10_000;

export async function runOnThreads(system: Prepared, options: RunOptions): Promise<Run> {
  const coordinator = new Coordinator(system, options, false);
  const { until, limit = DEFAULT_LIMIT_MS } = options;
  const isTime = typeof until === "number";
  let timer: NodeJS.Timeout | undefined;
  try {
    await coordinator.begin();
    const time = new Promise<"until" | "limit">((resolve) => {
      timer = setTimeout(() => resolve(isTime ? "until" : "limit"), isTime ? until : limit);
    });
    return await coordinator.finish(await Promise.race([coordinator.ended, time]));
  } catch (error) {
    await coordinator.abandon();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
