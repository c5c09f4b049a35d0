// `explore`: prepares a system as `run` does, hands it to verification with a clock, says how far it is, and gives the
// verdict its picture.
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { endless } from "../engine/endless.js";
import { nextTurn, TurnTaker } from "../engine/event-loop.js";
import type { Farm } from "../engine/farm/farm.js";
import { startHelpers } from "../engine/helpers.js";
import { host } from "../engine/host.js";
import { describeSystem, type PreparedSystem, rememberSystem } from "../engine/prepared-system.js";
import { Evaluations } from "../engine/simulator/evaluations.js";
import { StepGuard } from "../engine/simulator/step-guard.js";
import { WatchingGuard } from "../engine/simulator/watching-guard.js";
import { dependsOnPlace } from "../engine/sweep/place.js";
import { prepare, type System } from "../engine/system.js";
import { activity } from "../figure/activity.js";
import { count, counted } from "../figure/time.js";
import type { HandlersFit } from "../node/checked-handlers.js";
import { copy } from "../node/copy.js";
import { MisuseError } from "../node/errors.js";
import { exploreSystem } from "../verify/explore-system.js";
import {
  type ExploredSystem,
  type ExploreOptions,
  INTERRUPTION,
  type SoFar,
  STOPPED,
  type Surroundings,
  type Verdict,
} from "../verify/options.js";
import { withVerdictPicture } from "./pictures.js";
import "./verdict-kind.js";
import { sentenceOf, states } from "./verdict-words.js";

const SECONDS = 60;
/** What takes longer (ms) says how far it is, as often as this. */
const LONG = 2000;
const OFTEN = 500;

/**
 * Explores every schedule of a system: every order in which messages arrive and timers are due, and what may go wrong
 * by `network`, `lossy` and `crashes`, and by the system's faults. Time has no numbers, so `now()` is refused, and a
 * fault that has a time has it at any point: a `crash` happens at any point or not at all, a `partition` begins at any
 * point unless it is there from the start, and ends at any later one. A probability between 0 and 1 means that it may
 * happen. What only takes time (`latency`, `reorder`, `slow`, `pause`, `bandwidth`) is contained in every order;
 * `clock`, `corrupt`, `rule` and a `where` with a time are refused. The verdict says in `assumed` what it rests on.
 *
 * A state is what all nodes hold (fields, disk, timers) and what is in flight, and outputs where a property reads them;
 * all `onStart` run first, in the system's order. Ends after 60 s unless `seconds` says otherwise, and `complete` says
 * whether that was everything, `limit` what ended it. In a notebook it says how far it is where it takes more than two
 * seconds; interrupted, it shows what it knows so far. With `on: farm(LINK)` a worker of that farm explores, and the
 * verdict is the one of this machine; what cannot be done elsewhere, as in `sweep`, is done here.
 * @throws MisuseError on a system no node could live in, a property that throws, a handler that depends on more than
 *   its node and the event
 */
export async function explore<S extends System>(
  system: S & HandlersFit<S["nodes"]>,
  options: ExploreOptions & { on?: Farm } = {},
): Promise<Verdict> {
  if (options?.on === undefined) return explorePrepared(prepare(system), options);
  const { on, ...rest } = options;
  // Loaded on first use: most explorations are done here.
  const { onceOnFarm } = require("../engine/sweep/once.js") as typeof import("../engine/sweep/once.js");
  const given = { system, options: rest };
  const there = await onceOnFarm(on, ({ given: { system, options } }) => explore(system, options), given, "explore");
  return there ? there.result : explorePrepared(prepare(system), rest);
}

/** Explores a system that is packed already. */
export async function explorePrepared(prepared: PreparedSystem, options: ExploreOptions = {}): Promise<Verdict> {
  const clock = new Clock(options ?? {});
  let verdict: Verdict | undefined;
  try {
    verdict = await exploreSystem(evaluate(prepared), options, clock);
    for (const trace of [verdict.counterexample, ...Object.values(verdict.examples)])
      if (trace) rememberSystem(trace, prepared);
    if (verdict.limit === "memory") dependsOnPlace();
    return withVerdictPicture(verdict);
  } finally {
    clock.end(verdict);
  }
}

/** A packed system with its classes evaluated. @param watching where handlers wait can be seen */
export function evaluate(prepared: PreparedSystem, watching = false): ExploredSystem {
  const { nodes, neighbours, seed } = prepared;
  const ids = [...nodes.keys()];
  let current: object | undefined;
  const stop = (where: string) => {
    dependsOnPlace();
    return new Error(endless("A handler", `the node was ended (${where})`));
  };
  const watch = watching ? new WatchingGuard(stop, () => current) : undefined;
  const guard = watch ?? new StepGuard(stop);
  const evaluations = new Evaluations(() => {}, guard);
  for (const [id, { shipment }] of nodes)
    if (shipment.privates.length > 0)
      throw new MisuseError(
        `The state of ${id} cannot be compared: ${shipment.privates.join(", ")} is private to its class. Use ordinary fields in nodes.`,
      );
  const classes = new Map([...nodes].map(([id, node]) => [id, evaluations.classOf(node.shipment, id)]));
  const others = new Map(ids.map((id) => [id, ids.filter((other) => other !== id)]));
  return {
    ids,
    seed,
    described: describeSystem(prepared),
    begins(process) {
      current = process;
      guard.begin();
    },
    ...(watch && { waitsOf: (process: object) => watch.waitsOf(process) }),
    neighbours: (id) => neighbours?.get(id) ?? others.get(id)!,
    make: (id) => Object.assign(new (classes.get(id)!)(), copy(nodes.get(id)!.fields, "fields")),
  };
}

class Clock implements Surroundings {
  readonly #started = performance.now();
  readonly #signal = host()?.signal?.();
  readonly #memory = memory();
  readonly #seconds: number;
  #activity: ReturnType<typeof activity>;
  readonly #turns = new TurnTaker();
  #look = this.#started;
  #reported = this.#started;
  #limit: string | undefined;

  constructor(readonly options: ExploreOptions) {
    this.#seconds = options.seconds ?? SECONDS;
  }

  stop(shared: number): string | undefined {
    if (this.#signal?.aborted || isInterrupted()) return INTERRUPTION;
    const now = performance.now();
    if (now - this.#started > this.#seconds * 1000) return counted(this.#seconds, "second");
    if (now - this.#look > 20) {
      this.#look = now;
      const { megabytes = Number.POSITIVE_INFINITY } = this.options;
      if (memory() + shared - this.#memory > megabytes * 1e6) this.#limit ??= counted(megabytes, "megabyte");
      if (isMemoryFull(shared)) this.#limit ??= "memory";
    }
    return this.#limit;
  }

  progress(soFar: () => Omit<SoFar, "seconds">): void {
    const now = performance.now();
    if (now - this.#reported < OFTEN) return;
    this.#reported = now;
    const seconds = (now - this.#started) / 1000;
    const so = { ...soFar(), seconds };
    if (this.options.progress?.(so) === false) this.#limit ??= STOPPED;
    if (now - this.#started < LONG) return;
    this.#activity ??= activity();
    this.#activity?.say(
      `${states(so.unique)} after ${Math.round(seconds)} s, ${count(so.open)} of them still to explore`,
    );
  }

  breathe(): Promise<void> | undefined {
    return this.#turns.breathe();
  }

  settle(): Promise<void> {
    return nextTurn();
  }

  startHelpers(count: number, beginning: object): ReturnType<typeof startHelpers> {
    return startHelpers(require.resolve("../verify/cores/helper.js"), count, beginning);
  }

  /** The final progress message; after an interruption, which leaves no caller for the verdict, the verdict itself. */
  end(verdict: Verdict | undefined): void {
    const interrupted = verdict?.limit === INTERRUPTION;
    if (interrupted) this.#activity ??= activity();
    const seconds = (performance.now() - this.#started) / 1000;
    const words = verdict
      ? `${states(verdict.unique)} in ${seconds.toFixed(1)} s`
      : `ended after ${seconds.toFixed(1)} s`;
    this.#activity?.end(interrupted ? sentenceOf(verdict!) : words);
  }
}

/** The flag by which the kernel stops code that never waits. */
function isInterrupted(): boolean {
  return (globalThis as any).__interrupt?.[0] === 1;
}

/** In bytes. */
function memory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Young objects have a part of the heap to themselves, which the limit contains. */
const YOUNG = 40e6;
/** What the machine has, or the container. Tables of states grow by copying, so both must fit. */
const MACHINE = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

function isMemoryFull(shared: number): boolean {
  const { used_heap_size, heap_size_limit, external_memory } = getHeapStatistics();
  return used_heap_size > 0.8 * heap_size_limit - YOUNG || external_memory + shared > 0.4 * MACHINE;
}
