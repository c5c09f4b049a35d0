// What comes out of the enclosure in which a host's nodes run. Code of any kind runs in there, so it is read part by
// part: it can report what happened on its own nodes' lines, answer orders that were given, and nothing else.
import type { NodeId } from "../../../node/messages.js";
import { isCount, isText } from "../packet.js";
import type { Counts } from "../quiet.js";
import { LONGEST_STACK } from "../reporter.js";
import { type Incarnations, isObject, type MemberReport, type Owns, readLast, readReport } from "../reports.js";
import type { HostOrder } from "./protocol.js";

/** Characters that a node prints at once. */
export const LONGEST_PRINT = 1_000_000;
const LONGEST_WHY = 2000;

export type NodesReport =
  | Extract<MemberReport, { say: "joined" | "batches" | "failed" | "done" }>
  | { readonly say: "news"; readonly n: number }
  | { readonly say: "printed"; readonly id: NodeId; readonly text: string; readonly stream: "stdout" | "stderr" }
  | { readonly say: "idle"; readonly number: number };

export interface ReportedRun {
  readonly number: number;
  readonly incarnations: Incarnations;
  readonly owns: Owns;
  /** Which order has this number, if it waits for its answer. */
  ordered(n: number): HostOrder["do"] | undefined;
}

/** @returns undefined for what cannot be a report of that run */
export function readNodesReport(body: any, run: ReportedRun): NodesReport | undefined {
  const report = readReport(body, run.incarnations, run.owns, Number.POSITIVE_INFINITY);
  switch (report?.say ?? body?.say) {
    case "joined":
    case "batches":
      return report as NodesReport | undefined;
    case "news":
      return isCount(body.n) ? { say: "news", n: body.n } : undefined;
    case "failed": {
      if (report?.say !== "failed") return undefined;
      const { node, stack } = body.error;
      const error = { ...report.error, node: isText(node, 100) ? node : undefined };
      return { ...report, error: isText(stack, LONGEST_STACK) ? { ...error, stack } : error };
    }
    case "done":
      return report?.say === "done" ? answerOf(report.n, report.value, run) : undefined;
    case "printed": {
      const { id, text, stream } = body;
      const fits = run.owns(id) && typeof text === "string" && text.length <= LONGEST_PRINT;
      return fits && (stream === "stdout" || stream === "stderr") ? { say: "printed", id, text, stream } : undefined;
    }
    case "idle":
      return body.number === run.number ? { say: "idle", number: run.number } : undefined;
    default:
      return undefined;
  }
}

/** The answer to an order says what that order asks for, or why it failed. */
function answerOf(n: number, value: any, { owns, ordered }: ReportedRun): NodesReport | undefined {
  const asked = ordered(n);
  if (asked === undefined) return undefined;
  const done = (value?: unknown): NodesReport => ({ say: "done", n, value });
  if (value === undefined) return done();
  if (isObject(value) && typeof value.failed === "string") return done({ failed: value.failed.slice(0, LONGEST_WHY) });
  if (asked === "place") return value === "placed" ? done(value) : undefined;
  if (asked === "quiet") return isCounts(value) ? done(value) : undefined;
  if (asked !== "end" || !isObject(value)) return undefined;
  const last = readLast(value, owns);
  return last && done({ states: last.states, waiting: last.waiting });
}

function isCounts(value: unknown): value is Counts {
  return isObject(value) && typeof value.quiet === "boolean" && isCount(value.sent) && isCount(value.received);
}
