// Which node leads to which, as a table of bits that grows with every edge and shrinks again: what makes a search over
// orders quick to see that an edge would close a circle.
import type { Adjacency, Components } from "./components.js";

export class Reachability {
  readonly #words: number;
  readonly #bits: Int32Array;
  /** What was changed, so that it can be taken back: places and what stood there, by turns. */
  readonly #trail: number[] = [];

  /** @param graph without circles */
  constructor(
    readonly nodes: number,
    graph: Adjacency,
    { finished }: Components,
  ) {
    this.#words = (nodes + 31) >> 5;
    this.#bits = new Int32Array(nodes * this.#words);
    // Later nodes are finished first, so that each takes over what the next ones reach.
    for (const node of finished)
      for (let i = graph.start[node]!; i < graph.start[node + 1]!; i++) this.#takeOver(node, graph.target[i]!, false);
  }

  has(from: number, to: number): boolean {
    return (this.#bits[from * this.#words + (to >> 5)]! & (1 << (to & 31))) !== 0;
  }

  /** @returns false where the edge would close a circle; then nothing has changed */
  add(from: number, to: number): boolean {
    if (from === to || this.has(to, from)) return false;
    if (this.has(from, to)) return true;
    const [word, bit] = [from >> 5, 1 << (from & 31)];
    for (let node = 0; node < this.nodes; node++)
      if (node === from || (this.#bits[node * this.#words + word]! & bit) !== 0) this.#takeOver(node, to, true);
    return true;
  }

  /** A mark to go `back` to. */
  mark(): number {
    return this.#trail.length;
  }

  back(mark: number): void {
    while (this.#trail.length > mark) {
      const before = this.#trail.pop()!;
      this.#bits[this.#trail.pop()!] = before;
    }
  }

  #takeOver(node: number, to: number, remember: boolean): void {
    const own = node * this.#words;
    const other = to * this.#words;
    for (let i = 0; i < this.#words; i++) {
      const before = this.#bits[own + i]!;
      let after = before | this.#bits[other + i]!;
      if (i === to >> 5) after |= 1 << (to & 31);
      if (after === before) continue;
      if (remember) this.#trail.push(own + i, before);
      this.#bits[own + i] = after;
    }
  }
}
