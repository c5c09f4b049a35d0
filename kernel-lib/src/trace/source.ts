// What can be asked and drawn: anything that holds a trace.
import type { OpenCall, WaitingCall } from "./operation.js";
import type { Trace } from "./trace.js";
import { short } from "./value.js";

/** The parts of a Run that are read. */
export interface RunLike {
  readonly trace: Trace;
  readonly stats?: {
    readonly messages: number;
    readonly delivered?: number;
    readonly lost: number;
    readonly ms: number;
  };
  readonly reason?: "quiet" | "until" | "limit";
  readonly away?: readonly string[];
  readonly waiting?: readonly WaitingCall[];
}

/** The parts of a Verdict that are read. */
export interface VerdictLike {
  readonly counterexample?: Trace;
  readonly ok?: boolean;
  readonly broken?: string;
  readonly why?: string;
  readonly assumed?: readonly string[];
  readonly waiting?: readonly OpenCall[];
}

/** A run, a trace, or a verdict with a counterexample. */
export type Traced = RunLike | Trace | VerdictLike;

/** The trace that `of` holds. Throws a TypeError that quotes what it got, in the name of `asked`. */
export function traceOf(of: Traced, asked: string): Trace {
  if (isTrace(of)) return of;
  if (holds(of, "trace") && isTrace(of.trace)) return of.trace;
  if (holds(of, "counterexample") && isTrace(of.counterexample)) return of.counterexample;
  throw new TypeError(`${asked} takes a run, a trace or a verdict with a counterexample; ${complaint(of)}`);
}

function complaint(of: unknown): string {
  if (of instanceof Promise) return "it got a promise. Write `await` before it.";
  if (holds(of, "ok") && of.ok === true) return "this verdict found nothing broken, so there is no counterexample.";
  if (holds(of, "stats")) return "this run recorded no trace. Run it without `trace: false`.";
  return `it got ${short(of, 80)}.`;
}

function isTrace(value: unknown): value is Trace {
  if (!holds(value, "events") || !Array.isArray(value.events)) return false;
  return holds(value, "system") && holds(value.system, "nodes") && typeof value.system.nodes === "object";
}

function holds<K extends string>(value: unknown, key: K): value is Record<K, any> {
  return typeof value === "object" && value !== null && key in value;
}
