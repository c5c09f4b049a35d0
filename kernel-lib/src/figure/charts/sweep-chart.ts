// What a sweep found: the median over its seeds as a line, and a band of how far the seeds went apart.
import { short } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { axisTitle, heading, INKED_AXIS, ink, LAYOUT, TYPES } from "../theme.js";
import { count, counted } from "../time.js";

/** One combination of parameters and its results, as `sweep` gives them. */
export interface SweptPoint<R = unknown> {
  readonly p: Readonly<Record<string, unknown>>;
  readonly results: readonly R[];
}

export interface SweepChartOptions<R = unknown> {
  /** The parameter along the axis. Default: the grid's first. */
  x?: string;
  /** The number drawn of each result. Default: the result itself. */
  y?: (result: R) => number;
  /** What that number is, for the axis. Default "result". */
  name?: string;
  /** "range" (default): from the least to the greatest of the seeds. "quartiles": the middle half of them. */
  band?: "range" | "quartiles";
}

interface Line {
  readonly name: string;
  readonly points: { x: unknown; low: number; median: number; high: number; n: number }[];
}

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

/**
 * The median over the seeds along one parameter, with a band over the seeds; a line for each combination of the other
 * parameters. Quantiles lie between the two nearest results (R's type 7). Throws a TypeError for what is not a sweep,
 * and for results that are not numbers.
 */
export function sweepChart<R>(points: readonly SweptPoint<R>[], options: SweepChartOptions<R> = {}): Figure {
  check(points, options);
  const {
    x = Object.keys(points[0]!.p)[0]!,
    y = (result: R) => result as number,
    name = "result",
    band = "range",
  } = options;
  const lines = linesOf(points, x, y, band);
  const seeds = points.reduce((most, { results }) => Math.max(most, results.length), 0);
  const over = band === "range" ? "from the least to the greatest" : "over the middle half";
  const words = `${name} by ${x}: median of ${counted(seeds, "seed")}${seeds > 1 ? `, band ${over}` : ""}`;
  const { title, annotations, top } = heading(words);
  const isNumeric = points.every(({ p }) => typeof p[x] === "number");
  const data = lines.flatMap((line, i) => [
    ...(seeds > 1 ? [bandOf(line, i)] : []),
    medianOf(line, i, lines.length > 1, x),
  ]);
  const layout = {
    ...LAYOUT,
    title,
    annotations,
    height: 340,
    margin: { l: 24, r: 16, t: top + 8, b: lines.length > 1 ? 84 : 52 },
    showlegend: lines.length > 1,
    xaxis: { ...INKED_AXIS, title: axisTitle(x), ...(isNumeric ? valuesOf(lines) : { type: "category" }) },
    yaxis: { ...INKED_AXIS, title: axisTitle(name) },
  };
  const pointLines = lines.flatMap((line) => [
    ...(line.name === "" ? [] : [`  ${line.name}`]),
    ...line.points.map((point) => `  ${x} ${plain(point.x)}: ${range(point)}`),
  ]);
  return figure(data, layout, [words, ...pointLines].join("\n"));
}

/** Ticks at the values that were tried, where they stand far enough apart. */
function valuesOf(lines: readonly Line[]): object {
  const values = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x as number)))].sort((a, b) => a - b);
  const closest = Math.min(...values.slice(1).map((value, i) => value - values[i]!));
  return closest >= (values.at(-1)! - values[0]!) / 20
    ? { tickvals: values, ticktext: values.map((value) => ink(plain(value))) }
    : {};
}

function linesOf<R>(points: readonly SweptPoint<R>[], x: string, y: (result: R) => number, band: string): Line[] {
  const lines = new Map<string, Line>();
  for (const { p, results } of points) {
    const others = Object.entries(p).filter(([key]) => key !== x);
    const name = others.map(([key, value]) => `${key} ${plain(value)}`).join(", ");
    const line = lines.get(name) ?? { name, points: [] };
    const values = results.map((result) => number(y(result), p)).sort((a, b) => a - b);
    const [low, high] = band === "range" ? [0, 1] : [0.25, 0.75];
    line.points.push({
      x: p[x],
      low: quantile(values, low),
      median: quantile(values, 0.5),
      high: quantile(values, high),
      n: values.length,
    });
    lines.set(name, line);
  }
  const isNumeric = points.every(({ p }) => typeof p[x] === "number");
  if (isNumeric) for (const line of lines.values()) line.points.sort((a, b) => (a.x as number) - (b.x as number));
  return [...lines.values()];
}

function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

function bandOf({ points }: Line, i: number): object {
  const there = points.map(({ x, high }) => ({ x, y: high }));
  const back = points.map(({ x, low }) => ({ x, y: low })).reverse();
  return {
    name: "band",
    type: "scatter",
    mode: "lines",
    x: [...there, ...back].map(({ x }) => axisValue(x)),
    y: [...there, ...back].map(({ y }) => y),
    fill: "toself",
    fillcolor: `${TYPES[i % TYPES.length]!.color}40`,
    line: { width: 0 },
    legendgroup: String(i),
    showlegend: false,
    hoverinfo: "skip",
  };
}

function medianOf({ name, points }: Line, i: number, several: boolean, x: string): object {
  const { color } = TYPES[i % TYPES.length]!;
  return {
    name: ink(name === "" ? "median" : name),
    type: "scatter",
    mode: "lines+markers",
    x: points.map((point) => axisValue(point.x)),
    y: points.map(({ median }) => median),
    line: { color, width: 2, dash: DASHES[i % DASHES.length] },
    marker: { color, size: 7, symbol: SYMBOLS[i % SYMBOLS.length] },
    legendgroup: String(i),
    showlegend: several,
    hoverinfo: "text",
    hovertext: points.map((point) =>
      literal(`${name === "" ? "" : `${name}, `}${x} ${plain(point.x)}: ${range(point)}`),
    ),
  };
}

function range({ median, low, high, n }: Line["points"][number]): string {
  return n === 1 ? written(median) : `median ${written(median)}, ${written(low)} to ${written(high)}`;
}

function written(n: number): string {
  return Number.isInteger(n) ? count(n) : String(Number(n.toPrecision(4)));
}

function axisValue(value: unknown): unknown {
  return typeof value === "number" ? value : ink(plain(value));
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : short(value, 30);
}

function number(value: unknown, p: object): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(
    `sweepChart: at ${short(p)} a result is ${short(value)}; it draws numbers. Say which with y, as in { y: (run) => run.stats.messages }.`,
  );
}

function check(points: readonly SweptPoint[], { x, band }: Pick<SweepChartOptions, "x" | "band">): void {
  const isPoint = (each: any) =>
    typeof each?.p === "object" && each.p !== null && Array.isArray(each.results) && each.results.length > 0;
  if (!Array.isArray(points) || points.length === 0 || !points.every(isPoint)) {
    const got = (points as unknown) instanceof Promise ? "a promise. Write `await` before it" : short(points);
    throw new TypeError(`sweepChart: it takes what sweep gives, a list of { p, results }; it got ${got}.`);
  }
  const names = Object.keys(points[0]!.p);
  if (x !== undefined && !names.includes(x))
    throw new RangeError(`sweepChart: there is no parameter ${short(x)}; the grid has ${names.join(", ")}.`);
  if (band !== undefined && band !== "range" && band !== "quartiles")
    throw new RangeError(`sweepChart: band is "range" or "quartiles"; it got ${short(band)}.`);
}
