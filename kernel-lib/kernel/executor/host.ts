// What kernel-lib finds under `Symbol.for("verteilt.host")` on the thread that runs cells.
import type { Host } from "../../src/engine/host.js";
import type { Bundle } from "../../src/figure/figure.js";
import type { Comm, CommData, CommOpening, Screen } from "../../src/figure/screen.js";
import { idOf, locate } from "./cells.js";
import { owner } from "./context.js";
import { signalOf } from "./interrupt.js";
import { place } from "./stacks.js";
import type { Stream } from "./streams.js";

interface Means {
  print(cell: string, name: Stream, text: string): void;
  display(cell: string, bundle: Bundle, place: { id: string; update: boolean } | undefined): void;
  comm(opening: CommOpening, receive: (message: CommData) => void): Comm;
}

let inAStep: () => readonly string[] = () => [];

/** The nodes of the current run whose code is in a step right now. */
export function nodesInAStep(): string[] {
  return [...inAStep()];
}

export function installHost({ print, display, comm }: Means): void {
  const host: Required<Host> & Screen = {
    cell: () => owner()?.count,
    print: (text, stream, count) => {
      const cell = idOf(count) ?? owner()?.id;
      if (cell) print(cell, stream, text);
    },
    locate,
    original: (file, line, column) => place(file, { line: line - 1, column })?.replace(/, column \d+$/, ""),
    signal: () => signalOf(owner()),
    watch: (nodes) => {
      inAStep = nodes;
    },
    display: (bundle, place) => {
      const cell = owner();
      if (cell) display(cell.id, bundle, place);
    },
    comm,
  };
  Object.defineProperty(globalThis, Symbol.for("verteilt.host"), { value: Object.freeze(host), configurable: false });
}
