// A grading job: everything a test cell needs, so that it can be carried out far from the student's notebook. Types
// only.
import type { Run, RunOptions } from "../engine/run.js";
import type { Shipment } from "../engine/ship/shipment.js";
import type { System } from "../engine/system.js";
import type { ExploreOptions, Verdict } from "../verify/options.js";

export type Job = PackedJob | RecordedJob;

/** A test cell that ran beside the answers: its callback is packed as they are. */
export interface PackedJob {
  readonly id: string;
  readonly answers: readonly PackedAnswer[];
  readonly tests: Shipment;
  /** The callback contains hidden tests: this is how the cell is marked. */
  readonly complete: boolean;
  /** Nobody can tell which tests are hidden, so all are. */
  readonly hidden?: boolean;
}

/** A test cell as its author wrote it: of the student's notebook it takes nothing but what the student declared. */
export interface RecordedJob {
  /**
   * The text of an async function of `require`, `hidden`, and an object of the student's values by name. It calls
   * `grade` of kernel-lib once, and `hidden(true)` before tests that students do not see.
   */
  readonly program: string;
  readonly declared: readonly PackedAnswer[];
  readonly complete: boolean;
}

/**
 * What a student handed in. `node` classes are only ever run; of the others, functions and classes are used as over a
 * wire.
 */
export interface PackedAnswer {
  readonly name: string;
  readonly kind: "node" | "class" | "function" | "data" | "broken";
  readonly shipment?: Shipment;
  /** Why it could not be packed. */
  readonly why?: string;
}

/** What the callback of a test cell gets: the answers by name, and these. */
export interface Tests {
  [answer: string]: any;
  /**
   * Adds a test. It fails when `f` throws, or returns false, a sentence or a verdict that is not ok; the last run
   * inside it, or the counterexample, is drawn.
   * @param sentence what it shows, as students read it
   */
  test(sentence: string, points: number, f: () => unknown): void;
  /** Runs a system with answers among its nodes, in the simulator. */
  run(system: System, options?: RunOptions): Promise<Run>;
  /**
   * Explores every schedule of a system with answers among its nodes, limited by `within`, `depth` and `unique` only.
   */
  explore(system: System, options?: ExploreOptions): Promise<Verdict>;
}
