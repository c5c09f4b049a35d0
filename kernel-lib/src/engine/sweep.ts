// The same experiment for every combination of some parameters, each over several seeds. Draws nothing: `sweepChart`
// does.
import { availableParallelism } from "node:os";
import { MisuseError, quote } from "../node/errors.js";
import type { Farm } from "./farm/farm.js";
import { OneFarm } from "./farm/one-farm.js";
import { isWatched } from "./run.js";
import type { Answer } from "./sweep/answer.js";
import { onCores, packed } from "./sweep/cores.js";
import type { Task } from "./sweep/experimenter.js";
import { combinations, experiments, type Grid } from "./sweep/grid.js";
import { onFarm } from "./sweep/on-farm.js";
import { resultOf } from "./sweep/result-of.js";

/** One combination of parameters, and what the experiment gave with each seed. */
export interface SweepPoint<P, R> {
  p: P;
  /** In the order of the seeds, from 1. */
  results: R[];
}

/** Threads pay where what is left takes longer than this (ms). */
const WORTH = 500;

/**
 * Calls `f` for every combination of the grid's values with seeds 1, 2, 3, ..., and returns the results. The last
 * parameter varies fastest.
 *
 * A sweep that takes time runs on all cores, with the results of one: each thread has a copy of `f` and of all that `f`
 * uses. Runs of the simulator and verdicts of `explore` are results like any other, with their pictures. An `f` that
 * writes to variables outside of it, keeps something from one experiment to the next, gives more than plain data beside
 * those, or runs nodes on real threads is called here, once after the other.
 * @param grid a list of values for each parameter: `{ nodes: [2, 4, 8], loss: [0, 0.1] }`
 * @param f is given one value of each, and `seed`; what it returns, or what its promise yields, is a result
 * @param options.seeds how many, default 10
 * @param options.cores how many threads, from the beginning; 1: none but this one. By default one for each core, once
 * it is clear that it takes time
 * @param options.on a farm, whose workers do the experiments; the results are those of this machine
 * @throws MisuseError for an invalid grid; an error in `f` is passed on with the parameters that caused it
 */
export async function sweep<P extends Grid, R>(
  grid: P,
  f: (p: { [K in keyof P]: P[K][number] } & { seed: number }) => R | Promise<R>,
  options: { seeds?: number; cores?: number; on?: Farm } = {},
): Promise<{ p: { [K in keyof P]: P[K][number] }; results: Awaited<R>[] }[]> {
  const { seeds = 10, cores, on } = options;
  check(grid, f, seeds, cores, on);
  const results = (await new Sweep(grid, f as Experiment, seeds, cores, on as OneFarm).run()) as Awaited<R>[];
  const points = combinations(grid) as { [K in keyof P]: P[K][number] }[];
  return points.map((p, i) => ({ p, results: results.slice(i * seeds, (i + 1) * seeds) }));
}

type Experiment = (p: object) => unknown;

class Sweep {
  readonly #all: Record<string, unknown>[];
  readonly #results: unknown[] = [];
  readonly #started = performance.now();
  /** On how many threads it goes on; 1 once it is known that it cannot. */
  #cores: number;

  constructor(
    readonly grid: Grid,
    readonly f: Experiment,
    readonly seeds: number,
    readonly cores: number | undefined,
    readonly farm: OneFarm | undefined,
  ) {
    this.#all = experiments(grid, seeds);
    this.#cores = isWatched() ? 1 : (cores ?? availableParallelism());
  }

  async run(): Promise<unknown[]> {
    if (this.farm && !isWatched()) await this.#elsewhere(({ length }, task) => onFarm(this.farm!, task, length));
    while (this.#results.length < this.#all.length) {
      const cores = this.#cores;
      if (this.#isWorthThreads())
        await this.#elsewhere(({ length }, task) => onCores(task, cores, this.#results.length, length));
      if (this.#results.length < this.#all.length) await this.#here();
    }
    return this.#results;
  }

  #isWorthThreads(): boolean {
    const done = this.#results.length;
    const left = this.#all.length - done;
    if (this.#cores === 1 || left === 1) return false;
    return this.cores !== undefined || (done > 0 && ((performance.now() - this.#started) / done) * left > WORTH);
  }

  async #here(): Promise<void> {
    const p = this.#all[this.#results.length];
    try {
      this.#results.push(await this.f({ ...p }));
    } catch (error) {
      throw named(error, p);
    }
  }

  /** Does what is left on threads or a farm, as far as they can; what they cannot, is done here. */
  async #elsewhere(act: (all: readonly object[], task: Task) => Promise<Answer[]>): Promise<void> {
    this.#cores = 1;
    const shipment = packed(this.f, this.grid);
    if (!shipment) return;
    const task = { shipment, seeds: this.seeds };
    for (const { index, done } of await act(this.#all, task)) {
      if (!done) break;
      this.#results.push(resultOf(done, task, index));
    }
  }
}

function named(error: unknown, at: object): Error {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : quote(error);
  return new Error(`sweep: at ${quote(at)}: ${message}`, { cause: error });
}

function check(grid: Grid, f: unknown, seeds: number, cores: number | undefined, on: unknown): void {
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
  if (cores !== undefined && (!Number.isSafeInteger(cores) || cores < 1))
    throw new MisuseError(`sweep: cores is ${quote(cores)}; it is a whole number, 1 or more.`);
  if (on !== undefined && !(on instanceof OneFarm))
    throw new MisuseError(`sweep: on is ${quote(on)}; it takes a farm: { on: farm("farm://...") }.`);
}
