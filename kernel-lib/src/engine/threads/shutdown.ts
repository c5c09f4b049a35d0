// The end of a run on threads: every node is asked for its state, and its thread goes back to the pool or is ended.
import type { NodeId } from "../../node/messages.js";
import { setOwn } from "../../node/own.js";
import { hideState } from "../../node/state.js";
import type { WaitingCall } from "../../trace/operation.js";
import type { Run } from "../run.js";
import type { NodeDirectory } from "./node-directory.js";

/** How long a thread may take to report its state before it is ended. */
const SHUTDOWN_MS = 500;

/** The memory of a node at the end; `hidden` are private fields, because of which it cannot be seen. */
export interface FinalState {
  readonly id: NodeId;
  readonly state: object | undefined;
  readonly hidden: readonly string[];
}

export interface FinalReports {
  readonly states: FinalState[];
  readonly errors: { node: NodeId; error: Error }[];
  readonly waiting: WaitingCall[];
}

/** @param duration how long the run took, in ms */
export async function shutDown(
  directory: NodeDirectory,
  reason: Run["reason"],
  duration: number,
): Promise<FinalReports> {
  const errors: FinalReports["errors"] = [];
  const all = directory.ids.map(async (id) => {
    if (!directory.workers.has(id)) return undefined;
    const report = await directory.ask(id, { kind: "stop" }, SHUTDOWN_MS);
    if (report?.kind === "stopped") {
      if (report.waits && reason === "limit") errors.push({ node: id, error: stillWaiting(id) });
      await directory.workers.release(id, report.clean);
      return report;
    }
    await directory.workers.terminate(id);
    errors.push({ node: id, error: stillBusy(id, duration) });
    return undefined;
  });
  const reports = await Promise.all(all);
  const states = directory.ids.map((id, i) => ({ id, state: reports[i]?.state, hidden: reports[i]?.hidden ?? [] }));
  const waiting = reports.flatMap((report) => report?.waiting ?? []).sort((a, b) => a.since - b.since);
  return { states, errors, waiting };
}

/** The states as a run shows them. */
export function statesOf(reports: readonly FinalState[]): Record<NodeId, any> {
  const states: Record<NodeId, any> = {};
  for (const { id, state, hidden } of reports) {
    if (hidden.length > 0) hideState(states, id, hidden);
    else if (state) setOwn(states, id, state);
  }
  return states;
}

function stillWaiting(id: NodeId): Error {
  return new Error(
    `A handler of ${id} still awaited something other than call or sleep at the limit. Does a promise never settle?`,
  );
}

function stillBusy(id: NodeId, duration: number): Error {
  return new Error(
    `${id} was still busy when the run ended after ${Math.round(duration)} ms, and its thread was ended. Does a loop never end?`,
  );
}
