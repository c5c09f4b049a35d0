// From numbers of states to the schedule that leads along them.
import type { Schedule, Step } from "./schedule.js";
import type { Search } from "./search.js";
import type { First } from "./space.js";

/**
 * The schedule along `path`, which begins with a first state, and the state it ends in. With symmetry, states along it
 * may have changed places.
 */
export async function retrace(
  search: Search,
  firsts: readonly First[],
  path: readonly number[],
): Promise<Schedule & { row: Int32Array }> {
  const { space } = search;
  const first = firsts.find(({ row }) => numberOf(search, row) === path[0])!;
  const steps: Step[] = [];
  let { row } = first;
  for (const state of path.slice(1)) {
    await space.prepare(row, 0);
    let next: Int32Array | undefined;
    space.successors(row, 0, space.hashOf(row), () => {
      if (space.error !== undefined) return false;
      const shown = space.row.slice();
      if (search.find() !== state) return false;
      steps.push(space.step);
      next = shown;
      return true;
    });
    row = next!;
  }
  return { choices: first.choices, steps, row };
}

function numberOf(search: Search, row: Int32Array): number {
  search.space.row.set(row);
  search.space.hash = search.space.hashOf(row);
  return search.find();
}
