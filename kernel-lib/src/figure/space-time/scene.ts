// What a space-time diagram shows and where it stands, before anybody draws it: for Plotly and for SVG alike.

import { type Traced, traceOf, type VerdictLike } from "../../trace/source.js";
import type { Trace } from "../../trace/trace.js";
import { type Highlight, highlightOf } from "./highlight.js";
import { type Hover, hoverFor } from "./hover.js";
import { type Mark, place } from "./marks.js";
import { layOut, type Plan } from "./plan.js";
import { type Selection, type SpaceTimeOptions, select } from "./selection.js";
import { type Wait, waitsIn } from "./waits.js";

export interface Scene extends Selection {
  readonly trace: Trace;
  readonly plan: Plan;
  readonly hover: Hover;
  readonly marks: readonly Mark[];
  readonly highlight: Highlight;
  readonly waits: readonly Wait[];
}

/**
 * Throws a TypeError for what holds no trace, and for options that cannot be followed what `select` throws.
 * @param room `most` events, pixels between two lines, and hover texts that are there already
 */
export function sceneOf(
  of: Traced,
  options: SpaceTimeOptions,
  { most, rowHeight, hover }: { most?: number; rowHeight?: number; hover?: Hover } = {},
): Scene {
  const trace = traceOf(of, "spaceTime");
  const selection = select(trace, options, most);
  const { events, remarks } = selection;
  const laidOut = layOut(trace, selection, options.axis);
  const plan = rowHeight === undefined ? laidOut : { ...laidOut, rowHeight };
  const marks = place(events, plan);
  const highlight = highlightOf(trace, options, selection, marks, plan);
  const empty = trace.events.length === 0 ? ["No event was recorded."] : [];
  const { assumed = [] } = of as VerdictLike;
  const basis = assumed.length > 0 ? [`Assumed: ${assumed.join("; ")}.`] : [];
  return {
    ...selection,
    remarks: [...highlight.remarks, ...remarks, ...empty, ...basis],
    trace,
    plan,
    hover: hover ?? hoverFor(trace, events.at(-1)?.id ?? 0),
    marks,
    highlight,
    waits: waitsIn(of, trace, selection, plan),
  };
}
