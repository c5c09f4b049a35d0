// Stopping a cell: code sees a flag that another thread sets, a message ends waits, and what the cell left behind is
// released.
import type { Position } from "../positions.js";
import type { Cell } from "./cells.js";
import { owner, runningCell } from "./context.js";
import { framesOf } from "./stacks.js";
import { installTermination } from "./terminate.js";
import type { Phase } from "./thread.js";
import { clearTimersOf, untrackedTimeout } from "./timers.js";

/** Thrown where code sees the flag after the interrupt button was pressed. It has the name that front ends know. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
}

export const interruptMessage = "The cell was interrupted.";

const started = new Set<Cell>();
const released = new WeakSet<Cell>();
const controllers = new WeakMap<Cell, AbortController>();
let flag: Int32Array;
let terminatedAt: string | undefined;
let waitsAt: Position | undefined;

/** Defines the names that guards in compiled cells use, and the one that ends code without guards. */
export function installGuards(shared: Int32Array): void {
  flag = shared;
  const runs: Phase = 1;
  installTermination(() => {
    const { stack = "" } = new Error();
    const may = flag[0] === 1 && (framesOf(stack).length > 0 || (flag[1] === runs && !isOwnCode(stack)));
    if (may) terminatedAt = stack;
    return may;
  });
  const hidden = (value: unknown) => ({ value, writable: false, enumerable: false, configurable: false });
  Object.defineProperties(globalThis, {
    __interrupt: hidden(flag),
    __interrupted: hidden(() => {
      if (flag[0] === 1) throw new KeyboardInterrupt(interruptMessage);
      awaited();
    }),
    __awaited: hidden(awaited),
    // A cell reports where it is about to wait.
    __waits: hidden((value: unknown, line: number, column: number) => {
      waitsAt = { line, column };
      return value;
    }),
  });
}

/** Where the running cell last reported a wait, if it is waiting. */
export function waitingPlace(): Position | undefined {
  return waitsAt;
}

/** A cell begins, or its code has ended. */
export function forgetWait(): void {
  waitsAt = undefined;
}

/**
 * Whether the kernel's own code runs, and nothing below it: terminated, it would not even say that the cell has
 * ended.
 */
function isOwnCode(stack: string): boolean {
  return stack
    .split("\n")
    .slice(1)
    .every((line) => own.test(line));
}

const own = /[\\/]dist[\\/]kernel[\\/]|[\\/]tslab[\\/]dist[\\/]|\bnode:|<anonymous>\)?$|<anonymous>:1:\d+\)?$/;

/** What is left of an interrupted cell stops when it resumes after an `await` in a loop. */
function awaited(): void {
  const cell = owner();
  if (cell && released.has(cell)) throw new KeyboardInterrupt(interruptMessage);
}

/** How to report the interrupt behind `error`: with where code was terminated, if it was. */
export function interruption(error: unknown = new KeyboardInterrupt(interruptMessage)): unknown {
  if (terminatedAt === undefined) return error;
  const told = new KeyboardInterrupt(interruptMessage);
  told.stack = terminatedAt;
  return told;
}

/** Throws if the cell that is about to run was interrupted before its code was compiled. */
export function check(): void {
  if (flag[0] === 1) throw new KeyboardInterrupt(interruptMessage);
}

/** What stopped a cell, whichever way: a guard, tslab's own interrupt while it waits, or a wait that was cut off. */
export function isInterrupt(error: unknown): boolean {
  if (error instanceof KeyboardInterrupt) return true;
  const { message, name, cause } = (error ?? {}) as Partial<Error>;
  return (
    (error instanceof Error && message === "Interrupted asynchronously") ||
    (name === "AbortError" && cause instanceof KeyboardInterrupt)
  );
}

/** From now on the cell can be released. */
export function mayBeReleased(cell: Cell): void {
  terminatedAt = undefined;
  started.add(cell);
}

/** Clears the cell's timers, notifies listeners, and lets none of its loops continue. */
export function release(cell: Cell): void {
  // Listeners may be functions of a cell: they run before the cell's code is locked out.
  flag[0] = 0;
  started.delete(cell);
  clearTimersOf(cell);
  controllers.get(cell)?.abort(new KeyboardInterrupt(interruptMessage));
  released.add(cell);
  // For a while all code checks which cell it belongs to, because a chain of callbacks passes no loop head.
  flag[0] = 2;
  untrackedTimeout(() => Atomics.compareExchange(flag, 0, 2, 0), watch);
}

/** Releases all cells. */
export function releaseAll(): void {
  Atomics.compareExchange(flag, 0, 1, 0);
  for (const cell of [...started]) release(cell);
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

/** How long (ms) after an interrupt the code of other cells is slower. */
const watch = 2000;
