// The space-time diagram as inline SVG, for pages without scripts: reports, feedback, print. Draws the same scene as
// `spaceTime` does with Plotly; it cannot be zoomed, so it draws fewer events. It has no ids, so any number of diagrams
// share a page.

import { className } from "../../trace/nodes.js";
import type { Traced } from "../../trace/source.js";
import { cut } from "../../trace/value.js";
import { describe, summary } from "../describe.js";
import { escapeHtml } from "../escape.js";
import { titleLine, wrap } from "../text.js";
import { FONT } from "../theme.js";
import { type Scene, sceneOf } from "./scene.js";
import type { SpaceTimeOptions } from "./selection.js";
import { AXIS_HEIGHT, axis } from "./svg/axis.js";
import { drawing } from "./svg/drawing.js";
import { element, tooltip, words } from "./svg/element.js";
import { legend } from "./svg/legend.js";

/** The drawing's own pixels: about those of a page of 600, so that its texts can be read there. */
export const WIDTH = 560;
const MOST_EVENTS = 300;
/** Lines of the description below its summary. */
const MOST_LINES = 12;
/** Room for the nodes' names, and to the right of the diagram. */
export const NAME = { characters: 18, wide: 6.4, gap: 10 };
export const RIGHT = 8;
const STYLE =
  "display:block;width:100%;max-width:740px;height:auto;color:var(--jp-content-font-color1, currentColor);overflow:visible";

/**
 * Draws what happened as one self-contained `<svg>` in the colours of the page around it, as wide as the page but at
 * most 740 px. Hovering tells what a message carried; a screen reader hears the summary and the first twelve lines of
 * what happened. Draws up to 300 events and 50 nodes and says how many more there are. Takes and throws what
 * `spaceTime` does.
 */
export function spaceTimeSvg(of: Traced, options: SpaceTimeOptions = {}): string {
  const scene = sceneOf(of, options, { most: MOST_EVENTS });
  const head = heading(summary(of), scene.remarks);
  const { svg, height } = sheet(scene, head.height);
  const description = describe(of, MOST_LINES, scene.highlight.remarks);
  return picture(`Space-time diagram: ${summary(of)}`, description, height, head.svg + svg);
}

/**
 * The `<svg>` around a drawing: its name and its description for those who cannot see it.
 * @param margin to the left and right, where nothing may reach beyond the edge: for a picture that clips
 */
export function picture(name: string, description: string, height: number, content: string, margin = 0): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${-margin} 0 ${WIDTH + 2 * margin} ${height}`,
      role: "img",
      "aria-label": name,
      class: "mathjax_ignore tex2jax_ignore",
      style: STYLE,
      fill: "currentColor",
      "font-family": FONT.family,
      "font-size": 11,
    },
    element("desc", {}, escapeHtml(description)),
    content,
  );
}

/** A scene on a page, and where on it: `left`, `first` is where the first node's line begins. */
export interface Sheet {
  readonly svg: string;
  readonly height: number;
  readonly left: number;
  readonly first: number;
  /** Of the diagram. */
  readonly width: number;
  /** From the first line up and down. */
  readonly top: number;
  readonly bottom: number;
}

/** Diagram, axis, the nodes' names and the legend, so many pixels from the top. */
export function sheet(scene: Scene, above: number): Sheet {
  const left = NAME.gap + NAME.wide * Math.max(0, ...scene.nodes.map((id) => cut(id, NAME.characters).length));
  const width = WIDTH - left - RIGHT;
  const { svg, top, bottom } = drawing(scene, width);
  const first = above - top + 8;
  const key = legend(scene, WIDTH, first + bottom + AXIS_HEIGHT + 8);
  const diagram = element(
    "g",
    { transform: `translate(${Math.round(left)} ${Math.round(first)})` },
    axis(scene.plan, width, Math.round(top - 2), Math.round(bottom + 4)),
    ...names(scene),
    svg,
  );
  const place = { left: Math.round(left), first: Math.round(first), width, top, bottom };
  return { svg: diagram + key.svg, height: Math.ceil(key.bottom + 2), ...place };
}

/** A title, and smaller lines below it for what does not fit and for remarks. */
export function heading(title: string, remarks: readonly string[]): { svg: string; height: number } {
  const first = titleLine(title, WIDTH, 12.5);
  const rest = title.slice(first.length).trimStart();
  const small = [rest, ...remarks].filter((part) => part !== "").flatMap((part) => wrap(part, WIDTH, 11));
  const lines = [
    words(first, 0, 13, { "font-size": 12, "font-weight": 600 }),
    ...small.map((line, i) => words(line, 0, 29 + 14 * i)),
  ];
  return { svg: lines.join(""), height: 18 + 14 * small.length };
}

function names({ trace, nodes, plan }: Scene): string[] {
  return nodes.map((id) => {
    const kind = className(trace, id);
    return element(
      "text",
      { x: -8, y: plan.row(id) * plan.rowHeight + 4, "text-anchor": "end" },
      tooltip([kind ? `${id} (${kind})` : id]),
      escapeHtml(cut(id, NAME.characters)),
    );
  });
}
