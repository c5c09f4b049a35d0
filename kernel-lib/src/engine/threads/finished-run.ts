// A run on threads that has ended, made of what was recorded and of what the nodes reported last.
import { type PreparedSystem, rememberSystem } from "../prepared-system.js";
import { Run } from "../run.js";
import { type FinalReports, statesOf } from "./shutdown.js";
import type { TraceCollector } from "./trace-collector.js";

/** @param ms how long it took. @param away members of a class that were away */
export function finishedRun(
  collector: TraceCollector,
  system: PreparedSystem,
  reports: Pick<FinalReports, "states" | "waiting">,
  reason: Run["reason"],
  ms: number,
  away: readonly string[] = [],
): Run {
  const { trace, outputs, errors, history } = collector;
  const stats = { ...collector.count(trace), ms };
  const states = statesOf(reports.states);
  rememberSystem(trace, system);
  const { operations } = history;
  const { waiting } = reports;
  return new Run({ trace, outputs, states: () => states, errors, stats, history: operations, waiting, reason, away });
}
