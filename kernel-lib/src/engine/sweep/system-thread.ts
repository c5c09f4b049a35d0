// A thread that begins an experiment again, to find a system that it prepares.
import { parentPort, workerData } from "node:worker_threads";
import { watchPreparations } from "../system.js";
import { experimentsOf, type SystemSought } from "./experimenter.js";

const { task, index, number }: SystemSought = workerData;
for (const stream of ["stdout", "stderr"] as const) process[stream].write = () => true;

let before = 0;
watchPreparations((system) => {
  if (before++ === number) parentPort!.postMessage(system);
});
const { f, all } = experimentsOf(task);
f({ ...all[index] });
