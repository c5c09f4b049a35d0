// Ends a process of the sandbox with all that it has started, at any moment of its life.
import type { ChildProcess } from "node:child_process";
import { descendantsOf, isStopped } from "./usage.js";

/** A machine that is so busy that a process does not even stop within this time. */
const PATIENCE_MS = 1000;
const STEP_MS = 1;

/** Ends a process and those that it has started. */
export function endProcess(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "linux") {
    stop([child.pid]);
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
    const found = descendantsOf(pid).filter((descendant) => !stopped.has(descendant));
    stop(found);
    for (const one of found) stopped.add(one);
  }
  for (const one of stopped) signal(one, "SIGKILL");
}

/** Stops processes, and waits until they have stopped: a signal only asks, and what they are just starting begins meanwhile. */
function stop(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, "SIGSTOP");
  for (const end = performance.now() + PATIENCE_MS; !pids.every(isStopped) && performance.now() < end; )
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS);
}

function signal(pid: number, name: "SIGSTOP" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
