// Nodes by name, in the order in which they were added. A Map of a million strings visits several of them to tell that
// one is not there; here numbers are compared, side by side, before any string is.

const EMPTY = -1;

export class Names<T extends { readonly id: string }> {
  readonly all: T[] = [];
  /** Pairs: a place in `all`, or -1, and the hash of the name. */
  #slots = new Int32Array(2 * 64).fill(EMPTY);
  #mask = 63;

  get(id: string): T | undefined {
    const slots = this.#slots;
    const hash = hashOf(id);
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const place = slots[2 * slot]!;
      if (place === EMPTY) return undefined;
      if (slots[2 * slot + 1] === hash && this.all[place]!.id === id) return this.all[place];
    }
  }

  /** Adds one whose name is not there yet. */
  add(one: T): void {
    const place = this.all.push(one) - 1;
    if (2 * this.all.length > this.#mask) this.#grow();
    this.#put(place, hashOf(one.id));
  }

  #put(place: number, hash: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[2 * slot] !== EMPTY) slot = (slot + 1) & this.#mask;
    slots[2 * slot] = place;
    slots[2 * slot + 1] = hash;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length).fill(EMPTY);
    this.#mask = old.length - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at] !== EMPTY) this.#put(old[at]!, old[at + 1]!);
  }
}

/** FNV-1a, its bits mixed once more, because the names of nodes differ in their last letters. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
