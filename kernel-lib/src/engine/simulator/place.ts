// A node's place in a simulation, which outlives its crashes: what it is made of, what it sees of the world, and its timers.
// There may be a million of these, so what most nodes never need is made when it is first used.

import { type Random, randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { NodeId } from "../../node/messages.js";
import type { Environment, Maker } from "../../node/process.js";
import type { Actor } from "../actor.js";
import { clockOf, type Prepared, type PreparedNode } from "../prepared.js";
import type { Due } from "./due.js";

/** What a place needs of its simulation. */
export interface World {
  readonly system: Prepared;
  readonly now: number;
  readonly ids: readonly NodeId[];
  knows(id: NodeId): boolean;
}

export class Place implements Maker, Environment {
  actor: Actor | undefined;
  /** The node's class, evaluated. */
  made: (new () => any) | undefined;
  lives = 0;
  lamport = 0;
  disk: object | undefined;
  /** What waits for a paused node to go on. */
  backlog: Due[] | undefined;
  #timers: Map<string, Due> | undefined;
  #random: Random | undefined;

  constructor(
    readonly world: World,
    readonly id: NodeId,
    readonly node: PreparedNode,
  ) {}

  /** A new life begins, with random numbers of its own. */
  begin(): void {
    this.lives++;
    this.#random = undefined;
  }

  /** Makes the node anew, with its fields set. */
  make(): any {
    return Object.assign(new this.made!(), copy(this.node.fields, "fields"));
  }

  peers(): readonly NodeId[] {
    return this.world.ids.filter((other) => other !== this.id);
  }

  neighbours(): readonly NodeId[] {
    return this.world.system.neighbours?.get(this.id) ?? this.peers();
  }

  knows(id: NodeId): boolean {
    return this.world.knows(id);
  }

  now(): number {
    const { a, b } = clockOf(this.world.system.faults, this.id);
    return a * this.world.now + b;
  }

  random(): number {
    this.#random ??= randomStream(this.world.system.seed, "node", this.id, this.lives - 1);
    return this.#random();
  }

  setTimer(name: string, due: Due): void {
    this.#timers ??= new Map();
    this.#timers.set(name, due);
  }

  timer(name: string): Due | undefined {
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
