// The running timeouts of a node: some have names and replace each other, all end with the node.

export class Timeouts {
  #running = new Set<NodeJS.Timeout>();
  #named = new Map<string, NodeJS.Timeout>();

  /** @param act gets a function that says, when the step's turn has come, whether the timeout still holds */
  set(ms: number, act: (holds: () => boolean) => void, name?: string): void {
    const timeout = setTimeout(() => {
      this.#running.delete(timeout);
      act(() => name === undefined || this.#take(name, timeout));
    }, ms);
    this.#running.add(timeout);
    if (name !== undefined) this.#named.set(name, timeout);
  }

  /**
   * Forgets a timeout.
   * @returns whether it was still running; if not, its step is in the inbox and will find that it holds no more
   */
  clear(name: string): boolean {
    const timeout = this.#named.get(name);
    if (!timeout) return false;
    clearTimeout(timeout);
    this.#named.delete(name);
    return this.#running.delete(timeout);
  }

  /** @returns how many were running */
  clearNamed(): number {
    return [...this.#named.keys()].filter((name) => this.clear(name)).length;
  }

  clearAll(): void {
    for (const timeout of this.#running) clearTimeout(timeout);
    this.#running.clear();
    this.#named.clear();
  }

  #take(name: string, timeout: NodeJS.Timeout): boolean {
    return this.#named.get(name) === timeout && this.#named.delete(name);
  }
}
