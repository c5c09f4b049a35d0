// A run in words: a summary, then what happened in order. For screen readers, terminals and wherever a picture cannot
// go.

import { describeEvent, lossWords, missingHandler } from "../trace/describe-event.js";
import { envelopesOf, type TracedEnvelope } from "../trace/envelopes.js";
import { livelock } from "../trace/livelock.js";
import { nodesOf } from "../trace/nodes.js";
import type { OpenCall, WaitingCall } from "../trace/operation.js";
import { type RunLike, type Traced, traceOf, type VerdictLike } from "../trace/source.js";
import { OUTSIDE, type Trace, type TraceEvent } from "../trace/trace.js";
import { payload, typeOf } from "../trace/value.js";
import { clockFor, count, counted, duration } from "./time.js";

const LINES = 60;
/** Calls without an answer that are listed. */
const FEW = 8;

/**
 * The summary, then a line an event, such as `  3.0 ms  client -> server  ping {"n":1} (arrives 4.0 ms)`. A message has
 * one line, where it is sent, that also says what became of it. Ends after `most` lines (default 60) with the number of
 * those left out. `remarks` follow the summary.
 */
export function describe(of: Traced, most = LINES, remarks: readonly string[] = []): string {
  const trace = traceOf(of, "describe");
  const when = whenIn(trace);
  const sent = new Map<number, TracedEnvelope[]>();
  for (const envelope of envelopesOf(trace))
    sent.set(envelope.send.id, [...(sent.get(envelope.send.id) ?? []), envelope]);
  const listed = trace.events.filter((event) => isListed(event, trace));
  const shown = listed.slice(0, most);
  const width = Math.max(0, ...shown.map((event) => when(event).length)) + 2;
  const lines = shown.map((event) => {
    const words = event.kind === "send" ? message(event, sent.get(event.id)!, when) : local(event);
    return `${when(event).padStart(width)}  ${words}`;
  });
  const more = listed.length - lines.length;
  const rest = more > 0 ? [`  ... and ${counted(more, "more event")} not listed here.`] : [];
  const waiting: readonly OpenCall[] = (of as RunLike | VerdictLike).waiting ?? [];
  return [summary(of), ...remarks, ...some(waiting.map(waitingWords)), ...lines, ...rest].join("\n");
}

/** `client has waited for server since 3 ms: get {"key":"x"}`; a schedule has no times. */
export function waitingWords(call: OpenCall): string {
  const { node, for: other, message, since } = call as OpenCall & Partial<WaitingCall>;
  const waits = since === undefined ? `waits for ${other}` : `has waited for ${other} since ${duration(since)}`;
  return `${node} ${waits}: ${typeOf(message)} ${payload(message)}`.trimEnd();
}

/** The first few of many lines, and how many there are. */
function some(lines: readonly string[]): readonly string[] {
  return lines.length <= FEW
    ? lines
    : [...lines.slice(0, FEW), `... and ${counted(lines.length - FEW, "more call")} without an answer.`];
}

/** One line: "3 nodes, 12 messages, 1 lost, quiet after 24 ms". */
export function summary(of: Traced): string {
  const trace = traceOf(of, "summary");
  const run = of as RunLike & VerdictLike;
  const number = (kind: TraceEvent["kind"]) => trace.events.reduce((n, event) => n + (event.kind === kind ? 1 : 0), 0);
  const some = (n: number, words: (n: number) => string) => (n === 0 ? [] : [words(n)]);
  return [
    ...(run.broken === undefined ? [] : [`"${run.broken}" is violated${run.why === undefined ? "" : ` (${run.why})`}`]),
    counted(nodesOf(trace).filter((id) => id !== OUTSIDE).length, "node"),
    counted(trace.events.length === 0 ? (run.stats?.messages ?? 0) : number("send"), "message"),
    ...some(trace.events.length === 0 ? (run.stats?.lost ?? 0) : number("lost"), (n) => `${count(n)} lost`),
    ...some(number("ignored"), (n) => `${count(n)} ignored`),
    ...some(number("crash"), (n) => counted(n, "crash", "crashes")),
    ...some(number("error"), (n) => counted(n, "error")),
    ...ending(run, trace),
    // What a verdict found is long enough; its waits are listed below it, and drawn.
    ...(run.broken === undefined ? waits(run.waiting ?? []) : []),
  ].join(", ");
}

function ending({ reason, stats, away = [] }: RunLike, trace: Trace): string[] {
  const last = lastTime(trace);
  const after = duration(stats?.ms ?? last);
  if (reason === "quiet") return [`quiet after ${after}`];
  if (away.length > 0) return [`stopped after ${after}`, `quiet unknown because ${names(away)} away`];
  if (reason === "until") return [`stopped by until after ${after}`];
  if (reason === "limit") {
    const who = livelock(trace.events);
    return [`stopped at the limit after ${after}${who ? `: ${who}` : ""}`];
  }
  return last === 0 ? [] : [after];
}

function names(away: readonly string[]): string {
  if (away.length > FEW) return `${count(away.length)} members were`;
  return `${new Intl.ListFormat("en").format(away)} ${away.length === 1 ? "was" : "were"}`;
}

/** Who waits for whom, of up to two; of more, how many. */
function waits(waiting: readonly OpenCall[]): string[] {
  if (waiting.length > 2) return [`${counted(waiting.length, "call")} without an answer`];
  return waiting.map(({ node, for: other }) => `${node} waits for ${other}`);
}

function lastTime(trace: Trace): number {
  return trace.events.reduce((last, event) => Math.max(last, event.at), 0);
}

/** Starts say nothing, and what becomes of a message stands where it is sent. */
function isListed(event: TraceEvent, trace: Trace): boolean {
  if (event.kind === "start") return false;
  if (event.kind !== "receive" && event.kind !== "lost" && event.kind !== "ignored") return true;
  const cause = event.cause === undefined ? undefined : trace.events[event.cause]?.kind;
  return cause !== "send" && cause !== "receive";
}

/** An event's time; in the explorer time has no numbers, so its place in the schedule. */
function whenIn(trace: Trace): (event: TraceEvent) => string {
  if (trace.engine === "explorer") return (event) => `step ${event.id}`;
  const clock = clockFor(trace.events.map((event) => event.at));
  return (event) => clock(event.at);
}

function message(send: TraceEvent, ways: readonly TracedEnvelope[], when: (event: TraceEvent) => string): string {
  const ends = ways.map(({ end, fate }) => {
    if (end === undefined) return "still under way at the end";
    const outcome = `${{ delivered: "arrives", lost: lossWords(end), ignored: "ignored", open: "" }[fate]} ${when(end)}`;
    return end.meant === undefined ? outcome : `${outcome}: ${missingHandler(end)}`;
  });
  const what = `${ways[0]!.type} ${payload(send.message)}`.trimEnd();
  return `${send.node} -> ${ways[0]!.to}  ${what} (${ends.join(", ")})`;
}

function local(event: TraceEvent): string {
  return `${event.node}  ${describeEvent(event)}`;
}
