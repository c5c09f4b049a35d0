// A schedule: the order in which events happen. Types only.
import type { StepKind } from "./components.js";

export interface Step {
  /** Index of the node it happens to. */
  readonly node: number;
  readonly kind: StepKind;
  /** The envelope, or the timer's number. */
  readonly what: number;
  /** Which outcome, where the handler asks `random()`. */
  readonly choice: number;
}

export interface Schedule {
  /** Which outcome each onStart had. */
  readonly choices: readonly number[];
  readonly steps: readonly Step[];
}
