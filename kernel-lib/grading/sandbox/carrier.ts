// The thread that carries bytes between the judge's shared memory and a process (carried-pipe.ts).
import { spawn } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";
import { ENDED, FULL, HEAD, ROOM } from "./carried-pipe.js";
import { endProcess } from "./end-process.js";

const { command, shared } = workerData;
const state = new Int32Array(shared, 0, 2);
const { env, args } = command;
const child = spawn(command.command, args, { env, stdio: ["pipe", "pipe", "ignore"] });
let isOver = false;

child.stdin.on("error", () => {});
child.on("error", end);
child.stdout.on("data", (bytes: Buffer) => {
  // Only one side runs at a time: while bytes come, the side that reads them has nothing to send.
  for (let at = 0; at < bytes.length && !isOver; at += ROOM) put(bytes.subarray(at, at + ROOM));
});
child.stdout.on("close", end);

parentPort!.on("message", (message: Uint8Array | "end") => {
  if (message !== "end") return void child.stdin.write(message);
  isOver = true;
  endProcess(child);
  parentPort!.close();
});

function put(bytes: Buffer): void {
  Atomics.wait(state, 0, FULL);
  new Uint8Array(shared, HEAD).set(bytes);
  Atomics.store(state, 1, bytes.length);
  Atomics.store(state, 0, FULL);
  Atomics.notify(state, 0);
}

function end(): void {
  Atomics.wait(state, 0, FULL);
  Atomics.store(state, 0, ENDED);
  Atomics.notify(state, 0);
}
