// Messages as arrows: their ways and looks, and Plotly traces of them. One trace for each look (type and fate), its
// arrows separated by gaps: a thousand arrows stay quick to draw.
import type { Fate, TracedEnvelope } from "../../trace/envelopes.js";
import { down } from "../../trace/nodes.js";
import { cut } from "../../trace/value.js";
import { FAILURE, OTHER_TYPES, OWN, TYPES } from "../theme.js";
import { FAINT_OPACITY, type Highlight, STRONG, type Weight } from "./highlight.js";
import type { Plan, Point } from "./plan.js";

export interface Look {
  readonly type: string;
  readonly color: string;
  readonly head: string;
}

export const DASHES: Record<Fate, "solid" | "dash" | "dashdot" | "dot"> = {
  delivered: "solid",
  lost: "dash",
  ignored: "dashdot",
  open: "dot",
};
/** What stands at the end of an arrow that did not arrive as meant. */
export const ENDS = {
  lost: { name: "lost", symbol: "x-thin-open", size: 10, color: FAILURE, width: 2.5 },
  ignored: { name: "ignored", symbol: "circle-x-open", size: 10, color: OWN, width: 1.5 },
  open: { name: "under way", symbol: "circle-open", size: 7, color: OWN, width: 1.5 },
};
/** The same in the order of the legend. */
export const UNMET = ["lost", "ignored", "open"] as const;

/** The look of replies, whatever else a diagram shows. */
const REPLY = 1;

/**
 * How each message type looks, in order of appearance. Which look is whose follows the alphabet, with one kept for
 * replies: so a type looks alike in diagrams of the same messages, in whatever order they are sent.
 */
export function looks(envelopes: readonly TracedEnvelope[]): Map<string, Look> {
  const types = [...new Set(envelopes.map(({ type }) => type))];
  const ranked = types.filter((type) => type !== "reply").sort();
  if (ranked.length < types.length) ranked.splice(REPLY, 0, "reply");
  return new Map(types.map((type) => [type, { type, ...lookAt(type === "reply" ? REPLY : ranked.indexOf(type)) }]));
}

const lookAt = (rank: number) => TYPES[rank] ?? OTHER_TYPES;

/** Legend group of a type: those beyond the palette share one. */
export function group(look: Look): string {
  return look.color === OTHER_TYPES.color ? "type:" : `type:${look.type}`;
}

/** One entry for each look, with what a legend calls it. */
export function legend(envelopes: readonly TracedEnvelope[]): { name: string; group: string; look: Look }[] {
  const byGroup = new Map([...looks(envelopes).values()].map((look) => [group(look), look]));
  return [...byGroup].map(([group, look]) => ({
    name: look.color === OTHER_TYPES.color ? "other types" : cut(look.type, 20),
    group,
    look,
  }));
}

/** How many pixels before its receiver's line a message stops that is still under way. */
const BEFORE = 10;

/**
 * The way of a message over the diagram. A lost one ends where and when it was lost: between the lines, or on the line
 * of a node that is down. One still under way ends at the right edge, right before the line of its receiver.
 */
export function way(envelope: TracedEnvelope, plan: Plan): Point[] {
  const start = { x: plan.x(envelope.send), y: plan.row(envelope.from) };
  const goal = plan.row(envelope.to);
  const x = envelope.end ? plan.x(envelope.end) : plan.to + (plan.right - plan.to) * 0.6;
  if (envelope.from === envelope.to) return [start, { x: (start.x + x) / 2, y: start.y - 0.3 }, { x, y: goal }];
  return [start, { x, y: start.y + (goal - start.y) * reach(envelope, plan) }];
}

function reach({ fate, end, from, to }: TracedEnvelope, plan: Plan): number {
  if (fate === "open") return 1 - BEFORE / plan.rowHeight / Math.abs(plan.row(to) - plan.row(from));
  if (fate !== "lost" || (plan.axis === "time" && down(plan.downs, to, end!))) return 1;
  return 0.7;
}

/** Shafts and heads, then the signs at the ends of those that did not arrive as meant. */
export function arrows(envelopes: readonly TracedEnvelope[], plan: Plan, weight: Highlight["weight"]): object[] {
  const known = looks(envelopes);
  const byLook = new Map<string, TracedEnvelope[]>();
  for (const envelope of envelopes) {
    const key = `${weight(envelope)} ${group(known.get(envelope.type)!)} ${envelope.fate}`;
    byLook.set(key, [...(byLook.get(key) ?? []), envelope]);
  }
  const shafts = [...byLook.values()].map((alike) =>
    shaft(alike, known.get(alike[0]!.type)!, headSize(envelopes.length), plan, weight(alike[0]!)),
  );
  return [...shafts, ...UNMET.flatMap((fate) => ends(envelopes, fate, plan))];
}

/** Many arrows need small heads. */
export function headSize(arrows: number): number {
  return arrows <= 80 ? 11 : arrows <= 300 ? 8 : 6;
}

function shaft(envelopes: readonly TracedEnvelope[], look: Look, head: number, plan: Plan, weight: Weight): object {
  const { fate } = envelopes[0]!;
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  const size: number[] = [];
  for (const envelope of envelopes) {
    const points = way(envelope, plan);
    for (const [i, point] of points.entries()) {
      x.push(point.x);
      y.push(point.y);
      size.push(i === points.length - 1 && fate === "delivered" ? head : 0);
    }
    x.push(null);
    y.push(null);
    size.push(0);
  }
  return {
    name: fate,
    type: "scatter",
    mode: "lines+markers",
    x,
    y,
    line: { color: look.color, width: weight === "strong" ? STRONG : head > 6 ? 1.5 : 1, dash: DASHES[fate] },
    marker: {
      symbol: look.head,
      size,
      color: look.color,
      angleref: "previous",
      line: { width: look.head.endsWith("-open") ? 1.5 : 0, color: look.color },
      standoff: fate === "delivered" ? 3 : 0,
      opacity: 1,
    },
    ...(weight === "faint" ? { opacity: FAINT_OPACITY } : {}),
    legendgroup: group(look),
    showlegend: false,
    hoverinfo: "skip",
  };
}

function ends(envelopes: readonly TracedEnvelope[], fate: keyof typeof ENDS, plan: Plan): object[] {
  const points = envelopes.filter((envelope) => envelope.fate === fate).map((envelope) => way(envelope, plan).at(-1)!);
  if (points.length === 0) return [];
  const { name, symbol, size, color, width } = ENDS[fate];
  return [
    {
      name,
      type: "scatter",
      mode: "markers",
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      marker: { symbol, size, color, line: { width, color } },
      hoverinfo: "skip",
      cliponaxis: false,
    },
  ];
}
