// Who had how much to do: the messages each node sent and received.
import type { NodeId } from "../../node/messages.js";
import { envelopesOf } from "../../trace/envelopes.js";
import { nodesOf } from "../../trace/nodes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { OUTSIDE } from "../../trace/trace.js";
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { MAX_NODES } from "../space-time/selection.js";
import { axisTitle, heading, INKED_AXIS, ink, LAYOUT, TYPES } from "../theme.js";
import { count, counted } from "../time.js";

const SERIES = [
  { name: "sent", color: TYPES[0].color, pattern: "" },
  { name: "received", color: TYPES[1].color, pattern: "/" },
] as const;

interface Load {
  readonly node: NodeId;
  sent: number;
  received: number;
}

/**
 * Bars of the messages each node sent and received (duplicates and ignored ones included, lost ones not), in the
 * system's order; of more than 50 nodes the busiest. Takes a Run, a Trace, or a Verdict with a counterexample; throws a
 * TypeError for anything else.
 */
export function nodeLoad(of: Traced): Figure {
  const all = loads(of);
  const busy = (load: Load) => load.sent + load.received;
  const ranked = [...all].sort((a, b) => busy(b) - busy(a));
  const shown = new Set(ranked.slice(0, MAX_NODES));
  const rows = all.filter((load) => shown.has(load));
  const total = all.reduce((sum, load) => sum + busy(load), 0);
  const [busiest] = ranked;
  const words = [
    counted(all.length, "node"),
    ...(busiest === undefined || total === 0
      ? ["no messages"]
      : [
          `mean ${Number((total / all.length).toFixed(1))} messages sent and received`,
          `most ${count(busy(busiest))} at ${cut(busiest.node, 20)}`,
        ]),
  ].join(", ");
  const left = all.length - rows.length;
  const { title, annotations, top } = heading(
    words,
    left > 0 ? [`The ${MAX_NODES} busiest nodes are drawn; ${count(left)} more are not.`] : [],
  );
  const data = SERIES.map(({ name, color, pattern }) => ({
    name: ink(name),
    type: "bar",
    x: rows.map(({ node }) => ink(cut(node, 16))),
    y: rows.map((row) => row[name]),
    hoverinfo: "text",
    hovertext: rows.map((row) => literal(`${cut(row.node, 40)}: ${count(row[name])} ${name}`)),
    marker: { color, pattern: { shape: pattern, fillmode: "overlay", size: 6 } },
  }));
  const layout = {
    ...LAYOUT,
    title,
    annotations,
    height: 320,
    margin: { l: 24, r: 16, t: top + 8, b: 84 },
    barmode: "stack",
    legend: { ...LAYOUT.legend, traceorder: "normal" },
    xaxis: { ...INKED_AXIS, type: "category", showgrid: false },
    yaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle("messages") },
  };
  const lines = rows.map(({ node, sent, received }) => `  ${node}: ${count(sent)} sent, ${count(received)} received`);
  return figure(data, layout, [words, ...lines].join("\n"));
}

function loads(of: Traced): Load[] {
  const trace = traceOf(of, "nodeLoad");
  const byNode = new Map<NodeId, Load>();
  for (const node of nodesOf(trace)) if (node !== OUTSIDE) byNode.set(node, { node, sent: 0, received: 0 });
  const sends = new Set<number>();
  for (const { send, from, to, fate } of envelopesOf(trace)) {
    const [sender, receiver] = [byNode.get(from), byNode.get(to)];
    if (sender && !sends.has(send.id)) sender.sent++;
    sends.add(send.id);
    if (receiver && (fate === "delivered" || fate === "ignored")) receiver.received++;
  }
  return [...byNode.values()];
}
