// Who is linked to whom, and what a way costs. The shapes are in topologies/; anything with these two methods will do.
import type { NodeId } from "../node/messages.js";

export interface Topology {
  /** Those one link away, in a fixed order. */
  neighbours(id: NodeId): NodeId[];
  /** Of the cheapest way, in the unit of the links' costs. 0 from a node to itself. */
  cost(from: NodeId, to: NodeId): number;
}

/**
 * The neighbours of each of these nodes among themselves. What the topology has beside them, such as routers, forwards:
 * nodes are neighbours that a way joins on which there are only others. Direct neighbours come first, in the topology's
 * order.
 */
export function neighboursAmong(topology: Topology, ids: readonly NodeId[]): Map<NodeId, NodeId[]> {
  const members = new Set(ids);
  return new Map(ids.map((id) => [id, reached(topology, id, members)]));
}

function reached(topology: Topology, id: NodeId, members: ReadonlySet<NodeId>): NodeId[] {
  const direct = topology.neighbours(id);
  if (direct.every((each) => members.has(each))) return direct;
  const seen = new Set([id]);
  const found: NodeId[] = [];
  for (let open = direct; open.length > 0; ) {
    const fresh = [...new Set(open)].filter((each) => !seen.has(each));
    for (const each of fresh) seen.add(each);
    found.push(...fresh.filter((each) => members.has(each)));
    open = fresh.filter((each) => !members.has(each)).flatMap((each) => topology.neighbours(each));
  }
  return found;
}
