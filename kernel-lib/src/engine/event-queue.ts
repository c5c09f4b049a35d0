// The event queue of an engine: what is due next. What is due at the same time comes in the order it was added. Most
// things are later than all before them: those wait in a queue, and only the others in a heap of four branches. Times
// are in arrays of their own, where numbers need no objects.

export class EventQueue<T> {
  /** When the last thing taken was due. */
  at = 0;
  #order = 0;
  #lane = new Lane<T>();
  /** How much of the queue has been taken. */
  #taken = 0;
  #heap = new Lane<T>();

  get size(): number {
    return this.#lane.size - this.#taken + this.#heap.size;
  }

  /** When the next thing is due; undefined if there is none. */
  get next(): number | undefined {
    const queued = this.#lane.at[this.#taken];
    const first = this.#heap.at[0];
    return first !== undefined && !(queued <= first) ? first : queued;
  }

  /** Whether something is due, not after `end`. */
  isDueBy(end: number): boolean {
    const queued = this.#taken < this.#lane.size && this.#lane.at[this.#taken] <= end;
    return queued || (this.#heap.size > 0 && this.#heap.at[0] <= end);
  }

  /** What is due next, left where it is. */
  get head(): T | undefined {
    return this.#heapIsFirst() ? this.#heap.things[0] : this.#lane.things[this.#taken];
  }

  add(at: number, thing: T): void {
    const lane = this.#lane;
    const order = this.#order++;
    if (lane.size === this.#taken || at >= lane.at[lane.size - 1]) lane.push(at, order, thing);
    else {
      this.#heap.push(at, order, thing);
      this.#heap.up();
    }
  }

  /** Takes what is due next. The queue must not be empty. */
  take(): T {
    if (this.#heapIsFirst()) {
      this.at = this.#heap.at[0];
      return this.#heap.pop();
    }
    const lane = this.#lane;
    const taken = this.#taken;
    const thing = lane.things[taken];
    this.at = lane.at[taken];
    this.#taken++;
    if (this.#taken === lane.size || (this.#taken >= 4096 && 2 * this.#taken > lane.size)) {
      lane.drop(this.#taken);
      this.#taken = 0;
    }
    return thing;
  }

  #heapIsFirst(): boolean {
    const { at, order, size } = this.#lane;
    const taken = this.#taken;
    return this.#heap.size > 0 && (size === taken || this.#heap.firstIsBefore(at[taken], order[taken]));
  }
}

/** An event that may be called off. It stays in the queue until its time comes, and then nothing happens. */
export interface Cancellable {
  cancelled: boolean;
}

/** An event queue that drops what was cancelled. */
export class CancellableQueue<T extends Cancellable> {
  /** How many cancelled events are still in the queue, at most. */
  cancelled = 0;
  #events = new EventQueue<T>();

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
    if (!event.cancelled) return event;
    this.cancelled--;
    return undefined;
  }

  #dropCancelled(): void {
    while (this.cancelled > 0 && this.#events.head?.cancelled) this.take();
  }
}

/**
 * An empty list that V8 stores as doubles from the beginning, so that the first fractional time changes nothing.
 */
function doubles(): number[] {
  const list = [0.5];
  list.pop();
  return list;
}

/** Times, orders and things side by side: by itself a queue, with `up` and `pop` a heap. */
class Lane<T> {
  readonly at = doubles();
  readonly order: number[] = [];
  readonly things: T[] = [];

  get size(): number {
    return this.things.length;
  }

  push(at: number, order: number, thing: T): void {
    this.at.push(at);
    this.order.push(order);
    this.things.push(thing);
  }

  drop(n: number): void {
    this.at.splice(0, n);
    this.order.splice(0, n);
    this.things.splice(0, n);
  }

  firstIsBefore(at: number, order: number): boolean {
    return this.at[0] < at || (this.at[0] === at && this.order[0] < order);
  }

  /** Moves the last entry of the heap to its place. */
  up(): void {
    let i = this.size - 1;
    const at = this.at[i];
    const order = this.order[i];
    const thing = this.things[i];
    while (i > 0) {
      const parent = (i - 1) >> 2;
      // Whatever was added before has the smaller order, so a tie stays below.
      if (at >= this.at[parent]) break;
      this.#move(parent, i);
      i = parent;
    }
    this.#put(i, at, order, thing);
  }

  /** Takes the first entry of the heap. */
  pop(): T {
    const first = this.things[0];
    const at = this.at.pop()!;
    const order = this.order.pop()!;
    const thing = this.things.pop()!;
    const { size } = this;
    if (size === 0) return first;
    let i = 0;
    for (let child = 1; child < size; child = 4 * i + 1) {
      const last = Math.min(child + 4, size);
      for (let other = child + 1; other < last; other++)
        if (this.#isBefore(other, this.at[child], this.order[child])) child = other;
      if (!this.#isBefore(child, at, order)) break;
      this.#move(child, i);
      i = child;
    }
    this.#put(i, at, order, thing);
    return first;
  }

  #isBefore(i: number, at: number, order: number): boolean {
    return this.at[i] < at || (this.at[i] === at && this.order[i] < order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.at[from], this.order[from], this.things[from]);
  }

  #put(i: number, at: number, order: number, thing: T): void {
    this.at[i] = at;
    this.order[i] = order;
    this.things[i] = thing;
  }
}
