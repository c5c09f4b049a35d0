// What kernel-lib finds under `Symbol.for("verteilt.host")` on the thread that runs cells.
import type { Host } from "../../src/engine/host.js";
import { idOf, locate } from "./cells.js";
import { owner } from "./context.js";
import { signalOf } from "./interrupt.js";
import { place } from "./stacks.js";
import type { Stream } from "./streams.js";

/** The host, with two things beyond kernel-lib's contract: `signal` ends work of an interrupted cell, `clear` its outputs. */
export interface KernelHost extends Required<Host> {
  signal(): AbortSignal;
}

interface Means {
  print(cell: string, name: Stream, text: string): void;
  grade(cell: string, job: unknown): Promise<{ points: number; of: number }>;
}

export function installHost({ print, grade }: Means): void {
  const host: KernelHost = {
    cell: () => owner()?.count,
    print: (text, stream, count) => {
      const cell = idOf(count) ?? owner()?.id;
      if (cell) print(cell, stream, text);
    },
    locate,
    original: (file, line, column) => place(file, { line: line - 1, column })?.replace(/, column \d+$/, ""),
    grade: (job) => {
      const cell = owner();
      return cell ? grade(cell.id, job) : Promise.reject(new Error("grade(...) belongs into a cell"));
    },
    signal: () => signalOf(owner()),
  };
  Object.defineProperty(globalThis, Symbol.for("verteilt.host"), { value: Object.freeze(host), configurable: false });
}
