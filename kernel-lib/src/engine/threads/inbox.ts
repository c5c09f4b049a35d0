// What a node still has to do, in the order in which it arrived.

export class Inbox<T> {
  #items: T[] = [];
  /** How many of them have been taken. */
  #taken = 0;

  get size(): number {
    return this.#items.length - this.#taken;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Puts an item before all others; nothing may have been taken yet. */
  pushFirst(item: T): void {
    this.#items.unshift(item);
  }

  /** Takes the item that arrived first. There must be one. */
  take(): T {
    const item = this.#items[this.#taken++];
    if (this.#taken === this.#items.length) {
      this.#items = [];
      this.#taken = 0;
    }
    return item;
  }
}
