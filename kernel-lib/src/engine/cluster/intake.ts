// How much a side takes from each other side: a flood from one laptop must keep nobody else waiting. What is over the
// limit is not even read; what travels for certain is sent again by itself, and of the rest the gap is named.

/** Bytes a second from one side, over a longer time. */
const BYTES_PER_S = 4_000_000;
/** Bytes that may come at once. */
const BURST = 32_000_000;

export class Intake {
  readonly #levels = new Map<string, { bytes: number; at: number }>();

  /** @param now ms */
  allows(from: string, bytes: number, now = performance.now()): boolean {
    const level = this.#levels.get(from) ?? { bytes: 0, at: now };
    level.bytes = Math.max(0, level.bytes - ((now - level.at) * BYTES_PER_S) / 1000);
    level.at = now;
    this.#levels.set(from, level);
    if (level.bytes + bytes > BURST) return false;
    level.bytes += bytes;
    return true;
  }
}
