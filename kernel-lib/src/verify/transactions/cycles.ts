// Shortest cycles of a shape: a breadth-first search through pairs of a transaction and how much of the shape has been
// seen.
import { type Adjacency, adjacency, components } from "./components.js";
import type { DependencyGraph } from "./dependency-graph.js";

/** Which edges may follow each other, as states of a small machine that starts in 0. */
export interface Shape {
  /** For each state: the next one for each kind of edge, by the kind's number. */
  readonly next: readonly Readonly<Record<number, number>>[];
  /** Whether the cycle may close in a state. */
  readonly accepts: readonly boolean[];
  /** No cycle of this shape is shorter. */
  readonly least: number;
}

/** An edge between two transactions; steps through other nodes are left out. */
export interface CycleEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly key: number;
}

/** Edges looked at before the shortest cycle so far is taken, if there is one: the same on every machine. */
const MOST_EDGES = 30_000_000;

/**
 * A cycle of the shape that visits no transaction twice; the shortest, unless the graph is so large that looking for it
 * would take too long.
 */
export function shortestCycle(graph: DependencyGraph, shape: Shape): CycleEdge[] | undefined {
  const kinds = shape.next.flatMap((row) => Object.keys(row).map(Number)).reduce((all, kind) => all | kind, 0);
  const edges = adjacency(graph, kinds);
  const { of, sizes } = components(edges);
  const search = new Search(graph, shape, edges, of);
  for (let root = 0; root < graph.transactions; root++) {
    if (sizes[of[root]!]! === 1) continue;
    search.from(root);
    if (search.looked > MOST_EDGES || (search.best && search.best.length <= shape.least)) break;
  }
  return search.best;
}

class Search {
  best: CycleEdge[] | undefined;
  looked = 0;
  /**
   * How each pair of node and state was reached: the pair before, and the edge. Pairs of earlier searches have an older
   * stamp.
   */
  readonly #before: Int32Array;
  readonly #by: Int32Array;
  readonly #stamp: Int32Array;
  #round = 0;

  constructor(
    readonly graph: DependencyGraph,
    readonly shape: Shape,
    readonly edges: Adjacency,
    readonly component: Int32Array,
  ) {
    const pairs = graph.nodes * shape.next.length;
    this.#before = new Int32Array(pairs);
    this.#by = new Int32Array(pairs);
    this.#stamp = new Int32Array(pairs);
  }

  /** Steps out of a node that is not a transaction are free: the node only saves edges. */
  from(root: number): void {
    const { graph, shape, edges, component } = this;
    const states = shape.next.length;
    const round = ++this.#round;
    const start = root * states;
    let frontier = [start];
    for (let length = 0; frontier.length > 0 && (this.best === undefined || length < this.best.length); length++) {
      const further: number[] = [];
      for (let at = 0; at < frontier.length; at++) {
        const pair = frontier[at]!;
        const node = Math.floor(pair / states);
        const row = shape.next[pair % states]!;
        for (let i = edges.start[node]!; i < edges.start[node + 1]!; i++) {
          const to = edges.target[i]!;
          if (component[to] !== component[root]) continue;
          this.looked++;
          const state = row[graph.kind[edges.edge[i]!]!];
          if (state === undefined) continue;
          if (to === root) {
            if (!shape.accepts[state]) continue;
            if (this.#keep(pair, edges.edge[i]!, start)) return;
            continue;
          }
          const reached = to * states + state;
          if (this.#stamp[reached] === round) continue;
          this.#stamp[reached] = round;
          this.#before[reached] = pair;
          this.#by[reached] = edges.edge[i]!;
          // A step into a node between costs what the step to the next transaction will cost.
          if (node >= graph.transactions) frontier.push(reached);
          else further.push(reached);
        }
      }
      frontier = further;
    }
  }

  /** Reads the path back; false if it passes a transaction twice, or is not shorter. */
  #keep(pair: number, last: number, start: number): boolean {
    const { graph } = this;
    const way = [last];
    for (let at = pair; at !== start; at = this.#before[at]!) way.push(this.#by[at]!);
    way.reverse();
    const cycle: CycleEdge[] = [];
    let from = graph.from[way[0]!]!;
    let first = way[0]!;
    for (const edge of way) {
      if (graph.from[edge]! < graph.transactions) {
        from = graph.from[edge]!;
        first = edge;
      }
      const to = graph.to[edge]!;
      if (to < graph.transactions) cycle.push({ from, to, kind: graph.kind[first]!, key: graph.key[edge]! });
    }
    if (new Set(cycle.map((edge) => edge.from)).size < cycle.length) return false;
    if (this.best !== undefined && cycle.length >= this.best.length) return false;
    this.best = cycle;
    return true;
  }
}
