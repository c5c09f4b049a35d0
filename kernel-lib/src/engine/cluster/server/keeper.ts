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
/** The server is started again so often in a row; if it ends each time, something is wrong with it. */
const MOST_RESTARTS = 5;

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
  const port = await freePort(order.ports.server);
  const { issuer, passwords } = order;
  const files = { certificateFile: certificateFile!, keyFile: keyFile! };
  writeFileSync(configFile!, serverConfig({ port, issuer, passwords, ...files }), secretly);
  await startServer(order.program, configFile!, MOST_RESTARTS);
  const code = codeOf(order.secret, pems.cert);
  page = new Page({ ...order, code, server: { host: "127.0.0.1", port, certificate: pems.cert } });
  const pagePort = await page.listen(await freePort(order.ports.page));
  return { port, pagePort, certificate: pems.cert, code, server: server!.pid! };
}

/** Resolves when the server listens. It is started again where it ends by itself. */
function startServer(program: string, configFile: string, restarts: number): Promise<void> {
  const child = spawn(program, ["-c", configFile], { stdio: ["ignore", "ignore", "pipe"], windowsHide: true });
  server = child;
  let said = "";
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`it is not ready after ${START_MS / 1000} s`)), START_MS);
    child.stderr!.on("data", (data: Buffer) => {
      said = `${said}${data}`.slice(-2000);
      if (!said.includes("Server is ready")) return;
      clearTimeout(timer);
      restarts = MOST_RESTARTS;
      done();
    });
    child.once("error", (error) => fail(new Error(`${program} cannot be started: ${error.message}`)));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`it ended with ${code}: ${said.trim().split("\n").at(-1) ?? "without a word"}`));
      if (ending) return;
      if (restarts === 0) return end();
      setTimeout(() => {
        if (!ending) startServer(program, configFile, restarts - 1).catch(() => {});
      }, RESTART_MS);
    });
  });
}

function answer(text: KeeperAnswer): void {
  process.stdout.write(`${JSON.stringify(text)}\n`);
}

function end(): void {
  if (ending) return;
  ending = true;
  page?.close();
  server?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

/** The wanted port if it is free, else any that is. */
async function freePort(wanted: number): Promise<number> {
  return (await portIfFree(wanted)) ?? (await portIfFree(0))!;
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
