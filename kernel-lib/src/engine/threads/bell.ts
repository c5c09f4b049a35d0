// A bell in shared memory: one thread sleeps until another rings.

export class Bell {
  readonly #view: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(4)) {
    this.#view = new Int32Array(memory);
  }

  ring(): void {
    Atomics.store(this.#view, 0, 1);
    Atomics.notify(this.#view, 0);
  }

  /** Blocks this thread until the bell has rung, or for `ms`. */
  wait(ms: number): void {
    Atomics.wait(this.#view, 0, 0, ms);
  }
}
