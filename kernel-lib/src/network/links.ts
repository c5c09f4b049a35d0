// What the network does to a message: how long it takes, or that it is lost. One per sender, so that threads need no shared state.
import type { NodeId } from "../node/messages.js";
import type { Delay, Fault, KnownFault, LatencyFault, LossFault, Where } from "./faults.js";
import type { Random } from "./random.js";

export class Links {
  /** The fate of the last message: after so many ms it arrives, or is lost. */
  delay = 0;
  lost = false;
  readonly #rules: readonly (LatencyFault | LossFault)[];

  /** @param base ms a message takes where no latency matches */
  constructor(
    faults: readonly Fault[],
    readonly random: Random,
    readonly base: number,
  ) {
    this.#rules = (faults as readonly KnownFault[]).filter((f) => f.kind === "latency" || f.kind === "loss") as (
      | LatencyFault
      | LossFault
    )[];
  }

  /** Decides the fate of a message of `type` sent at time `at`. A node's messages to itself are never touched. */
  decide(from: NodeId, to: NodeId, type: string, at: number): void {
    this.lost = false;
    this.delay = from === to ? 0 : this.base;
    if (from === to || this.#rules.length === 0) return;
    let delay: number | undefined;
    for (const rule of this.#rules) {
      if (rule.where && !matches(rule.where, from, to, type, at)) continue;
      if (rule.kind === "latency") delay = (delay ?? 0) + draw(rule.ms, this.random);
      else if (this.random() < rule.probability) this.lost = true;
    }
    if (delay !== undefined) this.delay = delay;
  }
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
