// Paused nodes: what is due for them waits until they are resumed, or crash.
import type { ScheduledEvent } from "./scheduled-event.js";
import type { SimulatedNode } from "./simulated-node.js";

export class Pauses {
  #paused = 0;

  /** @returns false if the node is paused already */
  begin(node: SimulatedNode): boolean {
    if (node.backlog) return false;
    this.#paused++;
    node.backlog = [];
    return true;
  }

  /** @returns what has waited; undefined if the node is not paused */
  end(node: SimulatedNode): readonly ScheduledEvent[] | undefined {
    const { backlog } = node;
    if (!backlog) return undefined;
    this.#paused--;
    node.backlog = undefined;
    return backlog;
  }

  /** Keeps an event back if its node is paused. A start, and the loss of a message, need no node that is running. */
  keepsBack(event: ScheduledEvent): boolean {
    if (this.#paused === 0) return false;
    const { kind, node } = event;
    if (!node?.backlog || kind === "start" || kind === "lose") return false;
    node.backlog.push(event);
    return true;
  }
}
