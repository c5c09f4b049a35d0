// Paused nodes: what is due for them waits until they are resumed, or crash.
import type { ScheduledEvent } from "./scheduled-event.js";
import type { SimulatedNode } from "./simulated-node.js";

export class Pauses {
  /** What waits for each. */
  readonly #backlogs = new Map<SimulatedNode, ScheduledEvent[]>();

  has(node: SimulatedNode): boolean {
    return this.#backlogs.has(node);
  }

  /** @returns false if the node is paused already */
  begin(node: SimulatedNode): boolean {
    if (this.has(node)) return false;
    this.#backlogs.set(node, []);
    return true;
  }

  /** @returns what has waited; undefined if the node is not paused */
  end(node: SimulatedNode): readonly ScheduledEvent[] | undefined {
    const backlog = this.#backlogs.get(node);
    this.#backlogs.delete(node);
    return backlog;
  }

  /** Keeps an event back if its node is paused. A start, and the loss of a message, need no node that is running. */
  keepsBack(event: ScheduledEvent): boolean {
    if (this.#backlogs.size === 0) return false;
    const { kind, node } = event;
    const backlog = node && this.#backlogs.get(node);
    if (!backlog || kind === "start" || kind === "lose") return false;
    backlog.push(event);
    return true;
  }
}
