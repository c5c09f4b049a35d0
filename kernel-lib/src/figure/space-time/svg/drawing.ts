// The diagram itself in SVG: lines, arrows, dots, marks and labels, around the first node's line at y = 0.

import type { TracedEnvelope } from "../../../trace/envelopes.js";
import { FAILURE, LINE } from "../../theme.js";
import { DASHES, ENDS, headSize, type Look, looks, way } from "../arrows.js";
import { CUT_WIDTH, FAINT_OPACITY, type Highlight, RINGS, STRONG, type Weight } from "../highlight.js";
import { boxOn, labelsFor, leadersOf } from "../labels.js";
import { halfShade, stretches } from "../lines.js";
import { dotSize, MARKS, meetings, meetingWords, signOf } from "../marks.js";
import { Page } from "../page.js";
import { pixels } from "../plan.js";
import type { Scene } from "../scene.js";
import { WAITS } from "../waits.js";
import { element, path, tooltip, words } from "./element.js";
import { depth, symbol } from "./symbols.js";

const STROKES = { solid: undefined, dash: "7 5", dashdot: "8 4 2 4", dot: "2 4" };
/** Between an arrow's tip and the line it points at. */
const STANDOFF = 3;
/** Labels stand free on a page this much narrower too: a reader may have a wide font. */
const SLACK = 0.9;
/** Half of what a mark or an arrow's bend takes, in pixels. */
const HALF = 9;

interface Pixel {
  readonly px: number;
  readonly py: number;
}

export interface Drawing {
  readonly svg: string;
  /** Highest and lowest pixel of it. */
  readonly top: number;
  readonly bottom: number;
}

/** Draws a scene `width` pixels wide. */
export function drawing(scene: Scene, width: number): Drawing {
  const { events, envelopes, marks, nodes, plan, hover, highlight } = scene;
  const at = (x: number, y: number) => pixels(plan, x, y, width);
  const known = looks(envelopes);
  const ways = envelopes.map((envelope) => way(envelope, plan).map(({ x, y }) => at(x, y)));
  const head = headSize(envelopes.length);
  const arrows = envelopes.map((envelope, i) =>
    arrow(envelope, ways[i]!, known.get(envelope.type)!, head, hover.envelope(envelope), highlight.weight(envelope)),
  );
  const groups = meetings(events, plan);
  const dots = groups.map((meeting) => {
    const { px, py } = at(plan.x(meeting[0]!), plan.row(meeting[0]!.node));
    const lines = meetingWords(meeting, hover).flatMap((text, i) => (i === 0 ? text : ["", ...text]));
    return element("circle", { cx: px, cy: py, r: dotSize(groups.length) / 2, fill: LINE }, tooltip(lines));
  });
  const signs = marks.map(({ event, x, y }) => {
    const { px, py } = at(x, y);
    const sign = signOf(event);
    return element("g", { "data-mark": sign }, tooltip(hover.event(event)), symbol(MARKS[sign]!, px, py));
  });
  const rings = highlight.rings.map(({ role, x, y }) => {
    const { px, py } = at(x, y);
    return element("g", { "data-ring": role }, symbol(RINGS[role], px, py));
  });
  const texts = labels(scene, width);
  const last = (nodes.length - 1) * plan.rowHeight;
  const cut = highlight.cut?.points ?? [];
  const heights = [...ways.flat(), ...[...marks, ...cut].map(({ x, y }) => at(x, y))].map(({ py }) => py);
  return {
    svg: [
      ...lines(scene, at),
      ...waiting(scene, at),
      ...arrows,
      ...dots,
      ...signs,
      ...cutLine(highlight, at),
      ...rings,
      ...texts.svg,
    ].join(""),
    top: Math.min(Math.min(0, ...heights) - HALF, texts.top),
    bottom: Math.max(Math.max(last, ...heights) + HALF, texts.bottom),
  };
}

function lines({ nodes, plan }: Scene, at: (x: number, y: number) => Pixel): string[] {
  const half = halfShade(plan) * plan.rowHeight;
  return stretches(nodes, plan).flatMap(({ row, from, to, up }) => {
    const [start, end] = [at(from, row), at(to, row)];
    const { px: x, py } = start;
    const shade = { x, y: py - half, width: end.px - x, height: 2 * half, fill: FAILURE, "fill-opacity": 0.2 };
    const look = up ? { stroke: LINE } : { stroke: FAILURE, "stroke-dasharray": STROKES.dot };
    const line = element("path", {
      "data-line": up ? "up" : "down",
      d: path([start, end]),
      "stroke-width": 1.5,
      ...look,
    });
    return up ? [line] : [element("rect", shade), line];
  });
}

function waiting({ waits }: Scene, at: (x: number, y: number) => Pixel): string[] {
  return waits.map(({ row, from, to, words }) => {
    const look = { stroke: WAITS.color, "stroke-width": WAITS.width, "stroke-dasharray": WAITS.dash.join(" ") };
    const line = element("path", { d: path([at(from, row), at(to, row)]), ...look });
    return element("g", { "data-wait": "" }, tooltip(words), line);
  });
}

function cutLine({ cut }: Highlight, at: (x: number, y: number) => Pixel): string[] {
  if (cut === undefined) return [];
  const { name, color } = cut.look;
  const d = path(cut.points.map(({ x, y }) => at(x, y)));
  const look = { fill: "none", stroke: color, "stroke-width": CUT_WIDTH };
  return [element("path", { "data-cut": name, d, ...look })];
}

/** The shaft, a wide one that cannot be seen to hover over, and what stands at the end. */
function arrow(
  { fate }: TracedEnvelope,
  points: Pixel[],
  { color, head: sign }: Look,
  size: number,
  text: readonly string[],
  weight: Weight,
): string {
  const [before, end] = [points.at(-2)!, points.at(-1)!];
  const head = { symbol: sign, size, color };
  const tip = fate === "delivered" ? towards(end, before, STANDOFF) : end;
  const back = fate === "delivered" ? towards(end, before, STANDOFF + depth(head)) : end;
  const degrees = (Math.atan2(end.px - before.px, before.py - end.py) * 180) / Math.PI;
  const d = path([...points.slice(0, -1), back]);
  return element(
    "g",
    { "data-message": fate, opacity: weight === "faint" ? FAINT_OPACITY : undefined },
    tooltip(text),
    element("path", {
      d,
      fill: "none",
      stroke: color,
      "stroke-width": weight === "strong" ? STRONG : size > 6 ? 1.5 : 1,
      "stroke-dasharray": STROKES[DASHES[fate]],
    }),
    element("path", { d, fill: "none", stroke: "transparent", "stroke-width": 12 }),
    fate === "delivered" ? symbol(head, tip.px, tip.py, degrees) : symbol(ENDS[fate], end.px, end.py),
  );
}

/** This many pixels from one point on the way to another, at most there. */
function towards(from: Pixel, to: Pixel, pixels: number): Pixel {
  const [dx, dy] = [to.px - from.px, to.py - from.py];
  const part = Math.min(1, pixels / (Math.hypot(dx, dy) || 1));
  return { px: from.px + part * dx, py: from.py + part * dy };
}

function labels({ envelopes, marks, nodes, plan }: Scene, width: number) {
  const page = new Page(plan, nodes.length, width, [], []);
  const placed = labelsFor(envelopes, marks, nodes.length, plan, [SLACK * width, width]).map((label) => ({
    label,
    box: boxOn(page, label),
  }));
  const leaders = leadersOf(placed.map(({ label }) => label)).map((ends) =>
    element("path", { "data-leader": "", d: path(ends.map(({ x, y }) => pixels(plan, x, y, width))), stroke: LINE }),
  );
  const texts = placed.map(({ label: { text, position }, box }) => {
    const baseline = box.top + 10;
    if (position.endsWith("right")) return words(text, box.left, baseline);
    if (position.endsWith("left")) return words(text, box.right, baseline, { "text-anchor": "end" });
    return words(text, (box.left + box.right) / 2, baseline, { "text-anchor": "middle" });
  });
  const tops = placed.map(({ box }) => box.top);
  const bottoms = placed.map(({ box }) => box.bottom);
  return { svg: [...leaders, ...texts], top: Math.min(0, ...tops), bottom: Math.max(0, ...bottoms) };
}
