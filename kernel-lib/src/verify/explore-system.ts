// Exploration from end to end: searches, looks for what never happens, and turns what breaks a property into a short
// counterexample. The classes are already evaluated, and the caller provides the clock.
import { randomStream } from "../network/random.js";
import { MisuseError } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import type { Trace } from "../trace/trace.js";
import { violationWords } from "../trace/violation.js";
import { advice } from "./advice.js";
import { assumptions } from "./assumptions.js";
import { Components } from "./components.js";
import { ParallelSearch } from "./cores/parallel-search.js";
import { Envelopes } from "./envelopes.js";
import { FaultRules } from "./fault-rules.js";
import { follow } from "./follow.js";
import { FutureReceivers } from "./future-receivers.js";
import { HandlerRunner } from "./handler-runner.js";
import { Inboxes } from "./inboxes.js";
import { Judge, OUTPUTS_READ } from "./judge.js";
import { findEndless } from "./liveness.js";
import { LocalStates } from "./local-states.js";
import { type Aim, minimise, tidy } from "./minimise.js";
import {
  checkOptions,
  type ExploredSystem,
  type ExploreOptions,
  INTERRUPTION,
  isInterrupt,
  STOPPED,
  type Surroundings,
  type Verdict,
} from "./options.js";
import { Reads } from "./reads.js";
import { irreducible, Reduction } from "./reduction.js";
import { retrace } from "./retrace.js";
import type { Schedule, Step } from "./schedule.js";
import { type Remarks, type Scheduled, scheduleToTrace } from "./schedule-to-trace.js";
import { Search, type Violation } from "./search.js";
import { type First, Space } from "./space.js";
import { Symmetry } from "./symmetry.js";
import { walk } from "./walks.js";

/** The property that is checked without being asked for. */
export const NO_ERRORS = "no handler throws";

/** Explores every schedule of a system. */
export async function exploreSystem(
  system: ExploredSystem,
  options: ExploreOptions,
  surroundings: Surroundings,
): Promise<Verdict> {
  checkOptions(options, system.ids);
  try {
    return await new Exploration(system, options, surroundings, false).run();
  } catch (error) {
    if (error !== OUTPUTS_READ) throw error;
    return await new Exploration(system, options, surroundings, true).run();
  }
}

class Exploration {
  readonly #components: Components;
  readonly #space: Space;
  readonly #judge: Judge;
  readonly #search: Search;
  readonly #parallel: ParallelSearch | undefined;
  readonly #symmetry: Symmetry | undefined;
  readonly #remarks: string[] = [];
  readonly #assumed: readonly string[];
  #firsts: readonly First[] = [];
  /** The steps that `from` tells. */
  #before: readonly Step[] = [];

  constructor(
    readonly system: ExploredSystem,
    readonly options: ExploreOptions,
    readonly surroundings: Surroundings,
    outputs: boolean,
  ) {
    const { network = "unordered", lossy = false, crashes = 0, symmetry = [], random } = options;
    const rules = new FaultRules(system.ids, system.described.faults, network);
    this.#assumed = assumptions(options, rules);
    const whole = options.reduction ? irreducible(system.ids.length, options, rules) : undefined;
    const reduces = options.reduction && whole === undefined;
    if (whole !== undefined) this.#remarks.push(`reduction plays no part: ${whole}`);
    const envelopes = new Envelopes(rules);
    const runner = new HandlerRunner(system, envelopes, random, () => surroundings.settle());
    const localStates = new LocalStates(system, envelopes, runner, outputs);
    const inboxes = new Inboxes(network, envelopes);
    const futureReceivers = reduces ? new FutureReceivers() : undefined;
    const reads = reduces ? new Reads(localStates.all) : undefined;
    this.#components = new Components(
      localStates,
      inboxes,
      envelopes,
      { lossy, crashes: crashes > 0 },
      futureReceivers,
    );
    this.#space = new Space(this.#components, crashes);
    this.#judge = new Judge(this.#components, options, reads);
    const reduction =
      futureReceivers && reads && new Reduction(this.#components, futureReceivers, reads, system.ids.length, crashes);
    // A lasso needs the states themselves: one that stands for others may close a circle where there is none, and a
    // fair one at that.
    let groups = symmetry.filter((group) => group.length > 1);
    if (groups.length > 0 && this.#judge.eventually.length > 0) {
      groups = [];
      this.#remarks.push(
        "symmetry plays no part: something must happen eventually, and that shows in whole schedules only",
      );
    }
    this.#symmetry = groups.length > 0 ? new Symmetry(this.#components, groups, this.#space.width) : undefined;
    const { cores = 1 } = options;
    if (cores > 1 && isHelped(options, this.#space) && !this.#symmetry && !reduction)
      this.#parallel = new ParallelSearch(surroundings.startHelpers, cores);
    this.#search = new Search(
      this.#space,
      this.#judge,
      options,
      surroundings,
      this.#symmetry,
      reduction,
      this.#parallel,
    );
  }

  async run(): Promise<Verdict> {
    try {
      const verdict = await this.#explore();
      if (this.#search.limit !== INTERRUPTION) return verdict;
    } catch (error) {
      if (!isInterrupt(error) && !isTooLarge(error)) throw error;
      this.#search.limit = isInterrupt(error) ? INTERRUPTION : "memory";
    } finally {
      await this.#parallel?.end();
    }
    return this.#bare();
  }

  async #explore(): Promise<Verdict> {
    const first = await this.#space.first();
    if ("error" in first) return this.#failedAtStart(first.error, first.choices);
    this.#firsts = first;
    if (this.options.from) {
      const { row, choices, lost, steps } = await follow(this.#space, first, this.options.from);
      this.#firsts = [{ row, choices, lost }];
      this.#before = steps;
    }
    this.#symmetry?.check(this.#firsts.map(({ row }) => row));
    if (this.options.search === "random")
      await walk(this.#search, this.#firsts, randomStream(this.system.seed, "walks"));
    else await this.#search.run(this.#firsts);
    const { violation, ended } = this.#search;
    if (violation) return this.#broken(violation);
    if (ended) return this.#neverHolds(ended.name, ended.path, []);
    const goOn = async () => {
      await this.#search.pause();
      return this.#search.limit === undefined;
    };
    for (const property of this.#judge.eventually) {
      const endless = await findEndless(this.#search, property, goOn);
      if (endless) return this.#neverHolds(property[0], endless.path, endless.circle);
    }
    return this.#unbroken();
  }

  /** What is known without running any more code of nodes and properties. */
  #bare(): Verdict {
    const { violation, ended } = this.#search;
    const broken = violation ? (violation.name ?? NO_ERRORS) : ended?.name;
    const why = violation?.error ?? violation?.why;
    return {
      ok: broken === undefined && this.#judge.missing.size === 0,
      ...this.#counts(),
      ...(broken !== undefined && { broken }),
      ...(why !== undefined && { why }),
      examples: {},
    };
  }

  async #unbroken(): Promise<Verdict> {
    const examples = await this.#examples();
    const [missing] = this.#judge.missing;
    if (missing === undefined) return { ok: true, ...this.#counts(), examples };
    const { unique, complete } = this.#counts();
    const where = `none of ${unique.toLocaleString("en")} states`;
    const why = `${where} shows it${complete ? "" : ", but not every state was explored"}`;
    return { ok: false, ...this.#counts(), broken: missing, why, examples };
  }

  async #broken({ state, name, why, error }: Violation): Promise<Verdict> {
    const traced = await retrace(this.#search, this.#firsts, this.#search.path(state));
    const aim = this.#aim(name);
    let { steps } = traced;
    if (error !== undefined) steps = [...steps, await this.#failing(traced.row)];
    const row = this.#firsts.find(({ choices }) => choices === traced.choices)!.row;
    if (this.options.search === "depth" || this.options.search === "random" || this.#search.reduction)
      steps = await minimise(this.#space, row, steps, aim);
    steps = await tidy(this.#space, row, { steps }, aim);
    const words = error ?? (name === undefined ? why : await this.#why(row, steps, name));
    const broken = name ?? NO_ERRORS;
    return {
      ok: false,
      ...this.#counts(),
      broken,
      ...(words !== undefined && { why: words }),
      counterexample: await this.#trace(
        { choices: traced.choices, steps },
        new Map([[steps.length, violationWords(broken, words)]]),
      ),
      examples: await this.#examples(),
    };
  }

  async #neverHolds(name: string, path: readonly number[], circle: readonly Step[]): Promise<Verdict> {
    const { choices, steps } = await retrace(this.#search, this.#firsts, path);
    const why =
      circle.length > 0
        ? `it never holds while ${circle.length === 1 ? "an event repeats" : `${circle.length} events repeat`} for ever`
        : `the schedule ends after ${steps.length} ${steps.length === 1 ? "event" : "events"}, and it has never held`;
    const remarks = new Map([
      [steps.length + circle.length, circle.length > 0 ? "and again" : violationWords(name, why)],
    ]);
    if (circle.length > 0) remarks.set(steps.length, `${violationWords(name, why)}: from here on`);
    const schedule = { choices, steps: [...steps, ...circle] };
    const { trace, waiting } = await this.#scheduled(schedule, remarks, circle.length === 0);
    return {
      ok: false,
      ...this.#counts(),
      broken: name,
      why,
      counterexample: trace,
      ...(circle.length === 0 && waiting.length > 0 && { waiting }),
      examples: await this.#examples(),
    };
  }

  async #failedAtStart(error: string, choices: readonly number[]): Promise<Verdict> {
    const remarks = new Map([[0, violationWords(NO_ERRORS, error)]]);
    return {
      ok: false,
      ...this.#counts(),
      complete: false,
      broken: NO_ERRORS,
      why: error,
      counterexample: await this.#trace({ choices, steps: [] }, remarks),
      examples: {},
    };
  }

  #counts(): Omit<Verdict, "ok" | "broken" | "why" | "counterexample" | "examples"> {
    const { states, generated, stopped, violation, reduction } = this.#search;
    return {
      unique: states.size,
      generated,
      complete: stopped === undefined && violation === undefined,
      ...(reduction && { reduced: reduction.left(states.size) }),
      ...(stopped !== undefined && { limit: stopped }),
      ...(this.#remarks.length > 0 && { remarks: this.#remarks }),
      assumed: this.#assumed,
      ...(this.#isTooMuch() && { advice: this.#advice() }),
    };
  }

  /** Whether there were more states than a limit allows. */
  #isTooMuch(): boolean {
    const { limit, violation } = this.#search;
    return limit !== undefined && violation === undefined && limit !== INTERRUPTION && limit !== STOPPED;
  }

  #advice(): string[] {
    const { system, options } = this;
    const { rules } = this.#components.envelopes;
    const mayChangePlaces = (...pair: NodeId[]) => {
      const symmetry = new Symmetry(this.#components, [pair], this.#space.width);
      return symmetry.difference(this.#firsts.map(({ row }) => row)) === undefined;
    };
    const reducible = irreducible(system.ids.length, options, rules) === undefined;
    return advice(system, options, { reducible, mayChangePlaces });
  }

  async #examples(): Promise<Record<string, Trace>> {
    const examples: Record<string, Trace> = {};
    for (const [name, state] of this.#search.reached) {
      const schedule = await retrace(this.#search, this.#firsts, this.#search.path(state));
      examples[name] = await this.#trace(schedule, new Map());
    }
    return examples;
  }

  async #trace(schedule: Schedule, remarks: Remarks): Promise<Trace> {
    return (await this.#scheduled(schedule, remarks)).trace;
  }

  #scheduled({ choices, steps }: Schedule, remarks: Remarks, isStuck = false): Promise<Scheduled> {
    const before = this.#before.length;
    const shifted = new Map([...remarks].map(([at, text]) => [at + before, text]));
    return scheduleToTrace(this.#space, { choices, steps: [...this.#before, ...steps] }, shifted, isStuck);
  }

  #aim(name: string | undefined): Aim {
    const judge = this.#judge;
    return {
      isBroken: (row) => name !== undefined && judge.breaks(row, name) !== undefined,
      isError: () => name === undefined,
      isWithin: (row) => judge.isWithin(row),
      stop: () => this.surroundings.stop(this.#parallel?.bytes ?? 0),
    };
  }

  /** The property's own words about the last state of a schedule. */
  async #why(row: Int32Array, steps: readonly Step[], name: string): Promise<string | undefined> {
    let last = row;
    for (const step of steps) last = (await this.#space.after(last, step))!.row;
    return this.#judge.breaks(last, name)?.why;
  }

  /** The step from a state in which a handler throws. */
  async #failing(row: Int32Array): Promise<Step> {
    const space = this.#space;
    await space.prepare(row, 0);
    let step: Step | undefined;
    space.successors(row, 0, 0, () => {
      if (space.error === undefined) return false;
      step = space.step;
      return true;
    });
    if (!step) throw new MisuseError("A handler threw, but not when it ran again.");
    return step;
  }
}

/** Whether other threads could take the steps of this search. */
function isHelped({ search = "breadth", within, depth }: ExploreOptions, { cuts }: Space): boolean {
  return search === "breadth" && within === undefined && depth === undefined && cuts === undefined;
}

/** A table of states could not grow. What handlers and properties throw does not come this way. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|typed array length/.test(error.message);
}
