// One state of one node. Types only.
import type { Input } from "../node/effects.js";
import type { Timer } from "./timers.js";

/** What happens to a node, and what `random()` gives meanwhile. */
export interface NodeInput {
  readonly input: Input | { readonly kind: "message"; readonly envelope: number };
  readonly script: readonly number[];
}

export interface LocalState {
  /** Index of the node. */
  readonly node: number;
  readonly status: "unborn" | "up" | "down";
  /** Its own fields that are not functions. Frozen. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly disk: Readonly<Record<string, unknown>>;
  readonly timers: readonly Timer[];
  /** Kept only where a property reads outputs. */
  readonly outputs: readonly unknown[];
  /** Calls it has made: later ones are numbered from here. */
  readonly calls: number;
  /** How many of the crashes that faults name for it have happened; undefined if none. */
  readonly failures?: number;
  /** It is down for good. */
  readonly gone?: boolean;
  /**
   * While async handlers wait, what they hold cannot be seen: the state is the last one without, and what has happened
   * since.
   */
  readonly waiting?: {
    readonly since: number;
    readonly inputs: readonly NodeInput[];
    /** Calls made since. */
    readonly asked: number;
  };
}

/** What an event makes of a node. */
export interface Outcome {
  readonly next: number;
  /** Envelopes sent. */
  readonly sends: readonly number[];
  readonly script: readonly number[];
  /** A handler threw. */
  readonly error?: string;
}
