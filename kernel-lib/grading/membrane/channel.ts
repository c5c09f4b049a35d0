// Texts over a pipe, each with its length before it. Whoever receives waits: between judge and answers only one side
// runs at a time, so neither needs an event loop to hear the other.
import type { Pipe } from "./pipe.js";

/** Bytes of the longest text: refused before it is read. */
export const LONGEST = 16 * 2 ** 20;

/** The other side has ended, or sent something unreadable. */
export class Gone extends Error {}

export class Channel {
  #bytes = Buffer.alloc(65_536);
  #from = 0;
  #until = 0;
  /** The other side has ended, or spoke nonsense. */
  isGone = false;

  constructor(readonly pipe: Pipe) {}

  send(text: string): void {
    const length = Buffer.byteLength(text);
    if (length > LONGEST)
      throw new RangeError(`It has ${length.toLocaleString("en")} bytes; ${LONGEST.toLocaleString("en")} may cross.`);
    const frame = Buffer.allocUnsafe(4 + length);
    frame.writeUInt32LE(length);
    frame.write(text, 4);
    try {
      this.pipe.write(frame);
    } catch (error) {
      throw this.gone((error as Error).message);
    }
  }

  /** Waits for the next text. */
  receive(): string {
    this.#fill(4);
    const length = this.#bytes.readUInt32LE(this.#from);
    if (length > LONGEST) throw this.gone(`it sent ${length.toLocaleString("en")} bytes at once`);
    this.#fill(4 + length);
    const start = this.#from + 4;
    this.#from = start + length;
    return this.#bytes.toString("utf8", start, this.#from);
  }

  /** Nothing more is expected of the other side. */
  gone(why: string): Gone {
    this.isGone = true;
    return new Gone(`Your code could not go on: ${why}.`);
  }

  #fill(length: number): void {
    if (this.#until - this.#from >= length) return;
    const held = this.#bytes.subarray(this.#from, this.#until);
    if (this.#from + length > this.#bytes.length) {
      const roomier = length > this.#bytes.length ? Buffer.allocUnsafe(2 * length) : this.#bytes;
      held.copy(roomier);
      this.#bytes = roomier;
      this.#until = held.length;
      this.#from = 0;
    }
    while (this.#until - this.#from < length) {
      const count = this.pipe.read(this.#bytes, this.#until);
      if (count === 0) throw this.gone("it has ended");
      this.#until += count;
    }
  }
}
