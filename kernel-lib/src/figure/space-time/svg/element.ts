// SVG as text: elements with numbers cut to hundredths and everything from outside escaped.
import { escapeHtml } from "../../escape.js";

type Attributes = Record<string, string | number | undefined>;

/** `<name a="1">children</name>`; attributes that are undefined are left out, children are markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? number(value) : escapeHtml(value)}"`],
  );
  const content = children.join("");
  return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`;
}

/** A tooltip for the element that contains it. */
export function tooltip(lines: readonly string[]): string {
  return element("title", {}, escapeHtml(lines.join("\n")));
}

/** A text whose first line starts, ends or is centred at x. */
export function words(text: string, x: number, y: number, look: Attributes = {}): string {
  return element("text", { x, y, ...look }, escapeHtml(text));
}

/** A polyline through these points. */
export function path(points: readonly { px: number; py: number }[]): string {
  return points.map(({ px, py }, i) => `${i === 0 ? "M" : "L"}${number(px)},${number(py)}`).join("");
}

/** To hundredths, without trailing zeros or a negative zero. */
export function number(n: number): string {
  return String(Math.round(n * 100) / 100 + 0);
}
