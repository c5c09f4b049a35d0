// The clock of a run on threads: all its threads read the same monotonic clock, and count from the moment the run
// began.

/** ms on the clock that all threads share. */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

export class RunClock {
  /** When the run began, according to `monotonic`. */
  epoch = monotonic();

  /** ms since then, to the microsecond. */
  time(): number {
    return Math.round((monotonic() - this.epoch) * 1000) / 1000;
  }
}
