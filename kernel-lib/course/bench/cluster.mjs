// Messages between machines, against the NATS client alone: how much processor time one takes, on both sides together.
// Nodes run enclosed, so on each side it is that of two processes.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { work } from "./farm.mjs";
import { oneWay } from "./one-way.mjs";

const load = createRequire(import.meta.url);
const MESSAGES = 100_000;
/** Threads and code are warm then, in all four processes. */
const WARM = 100_000;

/** @type {import("./rows.mjs").Measure[]} */
const rows = [
  {
    what: "a message between machines",
    unit: "us of CPU",
    less: true,
    reach: 1.5,
    rounds: 3,
    against: "NATS client",
    ours,
    limit,
  },
];

/** A worker needs bubblewrap. @type {import("./rows.mjs").Measure[]} */
export const clusterRows = process.platform === "linux" ? rows : [];

const dist = "../../dist/src/engine";
const { startServer } = load(`${dist}/cluster/room-server.js`);
const { descendantsOf, usageOf } = load("../../dist/grading/sandbox/usage.js");

async function ours() {
  const { cluster, run } = load("kernel-lib");
  const { openFarm } = load(`${dist}/farm/open-farm.js`);
  const folder = mkdtempSync(join(tmpdir(), "bench-farm-"));
  const farm = await openFarm({ folder, port: 0 });
  const workers = ["one", "two"].map((name) => work(farm.workerLink, name));
  const engine = cluster(farm.link, { place: { source: "one", sink: "two" } });
  try {
    await Promise.all(workers.map(({ ready }) => ready));
    await run(oneWay(WARM), { engine, trace: false });
    const used = () => workers.reduce((sum, { child }) => sum + usedBy(Number(child.pid)), 0);
    const before = used();
    const driver = process.cpuUsage();
    const { stats } = await run(oneWay(MESSAGES), { engine, trace: false, limit: 60_000 });
    if (stats.delivered !== MESSAGES) throw new Error(`${stats.delivered} of ${MESSAGES} messages arrived`);
    return cpuSince(driver) + (1000 * (used() - before)) / MESSAGES;
  } finally {
    await engine.close();
    for (const { child } of workers) child.kill("SIGKILL");
    await farm.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time of a process and of those that it has started, in ms. @param {number} pid */
function usedBy(pid) {
  return [pid, ...descendantsOf(pid)].reduce((sum, one) => sum + (usageOf(one)?.computed ?? 0), 0);
}

/** The same messages, as JSON, one by one. */
async function limit() {
  const { connectTo } = load(`${dist}/cluster/connection.js`);
  const { server, passwords, end } = await startServer("bench", { page: 0, server: 0 }, "127.0.0.1");
  const [from, to] = await Promise.all([0, 1].map(() => connectTo(server, "_room", passwords.keeper)));
  let seen = 0;
  const before = process.cpuUsage();
  await new Promise((done) => {
    const subscription = to.subscribe("bench", {
      callback: (/** @type {unknown} */ _, /** @type {any} */ message) => {
        message.json();
        if (++seen === MESSAGES) done(subscription.unsubscribe());
      },
    });
    to.flush().then(async () => {
      for (let n = 0; n < MESSAGES; n++) {
        from.publish("bench", JSON.stringify({ type: "drop", n }));
        if (n % 1000 === 999) await from.flush();
      }
    });
  });
  const cpu = cpuSince(before);
  await Promise.all([from.close(), to.close()]);
  await end();
  return cpu;
}

/** @param {NodeJS.CpuUsage} before */
function cpuSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / MESSAGES;
}
