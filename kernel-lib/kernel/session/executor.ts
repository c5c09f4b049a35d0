// The kernel's hold on the process that runs cells: starts it, checks what it sends, replaces it when it ends.
import { delimiter, join } from "node:path";
import { checked, type FromExecutor, type ToExecutor } from "../messages.js";
import { Child, type End, root } from "./child.js";

/** Why the process ended, in words for the student, and whether it was ended to interrupt a cell. */
export interface Ended {
  reason: string;
  interrupted: boolean;
}

/** How many processes may end before they are ready; a machine that is short of memory may need more than one. */
export const ATTEMPTS = 3;

export class Executor {
  private child!: Child;
  private closed = false;
  /** Whether the process got as far as accepting cells. If not, the next one would end the same way. */
  private ready = false;
  /** How many in a row did not. */
  private attempts = 0;
  /** What the process last reported about its memory. */
  private memory: { used: number; nodes: readonly string[] } | undefined;

  constructor(
    private readonly receive: (message: Exclude<FromExecutor, { type: "ready" | "ended" | "memory" }>) => void,
    private readonly ended: (ended: Ended) => void,
  ) {
    this.start();
  }

  /** False if the message is too long. A process that has just died takes none either, but `ended` reports that. */
  post(message: ToExecutor): boolean {
    return this.child.send(message);
  }

  /** A cell begins: earlier reports about memory no longer apply. */
  forgetMemory(): void {
    this.memory = undefined;
  }

  /** Ends the process and everything it started. */
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
    if (!message) this.replace({ reason: "A cell's code posed as the kernel", interrupted: false });
    else if (message.type === "ready") this.ready = true;
    else if (message.type === "ended") this.replace(message);
    else if (message.type === "memory") this.memory = message;
    else this.receive(message);
  }

  private replace(ended: Ended): void {
    if (this.closed) return;
    this.child.kill();
    this.attempts = this.ready ? 0 : this.attempts + 1;
    if (this.attempts >= ATTEMPTS) {
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

/** How V8 ends a process that has no memory left. */
function isAbort(code: number | null, signal: NodeJS.Signals | null): boolean {
  if (signal) return ["SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGKILL"].includes(signal);
  return code === 134 || code === 133 || (process.platform === "win32" && code !== null && code > 0x80000000);
}

function outOfMemory({ used, nodes }: { used: number; nodes: readonly string[] }): string {
  const who =
    nodes.length === 0 ? "The cell" : nodes.length === 1 ? `Node ${nodes[0]}` : `One of the nodes ${nodes.join(", ")}`;
  return `${who} ran out of memory: ${Math.round(used)} MB were in use`;
}
