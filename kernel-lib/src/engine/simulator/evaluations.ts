// The classes of a simulation: evaluated once for all nodes where that shares no memory, otherwise once for each node.
import type { NodeId } from "../../node/messages.js";
import type { Print } from "../console.js";
import type { Shipment } from "../ship/shipment.js";
import { type CodeGuard, unship } from "../ship/unship.js";
import { type Pack, packClass } from "../system.js";
import { simulatedGlobals } from "./forbidden.js";

export class Evaluations {
  /** How classes were packed: what nodes spawn is mostly of a class that is here already. */
  readonly shipments = new Map<unknown, Shipment>();
  #evaluated = new Map<unknown, any>();
  readonly #globals: Record<string, unknown>;

  /** @param print receives what nodes write to the console */
  constructor(
    print: Print,
    readonly guard: CodeGuard,
    readonly pack: Pack = packClass,
  ) {
    this.#globals = simulatedGlobals(print);
  }

  /** The class of the node `id`, ready to be made. */
  classOf(shipment: Shipment, id: NodeId): new () => any {
    const key = shipment.isolated ? id : shipment;
    let NodeClass = this.#evaluated.get(key);
    if (!NodeClass) {
      NodeClass = unship(shipment, this.#globals, this.guard);
      this.#evaluated.set(key, NodeClass);
      this.shipments.set(NodeClass, shipment);
    }
    return NodeClass;
  }
}
