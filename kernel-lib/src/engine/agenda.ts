// The agenda of a simulation: what is due next, in virtual time. A binary heap; what is due at the same time comes in the order it was set.

export interface Entry {
  readonly at: number;
  readonly order: number;
}

export class Agenda<E extends Entry> {
  #heap: E[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** What is due next, left where it is. */
  get next(): E | undefined {
    return this.#heap[0];
  }

  add(entry: E): void {
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

  /** Takes what is due next. The agenda must not be empty. */
  take(): E {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop()!;
    const { length } = heap;
    if (length > 0) {
      let i = 0;
      for (let child = 1; child < length; child = 2 * i + 1) {
        if (child + 1 < length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
    }
    return first;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
