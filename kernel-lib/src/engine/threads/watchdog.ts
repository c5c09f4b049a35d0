// The watchdog of a thread, in shared memory: whether it is in a step, and for how many looks it has been in the same
// one. Where code carries the notebook's loop guards, a step that never ends is stopped in the very loop it is caught
// in; the node ends, and its error names the line.
import { endless } from "../endless.js";

/** How many steps have begun or ended: odd during a step. */
const BOUNDARIES = 0;
const STOP = 1;

export class Watchdog {
  readonly #view: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(8)) {
    this.#view = new Int32Array(memory);
  }

  /** A step begins. Called by the thread itself, as is `endStep`. */
  beginStep(): void {
    Atomics.add(this.#view, BOUNDARIES, 1);
  }

  endStep(): void {
    Atomics.add(this.#view, BOUNDARIES, 1);
  }

  /** A number that is the same as long as the same step lasts; undefined between steps. */
  get step(): number | undefined {
    const boundaries = Atomics.load(this.#view, BOUNDARIES);
    return boundaries % 2 === 0 ? undefined : boundaries;
  }

  /** Asks the guards in the thread's code to stop the step it is in. */
  stop(): void {
    Atomics.store(this.#view, STOP, 1);
  }

  /** Lets the guards of this thread's code hear `stop`. */
  arm(): void {
    const { memory } = this;
    const globals = globalThis as any;
    globals.__interrupt = new Int32Array(memory, 4, 1);
    globals.__interrupted = () => {
      Atomics.store(this.#view, STOP, 0);
      throw new Error(STEP_TOO_LONG);
    };
  }
}

/** What is said of a step that does not end. */
export const STEP_TOO_LONG = endless("a handler", "the node was ended");
