// Random networks, the same for the same seed on every machine: by a fixed number of links for each node, or by chance
// for each pair.
import { MisuseError, quote } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { logarithm } from "../functions.js";
import { type Random, randomStream } from "../random.js";
import type { Network } from "./graph.js";
import { checkIds, shape } from "./shapes.js";

/** How a random graph is drawn. */
export type RandomGraphOptions = { seed?: number } & ({ degree: number } | { probability: number });

/**
 * A random graph, every link of cost 1.
 * @param options.degree every node has this many links, at least 2, and every node can reach every other (drawn as in
 * Steger and Wormald 1999)
 * @param options.probability instead: each pair is linked with this probability, 0 to 1 (Gilbert 1959); it may
 * have several `parts`
 * @param options.seed default 1
 * @throws MisuseError if no such graph exists
 */
export function randomGraph(ids: readonly NodeId[], options: RandomGraphOptions): Network {
  checkIds(ids, "randomGraph");
  const { degree, probability, seed = 1 } = (options ?? {}) as { degree?: number; probability?: number; seed?: number };
  if (!Number.isSafeInteger(seed))
    throw new MisuseError(`randomGraph: the seed is ${quote(seed)}; it is a whole number.`);
  if ((degree === undefined) === (probability === undefined))
    throw new MisuseError(
      `randomGraph(ids, ${quote(options)}): give either degree, as in { degree: 4 }, or probability, as in { probability: 0.1 }.`,
    );
  const random = randomStream(seed, "randomGraph");
  if (degree === undefined) return shape(ids, byChance(ids.length, probability!, random));
  checkDegree(degree, ids.length);
  return degree === 2 ? shape(ids, circle(ids.length, random)) : connected(ids, degree, random);
}

function checkDegree(degree: number, size: number): void {
  const complaint =
    !Number.isSafeInteger(degree) || degree < 2
      ? "it is a whole number, 2 or more"
      : degree >= size
        ? `${size} nodes can have at most ${size - 1} links each`
        : (degree * size) % 2 === 1
          ? `${size} nodes with ${degree} links each have ${degree * size} ends, which cannot be paired: make one of the two even`
          : undefined;
  if (complaint) throw new MisuseError(`randomGraph: degree is ${quote(degree)}; ${complaint}.`);
}

type Pair = readonly [number, number];

/** Each pair by a draw of its own, but skipping at once to the next linked one (Batagelj and Brandes 2005). */
function byChance(size: number, probability: number, random: Random): Pair[] {
  if (typeof probability !== "number" || !(probability >= 0 && probability <= 1))
    throw new MisuseError(`randomGraph: probability is ${quote(probability)}; it lies between 0 and 1.`);
  const pairs: Pair[] = [];
  if (probability === 0) return pairs;
  const skip = () => (probability === 1 ? 0 : Math.floor(logarithm(1 - random()) / logarithm(1 - probability)));
  for (let [a, b] = [1, skip()]; a < size; b += 1 + skip()) {
    for (; b >= a && a < size; a++) b -= a;
    if (a < size) pairs.push([b, a]);
  }
  return pairs;
}

/** All on one circle, in random order: the only connected graph with two links each. */
function circle(size: number, random: Random): Pair[] {
  const order = shuffled(
    Array.from({ length: size }, (_, i) => i),
    random,
  );
  return order.map((place, i) => [place, order[(i + 1) % size]!]);
}

/** From degree 3 up nearly every graph drawn is connected; the others are drawn again. */
function connected(ids: readonly NodeId[], degree: number, random: Random): Network {
  for (;;) {
    const pairs = paired(ids.length, degree, random);
    const drawn = pairs && shape(ids, pairs);
    if (drawn?.parts.length === 1) return drawn;
  }
}

/**
 * Joins free ends at random, never a node to itself or a pair twice; undefined if the ends that are left cannot be
 * joined like that.
 */
function paired(size: number, degree: number, random: Random): Pair[] | undefined {
  const joined = new Set<number>();
  const pairs: Pair[] = [];
  const key = (a: number, b: number) => Math.min(a, b) * size + Math.max(a, b);
  let free = Array.from({ length: size * degree }, (_, end) => end % size);
  while (free.length > 0) {
    const ends = shuffled(free, random);
    free = [];
    for (let i = 0; i < ends.length; i += 2) {
      const [a, b] = [ends[i]!, ends[i + 1]!];
      if (a === b || joined.has(key(a, b))) free.push(a, b);
      else {
        joined.add(key(a, b));
        pairs.push([a, b]);
      }
    }
    const stuck = free.every((a) => free.every((b) => a === b || joined.has(key(a, b))));
    if (free.length > 0 && stuck) return undefined;
  }
  return pairs;
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
