// A value as a MIME bundle: by its own `Symbol.for("Jupyter.display")`, by its shape, or as text. `text/plain` is
// always included.
import { inspect } from "node:util";
import type { MimeBundle } from "../messages.js";
import { readable } from "./stacks.js";

const displaySymbol = Symbol.for("Jupyter.display");
const plotly = "application/vnd.plotly.v1+json";

/** How a value is shown. Throws what the value's own display method throws. */
export async function bundle(value: unknown): Promise<MimeBundle> {
  return complete((await own(value)) ?? byShape(value), value);
}

/** A value as readable text, to a depth of four and a length that a page can show. */
export function text(value: unknown): string {
  const whole = readable(inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 }));
  if (whole.length <= longest) return whole;
  return `${whole.slice(0, longest)}\n… ${(whole.length - longest).toLocaleString("en")} characters more`;
}

const longest = 50_000;

async function own(value: unknown): Promise<MimeBundle | undefined> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as any)[displaySymbol];
  if (typeof method !== "function") return undefined;
  const shown = await method.call(value);
  return shown !== null && typeof shown === "object" ? { ...shown } : undefined;
}

function byShape(value: unknown): MimeBundle {
  if (value === null || typeof value !== "object") return {};
  const { data, layout, outerHTML } = value as { data?: unknown; layout?: unknown; outerHTML?: unknown };
  if (isPlotly(data, layout)) return { [plotly]: { ...value } };
  if (typeof outerHTML === "string") return { "text/html": outerHTML };
  return {};
}

function isPlotly(data: unknown, layout: unknown): boolean {
  const isObject = (part: unknown) => part !== null && typeof part === "object" && !Array.isArray(part);
  return Array.isArray(data) && data.every(isObject) && isObject(layout);
}

/** The Plotly renderer fails without a layout, and exports drop an output without text. */
function complete(shown: MimeBundle, value: unknown): MimeBundle {
  const figure = shown[plotly] as { layout?: object; data?: unknown[] } | undefined;
  if (figure) shown[plotly] = { ...figure, data: figure.data ?? [], layout: figure.layout ?? {} };
  shown["text/plain"] ??= figure ? plotlyText(figure) : (plain(shown) ?? text(value));
  return JSON.parse(JSON.stringify(shown));
}

function plotlyText({ data = [], layout }: { layout?: any; data?: unknown[] }): string {
  const title = layout?.title?.text ?? layout?.title;
  const traces = `${data.length} ${data.length === 1 ? "trace" : "traces"}`;
  return typeof title === "string" ? `Figure "${title}", ${traces}` : `Figure, ${traces}`;
}

/** Text for a bundle without: its Markdown, or its HTML without tags. */
export function plain(shown: MimeBundle): string | undefined {
  if (typeof shown["text/markdown"] === "string") return shown["text/markdown"];
  if (typeof shown["text/latex"] === "string") return shown["text/latex"];
  const html = shown["text/html"];
  if (typeof html !== "string") return undefined;
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
