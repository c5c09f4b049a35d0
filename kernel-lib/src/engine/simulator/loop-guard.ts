// Ends a simulation that makes no progress: one that stays at one instant, or runs on and on without output.
import { MisuseError } from "../../node/errors.js";
import { livelock } from "../../trace/livelock.js";
import type { Recording } from "./recording.js";

/** Events at one instant; ten more for every node. */
const AT_ONE_INSTANT = 100_000;
/** Events without output; a hundred more for every node. With a trace, which takes memory, and without. */
const TRACED = 1_000_000;
const UNTRACED = 20_000_000;

export class LoopGuard {
  #atThisInstant = 0;
  #sinceOutput = 0;
  readonly #limit: number;

  constructor(readonly recording: Recording) {
    this.#limit = recording.recorder.tracing ? TRACED : UNTRACED;
  }

  /**
   * Something happens. @param later after all that has happened so far
   * @throws MisuseError if it is too much, naming who exchanges messages with whom
   */
  step(later: boolean, nodes: number): void {
    this.#atThisInstant = later ? 0 : this.#atThisInstant + 1;
    if (this.#atThisInstant > AT_ONE_INSTANT + 10 * nodes)
      this.#refuse(`${this.#atThisInstant.toLocaleString("en")} events happened at one instant`);
    if (++this.#sinceOutput > this.#limit + 100 * nodes)
      this.#refuse(`${this.#sinceOutput.toLocaleString("en")} events happened without output`);
  }

  /** A node said something to the outside. */
  output(): void {
    this.#sinceOutput = 0;
  }

  #refuse(what: string): never {
    const { events } = this.recording.trace;
    const last = events.at(-1);
    const who = livelock(events);
    throw new MisuseError(
      `The system makes no progress: ${what}${last ? `, the last at ${last.node} after ${last.at} ms` : ""}${who ? `; ${who}` : ""}. ` +
        "Does a node answer every message with another, or set its timer again and again?",
    );
  }
}
