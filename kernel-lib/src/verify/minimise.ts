// Makes a schedule that breaks a property short, and easy to follow: events are removed as long as it still breaks
// (Zeller's delta debugging), then put in an order that stays with one node as long as it can.
import type { Schedule, Step } from "./schedule.js";
import type { Space } from "./space.js";

/** What a schedule must still do. */
export interface Aim {
  /** Whether a state is the one looked for. */
  isBroken(row: Int32Array): boolean;
  /** Whether an error thrown by a handler is. */
  isError(error: string): boolean;
  isWithin(row: Int32Array): boolean;
  /** Why to be content with what there is. */
  stop(): string | undefined;
}

/** Steps taken again, after which a long schedule is left as it is. */
const MOST_STEPS = 3_000_000;

/** A schedule from `row` that still breaks the property, from which no event can be removed. */
export async function minimise(
  space: Space,
  row: Int32Array,
  steps: readonly Step[],
  aim: Aim,
): Promise<readonly Step[]> {
  let shortest = (await follow(space, row, steps, aim)) ?? steps;
  let work = 0;
  const isOver = () => work > MOST_STEPS || aim.stop() !== undefined;
  for (let size = shortest.length >> 1; size >= 1; ) {
    const before = shortest.length;
    for (let at = shortest.length - size; at >= 0 && !isOver(); at -= size) {
      work += shortest.length;
      const shorter = await follow(space, row, [...shortest.slice(0, at), ...shortest.slice(at + size)], aim);
      if (shorter && shorter.length < shortest.length) shortest = shorter;
      at = Math.min(at, shortest.length);
    }
    if (size === 1 && (shortest.length === before || isOver())) break;
    if (size > 1) size >>= 1;
  }
  return shortest;
}

/** The steps that can be taken, up to the one that breaks the property; undefined if none does. */
async function follow(
  space: Space,
  row: Int32Array,
  steps: readonly Step[],
  aim: Aim,
): Promise<readonly Step[] | undefined> {
  const taken: Step[] = [];
  let current = row;
  if (aim.isBroken(current)) return taken;
  for (const step of steps) {
    const after = await space.after(current, step);
    if (!after) continue;
    if (after.error === undefined && !aim.isWithin(after.row)) continue;
    taken.push(step);
    if (after.error !== undefined) return aim.isError(after.error) ? taken : undefined;
    current = after.row;
    if (aim.isBroken(current)) return taken;
  }
  return undefined;
}

/**
 * The same events with fewer changes from one node to another, where that leads to the same end. The last event stays
 * the last.
 */
export async function tidy(
  space: Space,
  row: Int32Array,
  { steps }: Pick<Schedule, "steps">,
  aim: Aim,
): Promise<readonly Step[]> {
  let tidiest = steps;
  if (steps.length > MOST_TIDIED) return steps;
  for (const node of new Set(steps.map((step) => step.node))) {
    const ordered = await order(space, row, steps, node, aim);
    const shorter = ordered && (await follow(space, row, ordered, aim));
    if (shorter && switches(shorter) < switches(tidiest)) tidiest = shorter;
  }
  return tidiest;
}

/** Longer schedules are hard to follow in any order. */
const MOST_TIDIED = 200;

/**
 * The steps in an order that begins with `node` and stays with a node as long as it can; the last one's node comes
 * late.
 */
async function order(
  space: Space,
  row: Int32Array,
  steps: readonly Step[],
  node: number,
  aim: Aim,
): Promise<readonly Step[] | undefined> {
  const last = steps.at(-1)!;
  const rest = steps.slice(0, -1);
  const ordered: Step[] = [];
  let current = row;
  while (rest.length > 0) {
    const firsts = rest.filter((step, i) => rest.findIndex((other) => other.node === step.node) === i);
    const now = ordered.at(-1)?.node ?? node;
    const rank = (step: Step) => (step.node === now ? 0 : step.node === last.node ? 2 : 1);
    firsts.sort((a, b) => rank(a) - rank(b));
    const next = await firstPossible(space, current, firsts, aim);
    if (!next) return undefined;
    ordered.push(...rest.splice(rest.indexOf(next.step), 1));
    current = next.row;
  }
  return [...ordered, last];
}

/** The first of the steps that can be taken now, and where it leads. */
async function firstPossible(space: Space, row: Int32Array, steps: readonly Step[], aim: Aim) {
  for (const step of steps) {
    const after = await space.after(row, step);
    if (after && after.error === undefined && aim.isWithin(after.row)) return { step, row: after.row };
  }
  return undefined;
}

function switches(steps: readonly Step[]): number {
  return steps.filter(({ node }, i) => i > 0 && node !== steps[i - 1]!.node).length;
}
