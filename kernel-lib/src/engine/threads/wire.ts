// Parcels that take their time. They wait here, with neither sender nor receiver, so that a crash of either leaves them on their way.
import type { Parcel } from "../actor.js";
import { Agenda } from "../agenda.js";

interface Waiting {
  at: number;
  order: number;
  arrive(): void;
}

export class Wire {
  #agenda = new Agenda<Waiting>();
  #order = 0;
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
    this.#agenda.add({ at: due, order: this.#order++, arrive });
    this.#wait();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#agenda = new Agenda();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { next } = this.#agenda;
    if (next) this.#timer = setTimeout(() => this.#look(), Math.max(0, Math.min(next.at - this.time(), 2 ** 31 - 1)));
  }

  #look(): void {
    while (this.#agenda.next && this.#agenda.next.at <= this.time()) this.#agenda.take().arrive();
    this.#wait();
  }
}
