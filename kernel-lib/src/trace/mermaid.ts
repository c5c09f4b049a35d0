// A run as a Mermaid sequence diagram: text that Markdown cells, GitHub and many wikis draw. Time runs down; distances
// mean nothing.
import type { NodeId } from "../node/messages.js";
import { describeEvent } from "./describe-event.js";
import { envelopesOf, isMessage, type TracedEnvelope } from "./envelopes.js";
import { nodesOf } from "./nodes.js";
import { type Traced, traceOf } from "./source.js";
import type { TraceEvent } from "./trace.js";
import { payload } from "./value.js";

/** Mermaid draws no more than this well. */
const ROWS = 100;

/**
 * Mermaid text, to be put between ```` ```mermaid ```` fences. A message is drawn where it arrives; a lost one ends in
 * a cross where it was lost, an ignored one is dashed, and one still under way at the end has an open head. Outputs,
 * notes, timers, crashes and errors stand beside their node. Takes a run, a trace, or a verdict with a counterexample.
 * @param options.rows at most so many messages and notes, default 100; a note says how many more there are
 */
export function traceToMermaid(of: Traced, options: { rows?: number } = {}): string {
  const trace = traceOf(of, "traceToMermaid");
  const { rows: most = ROWS } = options;
  const nodes = nodesOf(trace);
  const name = new Map(nodes.map((id, i) => [id, `n${i}`]));
  const ends = new Map<number, TracedEnvelope>();
  const open: TracedEnvelope[] = [];
  for (const envelope of envelopesOf(trace))
    envelope.end === undefined ? open.push(envelope) : ends.set(envelope.end.id, envelope);
  const rows = [
    ...trace.events.flatMap((event) => {
      const envelope = ends.get(event.id);
      if (envelope !== undefined) return [arrow(envelope, name)];
      return isMessage(event) || event.kind === "start" ? [] : [beside(event, name)];
    }),
    ...open.map((envelope) => arrow(envelope, name)),
  ];
  const left = rows.length - most;
  const rest = left > 0 ? [`Note over ${name.get(nodes[0]!)}: ${text(`... and ${left} more`)}`] : [];
  return [
    "sequenceDiagram",
    ...[
      `accTitle: Messages between ${nodes.map(text).join(", ")}`,
      ...nodes.map((id) => `participant ${name.get(id)} as ${text(id)}`),
      ...rows.slice(0, most),
      ...rest,
    ].map((row) => `  ${row}`),
    "",
  ].join("\n");
}

const HEADS = { delivered: "->>", lost: "-x", ignored: "-->>", open: "-)" };
const REMARKS = { delivered: "", lost: " (lost)", ignored: " (ignored)", open: " (under way)" };

function arrow({ send, from, to, type, fate }: TracedEnvelope, name: ReadonlyMap<NodeId, string>): string {
  const what = `${type} ${payload(send.message, 40)}`.trimEnd();
  return `${name.get(from)}${HEADS[fate]}${name.get(to)}: ${text(what + REMARKS[fate])}`;
}

function beside(event: TraceEvent, name: ReadonlyMap<NodeId, string>): string {
  const side = event.kind === "crash" || event.kind === "restart" || event.kind === "error" ? "over" : "right of";
  return `Note ${side} ${name.get(event.node)}: ${text(describeEvent(event, 40))}`;
}

/** Text that Mermaid shows as it is: what could be its own syntax, or a tag, is written as `#code;`. */
function text(words: string): string {
  return words.replace(/\s+/g, " ").replace(/[^\p{L}\p{N} _.,()+=/*'-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
