// The agenda of a simulation. What is cancelled stays on it until its time comes, and then nothing happens.
import { Agenda } from "../agenda.js";
import type { Due } from "./due.js";

export class Schedule {
  /** How many cancelled things are still on the agenda, at most. */
  cancelled = 0;
  #agenda = new Agenda<Due>();

  /** When the last thing taken was due. */
  get at(): number {
    return this.#agenda.at;
  }

  /** When the next thing is due; undefined where there is none. */
  get next(): number | undefined {
    this.#dropCancelled();
    return this.#agenda.next;
  }

  /** Whether something is due, not after `end`. */
  isDueBy(end: number): boolean {
    this.#dropCancelled();
    return this.#agenda.isDueBy(end);
  }

  add(at: number, due: Due): void {
    this.#agenda.add(at, due);
  }

  /** Takes what is due next; undefined where it was cancelled. There must be something. */
  take(): Due | undefined {
    const due = this.#agenda.take();
    if (!due.off) return due;
    this.cancelled--;
    return undefined;
  }

  #dropCancelled(): void {
    while (this.cancelled > 0 && this.#agenda.head?.off) this.take();
  }
}
