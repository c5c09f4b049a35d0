// What can go wrong, as values for `System.faults`. Constructors and their checks only; links.ts and the engines carry
// them out.
import { MisuseError, quote } from "../node/errors.js";
import type { Envelope, NodeId } from "../node/messages.js";
import type { NodeClass, NodeSpec } from "../node/node.js";
import { checkDelay, type Delay, isTime } from "./delay.js";
import { checkGroups, type Partition } from "./partitions.js";
import type { Random } from "./random.js";

/** A fault: plain data, except for `rule` and `byzantine`, which contain code. */
export interface Fault {
  readonly kind: string;
}

/** Narrows a fault to links, message types and a time window `after <= t < before` in ms. */
export interface Where {
  from?: NodeId | NodeId[];
  to?: NodeId | NodeId[];
  type?: string;
  after?: number;
  before?: number;
}

/**
 * What a rule decides: let pass, drop, delay by ms (which adds to latencies, as they do to each other), deliver this
 * many copies, or deliver another message in its place.
 */
export type RuleVerdict = "pass" | "drop" | { delay: number } | { copies: number } | { message: any };
export type Rule = (envelope: Envelope, random: Random) => RuleVerdict;

interface OnLinks<Kind extends string> extends Fault {
  readonly kind: Kind;
  readonly where?: Where;
}
interface OnNode<Kind extends string> extends Fault {
  readonly kind: Kind;
  readonly id: NodeId;
}

/** Faults of links, carried out by the sender's side. */
export type LinkFault =
  | (OnLinks<"latency"> & { readonly ms: Delay })
  | (OnLinks<"loss" | "duplicate" | "reorder" | "corrupt"> & { readonly probability: number })
  | (OnLinks<"bandwidth"> & { readonly bytesPerSecond: number })
  | (Fault & Partition & { readonly kind: "partition" })
  | (OnLinks<"rule"> & { readonly rule: Rule });

/** Faults of nodes, carried out by the engine. */
export type NodeFault =
  | (OnNode<"crash"> & { readonly at: number; readonly restart?: number })
  | (OnNode<"pause"> & { readonly at: number; readonly for: number })
  | (OnNode<"slow"> & { readonly factor: number })
  | (OnNode<"clock"> & { readonly offset: number; readonly drift: number })
  | (OnNode<"byzantine"> & { readonly node: NodeClass | NodeSpec });

/** Every fault this library carries out. */
export type KnownFault = LinkFault | NodeFault;

/**
 * Messages take time. Several latencies that match the same message add up.
 * @param ms how long; without any latency a message takes 1 ms in the simulator and what the machine needs on threads.
 * `{ matrix: { a: { b: 20 } } }` gives every link a time of its own, here 20 ms from a to b; links it leaves out it
 * leaves alone.
 */
export function latency(ms: Delay, where?: Where): Fault {
  checkDelay(ms);
  return made({ kind: "latency", ms, where: checkWhere("latency", where) });
}

/** Messages get lost, each with this probability, 0 to 1. */
export function loss(probability: number, where?: Where): Fault {
  return chance("loss", probability, where);
}

/** Messages arrive twice, each with this probability, 0 to 1. */
export function duplicate(probability: number, where?: Where): Fault {
  return chance("duplicate", probability, where);
}

/**
 * Messages are held up, each with this probability, by up to twice their delay, so that later ones may overtake
 * them.
 */
export function reorder(probability: number, where?: Where): Fault {
  return chance("reorder", probability, where);
}

/**
 * One number, string or boolean in a message arrives changed, with this probability per message. Its type never does.
 */
export function corrupt(probability: number, where?: Where): Fault {
  return chance("corrupt", probability, where);
}

/** A link carries this many bytes (of the message as JSON, in UTF-8) per second; messages queue for it. */
export function bandwidth(bytesPerSecond: number, where?: Where): Fault {
  if (!(bytesPerSecond > 0) || !Number.isFinite(bytesPerSecond))
    throw new MisuseError(`bandwidth(${quote(bytesPerSecond)}): it takes bytes per second, above 0.`);
  return made({ kind: "bandwidth", bytesPerSecond, where: checkWhere("bandwidth", where) });
}

/**
 * Messages between the groups are lost, while `from <= t < until` (ms; always, where left out). Nodes in no group are
 * not affected. A system may have several, unless two part the same nodes at the same time.
 * @param window.oneWay only messages out of the first group are lost
 */
export function partition(groups: NodeId[][], window: { from?: number; until?: number; oneWay?: boolean } = {}): Fault {
  const { from = 0, until, oneWay = false } = window;
  checkGroups(groups);
  if (!isTime(from) || (until !== undefined && !(until > from)))
    throw new MisuseError(`partition(..., ${quote(window)}): from and until are times in ms, until after from.`);
  return made({ kind: "partition", groups, from, until, oneWay });
}

/**
 * A node loses its memory at `at`, keeps its disk, and starts again at `restart`, if given. Both in ms since the run
 * began. Messages that reach it in between are lost.
 */
export function crash(id: NodeId, when: { at: number; restart?: number }): Fault {
  if (!isTime(when?.at))
    throw new MisuseError(
      `crash("${id}", ${quote(when)}): when is an object such as { at: 50, restart: 80 }, in ms, 0 or more.`,
    );
  if (when.restart !== undefined && !(isTime(when.restart) && when.restart > when.at))
    throw new MisuseError(
      `crash("${id}", ${quote(when)}): restart is a time in ms since the run began, after ${when.at}.`,
    );
  return made({ kind: "crash", id, at: when.at, restart: when.restart });
}

/** A node stands still from `at` for `for` ms: messages and timers wait, and nothing is lost. */
export function pause(id: NodeId, when: { at: number; for: number }): Fault {
  if (!isTime(when?.at) || !isTime(when.for))
    throw new MisuseError(`pause("${id}", ${quote(when)}): when is an object such as { at: 50, for: 20 }, in ms.`);
  return made({ kind: "pause", id, at: when.at, for: when.for });
}

/** A node's timers, sleeps and messages take `factor` times as long; a message without latency counts as 1 ms. */
export function slow(id: NodeId, factor: number): Fault {
  if (!(factor >= 1) || !Number.isFinite(factor))
    throw new MisuseError(`slow("${id}", ${quote(factor)}): a factor is 1 or more.`);
  return made({ kind: "slow", id, factor });
}

/**
 * A node's clock is wrong: it shows C = (1 + drift) * H + offset, where H is the true time since the run began.
 * @param error.offset in ms
 * @param error.drift ms gained per ms: 1e-5 is 10 microseconds a second
 */
export function clock(id: NodeId, error: { offset?: number; drift?: number }): Fault {
  const { offset = 0, drift = 0 } = error ?? {};
  if (!Number.isFinite(offset) || !Number.isFinite(drift) || drift <= -1)
    throw new MisuseError(`clock("${id}", ${quote(error)}): offset is in ms, drift a number above -1 such as 1e-5.`);
  return made({ kind: "clock", id, offset, drift });
}

/** Another class takes the node's place and may do anything: lie, keep silent, contradict itself. */
export function byzantine(id: NodeId, node: NodeClass | NodeSpec): Fault {
  return Object.freeze({ kind: "byzantine", id, node } satisfies KnownFault);
}

/**
 * Any rule: envelope in, verdict out. On threads each sender's worker has its own copy, so a rule keeps no state.
 * @param f gets the envelope and seeded random numbers
 */
export function rule(f: Rule, where?: Where): Fault {
  if (typeof f !== "function")
    throw new MisuseError(`rule(${quote(f)}): it takes a function of an envelope { from, to, message }.`);
  return Object.freeze({ kind: "rule", rule: f, where: checkWhere("rule", where) } satisfies KnownFault);
}

function chance(kind: "loss" | "duplicate" | "reorder" | "corrupt", probability: number, where?: Where): Fault {
  if (typeof probability !== "number" || !(probability >= 0 && probability <= 1))
    throw new MisuseError(`${kind}(${quote(probability)}): a probability lies between 0 and 1.`);
  return made({ kind, probability, where: checkWhere(kind, where) });
}

function checkWhere(fault: string, where: Where | undefined): Where | undefined {
  if (where === undefined) return undefined;
  const known = ["from", "to", "type", "after", "before"];
  const unknown = Object.keys(where).find((key) => !known.includes(key));
  if (unknown)
    throw new MisuseError(
      `${fault}(..., ${quote(where)}): there is no "${unknown}"; choose among ${known.join(", ")}.`,
    );
  return where;
}

function made<F extends KnownFault>(fault: F): F {
  return Object.freeze(structuredClone(fault));
}
