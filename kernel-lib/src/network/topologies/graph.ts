// A network of links with costs, and what is measured on it: routes, their costs, and how well an overlay uses them
// (link stress, stretch).
import { MisuseError, quote } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { Topology } from "../topology.js";
import { type Paths, shortestPaths } from "./shortest-paths.js";

/** A link carries messages both ways. */
export interface Link {
  readonly a: NodeId;
  readonly b: NodeId;
  /** 0 or more, in whatever unit: ms, money. Default 1. */
  readonly cost?: number;
}

/** A link, and how many messages of an overlay cross it, in either direction. */
export interface LinkStress {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly stress: number;
}

/** Links by number: `from` and `to` are places in a list of ids. */
export interface Joint {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

/**
 * Nodes, routers among them, and the links between them. Messages take the cheapest route (Dijkstra 1959); among
 * equally cheap ones that with the fewest links, then that over routers named earlier. The way back is the same.
 * Unknown names and unconnected pairs are refused with a MisuseError.
 */
export class Network implements Topology {
  /** In the order of naming. */
  readonly ids: readonly NodeId[];
  private readonly places: ReadonlyMap<NodeId, number>;
  private readonly joints: readonly Joint[];
  /** Numbers of joints, by node: those of node i stand from starts[i] up to starts[i + 1]. */
  private readonly starts: Uint32Array;
  private readonly incident: Uint32Array;
  private readonly known = new Map<number, Paths>();

  constructor(ids: readonly NodeId[], joints: readonly Joint[]) {
    this.ids = ids;
    this.joints = joints;
    this.places = new Map(ids.map((id, place) => [id, place]));
    this.starts = new Uint32Array(ids.length + 1);
    for (const { from, to } of joints) for (const end of [from, to]) this.starts[end + 1]!++;
    for (let i = 0; i < ids.length; i++) this.starts[i + 1]! += this.starts[i]!;
    this.incident = new Uint32Array(2 * joints.length);
    const next = this.starts.slice();
    for (const [number, { from, to }] of joints.entries())
      for (const end of [from, to]) this.incident[next[end]!++] = number;
  }

  /** In the order they were named. */
  get links(): { a: NodeId; b: NodeId; cost: number }[] {
    return this.joints.map(({ from, to, cost }) => ({ a: this.ids[from]!, b: this.ids[to]!, cost }));
  }

  /** Those one link away, in the order of the links. */
  neighbours(id: NodeId): NodeId[] {
    return this.from(this.place(id)).map(({ to }) => this.ids[to]!);
  }

  /** The cost of the cheapest route; 0 from a node to itself. */
  cost(from: NodeId, to: NodeId): number {
    const [near, far] = this.ordered(from, to, "cost");
    return this.paths(near).costs[far]!;
  }

  /** The cheapest route, both ends included: `["A", "Ra", "Rb", "B"]`. */
  route(from: NodeId, to: NodeId): NodeId[] {
    const [near, far] = this.ordered(from, to, "route");
    const { previous } = this.paths(near);
    const way: NodeId[] = [];
    for (let place = far; place !== -1; place = previous[place]!) way.push(this.ids[place]!);
    return this.ids[near] === from ? way.reverse() : way;
  }

  /** The cost of a message that travels along an overlay path, by the cheapest route from node to node. */
  pathCost(path: readonly NodeId[]): number {
    return hops(checkPath(path, "pathCost")).reduce((sum, [from, to]) => sum + this.cost(from, to), 0);
  }

  /**
   * What an overlay path costs, divided by what the cheapest route between its ends costs: 1 is best. Throws if the
   * ends are one node, or the route between them is free.
   */
  stretch(path: readonly NodeId[]): number {
    checkPath(path, "stretch");
    const [first, last] = [path[0]!, path.at(-1)!];
    const best = this.cost(first, last);
    if (best === 0)
      throw new MisuseError(
        `stretch(${quote(path)}): the best way from ${first} to ${last} costs 0, so there is nothing to divide by.`,
      );
    return this.pathCost(path) / best;
  }

  /**
   * How often each physical link is crossed, in either direction, when one message travels along each of these overlay
   * paths. The most stressed links come first, then in the order of naming; links that are not used are left out.
   */
  linkStress(paths: readonly (readonly NodeId[])[]): LinkStress[] {
    if (!Array.isArray(paths) || !paths.every((path) => Array.isArray(path)))
      throw new MisuseError(
        `linkStress(${quote(paths)}): it takes a list of overlay paths, as in [["A", "B", "E"]], one for each message.`,
      );
    const crossed = new Map<number, number>();
    for (const [from, to] of paths.flatMap((path) => hops(checkPath(path, "linkStress"))))
      for (const number of this.joinsOf(this.route(from, to))) crossed.set(number, (crossed.get(number) ?? 0) + 1);
    return [...crossed]
      .sort(([one, stress], [other, more]) => more - stress || one - other)
      .map(([number, stress]) => ({
        a: this.ids[this.joints[number]!.from]!,
        b: this.ids[this.joints[number]!.to]!,
        stress,
      }));
  }

  /** The unconnected parts, each in the order of naming: one if every node can reach every other. */
  get parts(): NodeId[][] {
    const part = new Int32Array(this.ids.length).fill(-1);
    const parts: number[][] = [];
    for (let first = 0; first < part.length; first++) {
      if (part[first] !== -1) continue;
      const members = [first];
      part[first] = parts.length;
      for (const place of members)
        for (const { to } of this.from(place))
          if (part[to] === -1) {
            part[to] = parts.length;
            members.push(to);
          }
      parts.push(members.sort((a, b) => a - b));
    }
    return parts.map((members) => members.map((place) => this.ids[place]!));
  }

  /** The links of a node, seen from it. */
  private from(place: number): { to: number; cost: number; number: number }[] {
    return Array.from(this.incident.subarray(this.starts[place], this.starts[place + 1]), (number) => {
      const { from, to, cost } = this.joints[number]!;
      return { to: from === place ? to : from, cost, number };
    });
  }

  private joinsOf(route: readonly NodeId[]): number[] {
    return hops(route).map(([from, to]) => {
      const goal = this.places.get(to);
      return this.from(this.places.get(from)!).find((link) => link.to === goal)!.number;
    });
  }

  private paths(source: number): Paths {
    const known = this.known.get(source) ?? shortestPaths(this.ids.length, source, (place) => this.from(place));
    this.known.set(source, known);
    return known;
  }

  /** Both places, the one named earlier first, so that both directions share one route. */
  private ordered(from: NodeId, to: NodeId, asked: string): [number, number] {
    const [one, other] = [this.place(from), this.place(to)];
    const [near, far] = one < other ? [one, other] : [other, one];
    if (this.paths(near).costs[far] === Number.POSITIVE_INFINITY) {
      const parts = this.parts.map((part) => quote(part));
      throw new MisuseError(
        `${asked}(${quote(from)}, ${quote(to)}): no path leads there. The parts are ${parts.join(" and ")}.`,
      );
    }
    return [near, far];
  }

  private place(id: NodeId): number {
    const place = this.places.get(id);
    if (place !== undefined) return place;
    const some = this.ids.slice(0, 12).map((each) => quote(each));
    throw new MisuseError(
      `This topology has no ${quote(id)}; it has ${some.join(", ")}${this.ids.length > 12 ? ", and more" : ""}.`,
    );
  }
}

function hops(path: readonly NodeId[]): [NodeId, NodeId][] {
  return path.slice(1).map((to, i) => [path[i]!, to]);
}

function checkPath(path: readonly NodeId[], asked: string): readonly NodeId[] {
  if (Array.isArray(path) && path.length >= 2 && path.every((id) => typeof id === "string")) return path;
  throw new MisuseError(
    `${asked}(${quote(path)}): an overlay path names at least two nodes in their order, as in ["A", "B", "E"].`,
  );
}
