// Warm threads. Starting one costs about as much as a whole small run, so a thread whose node left no trace serves the
// next run.
import { Worker } from "node:worker_threads";
import { Watchdog } from "./watchdog.js";

const MOST_IDLE = 16;
/** A node that needs more than this, in MB, has run out of memory. */
const MEMORY_MB = 512;

const idle: Worker[] = [];
const watchdogs = new WeakMap<Worker, Watchdog>();

/** A thread without a node. */
export function takeWorker(): Worker {
  const warm = idle.pop();
  if (warm) {
    silence(warm);
    warm.ref();
    return warm;
  }
  const watchdog = new Watchdog();
  const worker = new Worker(require.resolve("./worker.js"), {
    name: "node",
    workerData: watchdog.memory,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  watchdogs.set(worker, watchdog);
  return worker;
}

export function watchdogOf(worker: Worker): Watchdog {
  return watchdogs.get(worker)!;
}

/** Takes back a thread whose node has stopped. It keeps no program alive. */
export async function returnWorker(worker: Worker): Promise<void> {
  silence(worker);
  if (idle.length >= MOST_IDLE) {
    await worker.terminate();
    return;
  }
  worker.unref();
  const forget = () => {
    const index = idle.indexOf(worker);
    if (index >= 0) idle.splice(index, 1);
  };
  worker.on("error", forget);
  worker.on("exit", forget);
  idle.push(worker);
}

/** Removes our listeners; Node has others of its own on a worker. */
function silence(worker: Worker): void {
  for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
}
