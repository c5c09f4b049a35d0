// Names beside arrows and marks, as many as stand free on a narrow and on a wide page: a label that would cover
// another, a mark, a line or an arrow is left out, since hovering says the same.

import type { TracedEnvelope } from "../../trace/envelopes.js";
import { cut, short } from "../../trace/value.js";
import { ink } from "../theme.js";
import { group, looks, way } from "./arrows.js";
import type { Mark } from "./marks.js";
import { Page } from "./page.js";
import { NARROW, type Plan, type Point, pixels, WIDE } from "./plan.js";

const MAX_LABELS = 60;
/** A diagram with more arrows is too dense for any label but notes. */
const MAX_ARROWS = 400;
/** Sizes of the invisible markers that Plotly keeps labels away from. */
const CLEARANCE = { arrow: 6, mark: 12 };
/** From the middle of an arrow outwards. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

export interface Label {
  readonly text: string;
  readonly at: Point;
  /** Plotly's `textposition`. */
  readonly position: string;
  /** Legend group of an arrow's label; a mark's has none. */
  readonly group?: string;
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
    if (placed.length >= MAX_LABELS) return;
    const label = candidates.find((candidate) => pages.every((page) => fits(candidate, page)));
    if (label === undefined) return;
    placed.push(label);
    for (const page of pages) page.take(boxOn(page, label));
  };
  for (const mark of marks) if (mark.event.kind === "note") place(around(mark, cut(String(mark.event.message), 28)));
  if (envelopes.length > MAX_ARROWS) return placed;
  for (const envelope of firstOfEachTypeFirst(envelopes))
    place(beside(envelope, group(known.get(envelope.type)!), plan));
  for (const mark of marks) if (mark.event.kind === "output") place(around(mark, short(mark.event.message, 14)));
  return placed;
}

/** The room a label takes. */
export function boxOn(page: Page, { text, at, position, group }: Label) {
  return page.box(text, at, position, group === undefined ? CLEARANCE.mark : CLEARANCE.arrow);
}

function fits(label: Label, page: Page): boolean {
  const box = boxOn(page, label);
  return page.isFree(box) && (label.group === undefined || !page.isOnLine(box));
}

function around({ x, y }: Mark, text: string): Label[] {
  return ["middle right", "middle left", "top center"].map((position) => ({ text, at: { x, y }, position }));
}

/** Places along an arrow, on the side that it leaves free. */
function beside(envelope: TracedEnvelope, group: string, plan: Plan): Label[] {
  const text = cut(envelope.type, 20);
  const points = way(envelope, plan);
  if (points.length === 3) return [{ text, at: points[1]!, position: "top center", group }];
  const [start, end] = [points[0]!, points[1]!];
  return PARTS.flatMap((part) => {
    const at = { x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y) };
    return sides(start, end, plan).map((position) => ({ text, at, position, group }));
  });
}

function sides(start: Point, end: Point, plan: Plan): string[] {
  const across = pixels(plan, end.x, end.y, NARROW).px - pixels(plan, start.x, start.y, NARROW).px;
  if (across < 8) return ["middle right", "middle left"];
  return end.y > start.y ? ["top right", "bottom left"] : ["bottom right", "top left"];
}

function firstOfEachTypeFirst(envelopes: readonly TracedEnvelope[]): TracedEnvelope[] {
  const firsts = new Map<string, TracedEnvelope>();
  for (const envelope of envelopes) if (!firsts.has(envelope.type)) firsts.set(envelope.type, envelope);
  const first = new Set(firsts.values());
  return [...first, ...envelopes.filter((envelope) => !first.has(envelope))];
}

/** Plotly traces of text: one for each legend group, so that hiding a type hides its labels. */
export function labels(
  envelopes: readonly TracedEnvelope[],
  marks: readonly Mark[],
  rows: number,
  plan: Plan,
): object[] {
  const placed = labelsFor(envelopes, marks, rows, plan, [NARROW, WIDE]);
  return [...new Set(placed.map((label) => label.group))].map((name) => {
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
      ...(name === undefined ? {} : { legendgroup: name }),
      showlegend: false,
      hoverinfo: "skip",
    };
  });
}
