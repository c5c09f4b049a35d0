// Messages between nodes on threads, against plain workers that do the same with bare postMessage.
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import { oneWay } from "./one-way.mjs";

const { Node, run } = createRequire(import.meta.url)("kernel-lib");
const rawFile = fileURLToPath(new URL("raw-echo.cjs", import.meta.url));

const ROUND_TRIPS = 20_000;
const MESSAGES = 200_000;

class Player extends Node {
  partner = "";
  left = 0;
  serves = false;
  onStart() {
    if (this.serves) this.send(this.partner, { type: "ball", n: 0 });
  }
  /** @param {{ n: number }} ball */
  onBall({ n }) {
    if (--this.left > 0) this.send(this.partner, { type: "ball", n: n + 1 });
  }
}

/** @param {boolean} trace */
async function roundTrip(trace) {
  const left = ROUND_TRIPS;
  const nodes = {
    a: Player.with({ partner: "b", left, serves: true }),
    b: Player.with({ partner: "a", left }),
  };
  const { stats } = await run({ nodes }, { trace, limit: 60_000 });
  return (stats.ms * 1000) / ROUND_TRIPS;
}

/** @param {boolean} trace */
async function throughput(trace) {
  const { stats } = await run(oneWay(MESSAGES), { trace, limit: 60_000 });
  return MESSAGES / stats.ms / 1000;
}

async function rawRoundTrip() {
  const worker = new Worker(rawFile);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2, echo: true, quota: -1 }, [port2]);
  await once(worker, "message");
  let left = ROUND_TRIPS;
  const started = performance.now();
  await new Promise((resolve) => {
    port1.on("message", ({ n }) => (--left > 0 ? port1.postMessage({ type: "ball", n: n + 1 }) : resolve(undefined)));
    port1.postMessage({ type: "ball", n: 0 });
  });
  const ms = performance.now() - started;
  port1.close();
  await worker.terminate();
  return (ms * 1000) / ROUND_TRIPS;
}

async function rawThroughput() {
  const worker = new Worker(rawFile);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2, echo: false, quota: MESSAGES }, [port2]);
  await once(worker, "message");
  const started = performance.now();
  for (let n = 0; n < MESSAGES; n++) port1.postMessage({ type: "drop", n });
  await once(worker, "message");
  const ms = performance.now() - started;
  port1.close();
  await worker.terminate();
  return MESSAGES / ms / 1000;
}

/** @type {import("./rows.mjs").Measure[]} */
export const messages = [
  {
    what: "message round trip, tracing on",
    unit: "us",
    less: true,
    ours: () => roundTrip(true),
    limit: rawRoundTrip,
    against: "raw postMessage",
    reach: 1.5,
  },
  {
    what: "messages one way, tracing on",
    unit: "M/s",
    less: false,
    ours: () => throughput(true),
    limit: rawThroughput,
    against: "raw postMessage",
    reach: 0.5,
  },
];
