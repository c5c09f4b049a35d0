// The cells' end of comms: each is opened by a cell, and whatever its messages cause appears under that cell.
import { randomUUID } from "node:crypto";
import type { Comm, CommData, CommOpening } from "../../src/figure/screen.js";
import type { CommMessage, FromExecutor } from "../messages.js";
import type { Cell } from "./cells.js";
import { owner, within } from "./context.js";

type Send = (message: FromExecutor) => void;

interface Open {
  cell: Cell;
  receive(message: CommData): void;
}

export class CellComms {
  private readonly open = new Map<string, Open>();
  /** The message that is being answered: a front end waits for answers to its own. */
  private answering: string | undefined;

  constructor(
    private readonly send: Send,
    /** Takes an error of a cell's listener. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Opens a comm from a cell. */
  start({ target, metadata, data, buffers }: CommOpening, receive: (message: CommData) => void): Comm {
    const cell = owner();
    if (!cell) throw new Error("Only a cell can open a comm");
    const comm_id = randomUUID();
    this.open.set(comm_id, { cell, receive });
    this.post(cell.id, "comm_open", { comm_id, target_name: target, data }, metadata, buffers);
    return {
      id: comm_id,
      send: (data, buffers = []) =>
        this.post(this.answering ?? owner()?.id ?? cell.id, "comm_msg", { comm_id, data }, metadata, buffers),
      close: () => {
        this.open.delete(comm_id);
        this.post(owner()?.id ?? cell.id, "comm_close", { comm_id, data: {} }, metadata, []);
      },
    };
  }

  /** From a front end. A comm that no cell listens to is closed. */
  receive(parent: string, { kind, content, buffers }: CommMessage): void {
    const { comm_id, data } = content;
    const comm = this.open.get(comm_id);
    if (kind === "comm_close") this.open.delete(comm_id);
    else if (!comm && kind === "comm_open") this.post(parent, "comm_close", { comm_id, data: {} }, {}, []);
    else if (comm && kind === "comm_msg") {
      this.answering = parent;
      within(comm.cell, () => {
        try {
          comm.receive({ data, buffers: buffers.map((bytes) => new Uint8Array(Buffer.from(bytes, "base64"))) });
        } catch (error) {
          this.failed(error);
        }
      });
      this.answering = undefined;
    }
  }

  private post(
    cell: string,
    kind: CommMessage["kind"],
    content: CommMessage["content"],
    metadata: Record<string, unknown>,
    buffers: Uint8Array[],
  ): void {
    const packed = buffers.map((bytes) => Buffer.from(bytes).toString("base64"));
    this.send({ type: "comm", cell, message: { kind, content, metadata, buffers: packed } });
  }
}
