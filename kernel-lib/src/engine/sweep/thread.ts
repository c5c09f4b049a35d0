// A thread that does experiments of a sweep. It is asked for one after the other by number, and answers with the result
// only where one thread alone would have come to the same.
import { parentPort, workerData } from "node:worker_threads";
import { copy } from "../../node/copy.js";
import { watchRuns } from "../run.js";
import type { Shipment } from "../ship/shipment.js";
import { unshipWithData } from "../ship/unship.js";
import type { Answer, Printed } from "./answer.js";
import { experiments, type Grid } from "./grid.js";
import { Witness } from "./witness.js";

export interface Task {
  /** The experiment, and the grid. */
  readonly shipment: Shipment;
  readonly seeds: number;
}

const { shipment, seeds } = workerData as Task;
const { value, data } = unshipWithData(shipment);
const [f, grid] = value as [(p: object) => unknown, Grid];
const all = experiments(grid, seeds);
const witness = new Witness(data);

let printed: Printed[] = [];
for (const stream of ["stdout", "stderr"] as const)
  process[stream].write = (text: Uint8Array | string) => {
    printed.push({ stream, text: typeof text === "string" ? text : Buffer.from(text).toString() });
    return true;
  };

/** Threads measure real time, which others would disturb; an error of a node names a place that is known there. */
let fits = true;
watchRuns(({ trace, errors }) => {
  if (trace.engine === "threads" || errors.length > 0) fits = false;
});

parentPort!.on("message", async (index: number) => {
  parentPort!.postMessage((await answer(index)) satisfies Answer);
});

async function answer(index: number): Promise<Answer> {
  printed = [];
  try {
    const result = copy(await f({ ...all[index] }), "the result");
    if (fits && !witness.changed) return { index, done: { result, printed } };
  } catch {
    // Done once more where it was written, it throws the same there.
  }
  return { index };
}
