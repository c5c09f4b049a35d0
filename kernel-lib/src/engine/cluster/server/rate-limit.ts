// At most so many of something in a time, and at a time, for each who asks.
import type { Server } from "node:net";

export class RateLimit {
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor(
    readonly most: number,
    readonly ms: number,
  ) {}

  /** Counts one more. @returns false if that is too many */
  allows(who: string, now = performance.now()): boolean {
    const known = this.#counts.get(who);
    if (known && now - known.since < this.ms) return ++known.count <= this.most;
    if (this.#counts.size > 10_000) this.#counts.clear();
    this.#counts.set(who, { since: now, count: 1 });
    return true;
  }

  /** Whether one more would be allowed. */
  hasRoom(who: string, now = performance.now()): boolean {
    const known = this.#counts.get(who);
    return !known || now - known.since >= this.ms || known.count < this.most;
  }
}

/** Ends connections of an address that has too many. */
export function limitConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count > most) socket.destroy();
  });
}
