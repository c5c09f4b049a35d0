// Marking a submission: no cell may stop the ones after it. What computes or waits for too long is interrupted, and when the process that runs
// cells is gone, a new one runs again what had come to its end.
import { enclose } from "../../../src/grade/isolates/system-sandbox.js";
import { usageOf } from "../../../src/grade/isolates/usage.js";
import type { Environment } from "../executor.js";
import { markingEnvironment, markingRights } from "./rights.js";

/** Whether this kernel marks, for nobody who could press a button. */
export const isMarking = process.env.NBGRADER_EXECUTION === "autograde";

/** Seconds a cell may compute, and looks in which it may do nothing: a machine under load looks less often. Tests set less. */
const SECONDS = Number(process.env.VERTEILT_CELL_SECONDS) || 15;
const LOOK_MS = 100;
/** More patience where nobody can tell how long a process computed. */
const CLOCK_FACTOR = 4;

/** Calls `late` once when the process computes, or does nothing, for too long; `pid` is undefined while it starts. @returns what ends the watch */
export function watchCell(pid: () => number | undefined, late: () => void): () => void {
  let first: number | undefined;
  let last = 0;
  let still = 0;
  const timer = setInterval(() => {
    const id = pid();
    if (id === undefined) return;
    const now = usageOf(id)?.computed;
    first ??= now ?? 0;
    still = now === last || now === undefined ? still + 1 : 0;
    last = now ?? 0;
    const patience = SECONDS * 1000 * (now === undefined ? CLOCK_FACTOR : 1);
    if (last - first < patience && still * LOOK_MS < patience) return;
    clearInterval(timer);
    late();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** How the processes that see a student's code are started. */
export function environment(): Environment {
  if (!isMarking) return { command: (args) => [process.execPath, args], env: process.env, notes: false };
  return {
    command: (args) => enclose(process.execPath, [...markingRights(process.cwd()), ...args]),
    env: markingEnvironment(),
    notes: true,
  };
}
