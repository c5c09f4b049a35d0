// Anomalies by name, each with a shortest cycle (Adya 1999; Berenson et al. 1995; Cerone and Gotsman 2016 for the long
// fork).
import { type CycleEdge, type Shape, shortestCycle } from "./cycles.js";
import { type DependencyGraph, dependency, RW, SESSION, TIME, WR, WW } from "./dependency-graph.js";
import { INITIAL, type TransactionHistory } from "./history.js";
import { ORDERS, PARALLEL, READ_COMMITTED, READ_UNCOMMITTED, SNAPSHOT } from "./levels.js";
import type { Anomaly, Dependency } from "./transaction.js";

/** Only writes over each other. */
const G0: Shape = { next: [{ [WW]: 0 }], accepts: [true], least: 2 };
/** Dependencies, at least one of them a read. */
const G1C: Shape = {
  next: [
    { [WW]: 0, [WR]: 1 },
    { [WW]: 1, [WR]: 1 },
  ],
  accepts: [false, true],
  least: 2,
};
/** One rw first, then dependencies, one of them a read. */
const READ_SKEW: Shape = {
  next: [{ [RW]: 1 }, { [WW]: 1, [WR]: 2 }, { [WW]: 2, [WR]: 2 }],
  accepts: [false, false, true],
  least: 2,
};
/** The same without a read among the dependencies. */
const WRITTEN_OVER: Shape = { next: [{ [RW]: 1 }, { [WW]: 1 }], accepts: [false, true], least: 2 };
/** Two or more rw, with dependencies between any two. */
const LONG_FORK: Shape = {
  next: [
    { [RW]: 1 },
    { [WW]: 2, [WR]: 2 },
    { [WW]: 2, [WR]: 2, [RW]: 3 },
    { [WW]: 4, [WR]: 4 },
    { [WW]: 4, [WR]: 4, [RW]: 3 },
  ],
  accepts: [false, false, false, false, true],
  least: 4,
};
/** Two rw in a row, then anything. */
const WRITE_SKEW: Shape = {
  next: [{ [RW]: 1 }, { [RW]: 2 }, { [WW]: 2, [WR]: 2, [RW]: 2 }],
  accepts: [false, false, true],
  least: 2,
};

/**
 * What is wrong under the order of versions that the history is settled on, one of each name.
 * @param fails whether a level does not hold: what every other one rules out is not looked for
 */
export function cyclicAnomalies(
  history: TransactionHistory,
  graph: DependencyGraph,
  fails: (base: number) => boolean,
): Anomaly[] {
  const found: Anomaly[] = [];
  const add = (name: string, cycle: readonly CycleEdge[] | undefined) => {
    if (cycle && !found.some((one) => one.name === name)) found.push(told(history, name, cycle));
  };
  if (fails(READ_UNCOMMITTED)) add("G0", shortestCycle(graph, G0));
  if (fails(READ_COMMITTED)) add("G1c", shortestCycle(graph, G1C));
  if (fails(PARALLEL)) {
    add("lost update", lostUpdate(history));
    add("read skew", shortestCycle(graph, READ_SKEW) ?? severalKeys(shortestCycle(graph, WRITTEN_OVER)));
  }
  if (fails(SNAPSHOT)) add("long fork", shortestCycle(graph, LONG_FORK));
  add("write skew", shortestCycle(graph, WRITE_SKEW));
  return found;
}

/** Every edge may be one of the order that is asked for: the cycle begins with such a one. */
function shapeWith(extra: number, base: number): Shape {
  const first = Object.fromEntries([SESSION, TIME].filter((kind) => kind & extra).map((kind) => [kind, 1]));
  const on = (state: number) => ({ [WW]: state, [WR]: state, [SESSION]: state, [TIME]: state });
  if (base <= READ_COMMITTED) return { next: [first, on(1)], accepts: [false, true], least: 2 };
  if (base === PARALLEL) return { next: [first, { ...on(1), [RW]: 2 }, on(2)], accepts: [false, true, true], least: 2 };
  if (base === SNAPSHOT) return { next: [first, { ...on(1), [RW]: 2 }, on(1)], accepts: [false, true, true], least: 2 };
  return { next: [first, { ...on(1), [RW]: 1 }], accepts: [false, true], least: 2 };
}

/** What is wrong with sessions or real time at a level that holds without them. */
export function orderAnomaly(
  history: TransactionHistory,
  graph: DependencyGraph,
  base: number,
  order: number,
): Anomaly | undefined {
  const cycle = shortestCycle(graph, shapeWith(ORDERS[order]!, base));
  if (!cycle) return undefined;
  const suffix = cycle.some(({ kind }) => kind === TIME) ? "real time" : "session";
  return told(history, `${nameOf(cycle)} (${suffix})`, cycle);
}

/** By its rw: none, one, some in a row, or none in a row. */
function nameOf(cycle: readonly CycleEdge[]): string {
  const against = cycle.filter(({ kind }) => kind === RW).length;
  if (against === 0) return cycle.some(({ kind }) => kind === WR) ? "G1c" : "G0";
  if (against === 1) return "read skew";
  return cycle.some(({ kind }, i) => kind === RW && cycle[(i + 1) % cycle.length]!.kind === RW)
    ? "write skew"
    : "long fork";
}

/** A transaction that writes a key it has read, although another has written it in between. */
function lostUpdate({ keys, reads, writers }: TransactionHistory): CycleEdge[] | undefined {
  const places = new Map<number, number>();
  const own = new Map<string, number>();
  for (const [key, { chain }] of keys.entries())
    for (const [place, version] of chain.entries()) {
      places.set(version, place);
      own.set(`${writers[version]} ${key}`, place);
    }
  for (const { reader, key, sources } of reads) {
    const mine = own.get(`${reader} ${key}`);
    if (mine === undefined) continue;
    const seen = sources[0] === INITIAL ? -1 : places.get(sources[0]!)!;
    for (let place = mine - 1; place > seen; place--) {
      const other = writers[keys[key]!.chain[place]!]!;
      if (other === reader) continue;
      return [
        { from: reader, to: other, kind: RW, key },
        { from: other, to: reader, kind: WW, key },
      ];
    }
  }
  return undefined;
}

/** Of one key alone it is a lost update. */
function severalKeys(cycle: CycleEdge[] | undefined): CycleEdge[] | undefined {
  return cycle && new Set(cycle.map(({ key }) => key)).size > 1 ? cycle : undefined;
}

/** For a cycle that no name fits. */
export function anyCycle(history: TransactionHistory, graph: DependencyGraph): Anomaly | undefined {
  const shape: Shape = { next: [{ [WW]: 0, [WR]: 0, [RW]: 0 }], accepts: [true], least: 2 };
  const cycle = shortestCycle(graph, shape);
  return cycle && told(history, nameOf(cycle), cycle);
}

function told(history: TransactionHistory, name: string, cycle: readonly CycleEdge[]): Anomaly {
  const edges = fromEarliest(cycle).map(({ from, to, kind, key }) => dependency(history, from, to, kind, key));
  return {
    name,
    cycle: edges,
    why: `${edges.map(({ from }) => from).join(", ")}: ${edges.map(meaning).join(", and ")}.`,
  };
}

/** Cycles begin with their earliest transaction, so that the same one is always drawn alike. */
function fromEarliest(cycle: readonly CycleEdge[]): CycleEdge[] {
  const first = cycle.reduce((best, { from }, i) => (from < cycle[best]!.from ? i : best), 0);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

/** What an edge says. */
export function meaning({ kind, from, to, key }: Dependency): string {
  if (kind === "ww") return `${to} writes over ${key} of ${from}`;
  if (kind === "wr") return `${to} reads ${key} of ${from}`;
  if (kind === "rw") return `${from} reads ${key} before ${to} writes it`;
  return kind === "time" ? `${from} ended before ${to} started` : `${from} comes before ${to} in its process`;
}
