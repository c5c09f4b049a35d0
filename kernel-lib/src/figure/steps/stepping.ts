// A trace prepared for stepping through: its diagram, and for every step what happens, where it stands, what nodes hold
// and what is in flight. Plain data, so that it travels inside a page.
import type { HandlerWait } from "../../node/handler-wait.js";
import type { NodeId } from "../../node/messages.js";
import { messageWords } from "../../trace/describe-event.js";
import { envelopesOf } from "../../trace/envelopes.js";
import { className, nodesOf } from "../../trace/nodes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { stepsOf, stepWords } from "../../trace/steps.js";
import type { Trace } from "../../trace/trace.js";
import { short } from "../../trace/value.js";
import { isViolation } from "../../trace/violation.js";
import { describe, summary } from "../describe.js";
import { way } from "../space-time/arrows.js";
import { lineOf } from "../space-time/highlight.js";
import { pixels } from "../space-time/plan.js";
import { type Scene, sceneOf } from "../space-time/scene.js";
import { MAX_NODES } from "../space-time/selection.js";
import { path } from "../space-time/svg/element.js";
import { picture, type Sheet, sheet } from "../space-time/svg.js";
import { clockFor, count } from "../time.js";

/** Steps beyond this many events are not shown. */
export const MOST_EVENTS = 300;
/** Characters of a field. */
const FIELD = 80;
const ROW = 46;
/** For names in wide letters. */
export const MARGIN = 12;

/** What a node holds: its fields by name; a sentence where there is nothing to see. */
export type Held = Readonly<Record<string, unknown>> | string;

/** A field as text. */
export type Field = readonly [name: string, value: string];

export interface Step {
  readonly words: string;
  /** When, or "" where time has no numbers. */
  readonly at: string;
  /** What nodes hold from here on, by row; a sentence for one that holds nothing. */
  readonly held: Readonly<Record<number, readonly Field[] | string>>;
  /** Messages in flight after it, by number. */
  readonly flying: readonly number[];
  /** The line between what has happened and what has not, and the area after it. */
  readonly front: string;
  readonly future: string;
  /** Where it happens. */
  readonly x: number;
  readonly y: number;
  /** It breaks a property, or a handler throws. */
  readonly alarm: boolean;
}

export interface Stepping {
  readonly title: string;
  readonly remarks: readonly string[];
  readonly nodes: readonly { readonly id: NodeId; readonly kind: string }[];
  readonly messages: readonly { readonly words: string; readonly way: string }[];
  readonly steps: readonly Step[];
  /** Whether anything is known of what nodes hold. */
  readonly seen: boolean;
  /** Of the diagram in `svg`. */
  readonly left: number;
  readonly first: number;
  readonly svg: string;
  /** The whole in words. */
  readonly text: string;
}

/** The part of a trace that can be stepped through. */
export function beginningOf(of: Traced): Trace {
  const trace = traceOf(of, "stepThrough");
  return trace.events.length <= MOST_EVENTS ? trace : { ...trace, events: trace.events.slice(0, MOST_EVENTS) };
}

interface SteppingOptions {
  /** Why it is not known what nodes hold. */
  remark?: string | undefined;
  /** Where the handlers of the event's node wait after each event, by its id. */
  waits?: ReadonlyMap<number, readonly HandlerWait[]> | undefined;
  axis?: "time" | "causal" | undefined;
}

/**
 * Prepares a trace.
 * @param held what the event's node holds after each event, by its id; undefined if that is not known
 */
export function stepping(
  of: Traced,
  held: ReadonlyMap<number, Held> | undefined,
  { remark, waits, axis }: SteppingOptions = {},
): Stepping {
  const trace = beginningOf(of);
  const whole = traceOf(of, "stepThrough");
  const scene = sceneOf(
    trace,
    { ...(axis && { axis }) },
    { most: MOST_EVENTS, rowHeight: nodesOf(trace).length <= 3 ? ROW + 10 : ROW },
  );
  const place = sheet(scene, 4);
  const rows = new Map(scene.nodes.map((id, row) => [id, row]));
  const left = whole.events.length - trace.events.length;
  const remarks = [
    ...(left > 0 ? [`The first ${MOST_EVENTS} events can be stepped through; ${count(left)} more cannot.`] : []),
    ...(nodesOf(trace).length > MAX_NODES ? [`The first ${MAX_NODES} nodes are shown.`] : []),
    ...(remark === undefined ? [] : [remark]),
  ];
  const title = summary(of);
  const ways = envelopesOf(trace).filter(
    ({ send, from, to }) => rows.has(from) && rows.has(to) && scene.events.includes(send),
  );
  return {
    title,
    remarks,
    nodes: scene.nodes.map((id) => ({ id, kind: className(trace, id) ?? "" })),
    messages: ways.map((envelope) => ({
      words: messageWords(envelope.send.message, envelope.from, envelope.to, FIELD),
      way: path(way(envelope, scene.plan).map(({ x, y }) => pixels(scene.plan, x, y, place.width))),
    })),
    steps: stepsIn(trace, scene, place, held, waits, ways, rows),
    seen: held !== undefined,
    left: place.left,
    first: place.first,
    svg: picture(
      `Space-time diagram: ${title}`,
      "What happens is described step by step.",
      place.height,
      place.svg,
      MARGIN,
    ),
    text: [describe(of, 40), ...remarks].join("\n"),
  };
}

function stepsIn(
  trace: Trace,
  scene: Scene,
  place: Sheet,
  held: ReadonlyMap<number, Held> | undefined,
  waits: SteppingOptions["waits"],
  ways: readonly ReturnType<typeof envelopesOf>[number][],
  rows: ReadonlyMap<NodeId, number>,
): Step[] {
  const clock = clockFor(trace.events.map(({ at }) => at));
  const inside: Record<NodeId, number> = Object.fromEntries(nodesOf(trace).map((id) => [id, 0]));
  // There time has no numbers, and the last event is where a property breaks.
  const isExplored = trace.engine === "explorer";
  const places = new Map(scene.marks.map(({ event, x, y }) => [event.id, { x, y }]));
  return stepsOf(trace).map((step) => {
    const events = step.events.map((id) => trace.events[id]!);
    const last = step.events.at(-1)!;
    for (const { node, kind } of events) if (kind !== "lost") inside[node]!++;
    const [event] = events;
    const lost = event!.kind === "lost" ? ways.find(({ end }) => end === event) : undefined;
    const at = lost
      ? way(lost, scene.plan).at(-1)!
      : (places.get(event!.id) ?? { x: scene.plan.x(event!), y: rows.get(step.node) ?? 0 });
    const { px, py } = pixels(scene.plan, at.x, at.y, place.width);
    return {
      words: stepWords(trace, step),
      at: isExplored ? "" : clock(event!.at),
      held: heldAfter(step.events, step.node, held, waits, rows),
      flying: ways.flatMap(({ send, end }, i) => (send.id <= last && (end === undefined || end.id > last) ? [i] : [])),
      ...frontier(trace, { ...inside }, scene, place),
      x: Math.round(px),
      y: Math.round(py),
      alarm: events.some((event) => event.kind === "error" || (isExplored && isViolation(event))),
    };
  });
}

function heldAfter(
  events: readonly number[],
  node: NodeId,
  held: ReadonlyMap<number, Held> | undefined,
  waits: SteppingOptions["waits"],
  rows: ReadonlyMap<NodeId, number>,
): Step["held"] {
  const row = rows.get(node);
  const last = events.findLast((id) => held?.has(id));
  if (row === undefined || last === undefined) return {};
  return { [row]: withWaits(fieldsOf(held!.get(last)!), waits?.get(last)) };
}

/** What a node holds as texts. */
export function fieldsOf(held: Held): readonly Field[] | string {
  if (typeof held === "string") return held;
  return Object.entries(held).map(([name, value]): Field => [name, short(value, FIELD)]);
}

/** The same, and where handlers wait: a field each, with the variables there as its value. */
export function withWaits(
  fields: readonly Field[] | string,
  waits: readonly HandlerWait[] = [],
): readonly Field[] | string {
  if (waits.length === 0) return fields;
  const waiting = waits.map(({ place, locals }): Field => {
    const words = Object.entries(locals).map(([name, value]) => `${name} = ${short(value, FIELD)}`);
    return ["waits", `at ${place}: ${words.join(", ") || "no variables"}`];
  });
  return [...(typeof fields === "string" ? [["fields", fields] as Field] : fields), ...waiting];
}

function frontier(trace: Trace, cut: Record<NodeId, number>, { nodes, plan }: Scene, { width, top, bottom }: Sheet) {
  const points = lineOf(trace, cut, nodes, plan).map(({ x, y }) => pixels(plan, x, y, width));
  const [first, last] = [points[0]!, points.at(-1)!];
  const line = [{ px: first.px, py: top }, ...points.slice(1, -1), { px: last.px, py: bottom }];
  const edge = [
    { px: width + 4, py: bottom },
    { px: width + 4, py: top },
  ];
  return { front: path(line), future: `${path([...line, ...edge])}Z` };
}
