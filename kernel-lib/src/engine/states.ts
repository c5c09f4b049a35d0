// Final states as a run shows them; where a class hides its fields, looking says so.
import { MisuseError } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";

/** Makes `states[id]` an explanation why it cannot be seen. */
export function hideState(states: Record<NodeId, any>, id: NodeId, privates: readonly string[]): void {
  Object.defineProperty(states, id, {
    enumerable: false,
    get() {
      throw new MisuseError(
        `The state of ${id} cannot be seen: ${privates.join(", ")} is private to its class. Use ordinary fields in nodes.`,
      );
    },
  });
}
