// Integers side by side, in memory that threads may share.

/** The same integers with room for more; shared where they were. */
export function larger(old: Int32Array, length: number): Int32Array {
  const grown = old.buffer instanceof SharedArrayBuffer ? sharedIntegers(length) : new Int32Array(length);
  grown.set(old);
  return grown;
}

/** A copy that threads can share. */
export function shared(old: Int32Array): Int32Array {
  const copy = sharedIntegers(old.length);
  copy.set(old);
  return copy;
}

export function sharedIntegers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}
