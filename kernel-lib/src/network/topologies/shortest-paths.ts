// The cheapest ways from one node to all others (Dijkstra 1959), with ties broken so that every machine finds the same
// ones.

export interface Paths {
  /** Infinity if nothing leads there. */
  readonly costs: Float64Array;
  /** The previous node on the way from the source; -1 for the source itself, and if nothing leads there. */
  readonly previous: Int32Array;
}

/**
 * Among equally cheap routes the one with the fewest links, then the one whose last node but one has the smaller
 * number, and so on back to the source.
 * @param linksOf the links of a node; costs are 0 or more
 */
export function shortestPaths(
  size: number,
  source: number,
  linksOf: (node: number) => readonly { to: number; cost: number }[],
): Paths {
  const costs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const links = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(size).fill(-1);
  const settled = new Uint8Array(size);
  const open = new Queue();
  costs[source] = 0;
  links[source] = 0;
  open.add({ node: source, cost: 0, links: 0 });
  for (let nearest = open.take(); nearest !== undefined; nearest = open.take()) {
    const { node } = nearest;
    if (settled[node]) continue;
    settled[node] = 1;
    for (const link of linksOf(node)) {
      const { to } = link;
      if (settled[to]) continue;
      const cost = costs[node]! + link.cost;
      const more = links[node]! + 1;
      const order = cost - costs[to]! || more - links[to]!;
      if (order < 0) {
        costs[to] = cost;
        links[to] = more;
        previous[to] = node;
        open.add({ node: to, cost, links: more });
      } else if (order === 0 && node < previous[to]!) previous[to] = node;
    }
  }
  return { costs, previous };
}

interface Entry {
  readonly node: number;
  readonly cost: number;
  readonly links: number;
}

function isBefore(a: Entry, b: Entry): boolean {
  return (a.cost - b.cost || a.links - b.links || a.node - b.node) < 0;
}

/** A binary heap. */
class Queue {
  readonly #entries: Entry[] = [];

  add(entry: Entry): void {
    const entries = this.#entries;
    let hole = entries.push(entry) - 1;
    for (let parent = (hole - 1) >> 1; hole > 0 && isBefore(entry, entries[parent]!); parent = (hole - 1) >> 1) {
      entries[hole] = entries[parent]!;
      hole = parent;
    }
    entries[hole] = entry;
  }

  take(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return first;
    let hole = 0;
    for (let child = 1; child < entries.length; child = 2 * hole + 1) {
      if (child + 1 < entries.length && isBefore(entries[child + 1]!, entries[child]!)) child++;
      if (!isBefore(entries[child]!, last)) break;
      entries[hole] = entries[child]!;
      hole = child;
    }
    entries[hole] = last;
    return first;
  }
}
