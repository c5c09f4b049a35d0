// What `explore` is asked for, and what it answers.

import { MisuseError, quote } from "../node/errors.js";
import type { HandlerWait } from "../node/handler-wait.js";
import type { Envelope, NodeId } from "../node/messages.js";
import { checkNames } from "../node/near-miss.js";
import type { OpenCall } from "../trace/operation.js";
import type { Trace, TraceSystem } from "../trace/trace.js";
import type { StartHelpers } from "./cores/memory.js";

/** One global state, as properties see it. Read it; do not change it. */
export interface View {
  /** Each node's fields, and its `disk`; undefined while a node is down after a crash. */
  nodes: Record<NodeId, any>;
  /** What each node has given to `output`. Where a property reads them, they are part of a state's identity. */
  outputs: Record<NodeId, unknown[]>;
  /** What is in flight. */
  messages: Envelope[];
}

/** true: holds. false or a sentence: broken, and why. */
export type Property = (view: View) => boolean | string;

export type NetworkKind = "unordered" | "duplicating" | "ordered";

export interface ExploreOptions {
  /** Safety: holds in every state. Handlers that throw are found without being asked for. */
  always?: Record<string, Property>;
  /** Holds in at least one state, so that a system which does nothing is no success. */
  sometimes?: Record<string, Property>;
  /**
   * Liveness: every schedule, whether it ends or not, passes a state where it holds. Whatever could happen all the time
   * happens.
   */
  eventually?: Record<string, Property>;
  /** States outside are neither counted nor explored; a schedule that can only leave ends there. */
  within?: (view: View) => boolean;
  /**
   * Default "unordered": each message arrives once, in any order. "duplicating": any number of times; messages in
   * flight are a set. "ordered": once, first in, first out on each link.
   */
  network?: NetworkKind;
  /** Messages may be lost, except those of a node to itself. */
  lossy?: boolean;
  /** How many crashes there may be in one schedule; default 0. A node that crashed may restart at any time. */
  crashes?: number;
  /** What `random()` may give: every choice is explored. Without it, `random()` is refused. */
  random?: readonly number[];
  /**
   * "breadth" (default) finds shortest counterexamples; "depth" needs less time to get far; "random" walks, seeded by
   * the system.
   */
  search?: "breadth" | "depth" | "random";
  /** No further than this many steps from the first state. Walks end after 100 where it is not set. */
  depth?: number;
  /** No more states than this. */
  unique?: number;
  /** No longer than this; default 60. */
  seconds?: number;
  /** No more memory than this, beyond what there was at the start; default what the machine and Node allow. */
  megabytes?: number;
  /**
   * Groups of nodes that may change places: of states that differ only so, one is explored. Plays no part with
   * `eventually`.
   */
  symmetry?: NodeId[][];
  /**
   * Of events that neither affect each other nor change anything that a property reads, explore one order only
   * (partial-order reduction); default false. What is found is the same, but there are fewer states, and a
   * counterexample may be longer than the shortest. Leaves out most where properties read few fields; nothing where
   * they read `messages`. Plays no part with `eventually`, `symmetry`, random walks, a network that duplicates and
   * loses, or more than 31 nodes.
   */
  reduction?: boolean;
  /**
   * How many threads take steps; 1 by default: none but this one. Pays from some 100,000 states on, where that many cores
   * are idle. Handlers and properties run on this one, and what is found is the same. Plays no part with `within`,
   * `depth`, `symmetry`, `reduction`, another search than "breadth", or partitions that begin or end.
   */
  cores?: number;
  /** Called about twice a second with the progress so far. If it returns false, the exploration ends. */
  progress?: (soFar: SoFar) => unknown;
  /** Start after this schedule: a trace of `run`, a counterexample, or one of `examples`. */
  from?: Trace;
}

/** How far an exploration is. */
export interface SoFar {
  /** Different states found. */
  readonly unique: number;
  readonly generated: number;
  /** Of the states, those whose steps are still to be taken. */
  readonly open: number;
  readonly seconds: number;
}

/** What the exploration found. */
export interface Verdict {
  /** Every property holds in what was explored, and each of `sometimes` was reached. */
  readonly ok: boolean;
  /** Different states. */
  readonly unique: number;
  /** Steps tried that change something, and first states. */
  readonly generated: number;
  /** Whether every schedule was explored; false if a limit or a broken property ended it. */
  readonly complete: boolean;
  /** With `reduction`: the states in which some events waited for others. */
  readonly reduced?: number;
  /** The name of the property that is violated. */
  readonly broken?: string;
  readonly why?: string;
  /** A schedule that breaks it, as short as could be made. */
  readonly counterexample?: Trace;
  /** Where its schedule ends: the calls that nobody has answered, so a deadlock names who waits for whom. */
  readonly waiting?: readonly OpenCall[];
  /** How each of `sometimes` is reached. */
  readonly examples: Record<string, Trace>;
  /** The limit that ended the exploration. */
  readonly limit?: string;
  /** Options that played no part, each with the reason. */
  readonly remarks?: readonly string[];
  /** What it took the network, the nodes and the faults to do, in words. */
  readonly assumed: readonly string[];
  /** Where a limit ended the exploration: what would leave fewer states to explore. */
  readonly advice?: readonly string[];
}

/** A system whose classes are evaluated. */
export interface ExploredSystem {
  readonly ids: readonly NodeId[];
  readonly seed: number;
  /** As the trace describes it, with the faults to be followed. */
  readonly described: TraceSystem;
  neighbours(id: NodeId): readonly NodeId[];
  /** Makes a fresh node, with its fields set. */
  make(id: NodeId): any;
  /** A handler of this process is about to run: it has its time from here on. */
  begins(process: object): void;
  /** Where handlers of this process wait, if that is watched. */
  waitsOf?(process: object): readonly HandlerWait[];
}

/** The limit reported when a person interrupts. */
export const INTERRUPTION = "the interruption";

/** The limit reported when `progress` ends it. */
export const STOPPED = "progress returned false";

/**
 * Whether the kernel threw this, to stop code of a cell: from then on no handler and no property of that cell runs any
 * more.
 */
export function isInterrupt(error: unknown): boolean {
  return (error as Error | undefined)?.name === "KeyboardInterrupt";
}

/** What the outside provides: verification itself has no clock. */
export interface Surroundings {
  /**
   * Why to stop now, if one should: "60 seconds".
   * @param shared  bytes in memory that threads share, which V8 does not count
   */
  stop(shared: number): string | undefined;
  /** Hears how far it is. Called often: asks only when that is due. */
  progress(soFar: () => Omit<SoFar, "seconds">): void;
  /** Lets other work happen when that is due. Called often. */
  breathe(): Promise<void> | undefined;
  /** Resolves when all microtasks have run. */
  settle(): Promise<void>;
  /** Starts threads that run `help`. */
  readonly startHelpers: StartHelpers;
}

const KNOWN = (
  "always sometimes eventually within network lossy crashes random search depth unique seconds megabytes symmetry " +
  "reduction cores progress from"
).split(" ");

/** @throws MisuseError naming the option that cannot be followed */
export function checkOptions(options: ExploreOptions, ids: readonly NodeId[]): void {
  if (typeof options !== "object" || options === null)
    throw new MisuseError(`explore(system, ${quote(options)}): options are an object, such as { crashes: 1 }.`);
  checkNames(options, KNOWN);
  for (const kind of ["always", "sometimes", "eventually"] as const) {
    const given: unknown = options[kind] ?? {};
    if (typeof given !== "object" || Array.isArray(given))
      throw new MisuseError(
        `${kind} is ${quote(given)}; it names its properties: { ${kind}: { "what should hold": ({ nodes }) => ... } }.`,
      );
    for (const [name, property] of Object.entries(options[kind] ?? {}))
      if (typeof property !== "function")
        throw new MisuseError(
          `${kind}: "${name}" is ${quote(property)}; a property is a function of { nodes, outputs, messages }.`,
        );
  }
  const { within, network, search, symmetry, random } = options;
  if (within !== undefined && typeof within !== "function")
    throw new MisuseError(`within is ${quote(within)}; it is a function of { nodes, outputs, messages }.`);
  choose("network", network, ["unordered", "duplicating", "ordered"]);
  choose("search", search, ["breadth", "depth", "random"]);
  for (const name of ["crashes", "depth", "unique"] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new MisuseError(`${name} is ${quote(value)}; it is a whole number, 0 or more.`);
  }
  if (options.cores !== undefined && !(Number.isSafeInteger(options.cores) && options.cores >= 1))
    throw new MisuseError(`cores is ${quote(options.cores)}; it is a whole number, 1 or more.`);
  for (const name of ["seconds", "megabytes"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === "number" && value > 0))
      throw new MisuseError(`${name} is ${quote(value)}; it is a number above 0.`);
  }
  for (const name of ["lossy", "reduction"] as const) choose(name, options[name], [true, false]);
  if (options.progress !== undefined && typeof options.progress !== "function")
    throw new MisuseError(
      `progress is ${quote(options.progress)}; it is a function of { unique, open, seconds, ... }.`,
    );
  if (random !== undefined && !(Array.isArray(random) && random.length > 0 && random.every((r) => r >= 0 && r < 1)))
    throw new MisuseError(`random is ${quote(random)}; it lists what random() may give, such as [0, 0.5].`);
  if (options.from !== undefined && !Array.isArray(options.from?.events))
    throw new MisuseError(
      `from is ${quote(options.from)}; it is a trace, such as run.trace or verdict.counterexample.`,
    );
  checkSymmetry(symmetry ?? [], ids);
}

function choose(name: string, value: unknown, among: readonly unknown[]): void {
  if (value !== undefined && !among.includes(value))
    throw new MisuseError(`${name} is ${quote(value)}; choose ${among.map(quote).join(", ")}.`);
}

function checkSymmetry(groups: NodeId[][], ids: readonly NodeId[]): void {
  if (!Array.isArray(groups) || !groups.every(Array.isArray))
    throw new MisuseError(`symmetry is ${quote(groups)}; it lists groups of nodes, such as [["a", "b", "c"]].`);
  const named = groups.flat();
  for (const [i, id] of named.entries()) {
    if (!ids.includes(id)) throw new MisuseError(`symmetry names "${id}", but there is no such node.`);
    if (named.indexOf(id) !== i) throw new MisuseError(`symmetry names "${id}" twice.`);
  }
}
