// Transactions as inline SVG, for pages without scripts: cycles one below the other, or a column, as with Plotly.
import { cut } from "../../trace/value.js";
import { element, number, tooltip, words } from "../space-time/svg/element.js";
import { depth, symbol } from "../space-time/svg/symbols.js";
import { heading, picture, WIDTH } from "../space-time/svg.js";
import { textWidth } from "../text.js";
import { FAILURE, LINE, TYPES } from "../theme.js";
import {
  around,
  type DrawnCycle,
  type DrawnTransaction,
  extent,
  inWords,
  type JudgedTransactions,
  linesOf,
  MOST,
  middleOf,
  onOneLine,
  type Place,
  ROW,
  remarksOf,
  sideOf,
} from "./transactions-layout.js";

const FONT_SIZE = 11;
const LINE_HEIGHT = 14;
const PADDING = 6;
const HEAD = { symbol: "arrow", size: 13 };

interface Pixel {
  readonly px: number;
  readonly py: number;
}

/** Draws the cycles, or where there are none the transactions from first to last, as one `<svg>`. */
export function transactionsSvg(judged: JudgedTransactions): string {
  const { verdict, transactions, cycles } = judged;
  const head = heading(verdict, remarksOf(judged));
  const top = head.height + 8;
  const drawn =
    cycles.length > 0 ? stacked(transactions, cycles, top) : column(transactions.slice(0, MOST).map(onOneLine), top);
  return picture(`Transactions: ${verdict}`, inWords(judged), Math.ceil(drawn.bottom), head.svg + drawn.svg);
}

function stacked(transactions: readonly DrawnTransaction[], cycles: readonly DrawnCycle[], top: number) {
  const wide = Math.max(...cycles.map(({ arrows }) => extent(arrows).wide));
  let y = top;
  const drawn = cycles.map((cycle) => {
    const { tall, pixels } = extent(cycle.arrows);
    const at = (place: Place): Pixel => ({
      px: ((place.x + wide) / (2 * wide)) * WIDTH,
      py: y + ((tall - place.y) / (2 * tall)) * pixels,
    });
    const name = cycles.length > 1 ? words(cycle.name, 0, y + 14, { "font-weight": 600 }) : "";
    const svg = name + circle(transactions, cycle, at);
    y += pixels;
    return svg;
  });
  return { svg: drawn.join(""), bottom: y };
}

function circle(
  transactions: readonly DrawnTransaction[],
  { arrows }: DrawnCycle,
  at: (place: Place) => Pixel,
): string {
  const { places, ways } = around(arrows, 0);
  const drawn = ways.map((way, i) => {
    const { from, to, words: meaning } = arrows[i]!;
    return element(
      "g",
      { "data-dependency": i + 1 },
      tooltip([`${from} → ${to}: ${meaning}`]),
      arrow(at(way[0]!), at(middleOf(way)), at(way.at(-1)!), FAILURE),
    );
  });
  const names = ways.map((way, i) => {
    const { px, py } = at(middleOf(way));
    const lines = [arrows[i]!.label, arrows[i]!.words];
    const side = sideOf(middleOf(way), 0);
    if (side === "left" || side === "right") {
      const anchor = side === "left" ? "end" : "start";
      return block(lines, inside(lines, side === "left" ? px - 10 : px + 10, anchor), py - 2, anchor);
    }
    return block(lines, px, side === "above" ? py - LINE_HEIGHT - 8 : py + LINE_HEIGHT, "middle");
  });
  const boxes = [...places].map(([id, place]) => box(transactions.find((one) => one.id === id)!, at(place)));
  return [...drawn, ...names, ...boxes].join("");
}

/** So that a text stays on the picture. */
function inside(lines: readonly string[], x: number, anchor: "start" | "end"): number {
  const wide = Math.max(...lines.map((line) => textWidth(line, FONT_SIZE)));
  return anchor === "start" ? Math.min(x, Math.max(0, WIDTH - wide)) : Math.max(x, Math.min(WIDTH, wide));
}

function block(lines: readonly string[], x: number, y: number, anchor: string): string {
  return lines.map((line, i) => words(line, x, y + i * LINE_HEIGHT, { "text-anchor": anchor })).join("");
}

/** From one point past another to a third. */
function arrow(start: Pixel, over: Pixel, end: Pixel, color: string): string {
  const [bendX, bendY] = [2 * over.px - (start.px + end.px) / 2, 2 * over.py - (start.py + end.py) / 2];
  const [dx, dy] = [end.px - bendX, end.py - bendY];
  const part = depth(HEAD) / (Math.hypot(dx, dy) || 1);
  const points = [start.px, start.py, bendX, bendY, end.px - part * dx, end.py - part * dy].map(number);
  const d = `M${points[0]},${points[1]}Q${points[2]},${points[3]} ${points[4]},${points[5]}`;
  const degrees = (Math.atan2(dx, -dy) * 180) / Math.PI;
  const shaft = element("path", { d, fill: "none", stroke: color, "stroke-width": 2 });
  return shaft + symbol({ ...HEAD, color }, end.px, end.py, degrees);
}

/** One below the other. */
function column(transactions: readonly DrawnTransaction[], top: number) {
  const at = (i: number) => ({ px: WIDTH / 2, py: top + ROW * (i + 0.5) });
  const boxes = transactions.map((transaction, i) => box(transaction, at(i)));
  const arrows = transactions.slice(1).map((_, i) => {
    const { px, py } = at(i);
    const over = (part: number) => ({ px, py: py + part * ROW });
    return arrow(over(0.34), over(0.5), over(0.66), LINE);
  });
  return { svg: [...arrows, ...boxes].join(""), bottom: top + ROW * Math.max(1, transactions.length) };
}

function box(transaction: DrawnTransaction, { px, py }: Pixel): string {
  const lines = [cut(transaction.id, 24), ...linesOf(transaction)];
  const width = Math.max(...lines.map((line) => textWidth(line, FONT_SIZE))) + 2 * PADDING;
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const x = Math.max(1, Math.min(px - width / 2, WIDTH - width - 1));
  const y = py - height / 2;
  const { color } = TYPES[0];
  const texts = lines.map((line, i) =>
    words(line, x + PADDING, y + PADDING + 10 + i * LINE_HEIGHT, i === 0 ? { "font-weight": 600 } : {}),
  );
  return element(
    "g",
    { "data-transaction": transaction.id },
    element("rect", { x, y, width, height, fill: color, "fill-opacity": 0.12, stroke: color, "stroke-width": 1.5 }),
    ...texts,
  );
}
