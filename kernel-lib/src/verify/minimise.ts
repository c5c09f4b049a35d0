// Makes a schedule that breaks a property short, and easy to follow: events are removed as long as it still breaks (Zeller's delta
// debugging), then put in an order that stays with one node as long as it can.
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

/** A schedule from `row` that still breaks the property, from which no event can be removed. */
export async function minimise(
  space: Space,
  row: Int32Array,
  steps: readonly Step[],
  aim: Aim,
): Promise<readonly Step[]> {
  let shortest = (await follow(space, row, steps, aim)) ?? steps;
  for (let size = shortest.length >> 1; size >= 1; ) {
    const before = shortest.length;
    for (let at = shortest.length - size; at >= 0 && !aim.stop(); at -= size) {
      const shorter = await follow(space, row, [...shortest.slice(0, at), ...shortest.slice(at + size)], aim);
      if (shorter && shorter.length < shortest.length) shortest = shorter;
      at = Math.min(at, shortest.length);
    }
    if (size === 1 && (shortest.length === before || aim.stop())) break;
    if (size > 1) size >>= 1;
  }
  return shortest;
}

/** The steps that can be taken, up to the one that breaks the property; undefined where none does. */
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

/** The same events with fewer changes from one node to another, where that leads to the same end. */
export async function tidy(
  space: Space,
  row: Int32Array,
  { steps }: Pick<Schedule, "steps">,
  aim: Aim,
): Promise<readonly Step[]> {
  const last = steps.at(-1);
  if (!last) return steps;
  const rest = steps.slice(0, -1);
  const ordered: Step[] = [];
  let current = row;
  while (rest.length > 0) {
    const next = await choose(space, current, rest, ordered.at(-1)?.node, aim);
    if (!next) return steps;
    ordered.push(...rest.splice(next.at, 1));
    current = next.row;
  }
  ordered.push(last);
  const shorter = await follow(space, row, ordered, aim);
  return shorter && switches(shorter) < switches(steps) ? shorter : steps;
}

/** The first step that can be taken now, on `node` if there is one. Steps of one node keep their order. */
async function choose(space: Space, row: Int32Array, steps: readonly Step[], node: number | undefined, aim: Aim) {
  const firsts = steps.filter((step, i) => steps.findIndex((other) => other.node === step.node) === i);
  firsts.sort((a, b) => Number(b.node === node) - Number(a.node === node));
  for (const step of firsts) {
    const after = await space.after(row, step);
    if (after && after.error === undefined && aim.isWithin(after.row))
      return { at: steps.indexOf(step), row: after.row };
  }
  return undefined;
}

function switches(steps: readonly Step[]): number {
  return steps.filter(({ node }, i) => i > 0 && node !== steps[i - 1]!.node).length;
}
