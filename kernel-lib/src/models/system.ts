// A ready-made system: its nodes, and what should hold. Types only.
import type { NodeId } from "../node/messages.js";
import type { NodeClass, NodeSpec } from "../node/node.js";
import type { ExploreOptions } from "../verify/options.js";

/** `explore(system, { ...system.properties })`, or just `run(system)`. */
export interface ReadyMade {
  nodes: Record<NodeId, NodeClass | NodeSpec>;
  /** What should hold, and the network and bounds under which it does. */
  properties: ExploreOptions;
}
