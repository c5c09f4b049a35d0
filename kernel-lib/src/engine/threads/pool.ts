// Warm threads. Starting one costs about as much as a whole small run, so a thread whose node left no trace serves the next run.
import { Worker } from "node:worker_threads";

const MOST_IDLE = 16;
/** A node that needs more than this, in MB, has run out of memory. */
const MEMORY_MB = 512;

const idle: Worker[] = [];

/** A thread without a node. */
export function takeThread(): Worker {
  const worker = idle.pop();
  if (worker) {
    silence(worker);
    worker.ref();
    return worker;
  }
  return new Worker(require.resolve("./worker.js"), {
    name: "node",
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
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
