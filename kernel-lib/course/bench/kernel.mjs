// The kernel beside tslab's own, each started as Jupyter starts it and spoken to over its sockets.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { decode, encode, newHeader } from "../../dist/kernel/wire/message.js";
import { root } from "../command/paths.mjs";

const ours = [join(root, "kernel-lib/dist/kernel/main.js")];
const tslab = [join(root, "node_modules/tslab/bin/tslab"), "kernel", "--config-path"];
const CELLS = 20;

/** A cell as a student might run it: a class, a value, a name of the cell before. @param {number} i */
const cell = (i) =>
  `class Counter${i} { count = ${i}; add() { return ++this.count } }\nconst counter${i} = new Counter${i}();\n${i > 0 ? `counter${i - 1}.add()` : "1"}`;

/** From the start of the process to the answer to its first cell. @param {string[]} command */
async function firstResult(command) {
  const began = performance.now();
  const kernel = await start(command);
  await kernel.execute("6 * 7");
  const ms = performance.now() - began;
  await kernel.stop();
  return ms;
}

/** The mean of twenty cells, one after the other, in a warm kernel. @param {string[]} command */
async function cellLatency(command) {
  const kernel = await start(command);
  await kernel.execute("6 * 7");
  await kernel.execute("7 * 8");
  const began = performance.now();
  for (let i = 0; i < CELLS; i++) await kernel.execute(cell(i));
  const ms = (performance.now() - began) / CELLS;
  await kernel.stop();
  return ms;
}

/** @type {import("./rows.mjs").Measure[]} */
export const kernel = [
  {
    what: "kernel: first result",
    unit: "ms",
    less: true,
    ours: () => firstResult(ours),
    limit: () => firstResult(tslab),
    against: "tslab's kernel",
    reach: 1,
  },
  {
    what: "kernel: a cell",
    unit: "ms",
    less: true,
    ours: () => cellLatency(ours),
    limit: () => cellLatency(tslab),
    against: "tslab's kernel",
    reach: 1,
  },
];

/** @param {string[]} command  run by this Node with the connection file as its last argument */
async function start(command) {
  const folder = mkdtempSync(join(tmpdir(), "bench-kernel-"));
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
  const connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    ...ports,
  };
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection));
  const child = spawn(process.execPath, [...command, file], { cwd: root, stdio: "ignore" });
  const shell = new Dealer();
  const iopub = new Subscriber();
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
  iopub.subscribe("");
  const session = randomUUID();

  /** Runs a cell and waits for its reply. @param {string} code */
  async function execute(code) {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const header = newHeader("execute_request", session);
    const message = { identities: [], header, parent: {}, metadata: {}, content, buffers: [] };
    await shell.send(encode(message, connection.key));
    const { content: reply } = decode(/** @type {Buffer[]} */ (await shell.receive()), connection.key);
    if (reply.status !== "ok") throw new Error(`A cell failed in the benchmark: ${JSON.stringify(reply)}`);
  }

  async function stop() {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill();
    await ended;
    shell.close();
    iopub.close();
    rmSync(folder, { recursive: true, force: true });
  }

  return { execute, stop };
}

/** @param {number} count */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => /** @type {import("node:net").AddressInfo} */ (server.address()).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
