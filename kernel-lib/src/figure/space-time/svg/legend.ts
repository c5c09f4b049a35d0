// What the arrows and marks of an SVG diagram mean, in as many rows as it takes.
import { ENDS, legend as looksIn, UNMET } from "../arrows.js";
import { CUT_WIDTH, type CUTS, RINGS } from "../highlight.js";
import { MARKS, signOf } from "../marks.js";
import type { Scene } from "../scene.js";
import { WAITS } from "../waits.js";
import { element, words } from "./element.js";
import { depth, symbol } from "./symbols.js";

const ROW = 18;
const CHARACTER = 6.4;
/** A line with its arrow head, and a mark alone. */
const SAMPLES = { type: 30, mark: 18 };
const GAP = 16;

export interface Entry {
  readonly name: string;
  readonly wide: number;
  /** Draws the sample around the middle of a row. */
  draw(x: number, y: number): string;
}

/** What a scene shows, from `top` on, and where it ends. */
export function legend({ envelopes, marks, highlight, waits }: Scene, width: number, top: number) {
  const shown = [...entries(envelopes, marks, highlight), ...(waits.length > 0 ? [waitEntry] : [])];
  return inRows(shown, width, top);
}

/** Entries in as many rows as it takes, from `top` on, and where they end. */
export function inRows(entries: readonly Entry[], width: number, top: number): { svg: string; bottom: number } {
  let [x, y] = [0, top + ROW / 2];
  const drawn = entries.map(({ name, wide, draw }) => {
    const long = wide + name.length * CHARACTER + GAP;
    if (x > 0 && x + long - GAP > width) [x, y] = [0, y + ROW];
    const entry = element("g", {}, draw(x, y), words(name, x + wide, y + 4));
    x += long;
    return entry;
  });
  if (drawn.length === 0) return { svg: "", bottom: top };
  return { svg: element("g", { "data-part": "legend" }, ...drawn), bottom: y + ROW / 2 };
}

function entries(envelopes: Scene["envelopes"], marks: Scene["marks"], { cut, rings }: Scene["highlight"]): Entry[] {
  const types = looksIn(envelopes).map(({ name, look: { color, head } }): Entry => {
    const look = { symbol: head, size: 10, color };
    const draw = (x: number, y: number) =>
      element("path", { d: `M${x},${y}H${x + 24 - depth(look)}`, stroke: color, "stroke-width": 1.5 }) +
      symbol(look, x + 24, y, 90);
    return { name, wide: SAMPLES.type, draw };
  });
  const ends = UNMET.filter((fate) => envelopes.some((envelope) => envelope.fate === fate)).map((fate) => ENDS[fate]);
  const kinds = Object.entries(MARKS).filter(([kind]) => marks.some(({ event }) => signOf(event) === kind));
  const around = Object.entries(RINGS).filter(([role]) => rings.some((ring) => ring.role === role));
  const looks = [
    ...ends,
    ...kinds.map(([name, look]) => ({ name, ...look })),
    ...around.map(([, look]) => ({ ...look, size: Math.min(look.size, 12) })),
  ];
  const signs = looks.map((look): Entry => {
    const draw = (x: number, y: number) => symbol(look, x + 7, y);
    return { name: look.name, wide: SAMPLES.mark, draw };
  });
  return [...types, ...signs, ...(cut ? [cutEntry(cut.look)] : [])];
}

const waitEntry: Entry = {
  name: WAITS.name,
  wide: SAMPLES.type,
  draw: (x, y) =>
    element("path", {
      d: `M${x},${y}H${x + 24}`,
      stroke: WAITS.color,
      "stroke-width": WAITS.width,
      "stroke-dasharray": WAITS.dash.join(" "),
    }),
};

function cutEntry({ name, color }: (typeof CUTS)[keyof typeof CUTS]): Entry {
  const look = { stroke: color, "stroke-width": CUT_WIDTH };
  const draw = (x: number, y: number) => element("path", { d: `M${x},${y}H${x + 24}`, ...look });
  return { name, wide: SAMPLES.type, draw };
}
