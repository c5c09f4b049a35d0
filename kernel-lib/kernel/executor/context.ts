// Which cell does this code belong to? An AsyncLocalStorage knows, also in timers and promises that outlive the cell.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Cell } from "./cells.js";

const storage = new AsyncLocalStorage<Cell>();
let latest: Cell | undefined;
let running: Cell | undefined;

/** Runs a cell's code so that all it starts belongs to it. */
export function within<T>(cell: Cell, body: () => T): T {
  return storage.run(cell, body);
}

/** The cell this code belongs to; the newest one for code that belongs to none, such as a socket's. */
export function owner(): Cell | undefined {
  return storage.getStore() ?? latest;
}

export function begin(cell: Cell): void {
  latest = cell;
  running = cell;
}

export function end(): void {
  running = undefined;
}

export function runningCell(): Cell | undefined {
  return running;
}
