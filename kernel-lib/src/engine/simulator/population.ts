// The nodes of a simulation by name, and the classes they are made of.
import type { NodeId } from "../../node/messages.js";
import type { Print } from "../console.js";
import type { PreparedNode } from "../prepared-system.js";
import type { CodeGuard } from "../ship/unship.js";
import { prepareNode } from "../system.js";
import { Evaluations } from "./evaluations.js";
import { Names } from "./names.js";
import { SimulatedNode, type World } from "./simulated-node.js";

export class Population {
  #nodes = new Names<SimulatedNode>();
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
    return this.#nodes.all.length;
  }

  get ids(): NodeId[] {
    return this.#nodes.all.map(({ id }) => id);
  }

  get all(): readonly SimulatedNode[] {
    return this.#nodes.all;
  }

  has(id: NodeId): boolean {
    return this.find(id) !== undefined;
  }

  find(id: NodeId): SimulatedNode | undefined {
    return this.#nodes.get(id);
  }

  /** The node must be there. */
  get(id: NodeId): SimulatedNode {
    return this.#nodes.get(id)!;
  }

  add(id: NodeId, prepared: PreparedNode): SimulatedNode {
    const node = new SimulatedNode(this.world, id, prepared);
    this.#nodes.add(node);
    return node;
  }

  /** Packs a node that joins at run time. */
  prepare(id: NodeId, given: unknown): PreparedNode {
    return prepareNode(id, given, this.#evaluations.pack, this.#evaluations.shipments);
  }

  classOf({ shipment, id }: SimulatedNode): new () => any {
    return this.#evaluations.classOf(shipment, id);
  }
}
