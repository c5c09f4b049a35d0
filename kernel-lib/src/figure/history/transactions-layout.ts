// Where transactions and their dependencies stand, for Plotly and for SVG alike.
import { cut } from "../../trace/value.js";
import { counted } from "../time.js";

export interface DrawnTransaction {
  readonly id: string;
  /** What it does, in its order: "reads x = 0". */
  readonly steps: readonly string[];
}

export interface DrawnDependency {
  readonly from: string;
  readonly to: string;
  /** "reads x, which b writes over". */
  readonly words: string;
  /** Short, beside the arrow: "rw x". */
  readonly label: string;
}

/**
 * Arrows from one transaction to the next, and from the last to the first; a single arrow is a read that should not be.
 */
export interface DrawnCycle {
  readonly name: string;
  readonly arrows: readonly DrawnDependency[];
}

export interface JudgedTransactions {
  readonly verdict: string;
  /** In the order to be drawn in. */
  readonly transactions: readonly DrawnTransaction[];
  readonly cycles: readonly DrawnCycle[];
  readonly remarks: readonly string[];
}

/** The most that are drawn in a column, and the pixels of one. */
export const MOST = 24;
export const ROW = 64;
const MOST_STEPS = 6;

/** Half of the width and of the height that a cycle needs, and its height in pixels. */
export function extent(arrows: readonly DrawnDependency[]) {
  return isPair(arrows) ? { wide: 1.5, tall: 0.8, pixels: 210 } : { wide: 2.2, tall: 1.4, pixels: 400 };
}

export function isPair(arrows: readonly DrawnDependency[]): boolean {
  return arrows.length <= 2;
}

/** The transactions of a cycle around a circle, and bent ways from one to the next. */
export function around(
  cycle: readonly DrawnDependency[],
  centre: number,
): { readonly places: ReadonlyMap<string, Place>; readonly ways: readonly (readonly Place[])[] } {
  const ids = [...new Set(cycle.flatMap(({ from, to }) => [from, to]))];
  const places = new Map(ids.map((id, i) => [id, place(i, ids.length, centre)]));
  return { places, ways: cycle.map(({ from, to }) => bend(places.get(from)!, places.get(to)!)) };
}

/** On which side of its arrow a text stands. */
export function sideOf(middle: Place, centre: number): "left" | "right" | "above" | "below" {
  if (Math.abs(middle.x) < 0.2) return middle.y >= centre ? "above" : "below";
  return middle.x > 0 ? "right" : "left";
}

export function middleOf(way: readonly Place[]): Place {
  return way[Math.floor(way.length / 2)]!;
}

/** What stands in a transaction's box, below its name. */
export function linesOf({ steps }: DrawnTransaction): string[] {
  const lines = steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS - 1), "…"];
  return lines.map((line) => cut(line, 80));
}

/** A transaction on one line. */
export function onOneLine({ id, steps }: DrawnTransaction): DrawnTransaction {
  return { id, steps: [cut(steps.join(", "), 76)] };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

function place(i: number, of: number, centre: number): Place {
  if (of <= 2) return { x: i === 0 ? -1 : 1, y: centre };
  const angle = Math.PI / 2 - (2 * Math.PI * i) / of;
  return { x: 1.2 * Math.cos(angle), y: centre + Math.sin(angle) };
}

/** A bent way from near one place to near another, so that the way back is another one. */
function bend(from: Place, to: Place): Place[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const parts = [0.2, 0.35, 0.5, 0.65, 0.8];
  return parts.map((part) => {
    const out = 0.5 * part * (1 - part);
    return { x: from.x + part * dx - out * dy, y: from.y + part * dy + out * dx };
  });
}

/** What is said below the verdict. */
export function remarksOf({ remarks, transactions, cycles }: JudgedTransactions): string[] {
  const left = cycles.length > 0 ? 0 : transactions.length - MOST;
  if (left <= 0) return [...remarks];
  return [...remarks, `The first ${MOST} of ${counted(transactions.length, "transaction")} are drawn.`];
}

/** The whole in words. */
export function inWords(judged: JudgedTransactions): string {
  const { verdict, transactions, cycles } = judged;
  const lines = [
    ...transactions.slice(0, 60).map(({ id, steps }) => `  ${id}  ${steps.join(", ")}`),
    ...cycles.flatMap(({ name, arrows }) => [
      ...(cycles.length > 1 ? [`${name}:`] : []),
      ...arrows.map(({ from, to, words }) => `  ${from} -> ${to}  ${words}`),
    ]),
  ];
  return [verdict, ...remarksOf(judged), ...lines].join("\n");
}
