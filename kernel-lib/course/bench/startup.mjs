// Starting a run of ten nodes, against ten cold workers that only say hello.
import { once } from "node:events";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

const { Node, run } = createRequire(import.meta.url)("kernel-lib");

const NODES = 10;

class Greeter extends Node {
  onStart() {
    this.output("hello");
  }
}

async function runOfTen() {
  const nodes = Object.fromEntries(Array.from({ length: NODES }, (_, i) => [`node${i}`, Greeter]));
  const started = performance.now();
  await run({ nodes });
  return performance.now() - started;
}

async function secondRun() {
  await runOfTen();
  return runOfTen();
}

async function coldWorkers() {
  const started = performance.now();
  const workers = Array.from(
    { length: NODES },
    () => new Worker('require("node:worker_threads").parentPort.postMessage("hello")', { eval: true }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const ms = performance.now() - started;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return ms;
}

/** @type {import("./rows.mjs").Measure[]} */
export const startup = [
  {
    what: "a run of 10 nodes, the second time",
    unit: "ms",
    less: true,
    ours: secondRun,
    limit: coldWorkers,
    against: "10 cold workers",
    reach: 0.3,
  },
];
