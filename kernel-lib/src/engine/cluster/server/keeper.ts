// Keeps a room's server: the NATS server, and beside it the page that laptops and phones reach by the room's link. A
// process of its own, which ends both as soon as its own input ends: also when whoever started it was killed. The first
// line of its input is JSON, `KeeperOrder`; its one line of output too: `KeeperAnswer`.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server as NetServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { codeOf } from "../link.js";
import { serverConfig } from "./config.js";
import type { KeeperAnswer, KeeperOrder } from "./order.js";
import { Page } from "./page.js";

/** How long the server may take to listen. */
const START_MS = 20_000;
const RESTART_MS = 200;
/** The server is started again so often in a row. */
const MOST_RESTARTS = 5;
const MOST_TRIES = 4;

const folder = mkdtempSync(join(tmpdir(), "verteilt-room-"));
let server: ChildProcess | undefined;
let page: Page | undefined;
let ending = false;

const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => {
  begin(JSON.parse(line)).then(answer, (error: Error) => {
    answer({ failed: error.message });
    end();
  });
});
lines.once("close", end);
process.on("SIGTERM", end);
process.on("SIGHUP", end);
// Ctrl+C in a terminal reaches this process too; the one that started it decides.
process.on("SIGINT", () => {});
process.stdout.on("error", end);

async function begin(order: KeeperOrder): Promise<KeeperAnswer> {
  const { generate } = require("selfsigned") as typeof import("selfsigned");
  const pems = await generate([{ name: "commonName", value: "verteilt-room" }], { keyType: "ec", algorithm: "sha256" });
  const [certificateFile, keyFile, configFile] = ["cert.pem", "key.pem", "nats.conf"].map((name) => join(folder, name));
  const secretly = { mode: 0o600 };
  writeFileSync(certificateFile!, pems.cert, secretly);
  writeFileSync(keyFile!, pems.private, secretly);
  const { issuer, passwords, program } = order;
  const files = { certificateFile: certificateFile!, keyFile: keyFile! };
  const port = await startSomewhere(order.ports.server, (port) => {
    writeFileSync(configFile!, serverConfig({ port, issuer, passwords, ...files }), secretly);
    return startServer(program, configFile!);
  });
  keepRunning(program, configFile!, MOST_RESTARTS);
  const code = codeOf(order.secret, pems.cert);
  page = new Page({ ...order, code, server: { host: "127.0.0.1", port, certificate: pems.cert } });
  const pagePort = await startSomewhere(order.ports.page, (port) => page!.listen(port));
  return { port, pagePort, certificate: pems.cert, code, server: server!.pid! };
}

/** Resolves when the server listens; rejects with its last words where it ends before. */
function startServer(program: string, configFile: string): Promise<unknown> {
  const child = spawn(program, ["-c", configFile], { stdio: ["ignore", "ignore", "pipe"], windowsHide: true });
  server = child;
  let said = "";
  return new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`it is not ready after ${START_MS / 1000} s`)), START_MS);
    child.stderr!.on("data", (data: Buffer) => {
      said = `${said}${data}`.slice(-2000);
      if (said.includes("Server is ready")) done();
    });
    child.once("error", (error) => fail(new Error(`${program} cannot be started: ${error.message}`)));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`it ended with ${code}: ${said.trim().split("\n").at(-1) ?? "without a word"}`));
    });
  }).finally(() => child.stderr!.removeAllListeners("data").resume());
}

/** Starts the server again where it ends by itself; if it ends each time, something is wrong with it. */
function keepRunning(program: string, configFile: string, restarts: number): void {
  server!.once("exit", async () => {
    if (ending) return;
    if (restarts === 0) return end();
    await new Promise((done) => setTimeout(done, RESTART_MS));
    if (ending) return;
    const isUp = await startServer(program, configFile).then(
      () => true,
      () => false,
    );
    if (server!.exitCode === null && server!.signalCode === null)
      keepRunning(program, configFile, isUp ? MOST_RESTARTS : restarts - 1);
    else end();
  });
}

function answer(text: KeeperAnswer): void {
  process.stdout.write(`${JSON.stringify(text)}\n`);
}

function end(): void {
  if (ending) return;
  ending = true;
  page?.close();
  const done = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit();
  };
  // When this process has ended, so has the server.
  if (!server || server.exitCode !== null || server.signalCode !== null) return done();
  server.once("exit", done);
  server.kill("SIGKILL");
}

/**
 * Starts something on the wanted port if that is free, else on any that is.
 * @returns the port
 */
async function startSomewhere(wanted: number, start: (port: number) => Promise<unknown>): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = (tries === 1 ? await portIfFree(wanted) : undefined) ?? (await portIfFree(0))!;
    try {
      await start(port);
      return port;
    } catch (error) {
      // Another room may have taken the port meanwhile.
      if (tries === MOST_TRIES) throw error;
    }
  }
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe: NetServer = createServer().once("error", () => done(undefined));
    probe.listen(port, "0.0.0.0", () => {
      const { port: found } = probe.address() as { port: number };
      probe.close(() => done(found));
    });
  });
}
