// A failed test is tried again with less going wrong in its last run, so that what is drawn shows nothing that plays no
// part.
import type { Run } from "../engine/run.js";
import type { System } from "../engine/system.js";
import type { Trace } from "../trace/trace.js";

/** Attempts at most, and how long (ms) to go on: only the drawing depends on it. */
const MOST_ATTEMPTS = 16;
const LONG_ENOUGH = 1500;

/** One attempt at a test. */
export class Attempt {
  /** The last run, or the counterexample that was found. */
  seen: Run | Trace | undefined;
  /** What the last run was asked for, and how many came before it. */
  last: System | undefined;
  runs = 0;

  /** @param instead what the run after so many others is asked for */
  constructor(readonly instead?: { readonly after: number; readonly system: System }) {}

  /** The system to run when the test asks for `system`. */
  asks(system: System): System {
    const { instead } = this;
    this.last = instead?.after === this.runs ? instead.system : system;
    this.runs++;
    return this.last;
  }
}

export interface Failed {
  readonly why: string;
  readonly attempt: Attempt;
}

/** The failure with as few faults as it takes; `once` tries the test. */
export async function simplest(failed: Failed, once: (next: Attempt) => Promise<Failed | undefined>): Promise<Failed> {
  const began = performance.now();
  const after = failed.attempt.runs - 1;
  let best = failed;
  let left = MOST_ATTEMPTS;
  for (let at = 0; at < (best.attempt.last?.faults?.length ?? 0); ) {
    if (left-- === 0 || performance.now() - began > LONG_ENOUGH) break;
    const system = best.attempt.last!;
    const faults = system.faults!.toSpliced(at, 1);
    const fewer = await once(new Attempt({ after, system: { ...system, faults } }));
    // It must fail at the same run: a later one is another story.
    if (fewer?.attempt.runs === after + 1 && fewer.attempt.seen) best = fewer;
    else at++;
  }
  return best;
}
