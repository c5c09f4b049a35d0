// What a reader who explores by hand sees of a moment: the diagram so far, what nodes hold, and what may happen next.
// Plain data.
import type { HandlerWait } from "../../node/handler-wait.js";
import type { NodeId } from "../../node/messages.js";
import { messageWords } from "../../trace/describe-event.js";
import { className } from "../../trace/nodes.js";
import type { Trace } from "../../trace/trace.js";
import { cut } from "../../trace/value.js";
import { describe } from "../describe.js";
import { sceneOf } from "../space-time/scene.js";
import { picture, sheet } from "../space-time/svg.js";
import { counted } from "../time.js";
import { type Field, fieldsOf, type Held, MARGIN, MOST_EVENTS, withWaits } from "./stepping.js";

/** The parts of a moment that are shown. */
export interface ShownMoment {
  readonly number: number;
  readonly path: readonly { readonly words: string; readonly moment: number; readonly ways: number }[];
  readonly choices: readonly { readonly kind: string; readonly words: string; readonly moment?: number }[];
  readonly nodes: Readonly<Record<NodeId, any>>;
  readonly waiting: Readonly<Record<NodeId, readonly HandlerWait[]>>;
  readonly messages: readonly { readonly from: NodeId; readonly to: NodeId; readonly message: any }[];
  readonly timers: Readonly<Record<NodeId, readonly string[]>>;
  readonly broken?: string;
  readonly why?: string;
  readonly holds: readonly string[];
  readonly sameAs?: number;
  readonly trace: Trace;
}

/** What is known of the moments reached so far. */
export interface Known {
  nodes(moment: number): ShownMoment["nodes"] | undefined;
  broken(moment: number): string | undefined;
}

export interface Choosing extends Record<string, unknown> {
  readonly number: number;
  readonly title: string;
  readonly say: string;
  readonly alarm: boolean;
  readonly path: readonly { readonly words: string; readonly moment: number; readonly more: string }[];
  readonly groups: readonly {
    readonly title: string;
    readonly items: readonly { readonly index: number; readonly words: string; readonly tried: string }[];
  }[];
  readonly rows: readonly {
    readonly id: NodeId;
    readonly kind: string;
    readonly held: readonly Field[] | string;
    readonly before?: readonly Field[] | string | undefined;
    readonly acts: boolean;
  }[];
  readonly flying: readonly string[];
  readonly svg: string;
  /** The whole in words. */
  readonly text: string;
}

const GROUPS: readonly (readonly [title: string, kinds: readonly string[]])[] = [
  ["Deliver", ["deliver"]],
  ["Lose", ["lose"]],
  ["Duplicate", ["duplicate"]],
  ["Timers", ["timer"]],
  ["Crash and restart", ["crash", "restart"]],
  ["Cut and heal", ["cut", "heal"]],
];
const ROW = 46;

/** A moment as it is shown. */
export function choosing(moment: ShownMoment, known: Known): Choosing {
  const { number, path, choices, messages, trace, sameAs } = moment;
  const ids = Object.keys(trace.system.nodes);
  const groups = GROUPS.map(([title, kinds]) => ({
    title,
    items: choices.flatMap(({ kind, words, moment: to }, index) =>
      kinds.includes(kind) ? [{ index, words, tried: to === undefined ? "" : triedWords(known.broken(to)) }] : [],
    ),
  })).filter(({ items }) => items.length > 0);
  const before = known.nodes(path.at(-2)?.moment ?? 0);
  const rows = ids.map((id) => rowOf(id, moment, number === 0 ? undefined : before));
  const last = path.at(-1);
  const say = [
    last
      ? `Step ${path.length}: ${last.words}.`
      : `${ids.every((id) => id in moment.nodes) ? "All" : "Not all"} nodes have started.`,
    ...(moment.broken === undefined
      ? []
      : [`✗ Broken: ${moment.broken}${moment.why === undefined ? "" : ` (${moment.why})`}.`]),
    ...moment.holds.map((name) => `✓ Holds here: ${name}.`),
    ...(sameAs === undefined ? [] : [`Everything is as it was ${stepWords(path, sameAs)}.`]),
    ...(choices.length === 0 ? ["Nothing can happen any more."] : []),
  ].join(" ");
  const title = `Explored by hand: ${counted(ids.length, "node")}`;
  const flying = messages.map(({ from, to, message }) => messageWords(message, from, to));
  return {
    number,
    title,
    say,
    alarm: moment.broken !== undefined,
    path: [{ words: "start", moment: 0, ways: 1 }, ...path].map(({ words, moment, ways }) => ({
      words: cut(words, 48),
      moment,
      more: ways > 1 ? ` (1 of ${ways} tried)` : "",
    })),
    groups,
    rows,
    flying,
    svg: diagram(trace, title),
    text: [
      `${title}. ${say}`,
      describe(trace, 40),
      ...rows.map(({ id, held }) => `  ${id}: ${heldWords(held)}`),
      `In flight: ${flying.join("; ") || "nothing"}`,
      ...choices.map(({ words }, i) => `  ${i}  ${words}`),
    ].join("\n"),
  };
}

function rowOf(id: NodeId, { trace, nodes, waiting, timers }: ShownMoment, before: ShownMoment["nodes"] | undefined) {
  const set = timers[id] ?? [];
  const plain = fieldsOf(heldBy(id, nodes));
  const held: Choosing["rows"][number]["held"] =
    set.length === 0 || typeof plain === "string" ? plain : [...plain, ["set", set.join(", ")]];
  const shown = withWaits(held, waiting[id]);
  const old = before && fieldsOf(heldBy(id, before));
  const acts = old !== undefined && JSON.stringify(old) !== JSON.stringify(plain);
  return { id, kind: className(trace, id) ?? "", held: shown, acts, ...(old && { before: old }) };
}

function heldBy(id: NodeId, nodes: ShownMoment["nodes"]): Held {
  return nodes[id] ?? (id in nodes ? "down" : "not started");
}

function heldWords(held: readonly Field[] | string): string {
  if (held.length === 0) return "no fields";
  return typeof held === "string" ? held : held.map(([name, value]) => `${name} ${value}`).join(", ");
}

function triedWords(broken: string | undefined): string {
  return broken === undefined ? "tried" : `tried: breaks ${cut(broken, 40)}`;
}

function stepWords(path: ShownMoment["path"], moment: number): string {
  const at = path.findIndex((step) => step.moment === moment);
  return at < 0 ? "at the start" : `after step ${at + 1}`;
}

function diagram(trace: Trace, title: string): string {
  const scene = sceneOf(trace, {}, { most: MOST_EVENTS, rowHeight: ROW });
  const { svg, height } = sheet(scene, 4);
  return picture(`Space-time diagram. ${title}`, describe(trace, 12), height, svg, MARGIN);
}
