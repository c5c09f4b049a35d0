// What the steps from one state lead to, gathered before any of it is shown: so the table of states can be asked for all
// of them at once, and its answers, which come from far away in memory, do not wait for each other.

export class NextStates {
  size = 0;
  hashes: Int32Array = new Int32Array(32);
  /** The step to each, as `Space` names it. */
  nodes: Int32Array = new Int32Array(32);
  places: Int32Array = new Int32Array(32);
  /** Where the changes of each end. */
  #ends: Int32Array = new Int32Array(32);
  /** Columns that differ from the state before, each with its value. */
  #changes: Int32Array = new Int32Array(256);
  #used = 0;

  clear(): void {
    this.size = 0;
    this.#used = 0;
  }

  /** A column of the state that is added next. */
  change(column: number, value: number): void {
    if (this.#used === this.#changes.length) this.#changes = doubled(this.#changes);
    this.#changes[this.#used] = column;
    this.#changes[this.#used + 1] = value;
    this.#used += 2;
  }

  add(hash: number, node: number, place: number): void {
    const { size } = this;
    if (size === this.hashes.length) this.#grow();
    this.hashes[size] = hash;
    this.nodes[size] = node;
    this.places[size] = place;
    this.#ends[size] = this.#used;
    this.size++;
  }

  /** Turns the row of the state before into one of these. */
  show(index: number, row: Int32Array): void {
    const changes = this.#changes;
    const end = this.#ends[index]!;
    for (let i = this.#begin(index); i < end; i += 2) row[changes[i]!] = changes[i + 1]!;
  }

  /** Turns it back. */
  hide(index: number, row: Int32Array, before: Int32Array): void {
    const changes = this.#changes;
    const end = this.#ends[index]!;
    for (let i = this.#begin(index); i < end; i += 2) row[changes[i]!] = before[changes[i]!]!;
  }

  #begin(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!;
  }

  #grow(): void {
    this.hashes = doubled(this.hashes);
    this.nodes = doubled(this.nodes);
    this.places = doubled(this.places);
    this.#ends = doubled(this.#ends);
  }
}

function doubled(old: Int32Array): Int32Array {
  const grown = new Int32Array(2 * old.length);
  grown.set(old);
  return grown;
}
