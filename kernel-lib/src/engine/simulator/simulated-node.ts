// A node of a simulation, which outlives its crashes: what it is made of, what it sees of the world, and its timers.
// There may be a million of these, so what most nodes never need is made when it is first used.

import { type Random, randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Input } from "../../node/effects.js";
import type { Environment, Maker } from "../../node/environment.js";
import type { NodeId } from "../../node/messages.js";
import { setOwn } from "../../node/own.js";
import { hideState, stateOf } from "../../node/state.js";
import { Actor, type Medium } from "../actor.js";
import type { Cancellable } from "../event-queue.js";
import { clockOf, type PreparedNode, type PreparedSystem } from "../prepared-system.js";
import type { Shipment } from "../ship/shipment.js";

/** What a node needs of its simulation. */
export interface World extends Medium<SimulatedNode> {
  readonly system: PreparedSystem;
  readonly now: number;
  readonly ids: readonly NodeId[];
  node(id: NodeId): SimulatedNode | undefined;
  classOf(node: SimulatedNode): new () => any;
}

/** A timer of a node, or the end of a sleep or time-out. */
export interface Alarm extends Cancellable {
  readonly kind: "alarm";
  readonly node: SimulatedNode;
  readonly name: string;
  /** What wakes a handler that waits; undefined for a timer. */
  readonly input: Input | undefined;
  readonly cause: number;
  cancelled: boolean;
}

/** It is also the event of its own start: a million nodes may start at once. */
export class SimulatedNode extends Actor implements Maker, Environment, Cancellable {
  declare readonly medium: World;
  incarnations = 0;
  /** What an earlier incarnation left on its disk. */
  disk: object | undefined;
  readonly shipment: Shipment;
  readonly #fields: object;
  #timers: Map<string, Alarm> | undefined;
  /** Whom it looked up last: what is sent mostly goes where the message before went, and each is looked up twice. */
  #asked = "";
  #found: SimulatedNode | undefined;
  #random: Random | undefined;

  constructor(world: World, id: NodeId, { fields, shipment }: PreparedNode) {
    super(id, world);
    this.#fields = fields;
    this.shipment = shipment;
  }

  get kind(): "start" {
    return "start";
  }
  get node(): this {
    return this;
  }
  get cancelled(): false {
    return false;
  }

  /** A new incarnation begins, with random numbers of its own. */
  nextIncarnation(): void {
    this.incarnations++;
    this.chance = undefined;
    this.#random = undefined;
  }

  /** Makes a fresh node, with its fields set. */
  make(): any {
    const NodeClass = this.medium.classOf(this);
    const node = new NodeClass();
    const fields = this.#fields as Record<string, unknown>;
    for (const name in fields) {
      const value = fields[name];
      node[name] = typeof value === "object" ? copy(value, "fields") : value;
    }
    return node;
  }

  peers(): readonly NodeId[] {
    return this.medium.ids.filter((other) => other !== this.id);
  }

  neighbours(): readonly NodeId[] {
    return this.medium.system.neighbours?.get(this.id) ?? this.peers();
  }

  knows(id: NodeId): boolean {
    return this.receiver(id) !== undefined;
  }

  receiver(id: NodeId): SimulatedNode | undefined {
    if (this.#asked !== id || !this.#found) {
      this.#asked = id;
      this.#found = this.medium.node(id);
    }
    return this.#found;
  }

  now(): number {
    const { a, b } = clockOf(this.medium.system.faults, this.id);
    return a * this.medium.now + b;
  }

  random(): number {
    this.#random ??= randomStream(this.medium.system.seed, "node", this.id, this.incarnations - 1);
    return this.#random();
  }

  setTimer(alarm: Alarm): void {
    this.#timers ??= new Map();
    this.#timers.set(alarm.name, alarm);
  }

  pending(name: string): Alarm | undefined {
    return this.#timers?.get(name);
  }

  /** The timer fires, or never will. @returns whether there was one */
  dropTimer(name: string): boolean {
    const event = this.#timers?.get(name);
    if (!event) return false;
    event.cancelled = true;
    return this.#timers!.delete(name);
  }

  /** @returns how many there were */
  dropTimers(): number {
    const count = this.#timers?.size ?? 0;
    for (const event of this.#timers?.values() ?? []) event.cancelled = true;
    this.#timers?.clear();
    return count;
  }
}

/** The fields of the nodes that are up. */
export function statesOf(nodes: Iterable<SimulatedNode>): Record<NodeId, any> {
  const states: Record<NodeId, any> = {};
  for (const { id, process, shipment } of nodes) {
    if (!process?.node) continue;
    const { privates } = shipment;
    if (privates.length > 0) hideState(states, id, privates);
    else setOwn(states, id, stateOf(process.node, process.disk));
  }
  return states;
}
