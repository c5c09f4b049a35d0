// The kernel against tslab's own, each started as Jupyter starts it and driven over its sockets; and against itself,
// early and late in a long session.
import { join } from "node:path";
import { root } from "../command/paths.mjs";
import { startKernel } from "./kernel-client.mjs";

const ours = [join(root, "kernel-lib/dist/jupyter/main.js")];
const tslab = [join(root, "node_modules/tslab/bin/tslab"), "kernel", "--config-path"];
const CELLS = 20;
const ROUNDS = 25;
const MANY = 500;
/** Kernels of a hub that start at the same time, as when a lecture begins. */
const AT_ONCE = 20;

/** A cell as a student might run it: a class, a value, a name of the previous cell. @param {number} i */
const cell = (i) =>
  `class Counter${i} { count = ${i}; add() { return ++this.count } }\nconst counter${i} = new Counter${i}();\n${i > 0 ? `counter${i - 1}.add()` : "1"}`;

const chapter = `import { Node, run } from "kernel-lib";
class Server extends Node { onPing({ n }: { type: "ping"; n: number }, from: string) { this.send(from, { type: "pong", n }) } }
class Client extends Node { onStart() { this.send("server", { type: "ping", n: 1 }) } }
await run({ nodes: { server: Server, client: Client } })`;

/** From the start of the process to the answer to its first cell. @param {string[]} command */
async function firstResult(command) {
  const began = performance.now();
  const kernel = await startKernel(command);
  await kernel.execute("6 * 7");
  const ms = performance.now() - began;
  await kernel.stop();
  return ms;
}

/** From the start of many kernels to the last one's answer to its first cell. */
async function firstResults() {
  return Math.max(...(await Promise.all(Array.from({ length: AT_ONCE }, () => firstResult(ours)))));
}

/** From the first result to the first figure. */
async function firstFigure() {
  const kernel = await startKernel(ours);
  await kernel.execute("6 * 7");
  const began = performance.now();
  await kernel.execute(chapter);
  const ms = performance.now() - began;
  await kernel.stop();
  return ms;
}

/** The mean of twenty cells, one after another, in a warm kernel. @param {string[]} command */
async function cellLatency(command) {
  const kernel = await startKernel(command);
  await kernel.execute("6 * 7");
  await kernel.execute("7 * 8");
  const ms = await meanOf(kernel, 0, CELLS);
  await kernel.stop();
  return ms;
}

/**
 * The mean time (ms) of cells, one after another.
 * @param {{ execute(code: string): Promise<void> }} kernel
 * @param {number} first
 * @param {number} count
 */
async function meanOf(kernel, first, count) {
  const began = performance.now();
  for (let i = first; i < first + count; i++) await kernel.execute(cell(i));
  return (performance.now() - began) / count;
}

/** The first and the last of many rounds of the same cells, once warm. */
async function rounds() {
  const kernel = await startKernel(ours);
  await meanOf(kernel, 0, CELLS);
  const first = await meanOf(kernel, 0, CELLS);
  let last = first;
  for (let round = 2; round < ROUNDS; round++) last = await meanOf(kernel, 0, CELLS);
  await kernel.stop();
  return { first, last };
}

/**
 * The cells about the twentieth and the last of many different ones, and what each of those between costs in memory.
 */
async function session() {
  const kernel = await startKernel(ours);
  await meanOf(kernel, 0, CELLS);
  const first = await meanOf(kernel, CELLS, CELLS);
  const before = kernel.memory();
  await meanOf(kernel, 2 * CELLS, MANY - 3 * CELLS);
  const last = await meanOf(kernel, MANY - CELLS, CELLS);
  const memory = (kernel.memory() - before) / (MANY - 2 * CELLS);
  await kernel.stop();
  return { first, last, memory };
}

/** @type {{ first: number, last: number } | undefined} */
let measuredRounds;
/** @type {{ first: number, last: number, memory: number } | undefined} */
let measuredSession;

/** @type {import("./rows.mjs").Measure[]} */
export const kernel = [
  {
    what: "kernel: first result",
    unit: "ms",
    less: true,
    ours: () => firstResult(ours),
    limit: () => firstResult(tslab),
    against: "tslab's kernel",
    reach: 0.6,
  },
  {
    what: `kernel: first result, ${AT_ONCE} at once`,
    unit: "ms",
    less: true,
    rounds: 1,
    ours: firstResults,
    limit: async () => AT_ONCE * (await firstResult(ours)),
    against: "one after another",
    reach: 1,
  },
  {
    what: "kernel: a cell",
    unit: "ms",
    less: true,
    ours: () => cellLatency(ours),
    limit: () => cellLatency(tslab),
    against: "tslab's kernel",
    reach: 0.8,
  },
  {
    what: "kernel: first figure after the first result",
    unit: "ms",
    less: true,
    ours: firstFigure,
    limit: () => 1500,
    against: "1.5 s",
    reach: 1,
  },
  {
    what: "kernel: 20 cells, the 25th time",
    unit: "ms",
    less: true,
    rounds: 1,
    ours: async () => (measuredRounds = await rounds()).last,
    limit: () => /** @type {NonNullable<typeof measuredRounds>} */ (measuredRounds).first,
    against: "the first time",
    reach: 1.2,
  },
  {
    what: "kernel: cell 500 of different ones",
    unit: "ms",
    less: true,
    rounds: 3,
    ours: async () => (measuredSession = await session()).last,
    limit: () => /** @type {NonNullable<typeof measuredSession>} */ (measuredSession).first,
    against: "cell 20",
    reach: 1.5,
  },
  {
    what: "kernel: memory a cell",
    unit: "MB",
    less: true,
    rounds: 1,
    ours: async () => (measuredSession ??= await session()).memory,
    limit: () => 0.1,
    against: "0.1 MB",
    reach: 1,
  },
];
