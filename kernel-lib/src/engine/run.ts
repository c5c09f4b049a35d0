// What a run yields, and the options it takes. The engines fill it; `api/` gives it its picture.
import type { NodeId } from "../node/messages.js";
import type { Operation, WaitingCall } from "../trace/operation.js";
import type { Trace } from "../trace/trace.js";
import type { MessageCounts } from "./message-counter.js";

/** One's own machines, as `cluster` makes them. */
export interface Cluster {
  readonly kind: "cluster";
  /** Lets the machines go: a program that is to end needs it. */
  close(): Promise<void>;
}

export interface RunOptions {
  /** Real worker threads (default), the deterministic simulator in virtual time, or one's own machines. */
  engine?: "threads" | "simulator" | Cluster;
  /** End at this time in ms, or as soon as this holds. */
  until?: number | ((so: { outputs: Record<NodeId, unknown[]>; trace: Trace }) => boolean);
  /** ms, virtual in the simulator; default 10,000. Then the run ends with reason "limit". */
  limit?: number;
  /** Follow this trace's schedule, in the simulator: what arrived then arrives now, in the same order. */
  replay?: Trace;
  /** Default true. Without it there is no trace, which is faster. */
  trace?: boolean;
}

export interface RunStats extends MessageCounts {
  /** How long it took, in ms of the engine's time. */
  ms: number;
}

export interface RunParts {
  trace: Trace;
  outputs: Record<NodeId, unknown[]>;
  /** Looks at them when they are first asked for. */
  states: () => Record<NodeId, any>;
  errors: { node: NodeId; error: Error }[];
  stats: RunStats;
  history: Operation[];
  waiting: WaitingCall[];
  reason: "quiet" | "until" | "limit";
  /** Members of a class that were away. */
  away?: readonly string[];
}

/** A finished run. As a cell's last expression it draws itself. */
export class Run {
  /** What happened, in causal order. */
  readonly trace: Trace;
  /** What each node gave to `output`; a spawned node has an entry once it has given something. */
  readonly outputs: Record<NodeId, unknown[]>;
  /** Handlers that threw; each ended its node only. */
  readonly errors: { node: NodeId; error: Error }[];
  readonly stats: RunStats;
  /** The asks and calls, as their clients saw them. */
  readonly history: Operation[];
  /** The calls that no one had answered when it ended, in the order in which they were made. */
  readonly waiting: readonly WaitingCall[];
  /** Why it ended: nothing in flight and no timer set, `until`, or `limit`. */
  readonly reason: "quiet" | "until" | "limit";
  /** Members of a class that were away when it ended: what they still had to do, no one knows. Empty otherwise. */
  readonly away: readonly string[];
  /** Each node's fields at the end; a node that was down has none. */
  declare readonly states: Record<NodeId, any>;

  constructor({ trace, outputs, states, errors, stats, history, waiting, reason, away = [] }: RunParts) {
    this.trace = trace;
    this.outputs = outputs;
    this.errors = errors;
    this.stats = stats;
    this.history = history;
    this.waiting = waiting;
    this.reason = reason;
    this.away = away;
    let seen: Record<NodeId, any> | undefined;
    Object.defineProperty(this, "states", {
      enumerable: true,
      get() {
        seen ??= states();
        return seen;
      },
    });
  }

  /** Whether nothing was in flight and no timer was set when it ended; "unknown" while a member of a class was away. */
  get quiet(): boolean | "unknown" {
    return this.away.length > 0 ? "unknown" : this.reason === "quiet";
  }
}

type Watcher = (run: Run) => void;
const watchers = new Set<Watcher>();

/** Calls `watcher` with every run that ends on this thread, until the returned function is called. */
export function watchRuns(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Whether anybody watches. */
export function isWatched(): boolean {
  return watchers.size > 0;
}

/** Tells the watchers of a run that has ended. */
export function announce(run: Run): Run {
  for (const watcher of watchers) watcher(run);
  return run;
}
