// A thread that takes steps for an exploration: it looks them up, and runs no code of nodes and properties.

import { Chunks } from "./chunks.js";
import { type Beginning, CALL, HALT, LOST, PARKED, READY, type Tables, VERSION } from "./memory.js";

/**
 * Helps until the thread is ended.
 * @param receive  the next of the tables posted, if there are any
 */
export function help(beginning: Beginning, receive: () => Tables | undefined): void {
  const { counters } = beginning;
  try {
    new Helper(beginning, receive).run();
  } catch {
    Atomics.store(counters, LOST, 1);
    Atomics.add(counters, PARKED, 1);
    Atomics.notify(counters, PARKED);
  }
}

class Helper {
  readonly #chunks: Chunks;
  #version = 0;

  constructor(
    readonly beginning: Beginning,
    readonly receive: () => Tables | undefined,
  ) {
    this.#chunks = new Chunks(beginning);
  }

  run(): never {
    const { counters } = this.beginning;
    Atomics.add(counters, READY, 1);
    for (;;) {
      const call = Atomics.load(counters, CALL);
      this.#park();
      const area = this.#chunks.take();
      if (area >= 0) {
        this.#look();
        this.#chunks.expand(area);
      } else Atomics.wait(counters, CALL, call);
    }
  }

  #park(): void {
    const { counters } = this.beginning;
    // Once more if it is to park again before it is seen to go on.
    while (Atomics.load(counters, HALT) === 1) {
      Atomics.add(counters, PARKED, 1);
      Atomics.notify(counters, PARKED);
      while (Atomics.load(counters, HALT) === 1) Atomics.wait(counters, HALT, 1);
      Atomics.sub(counters, PARKED, 1);
    }
  }

  /** Learns what is known now. The limits first: the tables then contain all that is within. */
  #look(): void {
    const { counters } = this.beginning;
    this.#chunks.known.look(counters);
    const version = Atomics.load(counters, VERSION);
    if (version === this.#version) return;
    this.#version = version;
    for (let tables = this.receive(); tables; tables = this.receive()) this.#chunks.use(tables);
  }
}
