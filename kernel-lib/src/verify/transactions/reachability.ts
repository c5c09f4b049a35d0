// Which node leads to which, as a table of bits that grows with every edge and shrinks again: what makes a search over
// orders quick to see that an edge would close a circle.
import type { Adjacency, Components } from "./components.js";

export class Reachability {
  readonly #words: number;
  /** For each node those that it leads to, and those that lead to it. */
  readonly #onward: Int32Array;
  readonly #back: Int32Array;
  /** What was changed, so that it can be taken back: tables, places and what stood there, by turns. */
  readonly #trail: (Int32Array | number)[] = [];
  /** Nodes that reach more than when `takeGrown` was last called. */
  readonly #grown: number[] = [];
  readonly #hasGrown: Uint8Array;

  /** @param graph without circles */
  constructor(
    readonly nodes: number,
    graph: Adjacency,
    { finished }: Components,
  ) {
    this.#words = (nodes + 31) >> 5;
    this.#onward = new Int32Array(nodes * this.#words);
    this.#back = new Int32Array(nodes * this.#words);
    this.#hasGrown = new Uint8Array(nodes);
    const edges = (node: number) => graph.target.subarray(graph.start[node]!, graph.start[node + 1]!);
    // Later nodes are finished first, so that each takes over what the next ones reach.
    for (const node of finished) for (const to of edges(node)) this.#takeOver(this.#onward, node, to, false);
    for (const node of finished.slice().reverse())
      for (const to of edges(node)) this.#takeOver(this.#back, to, node, false);
    this.takeGrown();
  }

  has(from: number, to: number): boolean {
    return (this.#onward[from * this.#words + (to >> 5)]! & (1 << (to & 31))) !== 0;
  }

  /** @returns false if the edge would close a cycle; then nothing has changed */
  add(from: number, to: number): boolean {
    if (from === to || this.has(to, from)) return false;
    if (this.has(from, to)) return true;
    const before = [from, ...this.#members(this.#back, from)];
    const after = [to, ...this.#members(this.#onward, to)];
    for (const node of before) this.#takeOver(this.#onward, node, to, true);
    for (const node of after) this.#takeOver(this.#back, node, from, true);
    return true;
  }

  /** The nodes that reach more than at the last call. */
  takeGrown(): number[] {
    for (const node of this.#grown) this.#hasGrown[node] = 0;
    return this.#grown.splice(0);
  }

  /** A mark to go `back` to. */
  mark(): number {
    return this.#trail.length;
  }

  back(mark: number): void {
    this.takeGrown();
    while (this.#trail.length > mark) {
      const before = this.#trail.pop() as number;
      const place = this.#trail.pop() as number;
      (this.#trail.pop() as Int32Array)[place] = before;
    }
  }

  #members(table: Int32Array, node: number): number[] {
    const found: number[] = [];
    for (let i = 0; i < this.#words; i++)
      for (let word = table[node * this.#words + i]!; word !== 0; word &= word - 1)
        found.push((i << 5) + 31 - Math.clz32(word & -word));
    return found;
  }

  /** A row takes over another one, and the bit of that one's node. */
  #takeOver(table: Int32Array, node: number, other: number, remember: boolean): void {
    const own = node * this.#words;
    const added = other * this.#words;
    // A node that leads to the other one already leads to everything it leads to.
    if ((table[own + (other >> 5)]! & (1 << (other & 31))) !== 0) return;
    for (let i = 0; i < this.#words; i++) {
      const before = table[own + i]!;
      let after = before | table[added + i]!;
      if (i === other >> 5) after |= 1 << (other & 31);
      if (after === before) continue;
      if (remember) this.#trail.push(table, own + i, before);
      table[own + i] = after;
    }
    if (table === this.#back || this.#hasGrown[node]) return;
    this.#hasGrown[node] = 1;
    this.#grown.push(node);
  }
}
