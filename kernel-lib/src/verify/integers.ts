// Integers side by side, in memory that threads may share.

/** The same integers with room for more; shared where they were. */
export function larger(old: Int32Array, length: number): Int32Array {
  const { buffer } = old;
  if (isGrowable(buffer) && reaches(buffer, 4 * length)) return new Int32Array(buffer, 0, length);
  const grown = buffer instanceof SharedArrayBuffer ? sharedIntegers(length) : new Int32Array(length);
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

/** Integers that threads share, and that need not be copied where there are to be more; so, where addresses are scarce. */
export function growingIntegers(length: number): Int32Array {
  const Growable = SharedArrayBuffer as unknown as MakeGrowable;
  try {
    return new Int32Array(new Growable(4 * length, { maxByteLength: MOST }), 0, length);
  } catch {
    return sharedIntegers(length);
  }
}

/** As ECMAScript 2024 has it. */
interface GrowableBuffer extends SharedArrayBuffer {
  readonly growable: boolean;
  readonly maxByteLength: number;
  grow(byteLength: number): void;
}

type MakeGrowable = new (byteLength: number, options: { maxByteLength: number }) => GrowableBuffer;

/** What V8 can address in one buffer: addresses only, no memory. */
const MOST = 2 ** 32;

function isGrowable(buffer: ArrayBufferLike): buffer is GrowableBuffer {
  return (buffer as Partial<GrowableBuffer>).growable === true;
}

/** Whether a buffer is so large now. */
function reaches(buffer: GrowableBuffer, byteLength: number): boolean {
  try {
    if (byteLength > buffer.byteLength) buffer.grow(byteLength);
    return true;
  } catch {
    return false;
  }
}
