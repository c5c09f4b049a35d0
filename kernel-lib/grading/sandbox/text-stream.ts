// Texts over a pipe whose reader does not wait for them: each has its length before it, as over a channel.
import type { Writable } from "node:stream";

/** Bytes of the longest text. */
export const LONGEST_TEXT = 100_000_000;

/** A text with its length before it. */
export function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32LE(length);
  bytes.write(text, 4);
  return bytes;
}

/** Writes texts, those of a turn at once. */
export function textWriter(out: Writable): (text: string) => void {
  let isCorked = false;
  const uncork = () => {
    isCorked = false;
    out.uncork();
  };
  return (text) => {
    if (!isCorked) {
      isCorked = true;
      out.cork();
      setImmediate(uncork);
    }
    out.write(frame(text));
  };
}

/** Gathers what comes, and gives the texts in it. */
export class TextReader {
  #parts: Buffer[] = [];
  #length = 0;

  /** @throws RangeError for a text that is too long */
  *read(part: Buffer): Generator<string> {
    this.#parts.push(part);
    this.#length += part.length;
    for (;;) {
      if (this.#length < 4) return;
      const size = this.#peek();
      if (size > LONGEST_TEXT) throw new RangeError(`A text of ${size.toLocaleString("en")} bytes.`);
      if (this.#length < 4 + size) return;
      const all = this.#joined();
      this.#parts = [all.subarray(4 + size)];
      this.#length -= 4 + size;
      yield all.toString("utf8", 4, 4 + size);
    }
  }

  /** The length that is announced. */
  #peek(): number {
    return (this.#parts[0]!.length >= 4 ? this.#parts[0]! : this.#joined()).readUInt32LE();
  }

  #joined(): Buffer {
    if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0]!;
  }
}
