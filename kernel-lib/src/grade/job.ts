// A grading job: everything a test cell needs, packed so that it can be carried out far from the student's notebook. Types only.
import type { Run, RunOptions } from "../engine/run.js";
import type { Shipment } from "../engine/ship/shipment.js";
import type { System } from "../engine/system.js";
import type { ExploreOptions, Verdict } from "../verify/options.js";

export interface Job {
  readonly id: string;
  readonly answers: readonly PackedAnswer[];
  readonly tests: Shipment;
  /** The callback contains hidden tests: this is how the cell is marked. */
  readonly complete: boolean;
}

/** What a student handed in. `node` classes are only ever run; of the others, functions and classes are used as over a wire. */
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
  /** Explores every schedule of a system with answers among its nodes, limited by `within`, `depth` and `unique` only. */
  explore(system: System, options?: ExploreOptions): Promise<Verdict>;
}
