// A node's place in a simulation, which outlives its crashes: what it is made of, what it sees of the world, and its timers.
// There may be a million of these, so what most nodes never need is made when it is first used.

import { type Random, randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { NodeId } from "../../node/messages.js";
import type { Environment, Maker } from "../../node/process.js";
import { stateOf } from "../../node/state.js";
import { Actor, type Medium } from "../actor.js";
import { clockOf, type Prepared, type PreparedNode } from "../prepared.js";
import { hideState } from "../states.js";
import type { Due } from "./due.js";

/** What a place needs of its simulation. */
export interface World extends Medium<Place> {
  readonly system: Prepared;
  readonly now: number;
  readonly ids: Iterable<NodeId>;
  place(id: NodeId): Place | undefined;
  classOf(place: Place): new () => any;
}

export class Place extends Actor implements Maker, Environment {
  declare readonly medium: World;
  lives = 0;
  /** What an earlier life left on its disk. */
  disk: object | undefined;
  /** What waits for a paused node to go on. */
  backlog: Due[] | undefined;
  #timers: Map<string, Due> | undefined;
  #random: Random | undefined;

  constructor(
    world: World,
    id: NodeId,
    readonly node: PreparedNode,
  ) {
    super(id, world);
  }

  /** A new life begins, with random numbers of its own. */
  nextLife(): void {
    this.lives++;
    this.chance = undefined;
    this.#random = undefined;
  }

  /** Makes the node anew, with its fields set. */
  make(): any {
    const NodeClass = this.medium.classOf(this);
    return Object.assign(new NodeClass(), copy(this.node.fields, "fields"));
  }

  peers(): readonly NodeId[] {
    return [...this.medium.ids].filter((other) => other !== this.id);
  }

  neighbours(): readonly NodeId[] {
    return this.medium.system.neighbours?.get(this.id) ?? this.peers();
  }

  knows(id: NodeId): boolean {
    return this.medium.place(id) !== undefined;
  }

  now(): number {
    const { a, b } = clockOf(this.medium.system.faults, this.id);
    return a * this.medium.now + b;
  }

  random(): number {
    this.#random ??= randomStream(this.medium.system.seed, "node", this.id, this.lives - 1);
    return this.#random();
  }

  setTimer(name: string, due: Due): void {
    this.#timers ??= new Map();
    this.#timers.set(name, due);
  }

  pending(name: string): Due | undefined {
    return this.#timers?.get(name);
  }

  /** The timer fires, or never will. @returns whether there was one */
  dropTimer(name: string): boolean {
    const due = this.#timers?.get(name);
    if (!due) return false;
    due.off = true;
    return this.#timers!.delete(name);
  }

  /** @returns how many there were */
  dropTimers(): number {
    const count = this.#timers?.size ?? 0;
    for (const due of this.#timers?.values() ?? []) due.off = true;
    this.#timers?.clear();
    return count;
  }
}

/** The fields of the nodes that are up. */
export function statesOf(places: Iterable<Place>): Record<NodeId, any> {
  const states: Record<NodeId, any> = {};
  for (const { id, process, node } of places) {
    if (!process?.node) continue;
    const { privates } = node.shipment;
    if (privates.length > 0) hideState(states, id, privates);
    else states[id] = stateOf(process.node, process.disk);
  }
  return states;
}
