// A node's place in a simulation, which outlives its crashes; and what one life of the node sees of the world.

import { type Random, randomStream } from "../../network/random.js";
import type { NodeId } from "../../node/messages.js";
import type { Environment } from "../../node/process.js";
import type { Actor } from "../actor.js";
import { clockOf, type Prepared, type PreparedNode } from "../prepared.js";
import type { Due } from "./due.js";

export class Place {
  actor: Actor | undefined;
  lives = 0;
  lamport = 0;
  disk: object | undefined;
  /** What waits for a paused node to go on. */
  backlog: Due[] | undefined;
  #timers: Map<string, Due> | undefined;

  constructor(readonly node: PreparedNode) {}

  setTimer(name: string, due: Due): void {
    this.#timers ??= new Map();
    this.#timers.set(name, due);
  }

  timer(name: string): Due | undefined {
    return this.#timers?.get(name);
  }

  /** The timer fires, or never will. */
  dropTimer(name: string): void {
    const due = this.#timers?.get(name);
    if (!due) return;
    due.off = true;
    this.#timers!.delete(name);
  }

  dropTimers(): void {
    if (!this.#timers) return;
    for (const due of this.#timers.values()) due.off = true;
    this.#timers.clear();
  }
}

/** What a life needs of its simulation. */
export interface World {
  readonly system: Prepared;
  readonly now: number;
  readonly ids: readonly NodeId[];
  knows(id: NodeId): boolean;
}

export class Life implements Environment {
  readonly #clock: { a: number; b: number };
  #random: Random | undefined;

  constructor(
    readonly world: World,
    readonly id: NodeId,
    readonly life: number,
  ) {
    this.#clock = clockOf(world.system.faults, id);
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
    return this.#clock.a * this.world.now + this.#clock.b;
  }

  random(): number {
    this.#random ??= randomStream(this.world.system.seed, "node", this.id, this.life);
    return this.#random();
  }
}
