// How many phones one address may be in a poll. A phone names itself, so a program can be many; but not so many that the
// board is its own, or the lecturer's memory. Addresses stay here, and are forgotten with the poll.

const MOST_OF_ADDRESS = 100;
const MOST = 3000;

export class Voters {
  #poll: number | undefined;
  #count = 0;
  readonly #voters = new Map<string, Set<string>>();

  /** @param poll the one that is open */
  allows(poll: number | undefined, address: string, voter: string): boolean {
    if (poll !== this.#poll) {
      this.#poll = poll;
      this.#count = 0;
      this.#voters.clear();
    }
    const known = this.#voters.get(address) ?? new Set();
    const name = voter.slice(0, 80);
    if (known.has(name)) return true;
    if (known.size >= MOST_OF_ADDRESS || this.#count >= MOST) return false;
    this.#voters.set(address, known.add(name));
    this.#count++;
    return true;
  }
}
