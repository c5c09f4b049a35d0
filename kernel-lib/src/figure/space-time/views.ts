// Other views of a run that one click shows in the place of the first: logical time where arrows pile up, and parts of
// runs of many nodes.
import type { NodeId } from "../../node/messages.js";
import { nodesOf } from "../../trace/nodes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import type { Trace } from "../../trace/trace.js";
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { FONT, LINE } from "../theme.js";
import { counted } from "../time.js";
import { way } from "./arrows.js";
import { NARROW, pixels } from "./plan.js";
import { type Scene, sceneOf } from "./scene.js";
import type { SpaceTimeOptions } from "./selection.js";

/** With so many nodes a diagram is hard to read as a whole. */
const MANY_NODES = 30;
/** How many of the last events are offered. */
const LAST = 50;
/** Nodes that are offered, the busiest, and the most events of a run whose parts are offered: each is drawn again. */
const MOST_OFFERED = 24;
const MOST_EVENTS = 1000;
/** Pixels from left to right, below which an arrow is taken for upright. */
const UPRIGHT = 8;

export const LOGICAL = "logical time";

export interface Offer {
  readonly label: string;
  readonly menu: "button" | "list";
  readonly scene: Scene;
}

/** What to offer beside a scene; nothing if options have chosen already. */
export function offersFor(of: Traced, options: SpaceTimeOptions, scene: Scene): Offer[] {
  const trace = traceOf(of, "spaceTime");
  const { hover } = scene;
  const offer = (menu: Offer["menu"], label: string, more: SpaceTimeOptions): Offer => ({
    menu,
    label,
    scene: sceneOf(of, { ...options, ...more }, { hover }),
  });
  const isPiled = options.axis === undefined && scene.plan.axis === "time" && pilesUp(scene);
  const inParts = options.around === undefined && options.last === undefined && options.nodes === undefined;
  const isMany = inParts && nodesOf(trace).length >= MANY_NODES;
  return [
    ...(isPiled ? [offer("button", LOGICAL, { axis: "causal" })] : []),
    ...(isMany && trace.events.length > LAST
      ? [offer("button", `last ${counted(LAST, "event")}`, { last: LAST })]
      : []),
    ...(isMany && trace.events.length <= MOST_EVENTS
      ? busiest(trace).map((node) => offer("list", `around ${cut(node, 18)}`, { around: node }))
      : []),
  ];
}

/** Whether most messages take no time to speak of beside the whole run, so that their arrows stand upright. */
function pilesUp({ envelopes, plan }: Scene): boolean {
  const arrows = envelopes.filter(({ fate, from, to }) => fate === "delivered" && from !== to);
  const upright = arrows.filter((envelope) => {
    const [start, end] = way(envelope, plan).map(({ x, y }) => pixels(plan, x, y, NARROW).px);
    return end! - start! < UPRIGHT;
  });
  return upright.length >= 3 && 2 * upright.length >= arrows.length;
}

/** In the trace's order. */
function busiest(trace: Trace): NodeId[] {
  const messages = new Map<NodeId, number>();
  for (const { kind, node } of trace.events)
    if (kind === "send" || kind === "receive") messages.set(node, (messages.get(node) ?? 0) + 1);
  const known = nodesOf(trace).filter((node) => messages.has(node));
  const chosen = new Set([...known].sort((a, b) => messages.get(b)! - messages.get(a)!).slice(0, MOST_OFFERED));
  return known.filter((node) => chosen.has(node));
}

/** One of several views, with its traces among all. */
export interface Choice {
  readonly label: string;
  readonly menu: Offer["menu"];
  readonly visible: readonly boolean[];
  readonly layout: Record<string, unknown>;
}

/**
 * Plotly's menus below the axis: buttons, and a list where there are nodes to choose from. Opaque, since a list covers
 * what is drawn; Plotly lights up what is chosen, so they are light in dark themes too.
 */
export function menusOf([whole, ...others]: readonly [Choice, ...Choice[]]): object[] {
  const buttons = others.filter(({ menu }) => menu === "button");
  const listed = others.filter(({ menu }) => menu === "list");
  const look = {
    y: 0,
    yanchor: "top",
    pad: { t: 26 },
    bgcolor: "#f5f5f5",
    bordercolor: LINE,
    font: { ...FONT, size: 11, color: "#262626" },
  };
  const item = ({ label, visible, layout }: Choice) => ({
    label: literal(label),
    method: "update",
    args: [{ visible }, layout],
  });
  const menu = (place: object, items: readonly Choice[]) =>
    items.length > 1 ? [{ ...look, ...place, buttons: items.map(item) }] : [];
  return [
    ...menu({ type: "buttons", direction: "right", x: 1, xanchor: "right" }, [whole, ...buttons]),
    ...menu({ type: "dropdown", direction: "up", x: 0, xanchor: "left" }, [
      { ...whole, label: "all nodes" },
      ...listed,
    ]),
  ];
}
