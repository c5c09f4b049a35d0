// Who is linked to whom, and what a link costs. The type only, until there are topologies to build.
import type { NodeId } from "../node/messages.js";

export interface Topology {
  neighbours(id: NodeId): NodeId[];
  cost(from: NodeId, to: NodeId): number;
}
