// What grader, tests and answers say to each other. Types, and how runs travel.
import type { MessagePort } from "node:worker_threads";
import type { PreparedNode, PreparedSystem } from "../../engine/prepared-system.js";
import { Run, type RunOptions, type RunParts } from "../../engine/run.js";
import type { Shipment } from "../../engine/ship/shipment.js";
import { receiveError, type SentError, sendError } from "../../engine/threads/protocol.js";
import type { Trace } from "../../trace/trace.js";
import type { Job, PackedAnswer } from "../job.js";

export type ToTests =
  | { kind: "prepare"; job: Job }
  | { kind: "list"; answers: MessagePort }
  | { kind: "test"; index: number };

export type ToAnswers =
  | { kind: "prepare"; answers: readonly PackedAnswer[] }
  | { kind: "call"; name: string; args: unknown[] }
  | { kind: "new"; name: string; args: unknown[] }
  | { kind: "method"; handle: number; name: string; args: unknown[] }
  | { kind: "field"; handle: number; name: string }
  | { kind: "run"; system: SentSystem; options: RunOptions }
  | { kind: "explore"; system: SentSystem; options: Shipment };

/** A prepared system in which nodes may be answers, by name. */
export type SentSystem = Omit<PreparedSystem, "nodes"> & {
  nodes: [string, PreparedNode | { answer: string; fields: object }][];
};

/** A test as the grader hears of it. */
export interface ListedTest {
  readonly sentence: string;
  readonly points: number;
  /** Students learn its sentence and nothing else. */
  readonly hidden: boolean;
}

export interface Outcome {
  readonly why?: string;
  readonly run?: SentRun | Trace;
}

export type SentRun = Omit<RunParts, "errors" | "states"> & { states: Run["states"] } & {
  errors: { node: string; error: SentError }[];
};

export function sendRun({ trace, outputs, states, errors, stats, history, waiting, reason }: Run): SentRun {
  return {
    trace,
    outputs,
    states,
    stats,
    history,
    waiting: [...waiting],
    reason,
    errors: errors.map(({ node, error }) => ({ node, error: sendError(error) })),
  };
}

/** What failed: a run, or a counterexample. */
export function receiveFailure(sent: SentRun | Trace): Run | Trace {
  return "stats" in sent ? receiveRun(sent) : sent;
}

export function receiveRun(sent: SentRun): Run {
  return new Run({
    ...sent,
    states: () => sent.states,
    errors: sent.errors.map(({ node, error }) => ({ node, error: receiveError(error) })),
  });
}
