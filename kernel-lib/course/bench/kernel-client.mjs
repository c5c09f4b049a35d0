// A Jupyter client for the benchmark: starts a kernel as Jupyter does, and measures its own share of memory.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { decode, encode, newHeader } from "../../dist/kernel/wire/message.js";
import { root } from "../command/paths.mjs";

/** @param {string[]} command  run by this Node with the connection file as its last argument */
export async function startKernel(command) {
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

  /** MB that the kernel and its processes take, each with its share of shared memory (Linux). */
  function memory() {
    const listed = spawnSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout;
    const parents = new Map(
      listed
        .trim()
        .split("\n")
        .map((line) => /** @type {[number, number]} */ (line.trim().split(/\s+/).map(Number))),
    );
    const own = [...parents.keys()].filter((pid) => pid === child.pid || parents.get(pid) === child.pid);
    return own.reduce((sum, pid) => sum + proportional(pid), 0);
  }

  async function stop() {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill();
    await ended;
    shell.close();
    iopub.close();
    rmSync(folder, { recursive: true, force: true });
  }

  return { execute, memory, stop };
}

/** @param {number} pid */
function proportional(pid) {
  const [, kB] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
  return Number(kB ?? 0) / 1024;
}

/** @param {number} count */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => /** @type {import("node:net").AddressInfo} */ (server.address()).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
