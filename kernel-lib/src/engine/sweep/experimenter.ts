// Does experiments of a sweep away from where it was written, one after the other by number, and answers with a result
// only where one thread alone would have come to the same.
import type { PreparedSystem } from "../prepared-system.js";
import { watchRuns } from "../run.js";
import type { Shipment } from "../ship/shipment.js";
import { unshipWithData } from "../ship/unship.js";
import { watchPreparations } from "../system.js";
import type { Answer, Printed } from "./answer.js";
import { experiments, type Grid } from "./grid.js";
import { packResult } from "./packed-result.js";
import { watchPlace } from "./place.js";
import { Witness } from "./witness.js";

export interface Task {
  /** The experiment, and the grid. */
  readonly shipment: Shipment;
  readonly seeds: number;
}

/** A system that is looked for: the one that experiment `index` prepared after so many others. */
export interface SystemSought {
  readonly task: Task;
  readonly index: number;
  readonly number: number;
}

/** The experiment, what it is given each time, and all data that came with it. */
export function experimentsOf({ shipment, seeds }: Task) {
  const { value, data } = unshipWithData(shipment);
  const [f, grid] = value as [(p: object) => unknown, Grid];
  return { f, all: experiments(grid, seeds), data };
}

/** For a process or thread of its own: what it prints from now on belongs to an experiment. */
export function experimenter(task: Task): (index: number) => Promise<Answer> {
  const { f, all, data } = experimentsOf(task);
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
  watchPlace(() => {
    fits = false;
  });
  let prepared: PreparedSystem[] = [];
  watchPreparations((system) => prepared.push(system));

  return async (index) => {
    printed = [];
    prepared = [];
    try {
      const result = packResult(await f({ ...all[index] }), prepared);
      if (fits && !witness.changed) return { index, done: { result, printed } };
    } catch {
      // Done once more where it was written, it throws the same there.
    }
    return { index };
  };
}
