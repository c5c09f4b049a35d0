// Exploring by hand: from each state a reader chooses what happens next, goes back, and chooses differently. The states
// reached form a tree. Steps, properties and traces are those of the explorer.
import { MisuseError, quote } from "../node/errors.js";
import { violationWords } from "../trace/violation.js";
import { Components } from "./components.js";
import { Envelopes } from "./envelopes.js";
import { FaultRules } from "./fault-rules.js";
import { follow } from "./follow.js";
import { HandlerRunner } from "./handler-runner.js";
import { Inboxes } from "./inboxes.js";
import { Judge } from "./judge.js";
import { LocalStates } from "./local-states.js";
import { type Choice, type Moment, standing, waitsIn } from "./moment.js";
import { checkOptions, type ExploredSystem, type ExploreOptions } from "./options.js";
import type { Step } from "./schedule.js";
import { scheduleToTrace } from "./schedule-to-trace.js";
import { Space } from "./space.js";
import { kindOf, wordsOf } from "./step-words.js";

interface Reached {
  readonly number: number;
  readonly parent: Reached | undefined;
  readonly step: Step | undefined;
  readonly words: string;
  readonly row: Int32Array;
  /** What a handler threw on the way here; nothing follows. */
  readonly error: string | undefined;
  /** Moments reached from here, by the step. */
  readonly next: Map<string, Reached>;
}

const NO_ERRORS = "no handler throws";

export class ByHand {
  readonly #components: Components;
  readonly #space: Space;
  readonly #judge: Judge;
  readonly #all: Reached[] = [];
  /** Which outcome each onStart had. */
  #starts: readonly number[] = [];
  #at: Reached | undefined;

  constructor(
    readonly system: ExploredSystem,
    readonly options: ExploreOptions,
    settle: () => Promise<void>,
  ) {
    checkOptions(options, system.ids);
    const { network = "unordered", lossy = false, crashes = 0, random } = options;
    const envelopes = new Envelopes(new FaultRules(system.ids, system.described.faults, network));
    const runner = new HandlerRunner(system, envelopes, random, settle);
    const localStates = new LocalStates(system, envelopes, runner, true);
    this.#components = new Components(localStates, new Inboxes(network, envelopes), envelopes, {
      lossy,
      crashes: crashes > 0,
    });
    this.#space = new Space(this.#components, crashes);
    this.#judge = new Judge(this.#components, options);
  }

  /** Where it stands. */
  async now(): Promise<Moment> {
    return this.#moment(await this.#here());
  }

  /** @throws MisuseError if there is no such choice */
  async choose(choice: number | string): Promise<Moment> {
    const here = await this.#here();
    const steps = await this.#steps(here);
    const found = steps.find(({ words }, i) => choice === i || choice === words);
    if (!found) {
      const some = steps.map(({ words }, i) => `${i}: ${words}`).join("; ");
      throw new MisuseError(
        `There is no choice ${quote(choice)} here. ${some === "" ? "Nothing can happen any more; go back." : `Choose ${some}.`}`,
      );
    }
    this.#at = this.#reach(here, found);
    return this.now();
  }

  /** This many steps back. */
  async back(steps: number): Promise<Moment> {
    let at = await this.#here();
    if (!Number.isSafeInteger(steps) || steps < 0)
      throw new MisuseError(`back(${quote(steps)}): say how many steps, a whole number.`);
    for (let i = 0; i < steps && at.parent; i++) at = at.parent;
    this.#at = at;
    return this.now();
  }

  /** To a moment that was reached before. */
  async goTo(moment: number): Promise<Moment> {
    await this.#here();
    const reached = this.#all[moment];
    if (!reached)
      throw new MisuseError(`There is no moment ${quote(moment)}; so far there are 0 to ${this.#all.length - 1}.`);
    this.#at = reached;
    return this.now();
  }

  async #here(): Promise<Reached> {
    this.#at ??= await this.#begin();
    return this.#at;
  }

  async #begin(): Promise<Reached> {
    const first = await this.#space.first();
    if ("error" in first) {
      this.#starts = first.choices;
      return this.#add(undefined, undefined, "", new Int32Array(0), first.error);
    }
    const { from } = this.options;
    const { choices, steps, rows } = from
      ? await follow(this.#space, first, from)
      : { ...first[0]!, steps: [] as readonly Step[], rows: [] };
    this.#starts = choices;
    const begin = first.find((one) => one.choices === choices)!.row;
    let at = this.#add(undefined, undefined, "", begin, undefined);
    for (const [i, step] of steps.entries())
      at = this.#add(at, step, wordsOf(this.#components, step, at.row), rows[i]!, undefined);
    return at;
  }

  #add(
    parent: Reached | undefined,
    step: Step | undefined,
    words: string,
    row: Int32Array,
    error: string | undefined,
  ): Reached {
    const reached = { number: this.#all.length, parent, step, words, row, error, next: new Map<string, Reached>() };
    this.#all.push(reached);
    if (parent && step) parent.next.set(keyOf(step), reached);
    return reached;
  }

  #reach(here: Reached, { step, words, row, error }: Possible): Reached {
    return here.next.get(keyOf(step)) ?? this.#add(here, step, words, error === undefined ? row : here.row, error);
  }

  /** What may happen next, in the explorer's order: node by node. */
  async #steps({ row, error }: Reached): Promise<Possible[]> {
    if (error !== undefined) return [];
    const space = this.#space;
    await space.prepare(row, 0);
    const found: Possible[] = [];
    space.successors(row, 0, space.hashOf(row), () => {
      const { step } = space;
      found.push({ step, words: "", row: space.row.slice(), error: space.error });
      return false;
    });
    return found.map((one) => ({ ...one, words: wordsOf(this.#components, one.step, row) }));
  }

  async #moment(here: Reached): Promise<Moment> {
    const way = wayTo(here);
    const { row, error } = here;
    const began = row.length > 0;
    const broken = error === undefined && began ? this.#judge.broken(row) : undefined;
    const [what, why] = error === undefined ? [broken?.name, broken?.why] : [NO_ERRORS, error];
    const same = way.find((earlier) => earlier !== here && error === undefined && isSame(earlier.row, row));
    const remarks = new Map(what === undefined ? [] : [[way.length - 1, violationWords(what, why)]]);
    const { sometimes = {}, eventually = {} } = this.options;
    const goals = Object.entries({ ...sometimes, ...eventually });
    const steps = await this.#steps(here);
    const schedule = { choices: this.#starts, steps: way.slice(1).map(({ step }) => step!) };
    const { trace } = await scheduleToTrace(this.#space, schedule, remarks);
    return {
      number: here.number,
      path: way.slice(1).map(({ words, number, parent }) => ({ words, moment: number, ways: parent!.next.size })),
      choices: began ? steps.map((one) => this.#choice(one, here)) : [],
      ...standing(this.#components, row),
      waiting: await waitsIn(this.#components, row),
      ...(what !== undefined && { broken: what }),
      ...(why !== undefined && { why }),
      holds:
        began && error === undefined ? goals.filter((goal) => this.#judge.holds(row, goal)).map(([name]) => name) : [],
      ...(same && { sameAs: same.number }),
      trace,
    };
  }

  #choice({ step, words }: Possible, here: Reached): Choice {
    const moment = here.next.get(keyOf(step))?.number;
    const kind = kindOf(step);
    const node = this.system.ids[step.node];
    return { kind, ...(node !== undefined && { node }), words, ...(moment !== undefined && { moment }) };
  }
}

interface Possible {
  readonly step: Step;
  readonly words: string;
  readonly row: Int32Array;
  readonly error: string | undefined;
}

function wayTo(reached: Reached): Reached[] {
  const way: Reached[] = [];
  for (let at: Reached | undefined = reached; at; at = at.parent) way.unshift(at);
  return way;
}

function keyOf({ node, kind, what, choice }: Step): string {
  return `${node} ${kind} ${what} ${choice}`;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
