// The timers of each cell, so that an interrupt can clear them. Timers of kernel-lib,
// such as those of its thread pool, belong to no cell.
import { syncBuiltinESMExports } from "node:module";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import type { Cell } from "./cells.js";
import { owner } from "./context.js";

type Timer = NodeJS.Timeout | NodeJS.Immediate;
type Callback = (...args: unknown[]) => void;

const timers = new Map<Cell, Set<Timer>>();

/** Timers as Node has them, which no interrupt clears. */
export const untrackedTimeout = globalThis.setTimeout;
export const untrackedImmediate = globalThis.setImmediate;

const { clearTimeout: stopTimeout, clearImmediate: stopImmediate } = globalThis;

export function clearTimersOf(cell: Cell): void {
  for (const timer of timers.get(cell) ?? [])
    if ("refresh" in timer) stopTimeout(timer);
    else stopImmediate(timer);
  timers.delete(cell);
}

/** Keeps track of each cell's timers. `signalOf` aborts when the cell it is given is interrupted. */
export function trackTimers(signalOf: (cell: Cell) => AbortSignal): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) track(name);
  for (const name of ["clearTimeout", "clearInterval", "clearImmediate"] as const) {
    const original = globalThis[name] as (timer: unknown) => void;
    (globalThis as any)[name] = (timer: Timer) => {
      const cell = owner();
      if (cell) forget(cell, timer);
      return original(timer);
    };
  }
  trackPromises(signalOf);
}

function track(name: "setTimeout" | "setInterval" | "setImmediate"): void {
  const original = globalThis[name] as any;
  const tracked = (callback: Callback, ...rest: unknown[]) => {
    const cell = owner();
    if (!cell || typeof callback !== "function" || calledByLibrary(tracked)) return original(callback, ...rest);
    const mine = timers.get(cell) ?? new Set<Timer>();
    const run = function (this: unknown, ...args: unknown[]) {
      forget(cell, timer);
      return callback.apply(this, args);
    };
    const timer: Timer = original(name === "setInterval" ? callback : run, ...rest);
    mine.add(timer);
    timers.set(cell, mine);
    return timer;
  };
  Object.defineProperty(tracked, "name", { value: name });
  (globalThis as any)[name] = tracked;
}

/** The waits of `node:timers/promises` end when their cell is interrupted, as if the cell had passed them a signal. */
function trackPromises(signalOf: (cell: Cell) => AbortSignal): void {
  const waits = require("node:timers/promises");
  const bound = (options: { signal?: AbortSignal } | undefined) => {
    const cell = owner();
    if (!cell) return options;
    const own = signalOf(cell);
    return { ...options, signal: options?.signal ? AbortSignal.any([options.signal, own]) : own };
  };
  const wrap = (holder: any, name: string, at: number) => {
    const original = holder[name];
    holder[name] = (...args: any[]) => {
      const given = [...args, ...Array(Math.max(0, at - args.length)).fill(undefined)];
      given[at] = bound(args[at]);
      return original.apply(holder, given);
    };
    return holder[name];
  };
  const custom = (timer: unknown, wait: unknown) =>
    Object.defineProperty(timer, promisify.custom, { value: wait, configurable: true });
  custom(setTimeout, wrap(waits, "setTimeout", 2));
  custom(setImmediate, wrap(waits, "setImmediate", 1));
  wrap(waits, "setInterval", 2);
  waits.scheduler.wait = (delay: number, options?: object) => waits.setTimeout(delay, undefined, options);
  syncBuiltinESMExports();
}

const library = join(__dirname, "../../src") + sep;

/** Whether the caller of `callee` is code of kernel-lib. */
function calledByLibrary(callee: (...args: never[]) => unknown): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return site.stack?.includes(library) ?? false;
}

function forget(cell: Cell, timer: Timer): void {
  const mine = timers.get(cell);
  mine?.delete(timer);
  if (mine?.size === 0) timers.delete(cell);
}
