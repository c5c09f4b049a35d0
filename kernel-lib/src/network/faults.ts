// What can go wrong, as plain values for `System.faults`. Constructors and their checks only; links.ts and the engines carry them out.
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";

/** A fault: plain data, so that a trace can record it. */
export interface Fault {
  readonly kind: string;
}

/** Narrows a fault to links, message types and a time window `after <= t < before` in ms. */
export interface Where {
  from?: NodeId | NodeId[];
  to?: NodeId | NodeId[];
  type?: string;
  after?: number;
  before?: number;
}

/** A time in ms: constant, uniform, uniform around a mean, exponential with that mean, or normal (never below 0). */
export type Delay =
  | number
  | { min: number; max: number }
  | { mean: number; jitter: number }
  | { exponential: number }
  | { normal: number; deviation: number };

export interface LatencyFault extends Fault {
  readonly kind: "latency";
  readonly ms: Delay;
  readonly where?: Where;
}
export interface LossFault extends Fault {
  readonly kind: "loss";
  readonly probability: number;
  readonly where?: Where;
}
export interface CrashFault extends Fault {
  readonly kind: "crash";
  readonly id: NodeId;
  readonly at: number;
  readonly restart?: number;
}
export interface ClockFault extends Fault {
  readonly kind: "clock";
  readonly id: NodeId;
  readonly offset: number;
  readonly drift: number;
}

/** Every fault this library carries out. */
export type KnownFault = LatencyFault | LossFault | CrashFault | ClockFault;

/**
 * Messages take time. Several latencies that match the same message add up.
 * @param ms how long; without any latency a message takes 1 ms in the simulator and what the machine needs on threads
 */
export function latency(ms: Delay, where?: Where): Fault {
  const parts = typeof ms === "number" ? [ms] : typeof ms === "object" && ms !== null ? Object.values(ms) : [];
  if (parts.length === 0 || !parts.every((part) => isTime(part)))
    throw new MisuseError(
      `latency(${quote(ms)}): a delay is milliseconds, 0 or more, such as 20 or { min: 5, max: 50 }.`,
    );
  if (typeof ms === "object" && "min" in ms && ms.min > ms.max)
    throw new MisuseError(`latency(${quote(ms)}): min is above max.`);
  return made<LatencyFault>({ kind: "latency", ms, where: checkWhere("latency", where) });
}

/**
 * Messages get lost.
 * @param probability of each message being lost, 0 to 1
 */
export function loss(probability: number, where?: Where): Fault {
  if (typeof probability !== "number" || !(probability >= 0 && probability <= 1))
    throw new MisuseError(`loss(${quote(probability)}): a probability lies between 0 and 1.`);
  return made<LossFault>({ kind: "loss", probability, where: checkWhere("loss", where) });
}

/**
 * A node loses its memory at `at`, keeps its disk, and starts again at `restart`, if given. Both in ms since the run began.
 * Messages that reach it in between are lost.
 */
export function crash(id: NodeId, when: { at: number; restart?: number }): Fault {
  if (!isTime(when?.at))
    throw new MisuseError(
      `crash("${id}", ${quote(when)}): when is an object such as { at: 50, restart: 80 }, in ms, 0 or more.`,
    );
  if (when.restart !== undefined && !(isTime(when.restart) && when.restart > when.at))
    throw new MisuseError(
      `crash("${id}", ${quote(when)}): restart is a time in ms since the run began, after ${when.at}.`,
    );
  return made<CrashFault>({ kind: "crash", id, at: when.at, restart: when.restart });
}

/**
 * A node's clock is wrong: it shows C = (1 + drift) * H + offset, where H is the true time since the run began.
 * @param error.offset in ms
 * @param error.drift ms gained per ms: 1e-5 is 10 microseconds a second
 */
export function clock(id: NodeId, error: { offset?: number; drift?: number }): Fault {
  const { offset = 0, drift = 0 } = error ?? {};
  if (!Number.isFinite(offset) || !Number.isFinite(drift) || drift <= -1)
    throw new MisuseError(`clock("${id}", ${quote(error)}): offset is in ms, drift a number above -1 such as 1e-5.`);
  return made<ClockFault>({ kind: "clock", id, offset, drift });
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function checkWhere(fault: string, where: Where | undefined): Where | undefined {
  if (where === undefined) return undefined;
  const known = ["from", "to", "type", "after", "before"];
  const unknown = Object.keys(where).find((key) => !known.includes(key));
  if (unknown)
    throw new MisuseError(
      `${fault}(..., ${quote(where)}): there is no "${unknown}"; a place is told by ${known.join(", ")}.`,
    );
  return where;
}

function made<F extends KnownFault>(fault: F): F {
  return Object.freeze(structuredClone(fault));
}
