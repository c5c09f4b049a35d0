// What the handlers of a node wait for: answers to its calls, and the ends of its sleeps, both numbered by the node.

interface Promised {
  resolve(value: any): void;
  reject(error: Error): void;
}

export class Waiting {
  #promised = new Map<number, Promised>();
  #next = 1;

  /** How many calls and sleeps have not come to an end. */
  get size(): number {
    return this.#promised.size;
  }

  /** The number of the next call or sleep. */
  number(): number {
    return this.#next++;
  }

  has(number: number): boolean {
    return this.#promised.has(number);
  }

  for(number: number): Promise<any> {
    return new Promise((resolve, reject) => this.#promised.set(number, { resolve, reject }));
  }

  /** Who waited for this, if anybody still does; it is over now. */
  end(number: number): Promised | undefined {
    const promised = this.#promised.get(number);
    this.#promised.delete(number);
    return promised;
  }

  /** Nobody waits any more. */
  forget(): void {
    this.#promised.clear();
  }
}
