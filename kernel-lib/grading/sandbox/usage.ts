// What a process, or all that it has started, has used up, as the operating system counts it: no other load on the
// machine shows in it. Linux only.
import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 10;
const PAGE = 4096;

export interface Usage {
  /** Processor time in ms. */
  readonly computed: number;
  /** The same of what it has started and what has ended since. */
  readonly ended: number;
  /** Memory in bytes. */
  readonly memory: number;
}

/** Undefined where it is not known, or the process is gone. */
export function usageOf(pid: number): Usage | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const fields = fieldsOf(`/proc/${pid}/stat`);
    const ms = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) * TICK_MS;
    return { computed: ms(11), ended: ms(13), memory: Number(fields[21]) * PAGE };
  } catch {
    return undefined;
  }
}

/**
 * Whether no thread of the process computes, or would if the machine had time for it: all wait, were stopped, or have
 * ended.
 */
export function isAsleep(pid: number): boolean {
  return statesOf(pid).every((state) => !/[RD]/.test(state));
}

/** Whether all threads of the process were stopped or have ended. */
export function isStopped(pid: number): boolean {
  return statesOf(pid).every((state) => /[TtZX]/.test(state));
}

/** The state of each of its threads, as in "S" or "R"; none where it is gone. */
function statesOf(pid: number): string[] {
  const orNone = <T>(read: () => T[]): T[] => {
    try {
      return read();
    } catch {
      return [];
    }
  };
  return orNone(() => readdirSync(`/proc/${pid}/task`)).flatMap((task) =>
    orNone(() => [fieldsOf(`/proc/${pid}/task/${task}/stat`)[0]!]),
  );
}

/** What follows the name, which stands in parentheses and may hold anything. */
function fieldsOf(file: string): string[] {
  const stat = readFileSync(file, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Everything that `pid` has started, and what that has started: under bubblewrap Node is a grandchild. */
export function descendantsOf(pid: number): number[] {
  const found = childrenOf(pid);
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
