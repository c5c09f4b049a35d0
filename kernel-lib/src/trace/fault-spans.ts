// When faults were active: what is drawn behind a history, so that one sees what an operation had to do with a crash or
// a partition.
import { jepsenHistory } from "./jepsen.js";
import { downs } from "./nodes.js";
import { type Traced, traceOf } from "./source.js";
import { short } from "./value.js";

/** A fault with its time in ms; without `until` it lasted to the end. */
export interface FaultSpan {
  readonly label: string;
  readonly from: number;
  readonly until?: number;
}

interface TimedFault {
  readonly kind: string;
  readonly id?: string;
  readonly groups?: readonly (readonly string[])[];
  readonly from?: number;
  readonly until?: number;
  readonly at?: number;
  readonly for?: number;
}

/**
 * The faults of a run that had a time: nodes that were down, as recorded, and the partitions and pauses that its system
 * was given. Partitions that were made by hand in a live system are not recorded: add `{ label, from, until }`. In the
 * order of their beginning.
 */
export function faultSpans(of: Traced): FaultSpan[] {
  const trace = traceOf(of, "faultSpans");
  const spans = downs(trace).map(({ node, from, to }) => span(`${node} is down`, from.at, to?.at));
  for (const { kind, id, groups = [], from = 0, until, at = 0, for: lasts = 0 } of trace.system
    .faults as TimedFault[]) {
    if (kind === "partition") spans.push(span(groups.map((group) => group.join(", ")).join(" | "), from, until));
    if (kind === "pause") spans.push(span(`${id} is paused`, at, at + lasts));
  }
  return spans.sort((a, b) => a.from - b.from);
}

/**
 * What ends a fault that Jepsen's nemesis began: `:stop-partition` what `:start-partition` did, `:start` also a
 * `:kill`, `:resume` a `:pause`.
 */
const ENDS: readonly (readonly [begin: RegExp, end: (f: string) => string[]])[] = [
  [/^start/, (f) => [f.replace(/^start/, "stop"), f.replace(/^start/, "heal")]],
  [/^kill/, (f) => [f.replace(/^kill/, "start"), f.replace(/^kill/, "restart")]],
  [/^pause/, (f) => [f.replace(/^pause/, "resume")]],
  [/^partition/, () => ["heal"]],
];

/**
 * What the nemesis did in one of Jepsen's histories, on the same time as `historyFromEdn`: from the event that began a
 * fault to the one that ended it. Other things it did are moments.
 * @throws MisuseError as `historyFromEdn` does
 */
export function faultSpansFromEdn(text: string): FaultSpan[] {
  const spans: { label: string; from: number; until?: number }[] = [];
  const open = new Map<string, (typeof spans)[number]>();
  for (const { f, value, at } of jepsenHistory(text, "faultSpansFromEdn").nemesis) {
    const [begun] = [...open].filter(([begin]) => endsOf(begin).includes(f));
    if (begun) {
      begun[1].until = at;
      open.delete(begun[0]);
      continue;
    }
    // Each action is recorded twice: before and after.
    if (open.has(f) || spans.at(-1)?.label.startsWith(`${f} `) || spans.at(-1)?.label === f) continue;
    const known = { label: value === null ? f : `${f} ${short(value, 40)}`, from: at };
    spans.push(known);
    if (endsOf(f).length > 0) open.set(f, known);
    else if (!isEnd(f)) Object.assign(known, { until: at });
    else spans.pop();
  }
  return spans;
}

function endsOf(begin: string): string[] {
  return ENDS.find(([pattern]) => pattern.test(begin))?.[1](begin) ?? [];
}

function isEnd(f: string): boolean {
  return /^(stop|heal|resume|restart)/.test(f);
}

function span(label: string, from: number, until: number | undefined): FaultSpan {
  return { label, from, ...(until !== undefined && { until }) };
}
