// The same experiment for every combination of some parameters, each over several seeds. Draws nothing: `sweepChart`
// does.
import { MisuseError, quote } from "../node/errors.js";

/** One combination of parameters, and what the experiment gave with each seed. */
export interface SweepPoint<P, R> {
  p: P;
  /** In the order of the seeds, from 1. */
  results: R[];
}

/**
 * Calls `f` for every combination of the grid's values with seeds 1, 2, 3, ..., one after another, and returns the
 * results. The last parameter varies fastest.
 * @param grid a list of values for each parameter: `{ nodes: [2, 4, 8], loss: [0, 0.1] }`
 * @param f is given one value of each, and `seed`; what it returns, or what its promise yields, is a result
 * @param options.seeds how many, default 10
 * @throws MisuseError for an invalid grid; an error in `f` is passed on with the parameters that caused it
 */
export async function sweep<P extends Record<string, readonly unknown[]>, R>(
  grid: P,
  f: (p: { [K in keyof P]: P[K][number] } & { seed: number }) => R | Promise<R>,
  options: { seeds?: number } = {},
): Promise<{ p: { [K in keyof P]: P[K][number] }; results: Awaited<R>[] }[]> {
  const { seeds = 10 } = options;
  check(grid, f, seeds);
  const points: SweepPoint<{ [K in keyof P]: P[K][number] }, Awaited<R>>[] = [];
  for (const p of combinations(grid)) {
    const results: Awaited<R>[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      try {
        results.push(await f({ ...p, seed }));
      } catch (error) {
        throw named(error, { ...p, seed });
      }
    }
    points.push({ p, results });
  }
  return points;
}

function combinations<P extends Record<string, readonly unknown[]>>(grid: P): { [K in keyof P]: P[K][number] }[] {
  let found: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(grid))
    found = found.flatMap((each) => values.map((value) => ({ ...each, [name]: value })));
  return found as { [K in keyof P]: P[K][number] }[];
}

function named(error: unknown, at: object): Error {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : quote(error);
  return new Error(`sweep: at ${quote(at)}: ${message}`, { cause: error });
}

function check(grid: Record<string, readonly unknown[]>, f: unknown, seeds: number): void {
  const example = "a list of values for each parameter, as in { nodes: [2, 4, 8] }";
  if (typeof grid !== "object" || grid === null || Array.isArray(grid) || Object.keys(grid).length === 0)
    throw new MisuseError(`sweep: the grid is ${quote(grid)}; it takes ${example}.`);
  for (const [name, values] of Object.entries(grid))
    if (!Array.isArray(values) || values.length === 0)
      throw new MisuseError(`sweep: ${name} is ${quote(values)}; the grid takes ${example}.`);
  if ("seed" in grid) throw new MisuseError('sweep: "seed" is not for the grid; say how many with { seeds: 20 }.');
  if (typeof f !== "function")
    throw new MisuseError(`sweep: the experiment is ${quote(f)}; it is a function of the parameters and seed.`);
  if (!Number.isSafeInteger(seeds) || seeds < 1)
    throw new MisuseError(`sweep: seeds is ${quote(seeds)}; it is a whole number, 1 or more.`);
}
