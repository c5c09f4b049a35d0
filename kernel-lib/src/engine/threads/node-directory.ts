// The nodes of a run on threads: what each is made of, where it can be reached, and what its thread is asked.
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { Line } from "../../trace/recorder.js";
import type { PreparedNode, PreparedSystem } from "../prepared-system.js";
import { type Credits, Gate } from "./credits.js";
import { type Address, ELSEWHERE, type FromNode, type ToNode, type Whereabouts } from "./protocol.js";
import type { WorkerAssignments } from "./worker-assignments.js";

interface NodeEntry extends Line {
  readonly node: PreparedNode;
  /** It may crash at any time. */
  readonly mayCrash: boolean;
  address: Address;
  restarts: number;
  disk: object;
  /** Waits for news from the node's thread: that it is ready, partitioned, or has stopped. */
  waiting: ((message: FromNode | undefined) => void) | undefined;
}

export class NodeDirectory {
  #entries = new Map<NodeId, NodeEntry>();
  /** A partition made by hand: nodes that start from now on must know of it. */
  groups: NodeId[][] | undefined;
  /** Nodes in other processes. */
  readonly #far = new Set<NodeId>();

  constructor(
    readonly system: PreparedSystem,
    readonly workers: WorkerAssignments,
    readonly credits: Credits,
    readonly tracing: boolean,
  ) {}

  get ids(): NodeId[] {
    return [...this.#entries.keys()];
  }

  has(id: NodeId): boolean {
    return this.#entries.has(id);
  }

  /** The node must be known. */
  entry(id: NodeId): NodeEntry {
    return this.#entries.get(id)!;
  }

  add(id: NodeId, node: PreparedNode, mayCrash: boolean, address: Address): void {
    this.#entries.set(id, { id, node, mayCrash, address, restarts: 0, lamport: 0, disk: {}, waiting: undefined });
  }

  /** Where the next incarnation of a node can be reached. */
  newAddress(): Address {
    return { incarnation: this.credits.nextIncarnation(), gate: new Gate().memory };
  }

  /** Why a run cannot begin whose nodes are not ready after `ms`. */
  startFailure(ms: number): MisuseError {
    const late = this.ids.filter((id) => this.entry(id).waiting);
    return new MisuseError(
      `${late.map((id) => `"${id}"`).join(", ")} did not get ready within ${ms / 1000} s. Does the class do something that ` +
        "never ends, in a static field?",
    );
  }

  /** Gives a node a thread. Resolves when it is ready. */
  async boot(id: NodeId): Promise<void> {
    const { system, workers } = this;
    const { node, mayCrash, address, restarts, lamport, disk } = this.entry(id);
    workers.assign(id, mayCrash);
    await this.ask(id, {
      kind: "boot",
      node,
      seed: system.seed,
      faults: system.faults,
      neighbours: system.neighbours?.get(id),
      restarts,
      incarnation: address.incarnation,
      lamport,
      disk,
      directory: [
        ...[...this.#entries].map(([other, entry]): [NodeId, Whereabouts] => [other, entry.address]),
        ...[...this.#far].map((other): [NodeId, Whereabouts] => [other, ELSEWHERE]),
      ],
      credits: this.credits.memory,
      tracing: this.tracing,
      mayCrash,
      groups: this.groups,
    });
  }

  /** Sends a node a request and waits for its reply; undefined if none comes within `limit` ms. */
  ask(id: NodeId, message: ToNode, limit?: number): Promise<FromNode | undefined> {
    const entry = this.entry(id);
    return new Promise((resolve) => {
      const timer = limit === undefined ? undefined : setTimeout(() => entry.waiting?.(undefined), limit);
      entry.waiting = (word) => {
        entry.waiting = undefined;
        clearTimeout(timer);
        resolve(word);
      };
      this.workers.tell(id, message);
    });
  }

  /**
   * Lets a node begin. The start of an incarnation holds a credit, and has passed the gate.
   * @param epoch when the run began, on the threads' clock
   */
  go(id: NodeId, epoch: number): void {
    this.credits.take();
    new Gate(this.entry(id).address.gate).enter();
    this.workers.tell(id, { kind: "go", epoch });
  }

  /** Informs all others where a node can be reached. */
  announce(id: NodeId, address: Whereabouts): void {
    if (address === ELSEWHERE) this.#far.add(id);
    this.#tellOthers(id, { kind: "address", id, address });
  }

  /** Informs all that a node elsewhere has left. */
  leave(id: NodeId): void {
    this.#far.delete(id);
    this.#tellOthers(id, { kind: "left", id });
  }

  #tellOthers(id: NodeId, message: ToNode): void {
    for (const other of this.#entries.keys()) if (other !== id) this.workers.tell(other, message);
  }
}
