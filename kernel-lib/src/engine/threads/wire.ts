// Envelopes that take time to arrive. They wait here, with neither sender nor receiver, so that a crash of either
// leaves them on their way.
import type { SentEnvelope } from "../../trace/recorder.js";
import { EventQueue } from "../event-queue.js";

export class Wire {
  #events = new EventQueue<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /** @param time ms since the run began */
  constructor(
    readonly time: () => number,
    readonly arrive: (envelope: SentEnvelope, lost: boolean) => void,
  ) {}

  add(envelope: SentEnvelope, due: number, lost: boolean): void {
    this.at(due, () => this.arrive(envelope, lost));
  }

  /** Calls `arrive` at a time of the run. */
  at(due: number, arrive: () => void): void {
    this.#events.add(due, arrive);
    this.#wait();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#events = new EventQueue();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { next } = this.#events;
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(0, Math.min(next - this.time(), 2 ** 31 - 1)));
  }

  #look(): void {
    for (let { next } = this.#events; next !== undefined && next <= this.time(); { next } = this.#events)
      this.#events.take()();
    this.#wait();
  }
}
