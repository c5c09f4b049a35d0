// The classes of a simulation: evaluated once for all nodes where that shares no memory, otherwise once for each node.
import { copy } from "../../node/copy.js";
import type { NodeId } from "../../node/messages.js";
import type { Print } from "../console.js";
import type { PreparedNode } from "../prepared.js";
import { unship } from "../ship/unship.js";
import { simulatedGlobals } from "./forbidden.js";

export class Evaluations {
  #evaluated = new Map<unknown, any>();
  readonly #globals: Record<string, unknown>;

  /** @param print receives what nodes write to the console */
  constructor(print: Print) {
    this.#globals = simulatedGlobals(print);
  }

  /** A function that makes the node `id` anew, with its fields set. */
  maker({ shipment, fields }: PreparedNode, id: NodeId): () => any {
    const key = shipment.isolated ? id : shipment;
    if (!this.#evaluated.has(key)) this.#evaluated.set(key, unship(shipment, this.#globals));
    const NodeClass = this.#evaluated.get(key);
    return () => Object.assign(new NodeClass(), copy(fields, "fields"));
  }
}
