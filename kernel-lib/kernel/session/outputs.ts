// The cells' output on its way to the clients: text is gathered for a moment, and everything keeps its order and its
// cell.
import type { Header } from "../wire/message.js";

type Publish = (parent: Header, type: string, content: object) => void;
type Stream = "stdout" | "stderr";

export class Outputs {
  private readonly parents = new Map<string, Header>();
  private readonly waiting = new Map<string, { name: Stream; text: string }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly publish: Publish) {}

  /** From now on output of `cell` belongs to the request with this header. */
  adopt(cell: string, parent: Header): void {
    this.parents.set(cell, parent);
  }

  parent(cell: string): Header | undefined {
    return this.parents.get(cell);
  }

  stream(cell: string, name: Stream, text: string): void {
    const before = this.waiting.get(cell);
    if (before && before.name !== name) this.flush(cell);
    const text0 = before?.name === name ? before.text : "";
    this.waiting.set(cell, { name, text: text0 + text });
    this.timer ??= setTimeout(() => this.flushAll(), gathering);
  }

  send(cell: string, type: string, content: object): void {
    this.flush(cell);
    const parent = this.parents.get(cell);
    if (parent) this.publish(parent, type, content);
  }

  flush(cell: string): void {
    const stream = this.waiting.get(cell);
    const parent = this.parents.get(cell);
    this.waiting.delete(cell);
    if (stream && parent) this.publish(parent, "stream", stream);
  }

  private flushAll(): void {
    this.timer = undefined;
    for (const cell of [...this.waiting.keys()]) this.flush(cell);
  }
}

/** How long (ms) text waits for more of it. */
const gathering = 15;
