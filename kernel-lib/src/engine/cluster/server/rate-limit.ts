// At most so many of something in a time, for each who asks.

export class RateLimit {
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor(
    readonly most: number,
    readonly ms: number,
  ) {}

  allows(who: string, now = performance.now()): boolean {
    const known = this.#counts.get(who);
    if (known && now - known.since < this.ms) return ++known.count <= this.most;
    if (this.#counts.size > 10_000) this.#counts.clear();
    this.#counts.set(who, { since: now, count: 1 });
    return true;
  }
}
