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
const BRANCHES = 4;

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

/** What is later than everything. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Things in any order of their times, the earliest first: a heap of four branches. What moves in it are numbers; things
 * stay in their slots, so that the collector has no moves to follow. Whoever takes one thing mostly adds one next, so what
 * is taken leaves a gap at the top, which the next thing fills.
 */
class Heap<T> {
  size = 0;
  #added = 0;
  /** When what is at each place is due. From the last place on there is `NEVER`, so that all have four branches. */
  #at = new Float64Array(SMALLEST).fill(NEVER);
  /** In which slot it is. From the last place on these are the slots that are free. */
  #slots = Int32Array.from({ length: SMALLEST }, (_, i) => i);
  /** By slot: the thing, and how many were added before. */
  #things: (T | undefined)[] = new Array(SMALLEST).fill(undefined);
  #order = new Float64Array(SMALLEST);
  #hasGap = false;

  /** When the first one is due. */
  get first(): number {
    if (this.#hasGap) this.#close();
    return this.#at[0]!;
  }
  get head(): T | undefined {
    if (this.#hasGap) this.#close();
    return this.#things[this.#slots[0]!];
  }

  push(time: number, thing: T): void {
    const place = this.#hasGap ? 0 : this.size;
    if (place + BRANCHES > this.#at.length) this.#grow();
    const slot = this.#slots[place]!;
    this.#things[slot] = thing;
    this.#order[slot] = this.#added++;
    this.size++;
    if (this.#hasGap) this.#fill(time, slot);
    else this.#rise(place, time, slot);
  }

  pop(): T {
    if (this.#hasGap) this.#close();
    const slot = this.#slots[0]!;
    const first = this.#things[slot]!;
    // Nothing that is over is kept.
    this.#things[slot] = undefined;
    this.#hasGap = true;
    this.size--;
    return first;
  }

  /** Fills the gap with the last one. */
  #close(): void {
    const free = this.#slots[0]!;
    const slot = this.#slots[this.size]!;
    const time = this.#at[this.size]!;
    this.#slots[this.size] = free;
    this.#at[this.size] = NEVER;
    if (this.size > 0) this.#fill(time, slot);
    else this.#hasGap = false;
  }

  /**
   * Puts something where it belongs, through the gap: that sinks to the end, where what is added mostly belongs. Which of
   * four is the first is computed, because a processor cannot guess it.
   */
  #fill(time: number, slot: number): void {
    const at = this.#at;
    const slots = this.#slots;
    const { size } = this;
    this.#hasGap = false;
    let i = 0;
    for (let child = 1; child < size; child = BRANCHES * i + 1) {
      const left = child + Number(at[child + 1]! < at[child]!);
      const right = child + 2 + Number(at[child + 3]! < at[child + 2]!);
      let first = left + (right - left) * Number(at[right]! < at[left]!);
      if (at[child] === at[child + 1] || at[child + 2] === at[child + 3] || at[left] === at[right])
        first = this.#firstFrom(child);
      at[i] = at[first]!;
      slots[i] = slots[first]!;
      i = first;
    }
    this.#rise(i, time, slot);
  }

  /** Of four at a branch, some of them due at one time, the first. */
  #firstFrom(child: number): number {
    let first = child;
    for (let other = child + 1; other < child + BRANCHES; other++) if (this.#isBefore(other, first)) first = other;
    return first;
  }

  #isBefore(one: number, other: number): boolean {
    const at = this.#at;
    if (at[one] !== at[other]) return at[one]! < at[other]!;
    return at[one] !== NEVER && this.#order[this.#slots[one]!]! < this.#order[this.#slots[other]!]!;
  }

  /** From a place up, as far as it belongs. */
  #rise(place: number, time: number, slot: number): void {
    const at = this.#at;
    const slots = this.#slots;
    const order = this.#order;
    let i = place;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const due = at[parent]!;
      if (time > due || (time === due && order[slot]! > order[slots[parent]!]!)) break;
      at[i] = due;
      slots[i] = slots[parent]!;
      i = parent;
    }
    at[i] = time;
    slots[i] = slot;
  }

  #grow(): void {
    const { length } = this.#at;
    this.#at = larger(this.#at).fill(NEVER, length);
    this.#order = larger(this.#order);
    const slots = Int32Array.from({ length: 2 * length }, (_, i) => i);
    slots.set(this.#slots);
    this.#slots = slots;
    this.#things = this.#things.concat(new Array(length).fill(undefined));
  }
}

function larger(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const result = new Float64Array(2 * numbers.length);
  result.set(numbers);
  return result;
}
