// What the network does to the messages of one sender: how long they take, and whether, how often and how changed they arrive.
// One for each sender, so that threads need no shared state.
import { copy } from "../node/copy.js";
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import { corrupted } from "./corrupt.js";
import type { Delay, Fault, KnownFault, LinkFault, Where } from "./faults.js";
import type { Random } from "./random.js";

const kinds = ["latency", "loss", "duplicate", "reorder", "corrupt", "bandwidth", "partition", "rule"];

/** The faults of links in a run, read once. */
export class LinkRules {
  readonly faults: readonly LinkFault[];
  readonly #slowness = new Map<NodeId, number>();

  /** @param base ms a message takes where no latency matches */
  constructor(
    faults: readonly Fault[],
    readonly base: number,
  ) {
    this.faults = (faults as readonly KnownFault[]).filter((fault): fault is LinkFault => kinds.includes(fault.kind));
    for (const fault of faults as readonly KnownFault[])
      if (fault.kind === "slow") this.#slowness.set(fault.id, this.slownessOf(fault.id) * fault.factor);
  }

  /** How much longer a node takes for everything. */
  slownessOf(id: NodeId): number {
    return this.#slowness.get(id) ?? 1;
  }
}

export class Links {
  /** The fate of the last message: after so many ms it arrives, so often, or is lost. */
  delay = 0;
  copies = 1;
  lost = false;
  /** What arrives in its place, where it was changed on its way. */
  changed: any;
  /** How much longer this node takes for everything. */
  readonly slowness: number;
  /** Until when the link to a node is taken, for `bandwidth`. */
  #busyUntil: Map<NodeId, number> | undefined;
  /** A partition made by hand in a live system. */
  #groups: NodeId[][] | undefined;
  #random: Random | undefined;

  /** @param makeRandom makes the sender's stream of random numbers, when it is first needed */
  constructor(
    readonly from: NodeId,
    readonly rules: LinkRules,
    readonly makeRandom: (from: NodeId) => Random,
  ) {
    this.slowness = rules.slownessOf(from);
  }

  get random(): Random {
    this.#random ??= this.makeRandom(this.from);
    return this.#random;
  }

  /** Parts the groups from each other, or heals all. */
  part(groups: NodeId[][] | undefined): void {
    this.#groups = groups;
  }

  /** Decides the fate of a message sent at time `at`. A node's messages to itself are never touched. */
  decide(to: NodeId, message: any, at: number): void {
    this.lost = false;
    this.copies = 1;
    this.changed = undefined;
    this.delay = this.from === to ? 0 : this.rules.base;
    if (this.from === to) return;
    if (this.#groups) this.lost = parted(this.#groups, this.from, to);
    if (this.rules.faults.length > 0) this.#applyRules(to, message, at);
    if (this.slowness !== 1) this.delay = (this.delay || 1) * this.slowness;
  }

  #applyRules(to: NodeId, message: any, at: number): void {
    let delay: number | undefined;
    for (const fault of this.rules.faults) {
      if (fault.kind === "partition") {
        if (at >= fault.from && !(at >= (fault.until ?? Number.POSITIVE_INFINITY)))
          this.lost ||= parted(fault.groups, this.from, to, fault.oneWay);
        continue;
      }
      if (fault.where && !matches(fault.where, this.from, to, message.type, at)) continue;
      switch (fault.kind) {
        case "latency":
          delay = (delay ?? 0) + draw(fault.ms, this.random);
          break;
        case "loss":
          if (this.random() < fault.probability) this.lost = true;
          break;
        case "duplicate":
          if (this.random() < fault.probability) this.copies++;
          break;
        case "reorder":
          if (this.random() < fault.probability)
            delay = (delay ?? this.rules.base) + 2 * (delay || this.rules.base || 1) * this.random();
          break;
        case "corrupt":
          if (this.random() < fault.probability) this.changed = corrupted(this.changed ?? message, this.random);
          break;
        case "bandwidth":
          delay = (delay ?? this.rules.base) + this.#queue(to, fault.bytesPerSecond, this.changed ?? message, at);
          break;
        case "rule":
          delay = this.#ask(fault.rule, to, message, delay);
      }
    }
    if (delay !== undefined) this.delay = delay;
  }

  /** How long a message waits for its link, and is on it. */
  #queue(to: NodeId, bytesPerSecond: number, message: unknown, at: number): number {
    const bytes = Buffer.byteLength(JSON.stringify(message) ?? "");
    this.#busyUntil ??= new Map();
    const done = Math.max(at, this.#busyUntil.get(to) ?? 0) + (1000 * bytes) / bytesPerSecond;
    this.#busyUntil.set(to, done);
    return done - at;
  }

  #ask(
    rule: (LinkFault & { kind: "rule" })["rule"],
    to: NodeId,
    message: any,
    delay: number | undefined,
  ): number | undefined {
    const envelope = { from: this.from, to, message: copy(this.changed ?? message, "a message") };
    const verdict: any = rule(envelope, this.random);
    if (verdict === "pass") return delay;
    if (verdict === "drop") this.lost = true;
    else if (verdict?.delay >= 0) return (delay ?? this.rules.base) + verdict.delay;
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

function parted(groups: NodeId[][], from: NodeId, to: NodeId, oneWay = false): boolean {
  const groupOf = (id: NodeId) => groups.findIndex((group) => group.includes(id));
  const [sender, receiver] = [groupOf(from), groupOf(to)];
  if (sender < 0 || receiver < 0 || sender === receiver) return false;
  return !oneWay || sender === 0;
}

function matches(where: Where, from: NodeId, to: NodeId, type: string, at: number): boolean {
  return (
    includes(where.from, from) &&
    includes(where.to, to) &&
    (where.type === undefined || where.type === type) &&
    (where.after === undefined || at >= where.after) &&
    (where.before === undefined || at < where.before)
  );
}

function includes(ids: NodeId | NodeId[] | undefined, id: NodeId): boolean {
  return ids === undefined || (typeof ids === "string" ? ids === id : ids.includes(id));
}

function draw(delay: Delay, random: Random): number {
  if (typeof delay === "number") return delay;
  if ("min" in delay) return delay.min + (delay.max - delay.min) * random();
  if ("mean" in delay) return Math.max(0, delay.mean + delay.jitter * (2 * random() - 1));
  if ("exponential" in delay) return -delay.exponential * Math.log(1 - random());
  // Box and Muller (1958).
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(0, delay.normal + delay.deviation * normal);
}
