// The process that runs cells, a child of the kernel: the code runs in a worker, and this thread hands messages on, presses for
// interrupts, and says why the worker ended. Whatever the code does to the process, the kernel itself lives on.
import { totalmem } from "node:os";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import type { ExecutorData, FromExecutor, ToExecutor } from "../thread.js";
import { isRestricted } from "./noted.js";
import { Press } from "./press.js";

const flag = new Int32Array(new SharedArrayBuffer(8));
const { port1: port, port2 } = new MessageChannel();
const data: ExecutorData = {
  port: port2,
  flag,
  root: process.argv[2],
  quiet: process.env.NBGRADER_EXECUTION === "autograde",
};
const worker = new Worker(join(__dirname, "worker.js"), {
  workerData: data,
  transferList: [port2],
  // The second lets a callback be left in its midst, when its code is terminated. The third finds ES modules from a notebook's folder. A
  // thread with flags of its own would also have rights of its own; where they are few it has those of the process.
  execArgv: isRestricted()
    ? undefined
    : ["--no-warnings", "--no-force-async-hooks-checks", "--experimental-import-meta-resolve"],
  resourceLimits: { maxOldGenerationSizeMb: megabytes() },
  stdout: true,
  stderr: true,
});
const press = new Press(flag, () =>
  end({ reason: "Nothing else stopped it, so the process that runs cells was ended", interrupted: true }),
);
let failure: (Error & { code?: string }) | undefined;

worker.stdout.resume();
worker.stderr.on("data", (text) => process.stderr.write(text));
worker.on("error", (error) => {
  failure = error;
});
worker.on("exit", (code) => end({ reason: why(code) }));
port.on("message", (message: FromExecutor) => {
  if (message.type === "done") press.calm();
  process.send!(message);
});
process.on("message", (message: ToExecutor) => {
  if (message.type === "execute") press.calm();
  if (message.type === "interrupt") press.press(message.cell !== undefined);
  port.postMessage(message);
});
process.on("disconnect", leave);
setInterval(watchMemory, 500).unref();

function end({ reason, interrupted = false }: { reason: string; interrupted?: boolean }): void {
  // What the worker sent before its end is handed on first.
  setImmediate(() => process.send!({ type: "ended", reason, interrupted } satisfies FromExecutor, leave));
}

/** Ends this process and those that cells have started in it. */
function leave(): void {
  if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  process.exit();
}

function why(code: number): string {
  if (failure?.code === "ERR_WORKER_OUT_OF_MEMORY") return `The memory of ${megabytes()} MB for cells was used up`;
  if (failure) return `The process that runs cells ended: ${failure.message}`;
  return `process.exit(${code}) ended the process that runs cells`;
}

/** The limit of a worker leaves buffers out, and they can take all that the machine has. */
function watchMemory(): void {
  const used = process.memoryUsage.rss();
  if (used > 0.8 * available()) end({ reason: `The cells used up the memory: ${Math.round(used / 2 ** 20)} MB` });
}

/** Bytes the cells may use in all; tests set less. */
function available(): number {
  const given = Number(process.env.VERTEILT_MEMORY_MB);
  if (given > 0) return given * 2 ** 20;
  const bound = process.constrainedMemory?.() ?? 0;
  return bound > 0 ? Math.min(bound, totalmem()) : totalmem();
}

function megabytes(): number {
  return Math.min(2048, Math.max(512, Math.floor(available() / 2 ** 21)));
}
