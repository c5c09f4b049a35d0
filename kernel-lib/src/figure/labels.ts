// Names beside arrows and marks, as many as stand free: a label that would cover another, a mark, a line or a foreign arrow is left out,
// since hovering says the same. Sizes are those of an assumed narrow page.
import { group, looks, type Point, way } from "./arrows.js";
import type { Flight } from "./flights.js";
import type { Mark } from "./marks.js";
import { ASSUMED_WIDTH, type Plan, pixels } from "./plan.js";
import { ink } from "./theme.js";
import { cut, short } from "./value.js";

const MAX_LABELS = 60;
/** Arrows looked at for crossings; a diagram with more of them is too dense for many labels anyway. */
const MAX_ARROWS = 400;
const HEIGHT = 13;
const MARK_SIDES = ["middle right", "middle left", "top center"];
/** Sizes of the invisible markers that Plotly keeps labels away from: arrows, marks. */
const CLEARANCE = { arrow: 6, mark: 12 };

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
interface Label {
  readonly text: string;
  readonly at: Point;
  readonly position: string;
  readonly group?: string;
}
interface Segment {
  readonly flight: Flight;
  readonly a: { px: number; py: number };
  readonly b: { px: number; py: number };
}

/** Plotly traces of text: one for each legend group, so that hiding a type hides its labels. */
export function labels(flights: readonly Flight[], marks: readonly Mark[], rows: number, plan: Plan): object[] {
  const known = looks(flights);
  const segments = flights.slice(0, MAX_ARROWS).map((flight) => segmentOf(flight, plan));
  const taken: Box[] = marks.map(({ x, y }) => around(pixels(plan, x, y), 5));
  const placed: Label[] = [];
  const set = (
    text: string,
    candidates: readonly { at: Point; position: string; segment?: Segment }[],
    groupName?: string,
  ) => {
    if (placed.length >= MAX_LABELS) return;
    for (const { at, position, segment } of candidates) {
      const box = boxOf(text, pixels(plan, at.x, at.y), position, segment ? CLEARANCE.arrow : CLEARANCE.mark);
      if (box.left < 0 || box.right > ASSUMED_WIDTH) continue;
      const others = segments.filter((other) => other !== segment);
      if (taken.some((other) => overlaps(box, other)) || others.some((other) => crosses(other, box))) continue;
      if (segment !== undefined && onLine(box, rows, plan)) continue;
      taken.push(box);
      placed.push({ text, at, position, group: groupName });
      return;
    }
  };
  for (const { event, x, y } of marks.filter((mark) => mark.event.kind === "note")) {
    set(
      cut(String(event.message), 28),
      MARK_SIDES.map((position) => ({ at: { x, y }, position })),
    );
  }
  for (const segment of firstOfEachTypeFirst(segments)) {
    set(cut(segment.flight.type, 20), beside(segment, plan), group(known.get(segment.flight.type)!));
  }
  for (const { event, x, y } of marks.filter((mark) => mark.event.kind === "output")) {
    set(
      short(event.message, 14),
      MARK_SIDES.map((position) => ({ at: { x, y }, position })),
    );
  }
  return traces(placed);
}

function traces(placed: readonly Label[]): object[] {
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

/** Places along an arrow, from its middle outwards, on the side that the arrow leaves free. */
function beside({ flight, a, b }: Segment, plan: Plan): { at: Point; position: string; segment: Segment }[] {
  const segment = { flight, a, b };
  const points = way(flight, plan);
  if (points.length === 3) return [{ at: points[1]!, position: "top center", segment }];
  const [start, end] = [points[0]!, points[1]!];
  const falling = end.y > start.y;
  const sides =
    Math.abs(b.px - a.px) < 8
      ? ["middle right", "middle left"]
      : falling
        ? ["top right", "bottom left"]
        : ["bottom right", "top left"];
  return [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].flatMap((part) =>
    sides.map((position) => ({
      at: { x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y) },
      position,
      segment,
    })),
  );
}

function firstOfEachTypeFirst(segments: readonly Segment[]): Segment[] {
  const firsts = new Map<string, Segment>();
  for (const segment of segments) if (!firsts.has(segment.flight.type)) firsts.set(segment.flight.type, segment);
  const first = new Set(firsts.values());
  return [...first, ...segments.filter((segment) => !first.has(segment))];
}

function segmentOf(flight: Flight, plan: Plan): Segment {
  const points = way(flight, plan);
  const [start, end] = [points[0]!, points.at(-1)!];
  return { flight, a: pixels(plan, start.x, start.y), b: pixels(plan, end.x, end.y) };
}

function boxOf(text: string, { px, py }: { px: number; py: number }, position: string, clearance: number): Box {
  const [vertical, horizontal] = position.split(" ");
  const width = text.length * 6.2 + 2;
  const gap = clearance / 1.6 + 1;
  const left = horizontal === "right" ? px + gap : horizontal === "left" ? px - gap - width : px - width / 2;
  const top = vertical === "top" ? py - gap - HEIGHT : vertical === "bottom" ? py + gap : py - HEIGHT / 2;
  return { left, right: left + width, top, bottom: top + HEIGHT };
}

function around({ px, py }: { px: number; py: number }, half: number): Box {
  return { left: px - half, right: px + half, top: py - half, bottom: py + half };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function onLine(box: Box, rows: number, plan: Plan): boolean {
  const nearest = Math.round((box.top + box.bottom) / 2 / plan.rowHeight);
  const y = nearest * plan.rowHeight;
  return nearest >= 0 && nearest < rows && box.top < y + 3 && y - 3 < box.bottom;
}

/** Whether a segment touches a box (Liang and Barsky 1984). */
function crosses({ a, b }: Segment, box: Box): boolean {
  const [dx, dy] = [b.px - a.px, b.py - a.py];
  let [enter, leave] = [0, 1];
  for (const [p, q] of [
    [-dx, a.px - box.left],
    [dx, box.right - a.px],
    [-dy, a.py - box.top],
    [dy, box.bottom - a.py],
  ] as const) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) enter = Math.max(enter, q / p);
    else leave = Math.min(leave, q / p);
  }
  return enter <= leave;
}
