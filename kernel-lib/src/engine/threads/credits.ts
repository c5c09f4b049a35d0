// Exact detection of quiet, by counting: everything that may still cause an event holds a credit. A message holds
// one from before it is sent until its handler has run, a timer until it has fired; what a handler causes takes its
// credits before the handler gives back its own. At zero nothing is in flight anywhere. Credits are kept in shared
// memory, so no thread need be asked.

/** The credits of a run. */
export class Credits {
  readonly #count: Int32Array;
  #onQuiet: (() => void) | undefined;

  /** @param incarnations how many numbers of incarnations are taken elsewhere */
  constructor(
    readonly memory = new SharedArrayBuffer(8),
    incarnations = 0,
  ) {
    this.#count = new Int32Array(memory);
    if (incarnations > 0) Atomics.store(this.#count, 1, incarnations);
  }

  /** No thread holds any. */
  get allBack(): boolean {
    return Atomics.load(this.#count, 0) === 0;
  }

  /** A number for a new incarnation of a node; any thread may ask. */
  nextIncarnation(): number {
    return Atomics.add(this.#count, 1, 1) + 1;
  }

  take(credits = 1): void {
    Atomics.add(this.#count, 0, credits);
  }

  /** Resolves when all is quiet, as `announceQuiet` says on this thread, or after `ms`. */
  async settled(ms: number): Promise<void> {
    if (this.allBack) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onQuiet = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  announceQuiet(): void {
    this.#onQuiet?.();
  }

  /** @returns true if these were the last: all is quiet */
  giveBack(credits = 1): boolean {
    return Atomics.sub(this.#count, 0, credits) === credits;
  }
}

const ACCEPTED = 0;
const DONE = 1;
const CLOSED = 1 << 30;

/**
 * The gate of one incarnation of a node: counts what it has accepted and what it has finished, so that after a crash
 * exactly the credits of what it left undone can be given back. One atomic step both asks whether the gate is open and
 * passes it.
 */
export class Gate {
  readonly #counts: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(8)) {
    this.#counts = new Int32Array(memory);
  }

  /** Lets `n` pass. @returns false if it is closed */
  enter(n = 1): boolean {
    if ((Atomics.add(this.#counts, ACCEPTED, n) & CLOSED) === 0) return true;
    Atomics.sub(this.#counts, ACCEPTED, n);
    return false;
  }

  /** Done with `n` that had entered; called by the node's own thread only. */
  done(n = 1): void {
    Atomics.add(this.#counts, DONE, n);
  }

  /** Closes the gate for good. @returns a function that returns, once the thread has ended, how much it left undone */
  close(): () => number {
    const accepted = Atomics.or(this.#counts, ACCEPTED, CLOSED) & ~CLOSED;
    return () => accepted - Atomics.load(this.#counts, DONE);
  }
}
