// Experiments on several threads at once, with the results of one: an experiment that fails, gives more than data,
// changes what it finds, or measures real time is done where it was written, and so is all that comes after it.
import { Worker } from "node:worker_threads";
import { host } from "../host.js";
import { analyse } from "../ship/analyse.js";
import { ship } from "../ship/ship.js";
import type { Shipment } from "../ship/shipment.js";
import type { Answer } from "./answer.js";
import type { Task } from "./experimenter.js";
import type { Grid } from "./grid.js";

/** The experiment and its grid, packed; undefined where threads cannot do it as this one does. */
export function packed(f: Function, grid: Grid): Shipment | undefined {
  // Under Node's permission model there are no threads, and V8 may not be asked what a function closes over.
  if ((process as any).permission) return undefined;
  let shipment: Shipment;
  try {
    shipment = ship([f, grid], "the experiment");
  } catch {
    return undefined;
  }
  const leavesNothing = shipment.parts.every((part) => {
    if (part.kind !== "code") return part.kind !== "value" || !(part.value instanceof SharedArrayBuffer);
    const { statics, uses } = analyse(part.text);
    return !statics && uses.every(({ change }) => change === undefined);
  });
  return shipment.reusable && leavesNothing ? shipment : undefined;
}

/**
 * Does experiments `from` to `end` on so many threads.
 * @returns the answers in order; the first without a result is the last, unless only that one has to be done here
 */
export async function onCores(task: Task, cores: number, from: number, end: number): Promise<Answer[]> {
  const signal = host()?.signal?.();
  const workers: Worker[] = [];
  let interrupted = () => {};
  try {
    return await new Promise((resolve, reject) => {
      interrupted = () => reject(signal!.reason);
      signal?.throwIfAborted();
      signal?.addEventListener("abort", interrupted);
      const tasks = new Tasks(from, end, resolve);
      for (let i = Math.min(cores, end - from); i > 0; i--) workers.push(begin(task, tasks));
    });
  } finally {
    signal?.removeEventListener("abort", interrupted);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function begin(workerData: Task, tasks: Tasks): Worker {
  const worker = new Worker(require.resolve("./thread.js"), { name: "sweep", workerData });
  let index: number | undefined;
  const next = () => {
    index = tasks.take();
    if (index !== undefined) worker.postMessage(index);
  };
  const lost = () => index !== undefined && tasks.answer({ index });
  worker.on("message", (answer: Answer) => {
    tasks.answer(answer);
    next();
  });
  worker.on("error", lost);
  worker.on("exit", lost);
  next();
  return worker;
}

/** Which experiments are still to do. */
class Tasks {
  readonly #answers: Answer[] = [];
  #next: number;
  /** After the last that counts. */
  #end: number;

  constructor(
    readonly from: number,
    end: number,
    readonly done: (answers: Answer[]) => void,
  ) {
    this.#next = from;
    this.#end = end;
  }

  /** The next experiment, if there is one. */
  take(): number | undefined {
    return this.#next < this.#end ? this.#next++ : undefined;
  }

  answer(answer: Answer): void {
    this.#answers[answer.index - this.from] = answer;
    if (!answer.done && !answer.isBound) this.#end = Math.min(this.#end, answer.index + 1);
    const counted = this.#answers.slice(0, this.#end - this.from);
    if (Object.keys(counted).length === this.#end - this.from) this.done(counted);
  }
}
