// The agenda of an engine: what is due next. What is due at the same time comes in the order it was set.
// Most entries come later than all before them: those wait in a queue, and only the others in a binary heap.

export interface Entry {
  readonly at: number;
  readonly order: number;
}

export class Agenda<E extends Entry> {
  #queue: E[] = [];
  /** How much of the queue has been taken. */
  #taken = 0;
  #last = Number.NEGATIVE_INFINITY;
  #heap: E[] = [];

  get size(): number {
    return this.#queue.length - this.#taken + this.#heap.length;
  }

  /** What is due next, left where it is. */
  get next(): E | undefined {
    const queued = this.#queue[this.#taken];
    const first = this.#heap[0];
    return first !== undefined && (queued === undefined || before(first, queued)) ? first : queued;
  }

  /** Entries must be added in order. */
  add(entry: E): void {
    if (entry.at >= this.#last) {
      this.#last = entry.at;
      this.#queue.push(entry);
    } else this.#sift(entry);
  }

  /** Takes what is due next. The agenda must not be empty. */
  take(): E {
    const queued = this.#queue[this.#taken];
    if (this.#heap.length > 0 && (queued === undefined || before(this.#heap[0], queued))) return this.#pop();
    this.#taken++;
    if (this.#taken === this.#queue.length) {
      this.#queue.length = 0;
      this.#taken = 0;
      this.#last = Number.NEGATIVE_INFINITY;
    } else if (this.#taken === 4096) {
      this.#queue.splice(0, this.#taken);
      this.#taken = 0;
    }
    return queued;
  }

  #sift(entry: E): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = entry;
  }

  #pop(): E {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop()!;
    const { length } = heap;
    if (length === 0) return first;
    let i = 0;
    for (let child = 1; child < length; child = 2 * i + 1) {
      if (child + 1 < length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
