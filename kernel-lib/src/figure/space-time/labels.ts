// Names beside arrows and marks, as many as stand free on a narrow and on a wide page: a label that would cover
// another, a mark, a line or an arrow, or that could be taken for another arrow's, is left out, since hovering says the
// same. What a node outputs stands beside its mark, below its node's line, or a little above with a line that leads there.

import type { TracedEnvelope } from "../../trace/envelopes.js";
import { cut, short } from "../../trace/value.js";
import { ink, LINE } from "../theme.js";
import { group, looks, way } from "./arrows.js";
import { type Mark, signOf } from "./marks.js";
import { Page } from "./page.js";
import { NARROW, type Plan, type Point, pixels } from "./plan.js";

const MAX_LABELS = 60;
/** Among so few arrows and outputs, outputs may stand further from their marks, and a reply says what it brings, if short. */
const FEW = 30;
const SHORT_VALUE = 6;
/** Outputs leave room for the names of arrows. */
const MAX_OUTPUTS = 40;
/** A diagram with more arrows is too dense for any label but notes. */
const MAX_ARROWS = 400;
/** Sizes of the invisible markers that Plotly keeps labels away from. */
const CLEARANCE = { arrow: 6, mark: 12 };
/** How far above its mark, in pixels, a text may stand that a line leads to. */
const RAISED = [12, 24];
/** From the middle of an arrow outwards. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/** Beside a mark: those right above it come last, where the marks of the same moment stand. */
const TOP = ["top center", "top right", "top left"];
const SIDES = ["middle right", "middle left", ...TOP];

export interface Label {
  readonly text: string;
  readonly at: Point;
  /** Plotly's `textposition`. */
  readonly position: string;
  /** Legend group of an arrow's label; a mark's has none. */
  readonly group?: string;
  /** The arrows it names, by their places among all. */
  readonly own?: ReadonlySet<number>;
  /** The mark or the ends of the arrow that it names. */
  readonly names: readonly Point[];
}

/** Those that stand free on pages of all these widths, in pixels across the diagram. */
export function labelsFor(
  envelopes: readonly TracedEnvelope[],
  marks: readonly Mark[],
  rows: number,
  plan: Plan,
  widths: readonly number[],
): Label[] {
  const known = looks(envelopes);
  const ways = envelopes.map((envelope) => way(envelope, plan));
  const stops = ways.filter((_, i) => envelopes[i]!.fate !== "delivered").map((points) => points.at(-1)!);
  const pages = widths.map((width) => new Page(plan, rows, width, [...marks, ...stops], ways));
  const placed: Label[] = [];
  const place = (candidates: readonly Label[]) => {
    if (placed.length >= MAX_LABELS) return false;
    const label = candidates.find((candidate) => pages.every((page) => fits(candidate, page)));
    if (label === undefined) return false;
    placed.push(label);
    for (const page of pages) page.take(boxOn(page, label));
    return true;
  };
  for (const mark of marks) if (signOf(mark.event) === "note") place(around(mark, cut(String(mark.event.message), 28)));
  if (envelopes.length > MAX_ARROWS) return placed;
  const most = placed.length + MAX_OUTPUTS;
  const outputs = marks.filter(({ event }) => event.kind === "output");
  const isSparse = envelopes.length + outputs.length <= FEW;
  for (const { event, x, y } of outputs) {
    if (placed.length >= most) break;
    const text = short(event.message, 18);
    const far = isSparse ? [...below({ x, y }, text), ...above({ x, y }, text, plan)] : [];
    place([...around({ x, y }, text), ...far]);
  }
  for (const bundle of firstOfEachTypeFirst(bundles(envelopes, ways, isSparse)))
    place(bundle.texts.flatMap((text) => beside(bundle, text, group(known.get(bundle.type)!), plan)));
  return placed;
}

/** Arrows that lie on each other. */
interface Bundle {
  /** Of the first. */
  readonly type: string;
  /** What it may be called, the best first. */
  readonly texts: readonly string[];
  readonly way: readonly Point[];
  readonly own: ReadonlySet<number>;
}

function bundles(
  envelopes: readonly TracedEnvelope[],
  ways: readonly (readonly Point[])[],
  isSparse: boolean,
): Bundle[] {
  const byWay = new Map<string, number[]>();
  for (const [i, way] of ways.entries()) {
    const key = way.map(({ x, y }) => `${x} ${y}`).join();
    byWay.set(key, [...(byWay.get(key) ?? []), i]);
  }
  return [...byWay.values()].map((own) => {
    const [first] = own;
    const types = own.map((i) => envelopes[i]!.type);
    const value = own.length === 1 && isSparse ? replied(envelopes[first!]!) : [];
    return { type: types[0]!, texts: [...value, namesOf(types)], way: ways[first!]!, own: new Set(own) };
  });
}

/** "reply 0", if it is short. */
function replied({ type, send }: TracedEnvelope): string[] {
  const { value } = send.message as { value?: unknown };
  if (type !== "reply" || value === undefined) return [];
  const text = short(value, SHORT_VALUE + 1);
  return text.length <= SHORT_VALUE ? [`${type} ${text}`] : [];
}

/** "put ×2, get". */
function namesOf(types: readonly string[]): string {
  const times = new Map<string, number>();
  for (const type of types) times.set(type, (times.get(type) ?? 0) + 1);
  const names = [...times].map(([type, n]) => (n === 1 ? cut(type, 20) : `${cut(type, 20)} ×${n}`));
  return cut(names.join(", "), 32);
}

/** The room a label takes. */
export function boxOn(page: Page, { text, at, position, group }: Label) {
  return page.box(text, at, position, group === undefined ? CLEARANCE.mark : CLEARANCE.arrow);
}

function fits(label: Label, page: Page): boolean {
  const box = boxOn(page, label);
  const [mark] = label.names;
  if (!page.isFree(box) || page.isOnArrow(box)) return false;
  if (isRaised(label) && !page.isFree(page.between(label.at, mark!))) return false;
  return label.own === undefined || (!page.isOnLine(box) && page.isNearest(box, label.at, label.own));
}

function around(at: Point, text: string): Label[] {
  return SIDES.map((position) => ({ text, at, position, names: [at] }));
}

/** Below the line of its node. */
function below(mark: Point, text: string): Label[] {
  const at = { x: mark.x, y: Math.ceil(mark.y) };
  return ["bottom center", "bottom right", "bottom left"].map((position) => ({ text, at, position, names: [mark] }));
}

function above(mark: Point, text: string, plan: Plan): Label[] {
  return RAISED.flatMap((height) => {
    const at = { x: mark.x, y: mark.y - height / plan.rowHeight };
    return TOP.map((position) => ({ text, at, position, names: [mark] }));
  });
}

/** Places along an arrow, on the side that it leaves free. */
function beside({ way, own }: Bundle, text: string, group: string, plan: Plan): Label[] {
  const names = [way[0]!, way.at(-1)!];
  if (way.length === 3) return [{ text, at: way[1]!, position: "top center", group, own, names }];
  const [start, end] = [way[0]!, way[1]!];
  return PARTS.flatMap((part) => {
    const at = { x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y) };
    return sides(start, end, plan).map((position) => ({ text, at, position, group, own, names }));
  });
}

function sides(start: Point, end: Point, plan: Plan): string[] {
  const across = pixels(plan, end.x, end.y, NARROW).px - pixels(plan, start.x, start.y, NARROW).px;
  if (across < 8) return ["middle right", "middle left"];
  return end.y > start.y ? ["top right", "bottom left"] : ["bottom right", "top left"];
}

function firstOfEachTypeFirst(all: readonly Bundle[]): Bundle[] {
  const firsts = new Map<string, Bundle>();
  for (const bundle of all) if (!firsts.has(bundle.type)) firsts.set(bundle.type, bundle);
  const first = new Set(firsts.values());
  return [...first, ...all.filter((bundle) => !first.has(bundle))];
}

/**
 * Plotly traces of text: one for each legend group, so that hiding a type hides its labels; and of lines to the marks of
 * raised labels. `customdata` says what a label names: slides have less room, and place it again.
 */
export function labelTraces(placed: readonly Label[]): object[] {
  const texts = [...new Set(placed.map((label) => label.group))].map((name) => {
    const alike = placed.filter((label) => label.group === name);
    return {
      name: "labels",
      type: "scatter",
      mode: "markers+text",
      x: alike.map(({ at }) => at.x),
      y: alike.map(({ at }) => at.y),
      text: alike.map(({ text }) => ink(text)),
      textposition: alike.map(({ position }) => position),
      textfont: { size: 11 },
      marker: { size: name === undefined ? CLEARANCE.mark : CLEARANCE.arrow, opacity: 0 },
      customdata: alike.map(({ names }) => names.map(({ x, y }) => [x, y])),
      ...(name === undefined ? {} : { legendgroup: name }),
      showlegend: false,
      hoverinfo: "skip",
    };
  });
  return [...leaders(placed), ...texts];
}

/** From its mark to a raised label, if there are any. */
export function leadersOf(placed: readonly Label[]): (readonly [Point, Point])[] {
  return placed.filter(isRaised).map(({ at, names: [mark] }) => [mark!, at] as const);
}

function isRaised({ at, names: [mark], group }: Label): boolean {
  return group === undefined && mark !== undefined && mark.y > at.y;
}

function leaders(placed: readonly Label[]): object[] {
  const all = leadersOf(placed);
  if (all.length === 0) return [];
  return [
    {
      name: "leaders",
      type: "scatter",
      mode: "lines",
      x: all.flatMap(([mark, at]) => [mark.x, at.x, null]),
      y: all.flatMap(([mark, at]) => [mark.y, at.y, null]),
      line: { color: LINE, width: 1 },
      showlegend: false,
      hoverinfo: "skip",
    },
  ];
}
