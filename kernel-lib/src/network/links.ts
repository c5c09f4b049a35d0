// What the network does to messages: how long they take, and whether, how often and how changed they arrive. Every
// sender has random numbers of its own, so that threads need no shared state and decide as the simulator does.
import { copy } from "../node/copy.js";
import { MisuseError, quote } from "../node/errors.js";
import type { Envelope, NodeId } from "../node/messages.js";
import { corrupted } from "./corrupt.js";
import { type Sampler, samplerOf } from "./delay.js";
import type { Fault, KnownFault, LinkFault, Rule, Where } from "./faults.js";
import { parted } from "./partitions.js";
import type { Random } from "./random.js";

const kinds = ["latency", "loss", "duplicate", "reorder", "corrupt", "bandwidth", "partition", "rule"];
const utf8 = new TextEncoder();

/** The faults of links in a run, read once. */
export class LinkRules {
  readonly faults: readonly LinkFault[];
  /** Of the latencies; by their places among the faults. */
  readonly samplers: readonly (Sampler | undefined)[];
  /** Of the latency of all links, where that is all that happens to messages, as it often is. */
  readonly latency: Sampler | undefined;
  readonly #slowness = new Map<NodeId, number>();

  /** @param base ms a message takes where no latency matches */
  constructor(
    faults: readonly Fault[],
    readonly base: number,
  ) {
    this.faults = (faults as readonly KnownFault[]).filter((fault): fault is LinkFault => kinds.includes(fault.kind));
    this.samplers = this.faults.map((fault) => (fault.kind === "latency" ? samplerOf(fault.ms) : undefined));
    const [only] = this.faults;
    this.latency = this.faults.length === 1 && only!.kind === "latency" && !only!.where ? this.samplers[0] : undefined;
    for (const fault of faults as readonly KnownFault[])
      if (fault.kind === "slow") this.#slowness.set(fault.id, this.slownessOf(fault.id) * fault.factor);
  }

  /** How much longer a node takes for everything. */
  slownessOf(id: NodeId): number {
    return this.#slowness.size === 0 ? 1 : (this.#slowness.get(id) ?? 1);
  }
}

/** Who sends, with its stream of random numbers, made when it is first needed. */
export interface Sender {
  readonly id: NodeId;
  chance: Random | undefined;
}

export class Links {
  /** The fate of the last message: after so many ms it arrives, so often, or is lost. */
  delay = 0;
  copies = 1;
  lost = false;
  /** What arrives in its place, where it was changed on its way. */
  changed: any;
  /** Until when the link from a node to another is taken, for `bandwidth`. */
  #busyUntil = new Map<string, number>();
  /** A partition made by hand in a live system. */
  #groups: NodeId[][] | undefined;

  /** @param makeRandom makes a sender's stream of random numbers, when it is first needed */
  constructor(
    readonly rules: LinkRules,
    readonly makeRandom: (from: NodeId) => Random,
  ) {}

  /** Parts the groups from each other, or heals all. */
  part(groups: NodeId[][] | undefined): void {
    this.#groups = groups;
  }

  /** Decides the fate of a message sent at time `at`. A node's messages to itself are never touched. */
  decide(sender: Sender, to: NodeId, message: any, at: number): void {
    const { rules } = this;
    const from = sender.id;
    this.lost = false;
    this.copies = 1;
    this.changed = undefined;
    this.delay = from === to ? 0 : rules.base;
    if (from === to) return;
    if (this.#groups) this.lost = parted(this.#groups, from, to);
    if (rules.faults.length > 0) this.#apply(sender, to, message, at);
    const slowness = rules.slownessOf(from);
    if (slowness !== 1) this.delay = (this.delay || 1) * slowness;
  }

  #apply(sender: Sender, to: NodeId, message: any, at: number): void {
    const { base } = this.rules;
    const from = sender.id;
    sender.chance ??= this.makeRandom(from);
    const random = sender.chance;
    const { latency } = this.rules;
    if (latency) {
      this.delay = latency(from, to, random) ?? base;
      return;
    }
    // Below 0: no fault has said yet how long it takes.
    let delay = -1;
    const { faults, samplers } = this.rules;
    for (let i = 0; i < faults.length; i++) {
      const fault = faults[i];
      if (fault.kind === "partition") {
        if (at >= fault.from && !(at >= (fault.until ?? Number.POSITIVE_INFINITY)))
          this.lost ||= parted(fault.groups, from, to, fault.oneWay);
        continue;
      }
      if (fault.where && !matches(fault.where, from, to, message.type, at)) continue;
      const sofar = delay < 0 ? base : delay;
      switch (fault.kind) {
        case "latency": {
          const ms = samplers[i]!(from, to, random);
          if (ms !== undefined) delay = Math.max(0, delay) + ms;
          break;
        }
        case "loss":
          if (random() < fault.probability) this.lost = true;
          break;
        case "duplicate":
          if (random() < fault.probability) this.copies++;
          break;
        case "reorder":
          if (random() < fault.probability) delay = sofar + 2 * (sofar || 1) * random();
          break;
        case "corrupt":
          if (random() < fault.probability) this.changed = corrupted(this.changed ?? message, random);
          break;
        case "bandwidth":
          delay = sofar + this.#queue(`${from}\u0000${to}`, fault.bytesPerSecond, this.changed ?? message, at);
          break;
        case "rule":
          delay = this.#ask(fault.rule, { from, to, message: this.changed ?? message }, random, delay);
      }
    }
    if (delay >= 0) this.delay = delay;
  }

  /** How long a message waits for its link, and is on it. */
  #queue(link: string, bytesPerSecond: number, message: unknown, at: number): number {
    const bytes = utf8.encode(JSON.stringify(message) ?? "").length;
    const done = Math.max(at, this.#busyUntil.get(link) ?? 0) + (1000 * bytes) / bytesPerSecond;
    this.#busyUntil.set(link, done);
    return done - at;
  }

  /** @returns the delay after the rule has spoken */
  #ask(rule: Rule, { from, to, message }: Envelope, random: Random, delay: number): number {
    const verdict: any = rule({ from, to, message: copy(message, "a message") }, random);
    if (verdict === "pass") return delay;
    if (verdict === "drop") this.lost = true;
    else if (verdict?.delay >= 0) return Math.max(0, delay) + verdict.delay;
    else if (Number.isInteger(verdict?.copies) && verdict.copies >= 0) this.copies = verdict.copies;
    else if (typeof verdict?.message === "object")
      this.changed = copy(verdict.message, "the message a rule puts in place");
    else
      throw new MisuseError(
        `A rule decides ${quote(verdict)}; it may return "pass", "drop", { delay }, { copies } or { message }.`,
      );
    return delay;
  }
}

function matches(where: Where, from: NodeId, to: NodeId, type: string, at: number): boolean {
  return (
    matchesLink(where, from, to) &&
    (where.type === undefined || where.type === type) &&
    (where.after === undefined || at >= where.after) &&
    (where.before === undefined || at < where.before)
  );
}

/** Whether a fault narrowed so concerns the link from one node to another. */
export function matchesLink(where: Where, from: NodeId, to: NodeId): boolean {
  return includes(where.from, from) && includes(where.to, to);
}

function includes(ids: NodeId | NodeId[] | undefined, id: NodeId): boolean {
  return ids === undefined || (typeof ids === "string" ? ids === id : ids.includes(id));
}
