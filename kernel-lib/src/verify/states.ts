// Every global state found so far: rows of integers in one typed array, indexed by an open-addressing hash table.

export class States {
  size = 0;
  rows: Int32Array;
  /** The state each was first reached from; -1 for initial ones. */
  parents: Int32Array;
  hashes: Int32Array;
  #slots: Int32Array = new Int32Array(1024).fill(-1);
  #mask = 1023;

  /** @param width integers in a row */
  constructor(readonly width: number) {
    this.rows = new Int32Array(512 * width);
    this.parents = new Int32Array(512);
    this.hashes = new Int32Array(512);
  }

  /** The number of the state `row`, or -1. */
  find(row: Int32Array, hash: number): number {
    const { width, rows, hashes } = this;
    const slots = this.#slots;
    const mask = this.#mask;
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const index = slots[i]!;
      if (index < 0) return -1;
      if (hashes[index] !== hash) continue;
      const start = index * width;
      let column = 0;
      while (column < width && rows[start + column] === row[column]) column++;
      if (column === width) return index;
    }
  }

  /** Adds a new state, and returns its number. */
  add(row: Int32Array, hash: number, parent: number): number {
    const index = this.size;
    if (index === this.parents.length) this.#grow();
    if (2 * (index + 1) > this.#mask) this.#rehash();
    this.size++;
    this.rows.set(row, index * this.width);
    this.parents[index] = parent;
    this.hashes[index] = hash;
    this.#put(index);
    return index;
  }

  #put(index: number): void {
    let i = spread(this.hashes[index]!) & this.#mask;
    while (this.#slots[i]! >= 0) i = (i + 1) & this.#mask;
    this.#slots[i] = index;
  }

  #grow(): void {
    const capacity = Math.ceil(this.parents.length * 1.6);
    this.rows = larger(this.rows, capacity * this.width);
    this.parents = larger(this.parents, capacity);
    this.hashes = larger(this.hashes, capacity);
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1);
    this.#mask = this.#slots.length - 1;
    for (let index = 0; index < this.size; index++) this.#put(index);
  }
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

function larger(old: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(length);
  grown.set(old);
  return grown;
}
