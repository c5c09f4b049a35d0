// The kernel's hold on the process that runs cells: starts it, hands messages to and fro, replaces it when it ends.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { delimiter, join, resolve } from "node:path";
import { enclose } from "../../src/grade/isolates/system-sandbox.js";
import type { FromExecutor, ToExecutor } from "../thread.js";
import { isMarking } from "./grading/marking.js";
import { markingEnvironment, markingRights } from "./grading/rights.js";

/** Why the process ended, in words for the student, and whether that was to interrupt a cell. */
export interface Ended {
  reason: string;
  interrupted: boolean;
}

export class Executor {
  private child!: ChildProcess;
  private closed = false;
  /** Whether the process got as far as taking cells. One that does not would end the same way again. */
  private ready = false;

  constructor(
    private readonly receive: (message: Exclude<FromExecutor, { type: "ready" | "ended" }>) => void,
    private readonly ended: (ended: Ended) => void,
  ) {
    this.start();
  }

  post(message: ToExecutor): void {
    // A process that has just died takes no message; what to do about that is up to `ended`.
    if (this.child.connected) this.child.send(message, () => {});
  }

  /** Undefined while the process starts. */
  get pid(): number | undefined {
    return this.ready ? this.child.pid : undefined;
  }

  /** Gives the process up, and goes on with a new one. */
  giveUp(reason: string): void {
    this.replace({ reason, interrupted: false });
  }

  /** Ends the process with all that it started. */
  close(): void {
    this.closed = true;
    kill(this.child);
  }

  private start(): void {
    this.ready = false;
    const script = join(__dirname, "../executor/process.js");
    const rights = isMarking ? markingRights(process.cwd()) : [];
    const node = [process.execPath, ["--no-warnings", ...rights, script, root]] as const;
    const [command, args] = isMarking ? enclose(...node) : node;
    const child = spawn(command, args, {
      // A group of its own, so that processes which cells start end with it.
      detached: process.platform !== "win32",
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        ...(isMarking ? markingEnvironment() : process.env),
        NODE_PATH: [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(delimiter),
      },
    });
    this.child = child;
    child.on("message", (message: FromExecutor) => {
      if (child !== this.child) return;
      if (message.type === "ready") this.ready = true;
      else if (message.type === "ended") this.replace(message);
      else this.receive(message);
    });
    child.on("error", (error) => process.stderr.write(`The process that runs cells: ${error.stack}\n`));
    child.on("exit", (code, signal) => {
      if (child === this.child) this.replace({ reason: crashed(code, signal), interrupted: false });
    });
  }

  private replace(ended: Ended): void {
    if (this.closed) return;
    kill(this.child);
    if (!this.ready) {
      process.stderr.write(`The process that runs cells could not start: ${ended.reason}\n`);
      process.exit(1);
    }
    this.start();
    this.ended(ended);
  }
}

/** The course's folder: this file is kernel-lib/dist/kernel/session/executor.js in it. */
export const root = resolve(__dirname, "../../../..");

function crashed(code: number | null, signal: NodeJS.Signals | null): string {
  return `The process that runs cells crashed (${signal ?? `exit code ${code}`})`;
}

/** With all of its group, also when it is gone itself. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    else process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}
