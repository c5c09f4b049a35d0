// Stopping a cell: loops read a flag another thread sets, waiting ends by message, and timers of the cell are cleared.

import type { Cell } from "./cells.js";
import { owner, runningCell } from "./context.js";

/** Thrown at a loop head or function entry when the interrupt button was pressed. Named as front ends know it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
}

export const interruptMessage = "The cell was interrupted.";
type Timer = NodeJS.Timeout | NodeJS.Immediate;

const timers = new Map<Cell, Set<Timer>>();
const released = new WeakSet<Cell>();
const controllers = new WeakMap<Cell, AbortController>();

/** Makes the names that guards in compiled cells use. */
export function installGuards(flag: Int32Array): void {
  const hidden = (value: unknown) => ({ value, writable: false, enumerable: false, configurable: false });
  Object.defineProperties(globalThis, {
    __interrupt: hidden(flag),
    __interrupted: hidden(() => {
      throw new KeyboardInterrupt(interruptMessage);
    }),
  });
}

/** What stopped a cell, whichever way: a guard, SIGINT, or tslab's own interrupt while it waits. */
export function isInterrupt(error: unknown): boolean {
  if (error instanceof KeyboardInterrupt) return true;
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return (
    code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" || (error instanceof Error && message === "Interrupted asynchronously")
  );
}

/** Clears the cell's timers and tells those who listen. */
export function release(cell: Cell): void {
  for (const timer of timers.get(cell) ?? []) clear(timer);
  timers.delete(cell);
  released.add(cell);
  controllers.get(cell)?.abort(new KeyboardInterrupt(interruptMessage));
}

/** Clears the timers of all cells. */
export function releaseAll(): void {
  for (const cell of [...timers.keys()]) release(cell);
}

/** Whether an interrupt has ended the cell, so that what is left of it ends in silence. */
export function isReleased(cell: Cell): boolean {
  return released.has(cell);
}

/** Aborts when the cell is interrupted: for work that a cell starts elsewhere. */
export function signalOf(cell: Cell | undefined = runningCell()): AbortSignal {
  if (!cell) return new AbortController().signal;
  const controller = controllers.get(cell) ?? new AbortController();
  controllers.set(cell, controller);
  return controller.signal;
}

/** Keeps note of each cell's timers. */
export function trackTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const original = globalThis[name] as any;
    const once = name !== "setInterval";
    const tracked = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => {
      const cell = owner();
      if (!cell || typeof callback !== "function") return original(callback, ...rest);
      const mine = timers.get(cell) ?? new Set<Timer>();
      const timer: Timer = original(
        once
          ? function (this: unknown, ...args: unknown[]) {
              forget(cell, timer);
              return callback.apply(this, args);
            }
          : callback,
        ...rest,
      );
      mine.add(timer);
      timers.set(cell, mine);
      return timer;
    };
    Object.defineProperties(tracked, Object.getOwnPropertyDescriptors(original));
    (globalThis as any)[name] = tracked;
  }
  for (const name of ["clearTimeout", "clearInterval", "clearImmediate"] as const) {
    const original = globalThis[name] as any;
    (globalThis as any)[name] = (timer: Timer) => {
      const cell = owner();
      if (cell) forget(cell, timer);
      return original(timer);
    };
  }
}

function forget(cell: Cell, timer: Timer): void {
  const mine = timers.get(cell);
  mine?.delete(timer);
  if (mine?.size === 0) timers.delete(cell);
}

const { clearTimeout: stopTimeout, clearImmediate: stopImmediate } = globalThis;

function clear(timer: Timer): void {
  if ("hasRef" in timer && "refresh" in timer) stopTimeout(timer as NodeJS.Timeout);
  else stopImmediate(timer as NodeJS.Immediate);
}
