// Something on the agenda of a simulation. One shape for all kinds keeps the hot loop fast.
import type { Input } from "../../node/effects.js";
import type { Actor, Parcel } from "../actor.js";

export interface Due {
  readonly kind: "start" | "arrive" | "lose" | "timer" | "wake" | "do";
  /** Whose timer or waking it is. */
  readonly actor: Actor | undefined;
  /** A node's name, a parcel, a timer's name, an input, or a function that tells whether the step is complete. */
  readonly what: Parcel | string | Input | (() => boolean);
  readonly cause: number;
  /** Cancelled: it stays on the agenda, but nothing happens. */
  off: boolean;
}
