// Calls that no one answered: a dotted band along the line of the node that waits, from the call to the end.
import type { OpenCall, WaitingCall } from "../../trace/operation.js";
import type { RunLike, Traced, VerdictLike } from "../../trace/source.js";
import type { Trace } from "../../trace/trace.js";
import { typeOf } from "../../trace/value.js";
import { waitingWords } from "../describe.js";
import { OWN } from "../theme.js";
import { markup } from "./hover.js";
import type { Plan } from "./plan.js";
import type { Selection } from "./selection.js";

export interface Wait {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** What it says under the pointer. */
  readonly words: readonly string[];
}

export const WAITS = { name: "waits for an answer", color: OWN, width: 5, dash: [2, 4] } as const;

/** The waits of the shown nodes; a trace alone knows of none. */
export function waitsIn(of: Traced, trace: Trace, { nodes }: Selection, plan: Plan): Wait[] {
  const waiting: readonly OpenCall[] = (of as RunLike | VerdictLike).waiting ?? [];
  return waiting.flatMap((call) => {
    if (!nodes.includes(call.node)) return [];
    const { since } = call as Partial<WaitingCall>;
    const isCall = ({ kind, node, peer, at, message }: Trace["events"][number]) =>
      kind === "send" &&
      node === call.node &&
      peer === call.for &&
      at >= (since ?? 0) &&
      typeOf(message) === typeOf(call.message);
    // A schedule has no times: what is still open was asked last.
    const sent = since === undefined ? trace.events.findLast(isCall) : trace.events.find(isCall);
    return sent ? [{ row: plan.row(call.node), from: plan.x(sent), to: plan.right, words: [waitingWords(call)] }] : [];
  });
}

/** A Plotly trace, if there are any. */
export function waitTraces(waits: readonly Wait[]): object[] {
  if (waits.length === 0) return [];
  return [
    {
      name: WAITS.name,
      type: "scatter",
      mode: "lines",
      x: waits.flatMap(({ from, to }) => [from, (from + to) / 2, to, null]),
      y: waits.flatMap(({ row }) => [row, row, row, null]),
      line: { color: WAITS.color, width: WAITS.width, dash: WAITS.dash.map((length) => `${length}px`).join(",") },
      hovertext: waits.flatMap(({ words }) => [markup(words), markup(words), markup(words), ""]),
      hoverinfo: "text",
    },
  ];
}
