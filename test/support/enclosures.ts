// The enclosures in which workers run nodes, as the operating system lists them.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import type { WorkerProcess } from "./farm.js";

/** How many processes of enclosures a worker has. */
export function enclosedBy({ child }: WorkerProcess): number {
  return descendantsOf(child.pid!).length;
}

/** Processes of enclosures whose maker is gone: there should be none, a moment after it went. */
export function orphans(script = "grading/farm/inside/nodes.js"): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isOurs(commandOf(pid), script) && !hasMaker(pid, script));
}

/** Bubblewrap names the folder whose tests these are; what runs within knows none. */
function isOurs(command: string, script: string): boolean {
  return command.includes(script) && (!command.startsWith("bwrap") || command.includes(resolve("kernel-lib/dist")));
}

/** Whether any process above it is not part of the enclosure itself. */
function hasMaker(pid: number, script: string): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (!commandOf(at).includes(script)) return true;
  return false;
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
