// Plotly's marker symbols as SVG, so that a mark looks the same in both drawings. Shapes after Plotly's own; arrows
// point up, their tip at 0,0.
import { element, number } from "./element.js";

/** The outline of each symbol with half its size r. */
const OUTLINES: Record<string, (r: number) => string> = {
  arrow: (r) => shape`M0,0L${-0.62 * r},${1.9 * r}H${0.62 * r}Z`,
  "arrow-wide": (r) => shape`M0,0L${-1.41 * r},${1.41 * r}A${2 * r},${2 * r} 0 0 1 ${1.41 * r},${1.41 * r}Z`,
  "triangle-up": (r) => shape`M${-1.15 * r},${1.5 * r}H${1.15 * r}L0,0Z`,
  circle: (r) => shape`M${r},0A${r},${r} 0 1 1 ${-r},0A${r},${r} 0 1 1 ${r},0Z`,
  "circle-x": (r) => `${OUTLINES.circle!(r)}${OUTLINES["x-thin"]!(r / Math.SQRT2)}`,
  "x-thin": (r) => shape`M${-r},${-r}L${r},${r}M${-r},${r}L${r},${-r}`,
  x: (r) => {
    const [a, b] = [0.57 * r, 1.13 * r];
    return shape`M0,${a}L${a},${b}L${b},${a}L${a},0L${b},${-a}L${a},${-b}L0,${-a}L${-a},${-b}L${-b},${-a}L${-a},0L${-b},${a}L${-a},${b}Z`;
  },
  diamond: (r) => shape`M${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0L0,${-1.3 * r}Z`,
  square: (r) => shape`M${-r},${-r}H${r}V${r}H${-r}Z`,
  hourglass: (r) => shape`M${r},${r}H${-r}L${r},${-r}H${-r}Z`,
  "star-diamond": (r) => {
    const [a, b] = [1.4 * r, 1.9 * r];
    return shape`M${-a},0A${b},${b} 0 0 1 0,${a}A${b},${b} 0 0 1 ${a},0A${b},${b} 0 0 1 0,${-a}A${b},${b} 0 0 1 ${-a},0Z`;
  },
  "triangle-right": (r) => shape`M${-0.5 * r},${-1.15 * r}V${1.15 * r}L${r},0Z`,
};
/** How far a head reaches back from its tip, in halves of its size. */
const DEPTHS: Record<string, number> = { arrow: 1.9, "arrow-wide": 2, "triangle-up": 1.5 };

export interface SymbolLook {
  /** A name of Plotly's; "-open" at its end draws the outline only. */
  readonly symbol: string;
  readonly size: number;
  readonly color: string;
  /** Of the outline where it is open, in pixels; default 1.5. */
  readonly width?: number;
}

/** A symbol at a point, turned clockwise by so many degrees. */
export function symbol({ symbol, size, color, width = 1.5 }: SymbolLook, px: number, py: number, degrees = 0): string {
  const open = symbol.endsWith("-open");
  const turn = degrees === 0 ? "" : ` rotate(${number(degrees)})`;
  return element("path", {
    d: OUTLINES[nameOf(symbol)]!(size / 2),
    transform: `translate(${number(px)} ${number(py)})${turn}`,
    ...(open ? { fill: "none", stroke: color, "stroke-width": width } : { fill: color }),
  });
}

/** Pixels from an arrow head's tip to its back. */
export function depth({ symbol, size }: Pick<SymbolLook, "symbol" | "size">): number {
  return (DEPTHS[nameOf(symbol)]! * size) / 2;
}

function nameOf(symbol: string): string {
  return symbol.replace(/-open$/, "");
}

function shape(parts: TemplateStringsArray, ...numbers: number[]): string {
  return String.raw({ raw: parts }, ...numbers.map(number));
}
