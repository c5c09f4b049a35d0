// The axis of an SVG diagram: round numbers, about eight of them, and a grid line for each.

import { FAINT, LINE } from "../../theme.js";
import { count } from "../../time.js";
import { type Plan, pixels, type Scale } from "../plan.js";
import { element, words } from "./element.js";

const ABOUT = 8;

/** Pixels that the numbers and the title take below the axis. */
export const AXIS_HEIGHT = 36;

/** Grid lines from `top` to `bottom`, the numbers below them, and what they are. */
export function axis(plan: Scale & Pick<Plan, "axis" | "title">, width: number, top: number, bottom: number): string {
  const marks = ticks(plan.left, plan.right, plan.axis === "causal" ? 1 : 0).map(({ at, text }) => {
    const { px } = pixels(plan, at, 0, width);
    const line = element("path", { d: `M${Math.round(px)},${top}V${bottom}`, stroke: FAINT });
    return line + words(text, px, bottom + 15, { "text-anchor": "middle" });
  });
  return element(
    "g",
    { "data-part": "axis" },
    ...marks,
    element("path", { d: `M0,${bottom}H${Math.round(width)}`, stroke: LINE }),
    words(plan.title, width / 2, bottom + 31, { "text-anchor": "middle" }),
  );
}

/**
 * The multiples of 1, 2 or 5 times a power of ten, at least `least`, from one number to another, and how they are
 * written.
 */
export function ticks(from: number, to: number, least: number): { at: number; text: string }[] {
  const rough = (to - from) / ABOUT;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least, [1, 2, 5].map((n) => n * power).find((each) => each >= rough) ?? 10 * power);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return { at, text: digits === 0 ? count(Math.round(at)) : at.toFixed(digits) };
  });
}
