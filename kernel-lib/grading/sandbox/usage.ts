// What a process, or all that it has started, has used up, as the operating system counts it: no other load on the machine shows in it. Linux only.
import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 10;

/** Processor time of one process in ms; undefined where it cannot be told, or the process is gone. */
export function computedBy(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** Whether no thread of the process computes, or would if the machine had time for it: all wait for something. */
export function isAsleep(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((task) => {
      const stat = readFileSync(`/proc/${pid}/task/${task}/stat`, "utf8");
      return stat.charAt(stat.lastIndexOf(")") + 2) === "S";
    });
  } catch {
    return true;
  }
}

/** Everything that `pid` has started, and what that has started: under bubblewrap Node is a grandchild. */
export function descendantsOf(pid: number): number[] {
  const found: number[] = [];
  for (const at of [pid, ...found]) found.push(...childrenOf(at));
  for (let i = 0; i < found.length; i++) found.push(...childrenOf(found[i]!));
  return found;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
