// Threads that help with work of which they share the memory.
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { HelperData } from "./helper-thread.js";

/** Threads to which anything can be posted, until they are ended. */
export interface Helpers {
  /** One of them has failed. */
  readonly isLost: boolean;
  post(message: unknown): void;
  end(): Promise<void>;
}

/**
 * Starts so many threads, each of which calls `help(beginning, receive)` of a module.
 * @returns undefined where there can be no threads
 */
export function startHelpers(file: string, count: number, beginning: object): Helpers | undefined {
  if ((process as any).permission) return undefined;
  const started: ReturnType<typeof start>[] = [];
  try {
    for (let i = 0; i < count; i++) started.push(start(file, beginning));
  } catch {
    for (const { worker } of started) void worker.terminate();
    return undefined;
  }
  let isLost = false;
  for (const { worker } of started)
    worker.on("error", () => {
      isLost = true;
    });
  return {
    get isLost() {
      return isLost;
    },
    post(message) {
      for (const { port } of started) port.postMessage(message);
    },
    async end() {
      await Promise.all(started.map(({ worker }) => worker.terminate()));
    },
  };
}

function start(file: string, beginning: object): { worker: Worker; port: MessagePort } {
  const { port1: port, port2 } = new MessageChannel();
  const workerData: HelperData = { file, beginning, port: port2 };
  const worker = new Worker(require.resolve("./helper-thread.js"), {
    name: "helper",
    workerData,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return { worker, port };
}
