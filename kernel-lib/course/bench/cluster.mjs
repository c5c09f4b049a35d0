// Messages between machines, against the NATS client alone: how much processor time one takes, on both sides together.
import { createRequire } from "node:module";
import { oneWay } from "./one-way.mjs";

const load = createRequire(import.meta.url);
const MESSAGES = 100_000;
/** Threads and code are warm then. */
const WARM = 20_000;

export const clusterRows = [
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

const dist = "../../dist/src/engine/cluster";
const { startServer } = load(`${dist}/room-server.js`);

async function ours() {
  const { cluster, run } = load("kernel-lib");
  const { Host } = load(`${dist}/hosts/host.js`);
  const server = await startServer("bench", { page: 0, server: 0 }, "127.0.0.1");
  const engine = cluster(server.owner, { place: { source: "one", sink: "two" } });
  const lobby = engine.lobby();
  // Two hosts in this process, so that its processor time is that of both sides.
  const hosts = await Promise.all(["one", "two"].map((name) => Host.lend(server.links[0], name)));
  await lobby;
  await run(oneWay(WARM), { engine, trace: false });
  const before = process.cpuUsage();
  const { stats } = await run(oneWay(MESSAGES), { engine, trace: false, limit: 60_000 });
  const cpu = cpuSince(before);
  if (stats.delivered !== MESSAGES) throw new Error(`${stats.delivered} of ${MESSAGES} messages arrived`);
  await Promise.all(hosts.map((host) => host.close()));
  await engine.close();
  await server.end();
  return cpu;
}

/** The same messages, as JSON, one by one. */
async function limit() {
  const { connectTo } = load(`${dist}/connection.js`);
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
