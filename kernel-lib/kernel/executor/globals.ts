// Globals that the kernel's own code needs on the thread of the cells. A cell that deletes or replaces one gets an
// error, and the process is replaced: half of what runs there would be broken, and none of it could report that.

const names = [
  "Object Function Array String Number Boolean Symbol BigInt Map Set WeakMap WeakSet Promise Proxy Reflect JSON Math Error TypeError RangeError",
  "AggregateError RegExp Date Uint8Array Int32Array SharedArrayBuffer ArrayBuffer Atomics TextEncoder TextDecoder Buffer URL process console",
  "performance setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask structuredClone globalThis",
  "AbortController AbortSignal __tslab__",
].flatMap((line) => line.split(" "));

/** Plain arrays and functions taken now: later they may be gone. */
const { defineProperty, getOwnPropertyDescriptor } = Object;
const world = globalThis;

export class Globals {
  private readonly kept: { readonly name: string; readonly value: unknown; readonly descriptor: PropertyDescriptor }[] =
    [];

  private broken: string | undefined;

  constructor() {
    for (const name of names) {
      const descriptor = getOwnPropertyDescriptor(world, name);
      if (descriptor) this.kept[this.kept.length] = { name, value: (world as any)[name], descriptor };
    }
  }

  /**
   * Puts back what is no longer as it was; the first name ever found so, or undefined. Uses nothing that could be gone.
   */
  restore(): string | undefined {
    for (let i = 0; i < this.kept.length; i++) {
      const { name, value, descriptor } = this.kept[i];
      if (getOwnPropertyDescriptor(world, name) !== undefined && (world as any)[name] === value) continue;
      defineProperty(world, name, descriptor);
      this.broken ??= name;
    }
    return this.broken;
  }
}
