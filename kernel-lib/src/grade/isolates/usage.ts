// What a process has used up, as the operating system counts it: no other load on the machine shows in it. Linux only.
import { readFileSync } from "node:fs";

export interface Usage {
  /** Of processor time, in ms. */
  readonly computed: number;
  /** Of memory, in bytes. */
  readonly memory: number;
}

const TICK_MS = 10;
const PAGE = 4096;

/** Undefined where it cannot be told: on other systems, or when the process is gone. */
export function usageOf(pid: number): Usage | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { computed: (Number(fields[11]) + Number(fields[12])) * TICK_MS, memory: Number(fields[21]) * PAGE };
  } catch {
    return undefined;
  }
}
