// To which nodes a node may yet send, by its state: as far as its steps are known. Grows with them.

/** Nodes as bits of a number. */
export type Nodes = number;

/** More nodes than this do not fit. */
export const MOST_NODES = 31;

export class FutureReceivers {
  /** Grows whenever a state has more to send than was known. */
  version = 0;
  readonly #to: Nodes[] = [];
  readonly #before: Set<number>[] = [];

  /** To whom a node in this state may yet send. */
  to(local: number): Nodes {
    return this.#to[local] ?? 0;
  }

  /** A step leads from one state to another and sends to these. */
  learn(local: number, next: number, sends: Nodes): void {
    this.#before[next] ??= new Set();
    this.#before[next].add(local);
    this.#spread(local, sends | this.to(next));
  }

  #spread(local: number, more: Nodes): void {
    const open = [local];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const known = this.to(at);
      if ((known | more) === known) continue;
      this.#to[at] = known | more;
      this.version++;
      open.push(...(this.#before[at] ?? []));
    }
  }
}
