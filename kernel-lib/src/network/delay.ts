// How long a message takes: a constant, a distribution, or a matrix that has one of these for every link.
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import { cosineOfTurn, logarithm } from "./functions.js";
import type { Random } from "./random.js";

/** A time in ms: constant, uniform, uniform around a mean, exponential with that mean, or normal (never below 0). */
export type LinkDelay =
  | number
  | { min: number; max: number }
  | { mean: number; jitter: number }
  | { exponential: number }
  | { normal: number; deviation: number };

/** A time in ms for every link, or in a matrix, by sender and then receiver, one for each. */
export type Delay = LinkDelay | { matrix: Record<NodeId, Record<NodeId, LinkDelay>> };

const shapes = ["max,min", "jitter,mean", "exponential", "deviation,normal"];

/** @throws MisuseError if this is not a delay */
export function checkDelay(delay: Delay): void {
  if (!isRecord(delay) || !("matrix" in delay)) return checkLink(delay, "");
  const { matrix } = delay;
  if (Object.keys(delay).length > 1 || !isRecord(matrix) || !Object.values(matrix).every(isRecord))
    throw new MisuseError(
      `latency(${quote(delay)}): a matrix has a row for each sender with a delay for each receiver: ` +
        "{ matrix: { a: { b: 20, c: 90 }, b: { a: 20 } } }.",
    );
  for (const [from, row] of Object.entries(matrix))
    for (const [to, each] of Object.entries(row)) checkLink(each, ` from "${from}" to "${to}"`);
}

function checkLink(delay: LinkDelay, link: string): void {
  const parts = isRecord(delay) ? Object.values(delay) : [delay];
  const known = typeof delay === "number" || (isRecord(delay) && shapes.includes(Object.keys(delay).sort().join()));
  if (!known || !parts.every(isTime))
    throw new MisuseError(
      `latency(${quote(delay)})${link}: a delay is milliseconds, 0 or more: 20, { min: 5, max: 50 }, { mean: 20, jitter: 5 }, ` +
        "{ exponential: 20 }, { normal: 20, deviation: 5 }, or a { matrix } of these by sender and receiver.",
    );
  if (isRecord(delay) && "min" in delay && delay.min > delay.max)
    throw new MisuseError(`latency(${quote(delay)})${link}: min is above max.`);
}

/** The nodes a delay names, in a matrix. */
export function nodesOf(delay: Delay): NodeId[] {
  if (typeof delay === "number" || !("matrix" in delay)) return [];
  return Object.entries(delay.matrix).flatMap(([from, row]) => [from, ...Object.keys(row)]);
}

/** Draws the time in ms that a message takes from a sender to a receiver; undefined if a matrix leaves the link out. */
export type Sampler = (from: NodeId, to: NodeId, random: Random) => number | undefined;

/** The sampler of a delay, made once: a million messages use it. */
export function samplerOf(delay: Delay): Sampler {
  if (typeof delay === "number" || !("matrix" in delay)) {
    const draw = drawerOf(delay);
    return (_from, _to, random) => draw(random);
  }
  const rows = new Map(
    Object.entries(delay.matrix).map(([from, row]) => [
      from,
      new Map(Object.entries(row).map(([to, each]) => [to, drawerOf(each)])),
    ]),
  );
  return (from, to, random) => rows.get(from)?.get(to)?.(random);
}

function drawerOf(delay: LinkDelay): (random: Random) => number {
  if (typeof delay === "number") return () => delay;
  if ("min" in delay) {
    const { min, max } = delay;
    return (random) => min + (max - min) * random();
  }
  if ("mean" in delay) {
    const { mean, jitter } = delay;
    return (random) => Math.max(0, mean + jitter * (2 * random() - 1));
  }
  if ("exponential" in delay) {
    const { exponential } = delay;
    return (random) => -exponential * logarithm(1 - random());
  }
  const { normal, deviation } = delay;
  return (random) => {
    // Box and Muller (1958).
    const standard = Math.sqrt(-2 * logarithm(1 - random())) * cosineOfTurn(random());
    return Math.max(0, normal + deviation * standard);
  };
}

/** Whether this is a time in ms: a finite number, 0 or more. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function isRecord(value: unknown): value is Record<string, any> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
