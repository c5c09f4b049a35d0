// What the judge's process and its callers say to each other, and how runs travel. All of it is our
// own.
import { serialize } from "node:v8";
import { Run, type RunParts } from "../../src/engine/run.js";
import { receiveError, type SentError, sendError } from "../../src/engine/threads/protocol.js";
import type { ListedTest } from "../../src/grade/tests.js";
import type { Trace } from "../../src/trace/trace.js";
import type { Protection } from "../sandbox/enclosure.js";
import type { ClassNote } from "../sandbox/inside/compile.js";
import type { TestProgram } from "../test-cell.js";

/** One test cell, and a student's cells compiled for it. */
export interface Assignment {
  readonly test: TestProgram;
  /** The compiled cells, as text that only a sandbox evaluates. */
  readonly answers: string;
  /** What the compiler noted of the classes in them. */
  readonly classes: Readonly<Record<string, ClassNote>>;
  /** Why cells could not be compiled. */
  readonly mistakes: readonly string[];
  readonly protection: Protection;
  /** Why the answers are not loaded: they have ended a judge before it could list the tests. */
  readonly unusable?: string;
  /** Tests that are not carried out: one of them ended the judge. */
  readonly skip: readonly number[];
}

/** Bytes of a run that is drawn. */
const LARGEST_RUN = 4_000_000;

export interface Outcome {
  readonly why?: string;
  readonly run?: SentRun | Trace;
  /** It passed with nodes of the student's, which have not been asked again yet. */
  readonly unproven?: boolean;
}

export type FromJudge =
  | { readonly kind: "listed"; readonly id: string; readonly tests: readonly ListedTest[] }
  /** It begins with a test, or with `-1` to ask nodes again, once for each process that is asked. */
  | { readonly kind: "begins"; readonly index: number }
  | { readonly kind: "outcome"; readonly index: number; readonly outcome: Outcome }
  | { readonly kind: "done" }
  /** The cell itself cannot be judged. */
  | { readonly kind: "failed"; readonly why: string };

export type SentRun = Omit<RunParts, "errors" | "states"> & { states: Run["states"] } & {
  errors: { node: string; error: SentError }[];
};

/** What failed, as far as a page can show it: nothing of a run that is too large. */
export function sendFailure(seen: Run | Trace): SentRun | Trace | undefined {
  const sent = sentRun(seen);
  return serialize(sent).length > LARGEST_RUN ? undefined : sent;
}

function sentRun(seen: Run | Trace): SentRun | Trace {
  if (!("stats" in seen)) return seen;
  const { trace, outputs, states, errors, stats, history, waiting, reason } = seen;
  const sent = errors.map(({ node, error }) => ({ node, error: sendError(error) }));
  return { trace, outputs, states, stats, history, waiting: [...waiting], reason, errors: sent };
}

/** What failed: a run, or a counterexample. */
export function receiveFailure(sent: SentRun | Trace): Run | Trace {
  if (!("stats" in sent)) return sent;
  const errors = sent.errors.map(({ node, error }) => ({ node, error: receiveError(error) }));
  return new Run({ ...sent, states: () => sent.states, errors });
}
