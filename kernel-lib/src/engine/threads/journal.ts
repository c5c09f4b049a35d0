// What a thread has to tell about its node, gathered into batches: telling each event alone would halve the speed.
import type { OperationPart } from "../history.js";
import type { Counts, FromThread, Record } from "./protocol.js";

const BATCH = 1000;
const PATIENCE_MS = 10;

export class Journal {
  #records: Record[] = [];
  #outputs: unknown[] = [];
  #operations: OperationPart[] = [];
  #counts: Counts = none();
  #timer: NodeJS.Timeout | undefined;

  /** @param tell sends a batch */
  constructor(
    readonly tracing: boolean,
    readonly tell: (told: FromThread) => void,
  ) {}

  write(record: Record): void {
    if (this.tracing) this.#records.push(record);
    else this.#count(record);
    this.#soon();
  }

  output(value: unknown): void {
    this.#outputs.push(value);
    this.#soon();
  }

  operation(part: OperationPart): void {
    this.#operations.push(part);
    this.#soon();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const told = {
      kind: "told",
      records: this.#records,
      outputs: this.#outputs,
      operations: this.#operations,
      counts: this.#counts,
    } as const;
    this.#records = [];
    this.#outputs = [];
    this.#operations = [];
    this.#counts = none();
    this.tell(told);
  }

  #soon(): void {
    if (this.#records.length >= BATCH) this.flush();
    else if (!this.#timer) {
      this.#timer = setTimeout(() => this.flush(), PATIENCE_MS);
      this.#timer.unref();
    }
  }

  #count({ kind, message }: Record): void {
    const counts = this.#counts;
    if (kind === "send") {
      counts.messages++;
      counts.byType[message.type] = (counts.byType[message.type] ?? 0) + 1;
    } else if (kind === "receive" || kind === "ignored") counts.delivered++;
    else if (kind === "lost") counts.lost++;
  }
}

function none(): Counts {
  return { messages: 0, delivered: 0, lost: 0, byType: {} };
}
