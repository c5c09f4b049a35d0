// Ends a process of the sandbox with all that it has started, at any moment of its life.
import type { ChildProcess } from "node:child_process";
import { descendantsOf } from "./usage.js";

/**
 * Ends a process and those that it has started. Stopped first, it starts no more: bubblewrap that is ended while it
 * makes an enclosure would leave the inside of it running.
 */
export function endProcess(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "linux") {
    child.kill("SIGSTOP");
    endDescendants(child.pid);
  }
  child.kill("SIGKILL");
}

/** Ends all that a process has started, and not the process itself. */
export function endDescendants(pid: number): void {
  for (const descendant of descendantsOf(pid))
    try {
      process.kill(descendant, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
}
