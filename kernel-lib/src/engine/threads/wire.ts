// Parcels that take their time. They wait here, with neither sender nor receiver, so that a crash of either leaves them on their way.
import type { Parcel } from "../actor.js";
import { Agenda } from "../agenda.js";

export class Wire {
  #agenda = new Agenda<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /** @param time ms since the run began */
  constructor(
    readonly time: () => number,
    readonly arrive: (parcel: Parcel, lost: boolean) => void,
  ) {}

  add(parcel: Parcel, due: number, lost: boolean): void {
    this.at(due, () => this.arrive(parcel, lost));
  }

  /** Calls `arrive` at a time of the run. */
  at(due: number, arrive: () => void): void {
    this.#agenda.add(due, arrive);
    this.#wait();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#agenda = new Agenda();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { next } = this.#agenda;
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(0, Math.min(next - this.time(), 2 ** 31 - 1)));
  }

  #look(): void {
    for (let { next } = this.#agenda; next !== undefined && next <= this.time(); { next } = this.#agenda)
      this.#agenda.take()();
    this.#wait();
  }
}
