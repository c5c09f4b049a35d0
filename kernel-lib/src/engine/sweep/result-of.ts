// An answer of a thread or a worker, taken in: what was printed is printed here, and the result is made again.
import { host } from "../host.js";
import type { Done, Printed } from "./answer.js";
import type { Task } from "./experimenter.js";
import { unpackResult } from "./packed-result.js";
import { systemOfExperiment } from "./system-of-experiment.js";

/** @param index the experiment's number */
export function resultOf({ printed, result }: Done, task: Task, index: number): unknown {
  for (const one of printed) print(one);
  return unpackResult(result, (number) => systemOfExperiment({ task, index, number }));
}

function print({ text, stream }: Printed): void {
  const kernel = host();
  if (kernel) kernel.print(text, stream, kernel.cell());
  else process[stream].write(text);
}
