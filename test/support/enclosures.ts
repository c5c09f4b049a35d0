// The enclosures in which workers run nodes, as the operating system lists them.
import { readdirSync, readFileSync } from "node:fs";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import type { WorkerProcess } from "./farm.js";

/** How many processes of enclosures a worker has. */
export function enclosedBy({ child }: WorkerProcess): number {
  return descendantsOf(child.pid!).length;
}

/** Enclosures whose worker is gone: there should be none, a moment after it went. */
export function orphans(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOf(pid).includes("grading/farm/inside/nodes.js") && !hasWorker(pid));
}

function hasWorker(pid: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (commandOf(at).includes("worker.mjs")) return true;
  // One that has ended meanwhile is no orphan.
  return commandOf(pid) === "";
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
