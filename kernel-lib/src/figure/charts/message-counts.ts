// How many messages of each type were sent, delivered and lost.

import { envelopesOf } from "../../trace/envelopes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { cut } from "../../trace/value.js";
import { literal } from "../escape.js";
import { type Figure, figure } from "../figure.js";
import { axisTitle, FAILURE, heading, INKED_AXIS, ink, LAYOUT, LINE, TYPES } from "../theme.js";
import { count, counted } from "../time.js";

const SERIES = [
  { name: "sent", color: LINE, pattern: "" },
  { name: "delivered", color: TYPES[0].color, pattern: "/" },
  { name: "lost", color: FAILURE, pattern: "x" },
] as const;

/**
 * Bars of messages by type: sent, delivered (duplicates and ignored ones included), lost. Types in order of first
 * sending. Takes a Run, a Trace, or a Verdict with a counterexample; throws a TypeError for anything else.
 */
export function messageCounts(of: Traced): Figure {
  const byType = new Map<string, { sent: Set<number>; delivered: number; lost: number }>();
  for (const { send, fate, type } of envelopesOf(traceOf(of, "messageCounts"))) {
    const row = byType.get(type) ?? { sent: new Set(), delivered: 0, lost: 0 };
    row.sent.add(send.id);
    if (fate === "lost") row.lost++;
    else if (fate !== "open") row.delivered++;
    byType.set(type, row);
  }
  const rows = [...byType].map(([type, { sent, delivered, lost }]) => ({ type, sent: sent.size, delivered, lost }));
  const total = rows.reduce((sum, row) => sum + row.sent, 0);
  const lost = rows.reduce((sum, row) => sum + row.lost, 0);
  const title = `${counted(total, "message")} of ${counted(rows.length, "type")}, ${count(lost)} lost`;
  const { title: titleLayout, annotations, top } = heading(title);
  const data = SERIES.map(({ name, color, pattern }) => ({
    name: ink(name),
    type: "bar",
    x: rows.map(({ type }) => ink(cut(type, 20))),
    y: rows.map((row) => row[name]),
    text: rows.map((row) => ink(count(row[name]))),
    textposition: "outside",
    cliponaxis: false,
    hoverinfo: "text",
    hovertext: rows.map((row) => `${cut(row.type, 40)}: ${count(row[name])} ${name}`).map(literal),
    marker: { color, pattern: { shape: pattern, fillmode: "overlay", size: 6 } },
  }));
  const layout = {
    ...LAYOUT,
    title: titleLayout,
    annotations,
    height: 320,
    margin: { l: 24, r: 16, t: top + 8, b: 64 },
    barmode: "group",
    xaxis: { ...INKED_AXIS, type: "category", showgrid: false },
    yaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle("messages") },
  };
  const words = rows.map(
    (row) => `  ${row.type}: ${count(row.sent)} sent, ${count(row.delivered)} delivered, ${count(row.lost)} lost`,
  );
  return figure(data, layout, [title, ...words].join("\n"));
}
