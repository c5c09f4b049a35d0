// The space-time diagram (Lamport 1978): a line for each node, time to the right, messages as arrows.

import type { Traced } from "../../trace/source.js";
import { cut } from "../../trace/value.js";
import { describe, summary } from "../describe.js";
import { type Picture, picture } from "../figure.js";
import { namesWidth } from "../text.js";
import { AXIS, heading, INKED_AXIS, LAYOUT } from "../theme.js";
import { type Scene, sceneOf } from "./scene.js";
import type { SpaceTimeOptions } from "./selection.js";
import { spaceTimeSvg } from "./svg.js";
import { type View, viewOf } from "./view.js";
import { type Choice, LOGICAL, menusOf, type Offer, offersFor } from "./views.js";

/**
 * Draws what happened: nodes as labelled lines, messages as arrows with their type; lost ones dashed with a cross,
 * crashes shaded, hover for payload and clocks; on demand a cut, or an event with its causal past and future. Takes a
 * Run, a Trace, or a Verdict with a counterexample. Draws up to 2,000 events, of longer runs an even choice, and 50
 * nodes, and says how many there are. Where messages take so little of the run's time that their arrows pile up, a
 * button shows logical time; with 30 nodes or more there are one for the last events and a list of nodes to look
 * around. `svg()` gives the same as one `<svg>`, of up to 300 events. Throws a TypeError for what holds no trace and a
 * RangeError that names unknown nodes and events.
 */
export function spaceTime(of: Traced, options: SpaceTimeOptions = {}): Picture {
  const scene = sceneOf(of, options);
  const whole = viewOf(scene);
  const offers = offersFor(of, options, scene).map((offer) => ({ ...offer, view: viewOf(offer.scene) }));
  const data = [whole, ...offers.map(({ view }) => view)].flatMap(({ traces }, i) =>
    i === 0 ? traces : traces.map((trace) => ({ ...trace, visible: false })),
  );
  return picture(data, layout(of, scene, whole, offers), describe(of, undefined, scene.highlight.remarks), () =>
    spaceTimeSvg(of, options),
  );
}

function layout(of: Traced, scene: Scene, whole: View, offers: readonly (Offer & { view: View })[]): object {
  const names = scene.nodes.map((id) => cut(id, 18));
  const { title, annotations, top, meta } = heading(summary(of), scene.remarks, namesWidth(names));
  const views = [whole, ...offers.map(({ view }) => view)];
  const bottom = 48 + 28 * Math.ceil(Math.max(...views.map(({ entries }) => entries)) / 10);
  const choices = views.map((view, i): Choice => {
    const counts = views.map(({ traces }, j) => traces.map(() => i === j));
    const axes = [...flat("xaxis", { tickmode: "auto", ...view.x }), ...flat("yaxis", view.y)];
    return {
      label: offers[i - 1]?.label ?? (offers.some(({ label }) => label === LOGICAL) ? "time" : "all events"),
      menu: offers[i - 1]?.menu ?? "button",
      visible: counts.flat(),
      layout: { ...Object.fromEntries(axes), shapes: view.shapes, height: top + view.height + bottom },
    };
  });
  return {
    ...LAYOUT,
    title,
    annotations,
    meta,
    height: top + whole.height + bottom,
    margin: { l: 24, r: 16, t: top, b: bottom },
    xaxis: { ...INKED_AXIS, ...whole.x },
    yaxis: { ...AXIS, ...whole.y, showgrid: false, fixedrange: true },
    shapes: whole.shapes,
    showlegend: whole.entries > 0,
    ...(offers.length > 0 ? { updatemenus: menusOf(choices as [Choice, ...Choice[]]) } : {}),
  };
}

/** As Plotly names parts of a layout in changes: `xaxis.range`. */
function flat(name: string, parts: Record<string, unknown>): [string, unknown][] {
  return Object.entries(parts).map(([key, value]) => [`${name}.${key}`, value]);
}
