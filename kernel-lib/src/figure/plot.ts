// Any Plotly figure in the course's looks.

import { short } from "../trace/value.js";
import { type Figure, figure } from "./figure.js";
import { AXIS, inked, LAYOUT, TYPES } from "./theme.js";

type Plain = Record<string, any>;

/**
 * Shows any Plotly figure: `data` and `layout` as in Plotly's reference, over defaults that are readable in light and
 * dark themes. `alt` says in words what the figure shows; without it, readers who cannot see the figure would learn
 * nothing, so it throws a TypeError.
 */
export function plot({ data, layout = {}, alt }: { data: unknown[]; layout?: object; alt: string }): Figure {
  if (!Array.isArray(data)) throw new TypeError(`plot: data is a list of Plotly traces; it got ${short(data)}.`);
  if (typeof alt !== "string" || alt.trim() === "") {
    throw new TypeError(
      `plot: alt is missing; it got ${short(alt)}. Say in a sentence what the figure shows, as in alt: "Latency grows with load".`,
    );
  }
  const axes = Object.fromEntries(axisNames(data, layout).map((name) => [name, AXIS]));
  const colorway = TYPES.map(({ color }) => color);
  const defaults = { ...LAYOUT, height: 360, margin: { l: 48, r: 16, t: 48, b: 80 }, colorway, ...axes };
  return figure(data.map(named), titled(merge(defaults, layout)), alt);
}

function axisNames(data: readonly unknown[], layout: object): string[] {
  const inLayout = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const used = data.flatMap((trace) => {
    const { xaxis = "x", yaxis = "y" } = trace as { xaxis?: string; yaxis?: string };
    return [xaxis.replace("x", "xaxis"), yaxis.replace("y", "yaxis")];
  });
  return [...new Set([...inLayout, ...used])];
}

/** Titles in the colour of the page, of the figure and of its axes. */
function titled(layout: Plain): Plain {
  const parts = Object.entries(layout).map(([key, value]) => {
    if (key === "title") return [key, title(value)];
    return [key, /^[xy]axis/.test(key) && value.title !== undefined ? { ...value, title: title(value.title) } : value];
  });
  return Object.fromEntries(parts);
}

function title(given: string | { text?: string }): object {
  const { text = "", ...rest } = typeof given === "string" ? { text: given } : given;
  return { text: inked(text), ...rest };
}

function named(trace: unknown): unknown {
  return isPlain(trace) && typeof trace.name === "string" ? { ...trace, name: inked(trace.name) } : trace;
}

function merge(defaults: Plain, given: Plain): Plain {
  const merged = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    merged[key] = isPlain(value) && isPlain(defaults[key]) ? merge(defaults[key], value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
