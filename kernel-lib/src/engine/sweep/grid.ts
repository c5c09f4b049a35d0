// The experiments of a sweep, in their order: every combination of the grid's values, the last parameter fastest, each
// with every seed.

export type Grid = Record<string, readonly unknown[]>;

export function combinations(grid: Grid): Record<string, unknown>[] {
  let found: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(grid))
    found = found.flatMap((each) => values.map((value) => ({ ...each, [name]: value })));
  return found;
}

/** What each experiment is given. */
export function experiments(grid: Grid, seeds: number): Record<string, unknown>[] {
  return combinations(grid).flatMap((p) => Array.from({ length: seeds }, (_, i) => ({ ...p, seed: i + 1 })));
}
