// The diagram in pixels on a page of a given width: where marks, arrows and texts stand, and what room is left.
import type { Point } from "./plan.js";
import { type Plan, pixels } from "./plan.js";

/** Of a line of text, in pixels. */
const HEIGHT = 13;
const CHARACTER = 6.2;
/** Half of a mark. */
const MARK = 5;
/** So close to a text, an arrow could be the one it names. */
const NEAR = 3;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Pixel {
  readonly px: number;
  readonly py: number;
}

export class Page {
  readonly #taken: Box[];
  readonly #arrows: readonly (readonly Pixel[])[];

  constructor(
    readonly plan: Plan,
    readonly rows: number,
    readonly width: number,
    marks: readonly Point[],
    arrows: readonly (readonly Point[])[],
  ) {
    this.#taken = marks.map((mark) => {
      const { px, py } = this.#pixel(mark);
      return { left: px - MARK, right: px + MARK, top: py - MARK, bottom: py + MARK };
    });
    this.#arrows = arrows.map((points) => points.map((point) => this.#pixel(point)));
  }

  /** Where Plotly puts a text with this `textposition` at an invisible marker of this size. */
  box(text: string, at: Point, position: string, marker: number): Box {
    const { px, py } = this.#pixel(at);
    const [vertical, horizontal] = position.split(" ");
    const width = text.length * CHARACTER + 2;
    const gap = marker / 1.6 + 1;
    const left = horizontal === "right" ? px + gap : horizontal === "left" ? px - gap - width : px - width / 2;
    const top = vertical === "top" ? py - gap - HEIGHT : vertical === "bottom" ? py + gap : py - HEIGHT / 2;
    return { left, right: left + width, top, bottom: top + HEIGHT };
  }

  /** Whether a box stays on the page and covers neither a mark nor a text. */
  isFree(box: Box): boolean {
    return box.left >= 0 && box.right <= this.width && !this.#taken.some((other) => overlaps(box, other));
  }

  /** What a line takes from one point straight down to right above a mark. */
  between(above: Point, mark: Point): Box {
    const { px, py } = this.#pixel(above);
    return { left: px - 1, right: px + 1, top: py, bottom: this.#pixel(mark).py - MARK };
  }

  isOnArrow(box: Box): boolean {
    return this.#arrows.some((points) => touches(points, box));
  }

  /** Whether no other arrow comes between a text and this place of its own arrows, or as near to the text. */
  isNearest(box: Box, at: Point, own: ReadonlySet<number>): boolean {
    const { px, py } = this.#pixel(at);
    // Beyond its own arrow others may be as near as they like.
    const around = {
      left: box.left > px ? px : box.left - NEAR,
      right: box.right < px ? px : box.right + NEAR,
      top: box.top > py ? py : box.top - NEAR,
      bottom: box.bottom < py ? py : box.bottom + NEAR,
    };
    return !this.#arrows.some((points, i) => !own.has(i) && touches(points, around));
  }

  /** Whether a box covers a node's line. */
  isOnLine(box: Box): boolean {
    const { rowHeight } = this.plan;
    const nearest = Math.round((box.top + box.bottom) / 2 / rowHeight);
    const y = nearest * rowHeight;
    return nearest >= 0 && nearest < this.rows && box.top < y + 3 && y - 3 < box.bottom;
  }

  take(box: Box): void {
    this.#taken.push(box);
  }

  #pixel({ x, y }: Point): Pixel {
    return pixels(this.plan, x, y, this.width);
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function touches(points: readonly Pixel[], box: Box): boolean {
  return points.slice(1).some((b, i) => crosses(points[i]!, b, box));
}

/** Whether the way from a to b touches a box (Liang and Barsky 1984). */
function crosses(a: Pixel, b: Pixel, box: Box): boolean {
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
