// A sweep on a farm gives what it gives here: results, prints, errors. Interrupted, it leaves nothing running.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { jetstreamManager } from "@nats-io/jetstream";
import { farm, sweep } from "kernel-lib";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import { connectAsOwner } from "kernel-lib/dist/src/engine/farm/farm-connection.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm, type WorkerProcess } from "../../support/farm.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let opened: TestFarm;
let workers: WorkerProcess[];
beforeAll(async () => {
  opened = await TestFarm.open();
  workers = [await opened.worker("one"), await opened.worker("two")];
});
afterAll(() => opened.end());

/** Text of a program that imports the library. */
const program = (text: string) =>
  `(() => { const lib = require(${JSON.stringify(resolve("kernel-lib/dist/src/index.js"))});\n${text} })();`;

const CLASSES = `const { Node } = lib;
class Sender extends Node {
  onStart() { for (let n = 0; n < 20; n++) this.send("receiver", { type: "number", n }); }
}
class Receiver extends Node { onNumber({ n }) { this.output(n); } }
class Greeter extends Node {
  greeted = 0;
  onStart() { this.send("other", { type: "hello" }); }
  onHello() { this.greeted++; }
}`;

/** What a program prints that does a sweep here, and on the farm. */
async function both(grid: string, f: string, seeds: number) {
  const before = opened.lines.length;
  const text = async (how: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      "-e",
      program(`${CLASSES}
lib.sweep(${grid}, ${f}, { seeds: ${seeds}, ${how} }).then((points) =>
  console.log(require("node:util").inspect(points, { depth: 9, maxArrayLength: null })));`),
    ]);
    return stdout;
  };
  const here = await text("cores: 1");
  const there = await text(`on: lib.farm(${JSON.stringify(opened.link)})`);
  const done = () => opened.lines.slice(before).filter((line) => line.includes("has done")).length;
  return { here, there, done };
}

test("results and prints are those of this machine, and workers have done the work", async () => {
  const f = `async ({ p, tag, seed }) => {
  const system = { nodes: { sender: Sender, receiver: Receiver }, faults: [lib.loss(p)], seed };
  const { outputs, stats } = await lib.run(system, { engine: "simulator" });
  console.log("experiment", p, tag, seed);
  const more = { map: new Map([[seed, new Set([p])]]), none: undefined, z: -0, big: 2n ** 70n, nan: Number.NaN };
  return { tag, got: outputs.receiver, lost: stats.lost, more, bytes: new Float64Array([p]), when: new Date(seed) };
}`;
  const { here, there, done } = await both('{ p: [0, 0.25, 0.5], tag: ["a", "b"] }', f, 3);
  expect(there).toBe(here);
  expect(here).toContain("experiment 0.5 b 3\n");
  await eventually("all is reported", () => done() === 18);
});

test("whole explorations run on it, one for each configuration", async () => {
  const f = `async ({ nodes }) => {
  const names = Array.from({ length: nodes }, (_, i) => (i === 0 ? "other" : "n" + i));
  const system = { nodes: Object.fromEntries(names.map((name) => [name, Greeter])) };
  const { ok, unique, complete } = await lib.explore(system, { always: { few: () => true } });
  return { nodes, ok, unique, complete };
}`;
  const { here, there, done } = await both("{ nodes: [1, 2, 3] }", f, 1);
  expect(there).toBe(here);
  expect(here).toContain("{ nodes: 3, ok: true, unique: 8, complete: true }");
  await eventually("all is reported", () => done() === 3);
});

test("an experiment that fails, fails with the words it has here", async () => {
  const f = ({ n, seed }: { n: number; seed: number }) => {
    if (n === 2 && seed === 2) throw new RangeError("too much");
    return n;
  };
  const on = farm(opened.link);
  await expect(sweep({ n: [1, 2, 3] }, f, { seeds: 2, on })).rejects.toThrow(
    'sweep: at {"n":2,"seed":2}: RangeError: too much',
  );
});

test("one that ends its process is put aside, and named", async () => {
  const f = ({ n }: { n: number }) => {
    const kept: number[][] = [];
    while (n === 2) kept.push(new Array(100_000).fill(n));
    return n;
  };
  const on = farm(opened.link);
  await expect(sweep({ n: [1, 2] }, f, { seeds: 1, on })).rejects.toThrow(
    /^sweep: experiment 2 of 2 was put aside after three tries, the last by (one|two): its process ended without a result/,
  );
});

/** Nothing of a sweep is left: no process at a worker, no job, no result. */
async function nothingIsLeft(within = 60_000) {
  const isIdle = () => workers.every(({ child }) => descendantsOf(child.pid!).length === 0);
  await eventually("the sandboxes have ended", isIdle, within);
  const { connection } = await connectAsOwner(opened.link, "this test");
  const manager = await jetstreamManager(connection);
  for (const name of ["JOBS", "RESULTS"])
    await eventually(`${name} is empty`, async () => (await manager.streams.info(name)).state.messages === 0, within);
  await connection.close();
}

test("an interrupt ends it everywhere", async () => {
  const stop = new AbortController();
  (globalThis as any)[Symbol.for("verteilt.host")] = {
    ...{ signal: () => stop.signal, cell: () => 1, print: () => {}, locate: () => undefined },
  };
  try {
    const before = opened.lines.length;
    const endless = ({ n }: { n: number }) => {
      while (n > 0);
    };
    const running = sweep({ n: [1, 2, 3, 4] }, endless, { seeds: 1, on: farm(opened.link) });
    await eventually("both are at it", () => opened.lines.length >= before + 2);
    expect(workers.map(({ child }) => descendantsOf(child.pid!).length > 0)).toEqual([true, true]);
    stop.abort(new Error("interrupted"));
    await expect(running).rejects.toThrow("interrupted");
  } finally {
    delete (globalThis as any)[Symbol.for("verteilt.host")];
  }
  await nothingIsLeft();
});

test("Ctrl-C at a program ends it everywhere, and then the program, without another word", async () => {
  const before = opened.lines.length;
  const endless = program(
    `lib.sweep({ n: [1, 2, 3, 4] }, ({ n }) => { while (n > 0); }, { seeds: 1, on: lib.farm(${JSON.stringify(opened.link)}) });`,
  );
  const child = spawn(process.execPath, ["-e", endless], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  await eventually("both are at it", () => opened.lines.length >= before + 2);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
  expect(said).toBe("");
  await nothingIsLeft(1000);
});

test("a program that is killed leaves nothing running: workers stop when nobody wants their results", async () => {
  const before = opened.lines.length;
  const endless = program(
    `lib.sweep({ n: [1, 2, 3, 4, 5, 6, 7, 8] }, ({ n }) => { while (n > 0); }, { seeds: 1, on: lib.farm(${JSON.stringify(opened.link)}) });`,
  );
  const child = spawn(process.execPath, ["-e", endless], { stdio: "ignore" });
  await eventually("both are at it", () => opened.lines.length >= before + 2);
  child.kill("SIGKILL");
  await nothingIsLeft();
});
