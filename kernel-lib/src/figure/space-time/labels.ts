// Names beside arrows and marks, as many as stand free on a narrow and on a wide page: a label that would cover
// another, a mark, a line or an arrow, or that could be taken for another arrow's, is left out, since hovering says the
// same. What a node outputs is said over an arrow if need be.

import type { TracedEnvelope } from "../../trace/envelopes.js";
import { cut, short } from "../../trace/value.js";
import { ink } from "../theme.js";
import { group, looks, way } from "./arrows.js";
import type { Mark } from "./marks.js";
import { Page } from "./page.js";
import { NARROW, type Plan, type Point, pixels } from "./plan.js";

const MAX_LABELS = 60;
/** Between so many arrows, a text can still be read that lies on one. */
const FEW_ARROWS = 80;
/** Outputs leave room for the names of arrows. */
const MAX_OUTPUTS = 40;
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
  /** The arrows it names, by their places among all. */
  readonly own?: ReadonlySet<number>;
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
  const place = (candidates: readonly Label[], fit = fits) => {
    if (placed.length >= MAX_LABELS) return false;
    const label = candidates.find((candidate) => pages.every((page) => fit(candidate, page)));
    if (label === undefined) return false;
    placed.push(label);
    for (const page of pages) page.take(boxOn(page, label));
    return true;
  };
  for (const mark of marks) if (mark.event.kind === "note") place(around(mark, cut(String(mark.event.message), 28)));
  if (envelopes.length > MAX_ARROWS) return placed;
  const most = placed.length + MAX_OUTPUTS;
  for (const { event, x, y } of marks.filter(({ event }) => event.kind === "output")) {
    if (placed.length >= most) break;
    const places = around({ x, y }, short(event.message, 14));
    if (!place(places) && envelopes.length <= FEW_ARROWS) place(places, fitsOverArrows);
  }
  for (const bundle of firstOfEachTypeFirst(bundles(envelopes, ways)))
    place(beside(bundle, group(known.get(bundle.type)!), plan));
  return placed;
}

/** Arrows that lie on each other. */
interface Bundle {
  /** Of the first. */
  readonly type: string;
  readonly text: string;
  readonly way: readonly Point[];
  readonly own: ReadonlySet<number>;
}

function bundles(envelopes: readonly TracedEnvelope[], ways: readonly (readonly Point[])[]): Bundle[] {
  const byWay = new Map<string, number[]>();
  for (const [i, way] of ways.entries()) {
    const key = way.map(({ x, y }) => `${x} ${y}`).join();
    byWay.set(key, [...(byWay.get(key) ?? []), i]);
  }
  return [...byWay.values()].map((own) => {
    const [first] = own;
    const types = own.map((i) => envelopes[i]!.type);
    return { type: types[0]!, text: namesOf(types), way: ways[first!]!, own: new Set(own) };
  });
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
  if (!page.isFree(box) || page.isOnArrow(box)) return false;
  return label.own === undefined || (!page.isOnLine(box) && page.isNearest(box, label.at, label.own));
}

function fitsOverArrows(label: Label, page: Page): boolean {
  return page.isFree(boxOn(page, label));
}

function around(at: Point, text: string): Label[] {
  return ["middle right", "middle left", "top center"].map((position) => ({ text, at, position }));
}

/** Places along an arrow, on the side that it leaves free. */
function beside({ text, way, own }: Bundle, group: string, plan: Plan): Label[] {
  if (way.length === 3) return [{ text, at: way[1]!, position: "top center", group, own }];
  const [start, end] = [way[0]!, way[1]!];
  return PARTS.flatMap((part) => {
    const at = { x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y) };
    return sides(start, end, plan).map((position) => ({ text, at, position, group, own }));
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

/** Plotly traces of text: one for each legend group, so that hiding a type hides its labels. */
export function labelTraces(placed: readonly Label[]): object[] {
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
