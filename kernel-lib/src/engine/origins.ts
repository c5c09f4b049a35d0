// Which system a trace came from, so that it can happen once more. A trace that was read from a file has none.
import type { Trace } from "../trace/trace.js";
import type { Prepared } from "./prepared.js";

const systems = new WeakMap<Trace, Prepared>();

/** Notes it for as long as the trace is kept. */
export function rememberSystem(trace: Trace, system: Prepared): void {
  systems.set(trace, system);
}

/** The system that a trace recorded, where that is known. */
export function systemOf(trace: Trace): Prepared | undefined {
  return systems.get(trace);
}
