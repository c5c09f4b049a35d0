// What a diagram says about the thing under the pointer: payload, ends, times, Lamport time and vector time.

import type { NodeId } from "../../node/messages.js";
import { type VectorTime, vectorTimes } from "../../trace/causality.js";
import { describeEvent, lossWords, missingHandler } from "../../trace/describe-event.js";
import type { TracedEnvelope } from "../../trace/envelopes.js";
import { className, nodesOf } from "../../trace/nodes.js";
import type { Trace, TraceEvent } from "../../trace/trace.js";
import { cut, payload } from "../../trace/value.js";
import { literal } from "../escape.js";
import { clockFor } from "../time.js";

/** Beyond this many events, vector times would take more memory than they are worth. */
const VECTORS = 20_000;

/** Plain lines; the first says what it is. */
export interface Hover {
  event(event: TraceEvent): readonly string[];
  envelope(envelope: TracedEnvelope): readonly string[];
}

/** Lines as Plotly markup, the first bold. */
export function markup([first, ...rest]: readonly string[]): string {
  return [`<b>${literal(first!)}</b>`, ...rest.map(literal)].join("<br>");
}

/** Hover texts for a trace. `last` is the last event they will be asked for. */
export function hoverFor(trace: Trace, last: number): Hover {
  const clock = clockFor(trace.events.map(({ at }) => at));
  const vectors = last < VECTORS ? vectorTimes(trace, last + 1) : [];
  const order = nodesOf(trace);
  const logical = (event: TraceEvent) => {
    const vector = vectors[event.id];
    return `Lamport ${event.lamport}${vector === undefined ? "" : `, vector ${vectorText(vector, order)}`}`;
  };
  const place = (event: TraceEvent) => {
    const kind = className(trace, event.node);
    return `${event.node}${kind === undefined || kind === "" ? "" : ` (${kind})`}`;
  };
  const event = (each: TraceEvent) => [
    cut(describeEvent(each, 80), 90),
    `${place(each)}, ${clock(each.at)}`,
    logical(each),
  ];
  const envelope = ({ send, end, fate, from, to, type }: TracedEnvelope) => {
    const outcome = { delivered: "received", lost: "lost", ignored: "ignored", open: "still under way at the end" }[
      fate
    ];
    const ended = (at: TraceEvent) => `: ${at.id <= last ? logical(at) : `Lamport ${at.lamport}`}`;
    return [
      cut(`${type} ${payload(send.message, 80)}`.trimEnd(), 90),
      `${from} → ${to}`,
      `sent ${clock(send.at)}: ${logical(send)}`,
      end === undefined
        ? outcome
        : `${fate === "lost" ? lossWords(end) : outcome} ${clock(end.at)}${fate === "lost" ? "" : ended(end)}`,
      ...(end?.meant === undefined ? [] : [missingHandler(end)]),
    ];
  };
  return { event, envelope };
}

function vectorText(vector: VectorTime, order: readonly NodeId[]): string {
  const entries = order.flatMap((node) => (vector[node] === undefined ? [] : [`${cut(node, 16)} ${vector[node]}`]));
  return entries.length <= 8 ? entries.join(", ") : `${entries.slice(0, 8).join(", ")}, and ${entries.length - 8} more`;
}
