// A process whose pipes cannot be waited on, as on Windows: a thread of its own carries the bytes (carrier.ts), and
// this one waits for them in shared memory.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Pipe } from "../membrane/pipe.js";
import type { Command } from "./enclosure.js";

/** What is in the shared memory: nothing to read, some bytes, or the end; how many bytes; then the bytes. */
export const EMPTY = 0;
export const FULL = 1;
export const ENDED = 2;
export const HEAD = 8;
export const ROOM = 65_536;

export class CarriedPipe implements Pipe {
  readonly #shared = new SharedArrayBuffer(HEAD + ROOM);
  readonly #state = new Int32Array(this.#shared, 0, 2);
  readonly #worker: Worker;
  /** How much of what is there has been read. */
  #read = 0;
  #isOver = false;

  constructor(command: Command) {
    const workerData = { command, shared: this.#shared };
    this.#worker = new Worker(join(__dirname, "carrier.js"), { workerData });
    this.#worker.once("error", () => {});
    this.#worker.unref();
  }

  read(bytes: Buffer, at: number): number {
    if (this.#isOver) return 0;
    Atomics.wait(this.#state, 0, EMPTY);
    if (Atomics.load(this.#state, 0) === ENDED) return 0;
    const there = Atomics.load(this.#state, 1);
    const count = Math.min(there - this.#read, bytes.length - at);
    bytes.set(new Uint8Array(this.#shared, HEAD + this.#read, count), at);
    this.#read += count;
    if (this.#read === there) {
      this.#read = 0;
      Atomics.store(this.#state, 0, EMPTY);
      Atomics.notify(this.#state, 0);
    }
    return count;
  }

  write(bytes: Buffer): void {
    this.#worker.postMessage(bytes);
  }

  /** Ends the process. */
  end(): void {
    this.#isOver = true;
    this.#worker.postMessage("end");
    // The carrier may wait until what came is read.
    Atomics.store(this.#state, 0, EMPTY);
    Atomics.notify(this.#state, 0);
  }
}
