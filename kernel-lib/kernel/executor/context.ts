// Which cell does this code belong to? An AsyncLocalStorage knows, even in timers and promises that outlive the cell.
import { AsyncLocalStorage } from "node:async_hooks";
import { type InspectOptions, inspect } from "node:util";
import type { Cell } from "./cells.js";

// A plain number, because Node 20 and 22 keep it as a property of every promise.
const storage = new AsyncLocalStorage<number>();
const cells: Cell[] = [];
let running: Cell | undefined;

/** Runs a cell's code so that everything it starts belongs to the cell. */
export function within<T>(cell: Cell, body: () => T): T {
  const known = cells.lastIndexOf(cell);
  return storage.run(known < 0 ? cells.push(cell) - 1 : known, body);
}

/** The cell this code belongs to; the newest one for code that belongs to none, such as a socket's. */
export function owner(): Cell | undefined {
  const number = storage.getStore();
  return number === undefined ? cells.at(-1) : cells[number];
}

export function begin(cell: Cell): void {
  running = cell;
}

export function end(): void {
  running = undefined;
}

export function runningCell(): Cell | undefined {
  return running;
}

/** Keeps what Node 20 and 22 note on promises, which cell and which order, out of what is printed of them. */
export function hideNotes(): void {
  const note = /,?\s*\[Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]: \d+/g;
  const print = function (this: Promise<unknown>, depth: number, options: InspectOptions): string {
    const [start, lines] = [
      `Promise {`,
      inspect(this, { ...options, depth, colors: false, customInspect: false }).replace(note, ""),
    ];
    const inner = lines.slice(start.length, -1).trim();
    return lines.startsWith(start) && !inner.includes("\n") ? `${start} ${inner} }` : lines;
  };
  Object.defineProperty(Promise.prototype, inspect.custom, { value: print, configurable: true, writable: true });
}
