// How a history's bars look and where things stand in a lane, for Plotly and for SVG alike.
import { FAILURE, FAINT, LINE, TYPES } from "../theme.js";
import type { Bar, Standing } from "./bars.js";

/** Pixels of a lane: two levels of labels, then the bar. */
export const LANE = 46;
/** Middle and height of a bar in its lane, and the levels of labels, in lanes from the top. */
export const MIDDLE = 0.72;
export const HEIGHT = 0.36;
export const LEVELS = [0.4, 0.12];

export const LOOKS: Record<Standing, { fill: string; line: string; width: number; pattern: string }> = {
  placed: { fill: "rgba(31, 119, 180, 0.28)", line: TYPES[0].color, width: 1.5, pattern: "" },
  stuck: { fill: "rgba(213, 94, 0, 0.18)", line: FAILURE, width: 3, pattern: "/" },
  left: { fill: FAINT, line: LINE, width: 1, pattern: "" },
};

/** The middle of a bar, in lanes from the top. */
export function middle({ lane }: Pick<Bar, "lane">): number {
  return lane + MIDDLE;
}

/** From each point of effect to the next, in pieces where some between are not drawn. */
export function ways(bars: readonly Bar[]): { readonly x: number; readonly y: number }[][] {
  const ordered = bars.filter(({ number }) => number !== undefined).sort((a, b) => a.number! - b.number!);
  const pieces: { x: number; y: number }[][] = [];
  for (const [i, bar] of ordered.entries()) {
    const stop = { x: bar.point!, y: middle(bar) };
    if (i > 0 && ordered[i - 1]!.number === bar.number! - 1) pieces.at(-1)!.push(stop);
    else pieces.push([stop]);
  }
  return pieces;
}

/** Those that should not be and have no number. */
export function crossed(bars: readonly Bar[]): Bar[] {
  return bars.filter(({ standing, number }) => standing === "stuck" && number === undefined);
}
