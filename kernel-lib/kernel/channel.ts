// JSON messages over a pipe, one a line, between the kernel and its processes. The reader trusts nothing: what is not
// JSON, too long or too much ends the channel with a reason.
import type { Duplex } from "node:stream";

/** The longest message, and what may arrive at once and per second, in bytes. A chapter's largest figure takes 3 MB. */
const LONGEST = 64 * 2 ** 20;
const BURST = 256 * 2 ** 20;
const PER_SECOND = 16 * 2 ** 20;
/** What each message counts beside its own bytes, because many small ones are a flood, too. */
const OVERHEAD = 4096;
const NEWLINE = 10;

export class Channel {
  private parts: Buffer[] = [];
  private length = 0;
  private allowance = BURST;
  private refilled = performance.now();
  private closed = false;

  /**
   * `receive` takes each message; `failed` is called once with why the channel can no longer be used, and whether it
   * was merely closed: then the process that closed it may know more.
   */
  constructor(
    private readonly stream: Duplex,
    private readonly receive: (message: unknown) => void,
    private readonly failed: (reason: string, isClosed: boolean) => void,
  ) {
    stream.on("data", (chunk: Buffer) => this.read(chunk));
    stream.on("error", () => this.fail("its channel to the kernel broke", true));
    stream.on("close", () => this.fail("its channel to the kernel was closed", true));
  }

  /** False where the message is too long. After the channel's end, of which `failed` tells, messages are dropped. */
  send(message: unknown): boolean {
    if (this.closed) return true;
    const line = JSON.stringify(message);
    if (line.length > LONGEST) return false;
    this.stream.write(`${line}\n`);
    return true;
  }

  /** Stops reading and writing; `failed` is not called. */
  close(): void {
    this.closed = true;
    this.stream.destroy();
  }

  private read(chunk: Buffer): void {
    if (this.closed) return;
    const now = performance.now();
    this.allowance = Math.min(BURST, this.allowance + ((now - this.refilled) / 1000) * PER_SECOND);
    this.refilled = now;
    this.spend(chunk.length);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && !this.closed; end = chunk.indexOf(NEWLINE, start)) {
      this.parts.push(chunk.subarray(start, end));
      start = end + 1;
      const line = Buffer.concat(this.parts).toString("utf8");
      this.parts = [];
      this.length = 0;
      this.parse(line);
      this.spend(OVERHEAD);
    }
    if (start < chunk.length) this.parts.push(chunk.subarray(start));
    this.length += chunk.length - start;
    if (this.length > LONGEST) this.fail("it sent the kernel a message that does not end");
  }

  private spend(bytes: number): void {
    this.allowance -= bytes;
    if (this.allowance < 0) this.fail("it flooded its channel to the kernel");
  }

  private parse(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.fail("something other than messages was written to its channel to the kernel");
    }
    this.receive(message);
  }

  private fail(reason: string, isClosed = false): void {
    if (this.closed) return;
    this.close();
    this.failed(reason, isClosed);
  }
}
