// Warm threads. Starting one costs about as much as a whole small run, so a thread whose node left no trace serves the
// next run.
import { Worker } from "node:worker_threads";
import { Watchdog } from "./watchdog.js";

const MOST_IDLE = 16;
/**
 * How long (s) a thread may wait for another run: each takes memory that other students of a hub need. Where a kernel
 * counts as idle sooner (VERTEILT_IDLE_SECONDS), its threads do too.
 */
const IDLE_S = 30;
/** A node that needs more than this, in MB, has run out of memory. */
const MEMORY_MB = 512;

const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
const watchdogs = new WeakMap<Worker, Watchdog>();

/** A thread without a node. */
export function takeWorker(): Worker {
  const warm = idle.pop();
  if (warm) {
    clearTimeout(warm.timer);
    silence(warm.worker);
    warm.worker.ref();
    return warm.worker;
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

/** Takes back a thread whose node has stopped, for a while. It keeps no program alive. */
export async function returnWorker(worker: Worker): Promise<void> {
  silence(worker);
  if (idle.length >= MOST_IDLE) {
    await worker.terminate();
    return;
  }
  worker.unref();
  const forget = () => {
    const index = idle.findIndex((one) => one.worker === worker);
    if (index < 0) return;
    clearTimeout(idle[index].timer);
    idle.splice(index, 1);
  };
  worker.on("error", forget);
  worker.on("exit", forget);
  const end = () => {
    forget();
    void worker.terminate();
  };
  const timer = setTimeout(end, 1000 * Math.min(IDLE_S, Number(process.env.VERTEILT_IDLE_SECONDS) || IDLE_S));
  timer.unref();
  idle.push({ worker, timer });
}

/** Removes our listeners; Node has others of its own on a worker. */
function silence(worker: Worker): void {
  for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
}
