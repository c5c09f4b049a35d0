// The bytes below a channel. Reading waits until there are some.
import { readSync, writeSync } from "node:fs";

export interface Pipe {
  /** Reads into `bytes` from `at` on. @returns how many came; 0 at the end */
  read(bytes: Buffer, at: number): number;
  write(bytes: Buffer): void;
}

/** Two file descriptors. */
export class DescriptorPipe implements Pipe {
  constructor(
    readonly input: number,
    readonly output: number,
  ) {}

  read(bytes: Buffer, at: number): number {
    return retried(() => readSync(this.input, bytes, at, bytes.length - at, null));
  }

  write(bytes: Buffer): void {
    for (let sent = 0; sent < bytes.length; ) sent += retried(() => writeSync(this.output, bytes, sent));
  }
}

/** Where a descriptor does not wait by itself, the other side has to be given time. */
function retried(act: () => number): number {
  for (;;)
    try {
      return act();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // What Windows says at the end of a pipe.
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
