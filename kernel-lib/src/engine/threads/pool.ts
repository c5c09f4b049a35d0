// Warm threads. Starting one costs about as much as a whole small run, so a thread whose node left no trace serves the next run.
import { Worker } from "node:worker_threads";
import { Pulse } from "./pulse.js";

const MOST_IDLE = 16;
/** A node that needs more than this, in MB, has run out of memory. */
const MEMORY_MB = 512;

const idle: Worker[] = [];
const pulses = new WeakMap<Worker, Pulse>();

/** A thread without a node. */
export function takeThread(): Worker {
  const warm = idle.pop();
  if (warm) {
    silence(warm);
    warm.ref();
    return warm;
  }
  const pulse = new Pulse();
  const worker = new Worker(require.resolve("./worker.js"), {
    name: "node",
    workerData: pulse.memory,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  pulses.set(worker, pulse);
  return worker;
}

export function pulseOf(worker: Worker): Pulse {
  return pulses.get(worker)!;
}

/** Takes back a thread whose node has stopped. It keeps no program alive. */
export async function returnThread(worker: Worker): Promise<void> {
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
