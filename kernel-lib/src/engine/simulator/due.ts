// Something on the agenda of a simulation. One shape for all kinds keeps the hot loop fast.
import type { Input } from "../../node/effects.js";
import type { Parcel } from "../actor.js";
import type { Place } from "./place.js";

export interface Due {
  readonly kind: "start" | "arrive" | "lose" | "timer" | "wake" | "do";
  /** Where it happens; undefined for what happens outside, and for "do". */
  readonly place: Place | undefined;
  /** A parcel, a timer's name, an input, or a function that tells whether the step is complete; nothing for "start". */
  readonly what: Parcel | string | Input | (() => boolean) | undefined;
  readonly cause: number;
  /** Cancelled: it stays on the agenda, but nothing happens. */
  off: boolean;
}
