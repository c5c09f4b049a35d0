// The usual shapes, all links of cost 1 unless said, and any graph link by link.
import { MisuseError, quote } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { type Joint, type Link, Network } from "./graph.js";

/**
 * Each node is linked to the next, and the last to the first.
 * @param reach default 1; 2 links each to the two nodes before and the two after it, and so on (a ring lattice)
 */
export function ring(ids: readonly NodeId[], reach = 1): Network {
  checkIds(ids, "ring");
  checkCount(reach, "ring", "reach", "how many nodes on either side each is linked to");
  const far = Math.min(reach, Math.floor(ids.length / 2));
  const steps = Array.from({ length: far }, (_, i) => i + 1);
  return shape(
    ids,
    steps.flatMap((step) => {
      const once = 2 * step === ids.length ? step : ids.length;
      return Array.from({ length: ids.length > 1 ? once : 0 }, (_, i) => [i, (i + step) % ids.length] as const);
    }),
  );
}

/** The first node is linked to every other. */
export function star(ids: readonly NodeId[]): Network {
  checkIds(ids, "star");
  return shape(
    ids,
    ids.slice(1).map((_, i) => [0, i + 1]),
  );
}

/** Each node is linked to the next. */
export function line(ids: readonly NodeId[]): Network {
  checkIds(ids, "line");
  return shape(
    ids,
    ids.slice(1).map((_, i) => [i, i + 1]),
  );
}

/**
 * The first node is the root; the nodes are named level by level.
 * @param fanout children of each node, default 2; the last parent may have fewer
 */
export function tree(ids: readonly NodeId[], fanout = 2): Network {
  checkIds(ids, "tree");
  checkCount(fanout, "tree", "fanout", "how many children each node has");
  return shape(
    ids,
    ids.slice(1).map((_, i) => [Math.floor(i / fanout), i + 1]),
  );
}

/**
 * Rows of nodes, each linked to those beside, above and below it. The nodes are named row by row; the last row may be
 * shorter.
 * @param width nodes in a row
 */
export function grid(ids: readonly NodeId[], width: number): Network {
  checkIds(ids, "grid");
  checkCount(width, "grid", "width", "how many nodes are in a row");
  return shape(
    ids,
    ids.flatMap((_, i) => {
      const right: [number, number][] = (i + 1) % width !== 0 && i + 1 < ids.length ? [[i, i + 1]] : [];
      const below: [number, number][] = i + width < ids.length ? [[i, i + width]] : [];
      return [...right, ...below];
    }),
  );
}

/** Every node is linked to every other. */
export function mesh(ids: readonly NodeId[]): Network {
  checkIds(ids, "mesh");
  return shape(
    ids,
    ids.flatMap((_, i) => ids.slice(i + 1).map((_, j) => [i, i + 1 + j] as const)),
  );
}

/**
 * Any network, link by link; those named at a link's ends exist, as nodes or as routers on the way. Links work both
 * ways.
 * @param links each with its cost, 0 or more, default 1
 * @throws MisuseError for a cost below 0, a link from a node to itself, and one that is named twice
 */
export function graph(links: readonly Link[]): Network {
  if (!Array.isArray(links) || links.length === 0)
    throw new MisuseError(`graph(${quote(links)}): it takes a list of links, as in [{ a: "A", b: "Ra", cost: 1 }].`);
  const places = new Map<NodeId, number>();
  const place = (id: NodeId) => places.get(id) ?? places.set(id, places.size).get(id)!;
  const seen = new Set<string>();
  const joints = links.map((link): Joint => {
    const { a, b, cost } = checkLink(link);
    const joint = { from: place(a), to: place(b), cost };
    const pair = `${Math.min(joint.from, joint.to)},${Math.max(joint.from, joint.to)}`;
    if (seen.has(pair))
      throw new MisuseError(`graph: the link between ${a} and ${b} is named twice. Links carry both ways.`);
    seen.add(pair);
    return joint;
  });
  return new Network([...places.keys()], joints);
}

/** @throws MisuseError unless they are names, at least one, none twice */
export function checkIds(ids: readonly NodeId[], shape: string): void {
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === "string" && id !== ""))
    throw new MisuseError(`${shape}(${quote(ids)}): it takes a list of node names, as in ["a", "b", "c"].`);
  if (new Set(ids).size === ids.length) return;
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  throw new MisuseError(`${shape}: the node ${quote(twice)} is named twice.`);
}

/** A network of these nodes whose links, as pairs of places, cost 1 each. */
export function shape(ids: readonly NodeId[], pairs: readonly (readonly [number, number])[]): Network {
  return new Network(
    [...ids],
    pairs.map(([from, to]) => ({ from, to, cost: 1 })),
  );
}

function checkCount(n: number, shape: string, name: string, meaning: string): void {
  if (Number.isSafeInteger(n) && n >= 1) return;
  throw new MisuseError(`${shape}: ${name} is ${quote(n)}; it is a whole number, 1 or more: ${meaning}.`);
}

function checkLink(link: Link): { a: NodeId; b: NodeId; cost: number } {
  const { a, b, cost = 1 } = link ?? {};
  if ([a, b].some((id) => typeof id !== "string" || id === ""))
    throw new MisuseError(`graph: ${quote(link)} is not a link; a link is { a: "A", b: "Ra", cost: 1 }.`);
  if (a === b) throw new MisuseError(`graph: ${quote(link)} links ${a} to itself.`);
  if (typeof cost !== "number" || !(cost >= 0 && cost < Number.POSITIVE_INFINITY))
    throw new MisuseError(`graph: the cost of ${quote(link)} is ${quote(cost)}; it is a number, 0 or more.`);
  return { a, b, cost };
}
