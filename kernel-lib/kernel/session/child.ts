// A child process of the kernel with a pipe to it, in a process group of its own: however it ends, the kernel hears of
// it once, and nothing of it stays behind.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import type { Duplex } from "node:stream";
import { Channel } from "../channel.js";

/** The course's folder: this file is kernel-lib/dist/kernel/session/child.js in it. */
export const root = resolve(__dirname, "../../../..");

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether its stderr goes to the kernel's own. */
  readonly hasStderr?: boolean;
}

/** Why it ended: how the process did, or what is wrong with what it sent. */
export type End =
  | { readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly reason: string };

export class Child {
  private readonly process: ChildProcess;
  private readonly channel: Channel;
  private isOver = false;

  constructor(
    { command, args, env, hasStderr = true }: ChildOptions,
    receive: (message: unknown) => void,
    private readonly ended: (end: End) => void,
  ) {
    this.process = spawn(command, args, {
      detached: process.platform !== "win32",
      stdio: ["ignore", "ignore", hasStderr ? "inherit" : "ignore", "pipe"],
      env,
      windowsHide: true,
    });
    this.channel = new Channel(
      this.process.stdio[3] as Duplex,
      (message) => {
        if (!this.isOver) receive(message);
      },
      // When the process ends, its pipe closes too, but how the process ended says more.
      (reason, isClosed) => (isClosed ? setTimeout(() => this.end({ reason }), GRACE_MS) : this.end({ reason })),
    );
    this.process.on("error", (error) => this.end({ reason: `it could not be started: ${error.message}` }));
    this.process.on("exit", (code, signal) => this.end({ code, signal }));
  }

  /** False if the message is too long. A process that has just ended takes none either, but `ended` reports that. */
  send(message: unknown): boolean {
    return this.channel.send(message);
  }

  /** Ends it and everything it started. `ended` is not called. */
  kill(): void {
    this.isOver = true;
    this.channel.close();
    killGroup(this.process);
  }

  private end(end: End): void {
    if (this.isOver) return;
    this.kill();
    this.ended(end);
  }
}

/** How long (ms) a closed pipe may stay unexplained. */
const GRACE_MS = 500;

/** Including its whole group, even if the process itself is gone. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    else process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}
