// The process that runs cells, a child of the kernel: the code runs in a worker, while this thread forwards messages,
// carries out interrupts, and reports why the worker ended. Whatever the code does to the process, the kernel itself
// survives.
import { Socket } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { isOutOfMemory } from "../../src/engine/worker-error.js";
import { Channel } from "../channel.js";
import type { CellError, FromExecutor, ToExecutor } from "../messages.js";
import { InterruptEscalation } from "./interrupt-escalation.js";
import { ANSWER_BYTES, putAnswer } from "./questions.js";
import { type ExecutorData, type MemoryQuestion, slots } from "./thread.js";

/** The pipe to the kernel. */
const PIPE = 3;
const MB = 2 ** 20;
/** How often (ms) memory is measured, from which size (MB) its growth is reported, and in which steps. */
const MEMORY_LOOK_MS = 100;
const MEMORY_FROM = 400;
const MEMORY_STEP = 100;
/** How long (ms) a closed port may stay unexplained. */
const GRACE_MS = 60_000;

const flag = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
const answer = new SharedArrayBuffer(ANSWER_BYTES);
const { port1: port, port2 } = new MessageChannel();
const data: ExecutorData = {
  port: port2,
  flag,
  answer,
  root: process.argv[2],
};
const worker = new Worker(join(__dirname, "worker.js"), {
  workerData: data,
  transferList: [port2],
  // The second lets a callback be left partway through, when its code is terminated. The third finds ES modules from a
  // notebook's folder.
  execArgv: ["--no-warnings", "--no-force-async-hooks-checks", "--experimental-import-meta-resolve"],
  resourceLimits: { maxOldGenerationSizeMb: megabytes() },
  stdout: true,
  stderr: true,
});
const escalation = new InterruptEscalation(flag, () =>
  end({ reason: "Nothing else stopped it, so the process that runs cells was ended", interrupted: true }),
);
const channel = new Channel(
  new Socket({ fd: PIPE, readable: true, writable: true }),
  (message) => take(message as ToExecutor),
  leave,
);
let failure: Error | undefined;
let reported = MEMORY_FROM;
let isEnding = false;
/** The run whose end is awaited. A cell may announce its end twice, and the second time another one runs. */
let awaited: number | undefined;

worker.stdout.resume();
worker.stderr.on("data", (text) => process.stderr.write(text));
worker.on("error", (error) => {
  failure = error;
});
worker.on("exit", (code) => end({ reason: why(code) }));
port.on("message", (message: FromExecutor) => {
  if (message?.type === "done" && message.run === awaited) {
    awaited = undefined;
    escalation.calm();
  }
  pass(message);
});
// When the thread ends its port closes, too, and how it ended says more; a thread that still answers was cut off by a
// cell.
worker.on("message", () => end({ reason: closed }));
port.on("close", () => {
  worker.postMessage("alive?");
  setTimeout(() => end({ reason: closed }), GRACE_MS);
});
setInterval(watchMemory, MEMORY_LOOK_MS).unref();

function take(message: ToExecutor): void {
  if (message.type === "input") return putAnswer(answer, message.value);
  if (message.type === "run") {
    awaited = message.run;
    escalation.calm();
    reported = Math.max(MEMORY_FROM, process.memoryUsage.rss() / MB);
  }
  if (message.type === "interrupt") {
    const isAwaited = message.run !== undefined && message.run === awaited;
    escalation.press(isAwaited, message.presses);
  }
  port.postMessage(message);
}

/** To the kernel. What cannot be sent was written by a cell's code, or is too long to show. */
function pass(message: FromExecutor): void {
  let isSent: boolean;
  try {
    isSent = channel.send(message);
  } catch {
    return end({ reason: "A cell's code posed as the kernel" });
  }
  if (isSent) return;
  const error = tooLong;
  if (message.type === "done") channel.send({ type: "done", run: message.run, error } satisfies FromExecutor);
  else if ("cell" in message) channel.send({ type: "late", cell: message.cell, error } satisfies FromExecutor);
}

const closed = "A cell's code closed the channel between its thread and the kernel";
const evalue = "The output is larger than 64 MB: show part of it, or fewer points.";
const tooLong: CellError = { ename: "RangeError", evalue, traceback: [`RangeError: ${evalue}`] };

function end({ reason, interrupted = false }: { reason: string; interrupted?: boolean }): void {
  if (isEnding) return;
  isEnding = true;
  // What the worker sent before its end is forwarded first.
  setImmediate(() => {
    channel.send({ type: "ended", reason, interrupted } satisfies FromExecutor);
    // The kernel ends this process and everything it started.
    setTimeout(leave, 1000);
  });
}

/** Ends this process and those that cells have started in it. */
function leave(): void {
  if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  process.exit();
}

function why(code: number): string {
  if (isOutOfMemory(failure)) return `The cell ran out of memory: the values of all cells may use ${megabytes()} MB`;
  if (failure) return `The process that runs cells ended: ${failure.message}`;
  return `process.exit(${code}) ended the process that runs cells`;
}

/**
 * A worker's memory limit does not count buffers, which can take all that the machine has. And a single array that
 * keeps growing brings the process down before anything can say why, so growth is reported while it happens.
 */
function watchMemory(): void {
  const used = process.memoryUsage.rss() / MB;
  if (used > 0.8 * available())
    return end({ reason: `The cells ran out of memory: ${Math.round(used)} MB were in use` });
  if (used < reported + MEMORY_STEP) return;
  reported = used;
  channel.send({ type: "memory", used, nodes: [] } satisfies FromExecutor);
  // If the cell's own thread answers, it is a node's thread that fills the memory.
  port.postMessage({ type: "memory", used } satisfies MemoryQuestion);
}

/** MB that all cells may use together; tests set less. */
function available(): number {
  const given = Number(process.env.VERTEILT_MEMORY_MB);
  if (given > 0) return given;
  const bound = process.constrainedMemory?.() ?? 0;
  return (bound > 0 ? Math.min(bound, totalmem()) : totalmem()) / MB;
}

function megabytes(): number {
  return Math.min(2048, Math.max(512, Math.floor(available() / 2)));
}
