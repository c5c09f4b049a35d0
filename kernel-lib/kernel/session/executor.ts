// The kernel's hold on the process that runs cells: starts it, checks what it says, replaces it when it ends.
import { delimiter, join } from "node:path";
import { checked, type FromExecutor, type ToExecutor } from "../messages.js";
import { Child, type End, root } from "./child.js";

/** Why the process ended, in words for the student, and whether that was to interrupt a cell. */
export interface Ended {
  reason: string;
  interrupted: boolean;
}

export class Executor {
  private child!: Child;
  private closed = false;
  /** Whether the process got as far as taking cells. One that does not would end the same way again. */
  private ready = false;
  /** What the process last said of its memory. */
  private memory: { used: number; nodes: readonly string[] } | undefined;

  constructor(
    private readonly receive: (message: Exclude<FromExecutor, { type: "ready" | "ended" | "memory" }>) => void,
    private readonly ended: (ended: Ended) => void,
  ) {
    this.start();
  }

  /** False where the message is too long. A process that has just died takes none, but that is up to `ended`. */
  post(message: ToExecutor): boolean {
    return this.child.send(message);
  }

  /** Undefined while the process starts. */
  get pid(): number | undefined {
    return this.ready ? this.child.pid : undefined;
  }

  /** Gives the process up, and goes on with a new one. */
  giveUp(reason: string, interrupted = false): void {
    this.replace({ reason, interrupted });
  }

  /** A cell begins: what was said of memory before concerns it no more. */
  forgetMemory(): void {
    this.memory = undefined;
  }

  /** Ends the process with all that it started. */
  close(): void {
    this.closed = true;
    this.child.kill();
  }

  private start(): void {
    this.ready = false;
    this.memory = undefined;
    const args = ["--no-warnings", join(__dirname, "../executor/process.js"), root];
    const paths = [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(delimiter);
    this.child = new Child(
      { command: process.execPath, args, env: { ...process.env, NODE_PATH: paths } },
      (message) => this.take(checked(message)),
      (end) => this.replace({ reason: this.why(end), interrupted: false }),
    );
  }

  private take(message: FromExecutor | undefined): void {
    if (!message)
      this.replace({ reason: "Code of a cell spoke to the kernel in the kernel's own name", interrupted: false });
    else if (message.type === "ready") this.ready = true;
    else if (message.type === "ended") this.replace(message);
    else if (message.type === "memory") this.memory = message;
    else this.receive(message);
  }

  private replace(ended: Ended): void {
    if (this.closed) return;
    this.child.kill();
    if (!this.ready) {
      process.stderr.write(`The process that runs cells could not start: ${ended.reason}\n`);
      process.exit(1);
    }
    this.start();
    this.ended(ended);
  }

  private why(end: End): string {
    if ("reason" in end) return `The process that runs cells was ended: ${end.reason}`;
    const { code, signal } = end;
    if (this.memory && isAbort(code, signal)) return outOfMemory(this.memory);
    return `The process that runs cells crashed (${signal ?? `exit code ${code}`})`;
  }
}

/** V8 ends a process like this where it has no memory left. */
function isAbort(code: number | null, signal: NodeJS.Signals | null): boolean {
  if (signal) return ["SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGKILL"].includes(signal);
  return code === 134 || code === 133 || (process.platform === "win32" && code !== null && code > 0x80000000);
}

function outOfMemory({ used, nodes }: { used: number; nodes: readonly string[] }): string {
  const who =
    nodes.length === 0 ? "The cell" : nodes.length === 1 ? `Node ${nodes[0]}` : `One of the nodes ${nodes.join(", ")}`;
  return `${who} ran out of memory: ${Math.round(used)} MB were in use`;
}
