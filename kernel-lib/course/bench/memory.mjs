// What an idle node costs in the simulator, against a plain object with three fields in a Map.
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const { Node, run } = createRequire(import.meta.url)("kernel-lib");

const NODES = 100_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

class Idle extends Node {
  a = 1;
  b = 2;
  c = "c";
}

/** @param {() => unknown} make @returns {Promise<number>} bytes for each of what it makes */
async function bytesEach(make) {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = await make();
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / NODES;
  return kept ? bytes : 0;
}

const names = Array.from({ length: NODES }, (_, i) => `node ${i}`);
const nodes = Object.fromEntries(names.map((name) => [name, Idle]));

/** @type {import("./rows.mjs").Measure[]} */
export const memory = [
  {
    what: "memory of an idle node",
    unit: "B",
    less: true,
    ours: () => bytesEach(() => run({ nodes }, { engine: "simulator", trace: false })),
    limit: () => bytesEach(() => new Map(names.map((name) => [name, { a: 1, b: 2, c: "c" }]))),
    against: "an object in a Map",
    reach: 20,
  },
];
