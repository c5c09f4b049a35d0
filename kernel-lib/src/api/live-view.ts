// A space-time diagram of a live system, redrawn in place while the system runs.
import type { Live } from "../engine/live.js";
import { describe } from "../figure/describe.js";
import { type Bundle, bundleOf } from "../figure/figure.js";
import { screen } from "../figure/screen.js";
import { spaceTime } from "../figure/space-time/plotly.js";
import type { SpaceTimeOptions } from "../figure/space-time/selection.js";
import { spaceTimeSvg } from "../figure/space-time/svg.js";
import type { Trace } from "../trace/trace.js";

/**
 * Shows what happens in a live system under the cell that runs, until the system is stopped; from then on the diagram
 * can be zoomed. In plain Node there is nowhere to draw, and it does nothing.
 * @param options.every ms between two drawings, where something has happened; default 500. The others are those of
 * `spaceTime`, but the axis is "causal" by default: between two cells of a reader lie seconds, between two messages of
 * nodes less than a millisecond.
 */
export function liveView(
  live: Pick<Live, "trace" | "running">,
  options: SpaceTimeOptions & { every?: number } = {},
): void {
  const { every = 500, axis = "causal", ...others } = options;
  const look = { axis, ...others };
  const place = screen();
  if (!place) return;
  const id = crypto.randomUUID();
  let drawn = -1;
  const draw = () => {
    // Looked at before the trace: what happened until the system stopped is drawn once more.
    const { running } = live;
    const { trace } = live;
    if (!running) clearInterval(timer);
    else if (trace.events.length === drawn) return;
    const update = drawn >= 0;
    drawn = trace.events.length;
    place.display(running ? picture(trace, look) : bundleOf(spaceTime(trace, look)), { id, update });
  };
  const timer = setInterval(draw, every);
  draw();
}

/** JupyterLab draws a changed Plotly figure no second time, but a changed picture. */
function picture(trace: Trace, look: SpaceTimeOptions): Bundle {
  return { "text/html": spaceTimeSvg(trace, look), "text/plain": describe(trace) };
}
