// The lines of those who are no nodes, but ask a live system: "outside", and in a class "anna/outside".
import type { NodeId } from "./messages.js";

/** The line of everyone who is not a node, but asks a live system. */
export const OUTSIDE = "outside";

/** Whether those who ask are meant, here or on another laptop. */
export function isOutside(id: NodeId): boolean {
  return id === OUTSIDE || id.endsWith(`/${OUTSIDE}`);
}
