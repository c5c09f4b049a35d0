// The nodes of a run on threads: what each is made of, where it can be reached, and what its thread is asked.
import type { NodeId } from "../../node/messages.js";
import type { Prepared, PreparedNode } from "../prepared.js";
import { type Credits, Gate } from "./credits.js";
import type { Crew } from "./crew.js";
import type { Address, FromNode, ToNode } from "./protocol.js";

interface Place {
  readonly node: PreparedNode;
  /** It may crash at any time. */
  readonly mayCrash: boolean;
  address: Address;
  lives: number;
  lamport: number;
  disk: object;
  /** Waits for word from the node's thread: that it is ready, parted, or has stopped. */
  waiting: ((message: FromNode | undefined) => void) | undefined;
}

export class Roster {
  #places = new Map<NodeId, Place>();
  /** A partition made by hand: who starts from now on is to know of it. */
  groups: NodeId[][] | undefined;

  constructor(
    readonly system: Prepared,
    readonly crew: Crew,
    readonly credits: Credits,
    readonly tracing: boolean,
  ) {}

  get ids(): NodeId[] {
    return [...this.#places.keys()];
  }

  has(id: NodeId): boolean {
    return this.#places.has(id);
  }

  /** The node must be known. */
  place(id: NodeId): Place {
    return this.#places.get(id)!;
  }

  add(id: NodeId, node: PreparedNode, mayCrash: boolean, address: Address): void {
    this.#places.set(id, { node, mayCrash, address, lives: 0, lamport: 0, disk: {}, waiting: undefined });
  }

  /** Where the next life of a node can be reached. */
  newAddress(): Address {
    return { life: this.credits.nextLife(), gate: new Gate().memory };
  }

  /** Those whose word is still awaited. */
  late(): NodeId[] {
    return this.ids.filter((id) => this.place(id).waiting);
  }

  /** Gives a node a thread. Resolves when it is ready. */
  async boot(id: NodeId): Promise<void> {
    const { system, crew } = this;
    const { node, mayCrash, address, lives, lamport, disk } = this.place(id);
    crew.engage(id, mayCrash);
    await this.ask(id, {
      kind: "boot",
      node,
      seed: system.seed,
      faults: system.faults,
      neighbours: system.neighbours?.get(id),
      lives,
      life: address.life,
      lamport,
      disk,
      directory: [...this.#places].map(([other, place]) => [other, place.address]),
      credits: this.credits.memory,
      tracing: this.tracing,
      mayCrash,
      groups: this.groups,
    });
  }

  /** Tells a node something and waits for its word; undefined where it says none within `patience` ms. */
  ask(id: NodeId, message: ToNode, patience?: number): Promise<FromNode | undefined> {
    const place = this.place(id);
    return new Promise((resolve) => {
      const timer = patience === undefined ? undefined : setTimeout(() => place.waiting?.(undefined), patience);
      place.waiting = (word) => {
        place.waiting = undefined;
        clearTimeout(timer);
        resolve(word);
      };
      this.crew.tell(id, message);
    });
  }

  /** Lets a node begin. The start of a life holds a credit, and has passed the gate. @param epoch when the run began, on the threads' clock */
  go(id: NodeId, epoch: number): void {
    this.credits.take();
    new Gate(this.place(id).address.gate).enter();
    this.crew.tell(id, { kind: "go", epoch });
  }

  /** Tells all others where a node can be reached. */
  announce(id: NodeId, address: Address): void {
    for (const other of this.#places.keys()) if (other !== id) this.crew.tell(other, { kind: "address", id, address });
  }
}
