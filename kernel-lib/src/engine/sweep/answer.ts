// What a thread or a worker that does experiments says about each. Types only.
import type { PackedResult } from "./packed-result.js";

export interface Printed {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

export interface Done {
  readonly result: PackedResult;
  readonly printed: readonly Printed[];
}

export interface Answer {
  readonly index: number;
  /** Nothing where the experiment has to be done where it was written. */
  readonly done?: Done;
}
