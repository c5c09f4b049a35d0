// Logs for ShiViz (Beschastnikh et al. 2016) as traces. Each event carries its host's vector time, and from these alone
// it can be seen what came from where: who knows more of another host than before has heard from it.
import { MisuseError, quote } from "../node/errors.js";
import { TRACE_VERSION, type Trace, type TraceEvent } from "./trace.js";

/** How ShiViz reads a log that does not say how. */
const USUAL = /(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\})/;
/** How GoVector and others write: the host first. */
const HOST_FIRST = /^(?<host>\S*) (?<clock>\{.*\})\n(?<event>.*)/;

interface LogEvent {
  readonly host: string;
  readonly text: string;
  /** How many events of each host are known. */
  readonly clock: ReadonlyMap<string, number>;
  /** In ms, where the log says. */
  readonly at: number | undefined;
}

/**
 * The trace recorded in a ShiViz log, for figures and for questions about causes. What came before what is exactly what
 * the vector times say. An event that is the first of its host to know of another host's event becomes a receive, and
 * that other one a send; an event that is both, or sends to several, becomes several; what is neither, a note. A
 * message's type is the text of the event that sent it.
 * @param pattern how to read an event, with the groups host, clock (JSON) and event, and perhaps `at` (ms); default:
 *   the log's own first line, as in a file for ShiViz, else two lines for each event, `host {clock}` and its text, in
 *   either order. Without `at`, times count the events on the longest chain of causes.
 * @throws MisuseError for a log that the pattern does not fit, or with vector times that cannot be
 */
export function traceFromShiViz(log: string, pattern?: RegExp): Trace {
  if (typeof log !== "string") throw new MisuseError(`traceFromShiViz reads the text of a log; it got ${quote(log)}.`);
  const events = inCausalOrder(readLog(log, pattern));
  const nodes = Object.fromEntries(events.map(({ host }) => [host, { class: "Host", fields: {} }]));
  return {
    version: TRACE_VERSION,
    system: { nodes, faults: [] },
    seed: 0,
    engine: "shiviz",
    events: traceEvents(events),
  };
}

function readLog(log: string, given: RegExp | undefined): LogEvent[] {
  const { pattern, text } = given ? { pattern: given, text: log } : withHeader(log);
  const events: LogEvent[] = [];
  for (const match of text.matchAll(new RegExp(pattern.source, [...new Set([...pattern.flags, "g", "m"])].join("")))) {
    const { host, clock, event = "", at } = match.groups ?? {};
    if (host === undefined || clock === undefined)
      throw new MisuseError(`traceFromShiViz: the pattern ${pattern} lacks the groups (?<host>...) and (?<clock>...).`);
    const time = at === undefined ? undefined : Number(at);
    events.push({ host, text: event.trim(), clock: readClock(clock), at: Number.isFinite(time) ? time : undefined });
  }
  if (events.length === 0)
    throw new MisuseError(`traceFromShiViz: ${pattern} fits no event of ${quote(log)}. Pass the log's own pattern.`);
  return events;
}

/** A file for ShiViz begins with its pattern; then comes what separates several runs, or an empty line. */
function withHeader(log: string): { pattern: RegExp; text: string } {
  const [first = "", separator = "", ...rest] = log.split("\n");
  if (!first.includes("(?<host>") || !first.includes("(?<clock>"))
    return { pattern: HOST_FIRST.test(log.trimStart()) ? HOST_FIRST : USUAL, text: log };
  const text = rest.join("\n");
  const runs =
    separator.trim() === "" ? 1 : text.split(new RegExp(separator, "m")).filter((run) => run.trim() !== "").length;
  if (runs > 1)
    throw new MisuseError(
      `traceFromShiViz: this log holds ${runs} runs, separated by ${quote(separator)}; a trace is of one. Pass one of them.`,
    );
  return { pattern: new RegExp(first), text };
}

function readClock(text: string): Map<string, number> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = undefined;
  }
  const entries = Object.entries((read ?? {}) as object);
  if (entries.length === 0 || !entries.every(([, count]) => Number.isSafeInteger(count) && count >= 0))
    throw new MisuseError(
      `traceFromShiViz: the vector time ${quote(text)} is not JSON such as {"client":2,"server":1}.`,
    );
  return new Map(entries.filter(([, count]) => count > 0));
}

/** Causes first, and otherwise as logged. */
function inCausalOrder(events: readonly LogEvent[]): LogEvent[] {
  const byPlace = new Map<string, LogEvent>();
  for (const event of events) {
    const count = event.clock.get(event.host);
    const name = `${event.host} ${count}`;
    if (count === undefined)
      throw new MisuseError(
        `traceFromShiViz: the event ${quote(event.text)} of ${event.host} does not count itself in its vector time.`,
      );
    if (byPlace.has(name))
      throw new MisuseError(
        `traceFromShiViz: ${event.host} has two events with the number ${count}, ${quote(event.text)} and an earlier one.`,
      );
    byPlace.set(name, event);
  }
  const done = new Set<LogEvent>();
  const open = new Set<LogEvent>();
  const sorted: LogEvent[] = [];
  for (const first of events) {
    const way = [first];
    for (let event = way.at(-1); event; event = way.at(-1)) {
      open.add(event);
      const before = done.has(event) ? undefined : missing(event, byPlace, done);
      if (before && open.has(before))
        throw new MisuseError(
          `traceFromShiViz: ${quote(before.text)} of ${before.host} comes before itself in the vector times.`,
        );
      if (before) {
        way.push(before);
        continue;
      }
      way.pop();
      open.delete(event);
      if (!done.has(event)) sorted.push(event);
      done.add(event);
    }
  }
  return sorted;
}

/** An event that must come before another and has not. */
function missing(event: LogEvent, byPlace: ReadonlyMap<string, LogEvent>, done: ReadonlySet<LogEvent>) {
  for (const [host, known] of event.clock) {
    const count = host === event.host ? known - 1 : known;
    if (count === 0) continue;
    const before = byPlace.get(`${host} ${count}`);
    if (!before)
      throw new MisuseError(
        `traceFromShiViz: ${quote(event.text)} of ${event.host} knows event ${count} of ${host}, which is not in the log.`,
      );
    if (!done.has(before)) return before;
  }
  return undefined;
}

/** What each event has heard of directly: the latest events of other hosts that no other of these knows. */
function causes(event: LogEvent, previous: LogEvent | undefined, byPlace: ReadonlyMap<string, LogEvent>): LogEvent[] {
  const news = [...event.clock]
    .filter(([host, count]) => host !== event.host && count > (previous?.clock.get(host) ?? 0))
    .map(([host, count]) => byPlace.get(`${host} ${count}`)!);
  return news.filter((one) => !news.some((other) => other !== one && knows(other, one)));
}

function knows(event: LogEvent, other: LogEvent): boolean {
  return (event.clock.get(other.host) ?? 0) >= other.clock.get(other.host)!;
}

function traceEvents(sorted: readonly LogEvent[]): TraceEvent[] {
  const byPlace = new Map(sorted.map((event) => [`${event.host} ${event.clock.get(event.host)}`, event]));
  const heard = new Map<LogEvent, LogEvent[]>();
  const receivers = new Map<LogEvent, LogEvent[]>();
  const latest = new Map<string, LogEvent>();
  for (const event of sorted) {
    const from = causes(event, latest.get(event.host), byPlace);
    latest.set(event.host, event);
    heard.set(event, from);
    for (const cause of from) receivers.set(cause, [...(receivers.get(cause) ?? []), event]);
  }
  const recorder = new Recorder();
  const sends = new Map<string, number>();
  const key = (from: LogEvent, to: LogEvent) =>
    `${from.host} ${from.clock.get(from.host)} ${to.host} ${to.clock.get(to.host)}`;
  for (const event of sorted) {
    const from = heard.get(event)!;
    const to = receivers.get(event) ?? [];
    for (const cause of from)
      recorder.add(event, "receive", {
        cause: sends.get(key(cause, event))!,
        peer: cause.host,
        message: { type: cause.text },
      });
    for (const receiver of to)
      sends.set(
        key(event, receiver),
        recorder.add(event, "send", { peer: receiver.host, message: { type: event.text } }),
      );
    if (from.length + to.length === 0) recorder.add(event, "note", { message: event.text });
  }
  return recorder.events;
}

class Recorder {
  readonly events: TraceEvent[] = [];
  readonly #latest = new Map<string, TraceEvent>();

  add(
    { host, at }: LogEvent,
    kind: TraceEvent["kind"],
    more: { cause?: number; peer?: string; message: unknown },
  ): number {
    const before = this.#latest.get(host);
    const cause = more.cause === undefined ? undefined : this.events[more.cause]!;
    const lamport = Math.max(before?.lamport ?? 0, cause?.lamport ?? 0) + 1;
    // Hosts' clocks may differ: no event is drawn before its cause.
    const earliest = Math.max(before?.at ?? 0, cause?.at ?? 0);
    const event: TraceEvent = {
      id: this.events.length,
      node: host,
      kind,
      at: at === undefined ? lamport - 1 : Math.max(at, earliest),
      lamport,
      ...more,
    };
    this.events.push(event);
    this.#latest.set(host, event);
    return event.id;
  }
}
