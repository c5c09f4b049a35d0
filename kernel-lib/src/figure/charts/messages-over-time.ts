// How many messages of each type were sent, step by step.
import { envelopesOf } from "../../trace/envelopes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { axisTitle, heading, INKED_AXIS, ink, LAYOUT, OTHER_TYPES, TYPES } from "../theme.js";
import { count, counted, duration } from "../time.js";
import { bins, countIn } from "./bins.js";

const STEPS = 40;

/**
 * Stacked bars of the messages sent in each of about forty equal steps of time, by type in the order of first sending;
 * beyond six types the rest share one colour. Takes a Run, a Trace, or a Verdict with a counterexample; throws a
 * TypeError for anything else.
 */
export function messagesOverTime(of: Traced): Figure {
  const trace = traceOf(of, "messagesOverTime");
  const byType = new Map<string, Map<number, number>>();
  for (const { send, type } of envelopesOf(trace))
    byType.set(type, (byType.get(type) ?? new Map<number, number>()).set(send.id, send.at));
  const steps = bins(
    trace.events.reduce((last, { at }) => Math.max(last, at), 0),
    STEPS,
  );
  const rows = [...byType].map(([type, sent]) => ({ type, counts: countIn(steps, [...sent.values()]) }));
  const all = steps.starts.map((_, i) => rows.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const busiest = all.indexOf(Math.max(...all));
  const span = (i: number) => `${duration(steps.starts[i]!)} to ${duration(steps.starts[i]! + steps.width)}`;
  const total = all.reduce((sum, n) => sum + n, 0);
  const words = [
    `${counted(total, "message")} of ${counted(rows.length, "type")}`,
    ...(total === 0 ? [] : [`most from ${span(busiest)}: ${count(all[busiest]!)}`]),
  ].join(", ");
  const { title, annotations, top } = heading(words);
  const data = rows.map(({ type, counts }, i) => ({
    name: ink(cut(type, 20)),
    type: "bar",
    x: steps.starts.map((start) => start + steps.width / 2),
    y: counts,
    width: steps.starts.map(() => steps.width),
    marker: {
      color: (TYPES[i] ?? OTHER_TYPES).color,
      line: { width: 1, color: "rgba(128, 128, 128, 0.6)" },
      pattern: { shape: PATTERNS[i] ?? "", fillmode: "overlay", size: 6 },
    },
    hoverinfo: "text",
    hovertext: counts.map((n, step) => literal(`${cut(type, 40)}: ${counted(n, "message")} from ${span(step)}`)),
  }));
  const layout = {
    ...LAYOUT,
    title,
    annotations,
    height: 320,
    margin: { l: 24, r: 16, t: top + 8, b: 84 },
    barmode: "stack",
    legend: { ...LAYOUT.legend, traceorder: "normal" },
    bargap: 0,
    showlegend: rows.length > 0,
    xaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle("time (ms)") },
    yaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle(`messages per ${duration(steps.width)}`) },
  };
  const lines = rows.map(({ type, counts }) => {
    const most = counts.indexOf(Math.max(...counts));
    return `  ${type}: ${count(counts.reduce((sum, n) => sum + n, 0))} sent, most from ${span(most)}: ${count(counts[most]!)}`;
  });
  return figure(data, layout, [words, ...lines].join("\n"));
}

/** Types differ in pattern as well as in colour. */
export const PATTERNS = ["", "/", "x", "-", ".", "+"] as const;
