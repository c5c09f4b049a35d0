// Ends a process of the sandbox with all that it has started, at any moment of its life.
import type { ChildProcess } from "node:child_process";
import { descendantsOf } from "./usage.js";

/** Ends a process and those that it has started. */
export function endProcess(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "linux") {
    child.kill("SIGSTOP");
    endDescendants(child.pid);
  }
  child.kill("SIGKILL");
}

/**
 * Ends all that a process has started, and not the process itself. Stopped first, they start no more: bubblewrap that is
 * ended while it makes an enclosure would leave the inside of it running.
 */
export function endDescendants(pid: number): void {
  const stopped = new Set<number>();
  for (let before = -1; before < stopped.size; ) {
    before = stopped.size;
    for (const one of descendantsOf(pid).filter((descendant) => !stopped.has(descendant))) {
      stopped.add(one);
      signal(one, "SIGSTOP");
    }
  }
  for (const one of stopped) signal(one, "SIGKILL");
}

function signal(pid: number, name: "SIGSTOP" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
