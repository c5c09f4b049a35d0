// The event queue of an engine: what is due next. What is due at the same time comes in the order it was added. Most
// things are later than all before them: those wait in a queue, and only the others in a heap. Times are in arrays of
// their own, where numbers need no objects.

export class EventQueue<T> {
  /** When the last thing taken was due. */
  at = 0;
  readonly #queue = new Queue<T>();
  readonly #heap = new Heap<T>();

  get size(): number {
    return this.#queue.size + this.#heap.size;
  }

  /** When the next thing is due; undefined if there is none. */
  get next(): number | undefined {
    if (this.size === 0) return undefined;
    return this.#heapIsFirst() ? this.#heap.first : this.#queue.first;
  }

  /** Whether something is due, not after `end`. */
  isDueBy(end: number): boolean {
    return (this.#queue.size > 0 && this.#queue.first <= end) || (this.#heap.size > 0 && this.#heap.first <= end);
  }

  /** What is due next, left where it is. */
  get head(): T | undefined {
    return this.#heapIsFirst() ? this.#heap.head : this.#queue.head;
  }

  add(at: number, thing: T): void {
    if (this.#queue.size === 0 || at >= this.#queue.last) this.#queue.push(at, thing);
    else this.#heap.push(at, thing);
  }

  /** Takes what is due next. There must be something. */
  take(): T {
    if (this.#heapIsFirst()) {
      this.at = this.#heap.first;
      return this.#heap.pop();
    }
    this.at = this.#queue.first;
    return this.#queue.shift();
  }

  /**
   * At the same time the queue is first: what is in the heap was added when the queue's last was later, so that
   * whatever has been added for that time since then is in the heap too.
   */
  #heapIsFirst(): boolean {
    return this.#heap.size > 0 && (this.#queue.size === 0 || this.#heap.first < this.#queue.first);
  }
}

/** An event that may be called off. It stays in the queue until its time comes, and then nothing happens. */
export interface Cancellable {
  readonly cancelled: boolean;
}

/** An event queue that drops what was cancelled. */
export class CancellableQueue<T extends Cancellable> {
  /** How many cancelled events are still in the queue, at most. */
  cancelled = 0;
  readonly #events = new EventQueue<T>();

  /** When the last event taken was due. */
  get at(): number {
    return this.#events.at;
  }

  /** When the next event is due; undefined if there is none. */
  get next(): number | undefined {
    this.#dropCancelled();
    return this.#events.next;
  }

  /** Whether something is due, not after `end`. */
  isDueBy(end: number): boolean {
    this.#dropCancelled();
    return this.#events.isDueBy(end);
  }

  add(at: number, event: T): void {
    this.#events.add(at, event);
  }

  /** Takes what is due next; undefined if it was cancelled. There must be something. */
  take(): T | undefined {
    const event = this.#events.take();
    if (this.cancelled === 0 || !event.cancelled) return event;
    this.cancelled--;
    return undefined;
  }

  #dropCancelled(): void {
    while (this.cancelled > 0 && this.#events.head?.cancelled) this.take();
  }
}

const SMALLEST = 64;

/** Things by time, added in that order: a ring. */
class Queue<T> {
  size = 0;
  /** When the last one is due. */
  last = 0;
  #begin = 0;
  #at = new Float64Array(SMALLEST);
  #things: (T | undefined)[] = new Array(SMALLEST).fill(undefined);

  /** When the first one is due. */
  get first(): number {
    return this.#at[this.#begin]!;
  }
  get head(): T | undefined {
    return this.#things[this.#begin];
  }

  push(at: number, thing: T): void {
    if (this.size === this.#at.length) this.#grow();
    const end = (this.#begin + this.size) & (this.#at.length - 1);
    this.#at[end] = at;
    this.#things[end] = thing;
    this.last = at;
    this.size++;
  }

  shift(): T {
    const thing = this.#things[this.#begin]!;
    // Nothing that is over is kept.
    this.#things[this.#begin] = undefined;
    this.#begin = (this.#begin + 1) & (this.#at.length - 1);
    this.size--;
    return thing;
  }

  /** Called when it is full, which begins and ends at one place. */
  #grow(): void {
    const at = new Float64Array(2 * this.size);
    at.set(this.#at.subarray(this.#begin));
    at.set(this.#at.subarray(0, this.#begin), this.size - this.#begin);
    this.#at = at;
    const free = new Array(this.size).fill(undefined);
    this.#things = this.#things.slice(this.#begin).concat(this.#things.slice(0, this.#begin), free);
    this.#begin = 0;
  }
}

/**
 * Things in any order of their times, the earliest first: a heap of four branches. Whoever takes one thing mostly adds one
 * next, so what is taken leaves a gap at the top, which the next thing fills.
 */
class Heap<T> {
  #added = 0;
  #at = new Float64Array(SMALLEST);
  #order = new Float64Array(SMALLEST);
  readonly #things: (T | undefined)[] = [];
  #hasGap = false;

  get size(): number {
    return this.#hasGap ? this.#things.length - 1 : this.#things.length;
  }
  /** When the first one is due. */
  get first(): number {
    if (this.#hasGap) this.#close();
    return this.#at[0]!;
  }
  get head(): T | undefined {
    if (this.#hasGap) this.#close();
    return this.#things[0];
  }

  push(time: number, thing: T): void {
    const order = this.#added++;
    if (this.#hasGap) {
      this.#hasGap = false;
      this.#sink(time, order, thing);
    } else this.#rise(time, order, thing);
  }

  pop(): T {
    if (this.#hasGap) this.#close();
    const first = this.#things[0]!;
    // Nothing that is over is kept.
    this.#things[0] = undefined;
    this.#hasGap = true;
    return first;
  }

  /** Fills the gap with the last one. */
  #close(): void {
    this.#hasGap = false;
    const last = this.#things.pop()!;
    const { length } = this.#things;
    if (length > 0) this.#sink(this.#at[length]!, this.#order[length]!, last);
  }

  /** From the end up, as far as it belongs. */
  #rise(time: number, added: number, thing: T): void {
    let i = this.#things.push(thing) - 1;
    if (i === this.#at.length) this.#grow();
    const at = this.#at;
    const order = this.#order;
    const things = this.#things;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      // Whatever was added before has the smaller order, so a tie stays below.
      if (time >= at[parent]!) break;
      at[i] = at[parent]!;
      order[i] = order[parent]!;
      things[i] = things[parent]!;
      i = parent;
    }
    at[i] = time;
    order[i] = added;
    things[i] = thing;
  }

  /** From the top down, as far as it belongs. */
  #sink(time: number, added: number, thing: T): void {
    const at = this.#at;
    const order = this.#order;
    const things = this.#things;
    const { length: size } = things;
    let i = 0;
    for (let child = 1; child < size; child = 4 * i + 1) {
      const end = Math.min(child + 4, size);
      let best = child;
      let earliest = at[child]!;
      for (let other = child + 1; other < end; other++) {
        const due = at[other]!;
        if (due < earliest || (due === earliest && order[other]! < order[best]!)) {
          best = other;
          earliest = due;
        }
      }
      if (time < earliest || (time === earliest && added < order[best]!)) break;
      at[i] = earliest;
      order[i] = order[best]!;
      things[i] = things[best]!;
      i = best;
    }
    at[i] = time;
    order[i] = added;
    things[i] = thing;
  }

  #grow(): void {
    this.#at = larger(this.#at);
    this.#order = larger(this.#order);
  }
}

function larger(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const result = new Float64Array(2 * numbers.length);
  result.set(numbers);
  return result;
}
