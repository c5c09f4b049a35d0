// The main thread's hold on the worker that runs cells: starts it, replaces it when it dies, interrupts it.
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { ExecutorData, FromExecutor, ToExecutor } from "../thread.js";

/** Why the worker ended, in words for the student. */
export type Ended = (reason: string) => void;

export class Executor {
  private worker!: Worker;
  private port!: MessagePort;
  private readonly flag = new Int32Array(new SharedArrayBuffer(8));
  private presses = 0;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** Whether the worker got as far as taking cells. One that does not would end the same way again. */
  private ready = false;

  constructor(
    private readonly receive: (message: FromExecutor) => void,
    private readonly ended: Ended,
    /** Called when a cell reacts to neither flag nor signal. */
    private readonly stubborn: () => void,
  ) {
    this.start();
  }

  post(message: ToExecutor): void {
    this.port.postMessage(message);
  }

  /** One press stops loops by the flag and waits by message. What reacts to neither is sent SIGINT, and at a third press replaced. */
  interrupt(cell: string | undefined): void {
    Atomics.store(this.flag, 0, 1);
    this.post({ type: "interrupt", cell });
    if (cell === undefined) return;
    this.presses++;
    if (this.presses > 2) this.replace("The cell did not react to three interrupts");
    else this.timer ??= setTimeout(() => this.signal(), patience.flag);
  }

  /** A cell begins or has ended: an interrupt that was for the one before has nothing more to do. */
  calm(): void {
    Atomics.store(this.flag, 0, 0);
    Atomics.store(this.flag, 1, 0);
    surviveSignal();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.presses = 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.calm();
    await this.worker.terminate();
  }

  private replace(reason: string): void {
    this.reason = reason;
    void this.worker.terminate();
  }

  private reason: string | undefined;

  /** Breaks V8 out of a regular expression or `Atomics.wait`, which reach no loop head. POSIX only. */
  private signal(): void {
    if (process.platform !== "win32" && Atomics.load(this.flag, 1) === 1) process.kill(process.pid, "SIGINT");
    this.timer = setTimeout(() => this.stubborn(), patience.signal);
  }

  private start(): void {
    this.reason = undefined;
    this.ready = false;
    const { port1, port2 } = new MessageChannel();
    const data: ExecutorData = {
      port: port2,
      flag: this.flag,
      root,
      quiet: process.env.NBGRADER_EXECUTION === "autograde",
    };
    const worker = new Worker(join(__dirname, "../executor/worker.js"), {
      workerData: data,
      transferList: [port2],
      env: {
        ...process.env,
        NODE_PATH: [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(separator),
      },
      execArgv: ["--no-warnings"],
      resourceLimits: { maxOldGenerationSizeMb: megabytes() },
      stdout: true,
      stderr: true,
    });
    let failure: Error | undefined;
    worker.stdout.resume();
    worker.stderr.on("data", (text) => process.stderr.write(text));
    worker.on("error", (error) => {
      failure = error;
    });
    worker.on("exit", (code) => {
      port1.close();
      if (this.closed || worker !== this.worker) return;
      if (!this.ready) {
        process.stderr.write(`The thread that runs cells could not start: ${failure?.stack ?? `exit code ${code}`}\n`);
        process.exit(1);
      }
      const reason = this.reason ?? why(code, failure);
      this.calm();
      this.start();
      this.ended(reason);
    });
    port1.on("message", (message: FromExecutor) => {
      if (message.type === "ready") this.ready = true;
      if (worker === this.worker) this.receive(message);
    });
    this.worker = worker;
    this.port = port1;
  }
}

/** How long (ms) a cell may take to react to the flag, and then to SIGINT. */
const patience = { flag: 300, signal: 1500 };
const separator = process.platform === "win32" ? ";" : ":";

/** The course's folder: this file is kernel-lib/dist/kernel/session/executor.js in it. */
export const root = resolve(__dirname, "../../../..");

/** While V8 listens to SIGINT for a cell, Node's own handling is off, and it stays off until a listener is added again. */
function surviveSignal(): void {
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", () => {});
}

function megabytes(): number {
  return Math.min(2048, Math.max(512, Math.floor(totalmem() / 2 ** 21)));
}

function why(code: number, failure: Error | undefined): string {
  const { code: kind, message } = (failure ?? {}) as { code?: string; message?: string };
  if (kind === "ERR_WORKER_OUT_OF_MEMORY") return `The memory of ${megabytes()} MB for cells was used up`;
  if (failure) return `The thread that runs cells ended: ${message}`;
  return `process.exit(${code}) ended the thread that runs cells`;
}
