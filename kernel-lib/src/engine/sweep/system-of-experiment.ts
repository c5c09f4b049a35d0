// The system of a trace that an experiment elsewhere has given: found by beginning the experiment again, on a thread of
// this machine, up to where it prepares that system. So no code comes from a worker.
import { Worker } from "node:worker_threads";
import { host } from "../host.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { SystemSought } from "./experimenter.js";

/** @returns undefined if the experiment does not come that far again */
export function systemOfExperiment(workerData: SystemSought): Promise<PreparedSystem | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(require.resolve("./system-thread.js"), { name: "system", workerData });
    const end = (system?: PreparedSystem) => {
      resolve(system);
      void worker.terminate();
    };
    worker.on("message", end);
    worker.on("error", () => end());
    worker.on("exit", () => end());
    host()
      ?.signal?.()
      ?.addEventListener("abort", () => end(), { once: true });
  });
}
