// A trace as JSON text and back: the format to keep, hand in and compare runs in. One event a line, so that two runs
// can be compared by `diff`.
import { MisuseError, quote } from "../node/errors.js";
import { fromJsonValue, toJsonValue } from "./json-value.js";
import { type Traced, traceOf } from "./source.js";
import { EVENT_KINDS, TRACE_VERSION, type Trace, type TraceEvent } from "./trace.js";

/**
 * A trace as JSON text. One object:
 *
 * - `version`: of this format, now 1. A reader refuses versions it does not know.
 * - `system`: `nodes`, each with its `class` and the `fields` it was given by `Class.with`; `faults` in the order they
 *   apply.
 * - `seed`: of everything random. `engine`: "threads", "simulator" or another that ran the nodes.
 * - `events`: in causal order, one a line. Each has `id` (its place in the list, from 0), `node` (whose line it lies
 *   on), `kind` (start, send, receive, lost, ignored, timer, crash, restart, output, note, error), `at` (ms since the
 *   run began), `lamport` (Lamport time), and, where they apply, `cause` (the id of the event that led to it),
 *   `message`, `peer` (the other end), of an ignored message `meant` (a handler whose name comes close) and, of a
 *   message lost between machines, `by`.
 *
 * What JSON has no word for is written as an object with the key "$": `{"$": "Map", "value": [["k", 1]]}`, likewise
 * Set, Date, RegExp, Error, bigint, number (NaN, Infinity, -0), undefined, typed arrays (base64), and "object" around
 * an object that itself has a key "$". The same trace gives the same text. Takes a run, a trace, or a verdict with a
 * counterexample.
 * @throws MisuseError for a part that is not plain data, such as a function
 */
export function traceToJson(of: Traced): string {
  const { version, system, seed, engine, events } = traceOf(of, "traceToJson");
  const line = (value: unknown, place: string) => JSON.stringify(toJsonValue(value, place));
  return [
    `{ "version": ${version},`,
    `  "seed": ${seed},`,
    `  "engine": ${JSON.stringify(engine)},`,
    `  "system": ${line(system, "system")},`,
    `  "events": [${events.map((event) => `\n${line(event, `events[${event.id}]`)}`).join(",")}\n]}\n`,
  ].join("\n");
}

/**
 * The trace that `traceToJson` wrote, for figures, queries and replay.
 * @throws MisuseError that names what is wrong: no JSON, another version, an event that cannot be
 */
export function traceFromJson(text: string): Trace {
  if (typeof text !== "string") throw new MisuseError(`traceFromJson: it takes JSON text; it got ${quote(text)}.`);
  const read = parse(text);
  checkHead(read);
  const system = decoded(read.system, "system") as Trace["system"];
  const events = read.events.map((event: unknown, id: number) => decoded(event, `events[${id}]`) as TraceEvent);
  const { version, seed, engine } = read as unknown as Trace;
  return checkTrace({ version, system, seed, engine, events });
}

/** @throws MisuseError that names what no trace can have */
export function checkTrace(trace: Trace): Trace {
  checkHead(trace);
  checkSystem(trace.system);
  for (const [id, event] of trace.events.entries()) checkEvent(event, id, trace.events);
  return trace;
}

function checkHead(read: Record<string, any>): void {
  checkVersion(read);
  const { seed, engine, events } = read;
  if (!Number.isSafeInteger(seed)) complain(`seed is ${quote(seed)}; it is a whole number`);
  if (typeof engine !== "string") complain(`engine is ${quote(engine)}; it is a name such as "simulator"`);
  if (!Array.isArray(events)) complain(`events is ${quote(events)}; it is a list`);
}

function parse(text: string): Record<string, any> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new MisuseError(`traceFromJson: this is not JSON text: ${quote(text)}. Pass all of what traceToJson wrote.`);
  }
  if (typeof read !== "object" || read === null || Array.isArray(read))
    complain(`it is ${quote(read)}; a trace is an object with version, system, seed, engine and events`);
  return read as Record<string, any>;
}

function checkVersion({ version }: Record<string, any>): void {
  if (version === TRACE_VERSION) return;
  if (!Number.isInteger(version))
    complain(`it has ${version === undefined ? "no version" : `the version ${quote(version)}`}`);
  throw new MisuseError(
    `traceFromJson: this trace is in version ${version} of the format; this kernel-lib reads version ${TRACE_VERSION}. ` +
      "Read it with the release that wrote it, or record the run again.",
  );
}

function checkSystem(system: Trace["system"]): void {
  const { nodes, faults } = system ?? {};
  if (typeof nodes !== "object" || nodes === null || Array.isArray(nodes))
    complain(`system.nodes is ${quote(nodes)}; it names each node with its class and fields`);
  for (const [id, node] of Object.entries(nodes))
    if (typeof node?.class !== "string" || typeof node.fields !== "object")
      complain(`system.nodes.${id} is ${quote(node)}; it is { class, fields }`);
  if (!Array.isArray(faults) || !faults.every((fault) => typeof fault?.kind === "string"))
    complain(`system.faults is ${quote(faults)}; it is a list of faults, each with its kind`);
}

function checkEvent(event: TraceEvent, id: number, events: readonly TraceEvent[]): void {
  const wrong = (name: string, expected: string) =>
    complain(`events[${id}].${name} is ${quote((event as any)?.[name])}; ${expected}`);
  const { node, kind, at, lamport, cause, peer, meant } = event ?? {};
  if (event?.id !== id) wrong("id", `ids are places in the list, so it must be ${id}`);
  if (typeof node !== "string" || node === "") wrong("node", "it is a node's name");
  if (!EVENT_KINDS.includes(kind)) wrong("kind", `kinds are ${EVENT_KINDS.join(", ")}`);
  if (!Number.isFinite(at)) wrong("at", "it is a time in ms");
  if (!Number.isSafeInteger(lamport) || lamport < 0) wrong("lamport", "it is a whole number, 0 or more");
  if (peer !== undefined && typeof peer !== "string") wrong("peer", "it is a node's name");
  if (meant !== undefined && typeof meant !== "string") wrong("meant", "it is a handler's name");
  if (event.by !== undefined && event.by !== "network") wrong("by", 'it is "network"');
  if (cause === undefined) return;
  if (!Number.isSafeInteger(cause) || cause < 0 || cause >= id) wrong("cause", "it is the id of an earlier event");
  if (events[cause]!.lamport >= lamport) wrong("lamport", `its cause, event ${cause}, has ${events[cause]!.lamport}`);
}

function decoded(value: unknown, place: string): unknown {
  return fromJsonValue(value, (what) => complain(`${place} has ${what}`));
}

function complain(what: string): never {
  throw new MisuseError(`traceFromJson: this is no trace: ${what}.`);
}
