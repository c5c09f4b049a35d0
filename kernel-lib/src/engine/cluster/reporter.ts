// A member's reports: to its own cell at once, and to the lecturer's side, which keeps the record of the room. Events
// wait a little for others there, because a packet costs more than an event.
import type { NodeId } from "../../node/messages.js";
import type { SentError } from "../threads/protocol.js";
import type { FinalReports } from "../threads/shutdown.js";
import { type EventBatch, halved } from "../threads/trace-buffer.js";
import type { Report } from "./site.js";

const GATHER_MS = 20;
export const LONGEST_STACK = 8000;

interface NodeBatch {
  readonly id: NodeId;
  readonly batch: EventBatch;
}

export class Reporter implements Report {
  #waiting: NodeBatch[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param sure tells the lecturer's side, for certain; false if it is too large for a packet
   * @param tell tells the own cell. @param quiet nothing moves here any more
   * @param isOwn the other side is one's own program, which may hear where in the code an error was
   */
  constructor(
    readonly sure: (body: object) => boolean,
    readonly tell: (news: string, ...args: unknown[]) => void,
    readonly quiet: () => void = () => {},
    readonly isOwn = false,
  ) {}

  batch(id: NodeId, batch: EventBatch): void {
    this.tell("batch", id, batch);
    this.#waiting.push({ id, batch });
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  failed(id: NodeId, error: SentError): void {
    this.tell("failed", id, error);
    const { name, message, misuse, node, stack } = error;
    const where = this.isOwn ? { stack: stack?.slice(0, LONGEST_STACK) } : {};
    this.sure({ say: "failed", id, error: { name, message, misuse, node, ...where } });
  }

  joined(id: NodeId, node: { class: string; fields: object }): void {
    this.tell("joined", id, node);
    if (!this.sure({ say: "joined", id, node })) this.sure({ say: "joined", id, node: { ...node, fields: {} } });
  }

  printed(id: NodeId, text: string, stream: "stdout" | "stderr"): void {
    this.tell("printed", id, text, stream);
  }

  /** Hands on what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batches = this.#waiting;
    this.#waiting = [];
    if (batches.length > 0) this.#report(batches);
  }

  /** The last words of this side. */
  end({ states, waiting }: Pick<FinalReports, "states" | "waiting">, words: (last: object) => boolean): void {
    this.flush();
    if (words({ states, waiting })) return;
    const empty = states.map(({ id, hidden }) => ({ id, state: undefined, hidden }));
    words({ states: empty, waiting: [] });
  }

  /** In packets that fit; of one thing that is too large alone, the contents are left out. */
  #report(batches: readonly NodeBatch[]): void {
    if (this.sure({ say: "batches", batches })) return;
    if (batches.length > 1) {
      const half = batches.length >> 1;
      this.#report(batches.slice(0, half));
      this.#report(batches.slice(half));
      return;
    }
    const [{ id, batch }] = batches as [NodeBatch];
    const parts = halved(batch);
    if (parts) {
      for (const part of parts) this.#report([{ id, batch: part }]);
      return;
    }
    const messages = batch.messages.map((message: any) => ({ type: message?.type ?? TOO_LARGE }));
    const outputs = batch.outputs.map(() => TOO_LARGE);
    this.sure({ say: "batches", batches: [{ id, batch: { ...batch, messages, outputs, operations: [] } }] });
  }
}

const TOO_LARGE = "tooLargeToReport";
