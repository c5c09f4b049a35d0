// How a Run draws itself: its diagram, with the summary as the title, and the same in words.

import type { RunLike } from "../trace/source.js";
import { describe } from "./describe.js";
import { type Bundle, bundleOf } from "./figure.js";
import { spaceTime } from "./space-time/plotly.js";

/** The MIME bundle of a Run. One that recorded no events has words only. */
export function runBundle(run: RunLike): Bundle {
  return run.trace.events.length === 0 ? { "text/plain": describe(run) } : bundleOf(spaceTime(run));
}
