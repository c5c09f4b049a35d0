// The nodes of a simulation by name, and the classes they are made of.
import type { NodeId } from "../../node/messages.js";
import type { Print } from "../console.js";
import type { PreparedNode } from "../prepared-system.js";
import type { CodeGuard } from "../ship/unship.js";
import { prepareNode } from "../system.js";
import { Evaluations } from "./evaluations.js";
import { SimulatedNode, type World } from "./simulated-node.js";

export class Population {
  #nodes = new Map<NodeId, SimulatedNode>();
  /** What was looked up last: a message's receiver is looked up twice in a row. */
  #found: SimulatedNode | undefined;
  readonly #evaluations: Evaluations;

  /** @param print receives what nodes write to the console */
  constructor(
    readonly world: World,
    print: Print,
    guard: CodeGuard,
  ) {
    this.#evaluations = new Evaluations(print, guard, world.system.pack);
  }

  get size(): number {
    return this.#nodes.size;
  }

  get ids(): Iterable<NodeId> {
    return this.#nodes.keys();
  }

  get all(): Iterable<SimulatedNode> {
    return this.#nodes.values();
  }

  has(id: NodeId): boolean {
    return this.#nodes.has(id);
  }

  find(id: NodeId): SimulatedNode | undefined {
    if (this.#found?.id !== id) this.#found = this.#nodes.get(id);
    return this.#found;
  }

  /** The node must be there. */
  get(id: NodeId): SimulatedNode {
    return this.#nodes.get(id)!;
  }

  add(id: NodeId, prepared: PreparedNode): SimulatedNode {
    const node = new SimulatedNode(this.world, id, prepared);
    this.#nodes.set(id, node);
    return node;
  }

  /** Packs a node that joins at run time. */
  prepare(id: NodeId, given: unknown): PreparedNode {
    return prepareNode(id, given, this.#evaluations.pack, this.#evaluations.shipments);
  }

  classOf({ prepared, id }: SimulatedNode): new () => any {
    return this.#evaluations.classOf(prepared, id);
  }
}
