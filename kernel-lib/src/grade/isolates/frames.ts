// Values over a stream of bytes, each with its length before it, so that one too long is refused before it is there.
import type { Duplex } from "node:stream";
import { deserialize, serialize } from "node:v8";

/** Bytes of the longest value. */
export const LONGEST = 64 * 2 ** 20;

export class Frames {
  #waiting: Buffer[] = [];
  #length = 0;

  /** @param refuse is told of what cannot be read; nothing is read after it */
  constructor(
    readonly stream: Duplex,
    receive: (value: any) => void,
    refuse: (why: string) => void,
  ) {
    stream.on("data", (bytes: Buffer) => {
      this.#waiting.push(bytes);
      this.#length += bytes.length;
      try {
        for (let frame = this.#next(); frame; frame = this.#next()) receive(deserialize(frame));
      } catch (error) {
        stream.removeAllListeners("data");
        refuse((error as Error).message);
      }
    });
  }

  /** @throws where the value cannot be copied, or is too long */
  send(value: unknown): void {
    const bytes = serialize(value);
    if (bytes.length > LONGEST)
      throw new RangeError(`It is larger than ${LONGEST / 2 ** 20} MB, more than an answer may be.`);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.stream.write(Buffer.concat([length, bytes]));
  }

  #next(): Buffer | undefined {
    if (this.#length < 4) return undefined;
    if (this.#waiting[0]!.length < 4) this.#waiting = [Buffer.concat(this.#waiting)];
    const length = this.#waiting[0]!.readUInt32LE();
    if (length > LONGEST) throw new RangeError(`an answer of ${length} bytes`);
    if (this.#length < 4 + length) return undefined;
    const all = Buffer.concat(this.#waiting);
    this.#waiting = [all.subarray(4 + length)];
    this.#length = all.length - 4 - length;
    return all.subarray(4, 4 + length);
  }
}
