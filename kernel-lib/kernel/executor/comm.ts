// The cells' end of comms. Nothing here answers to a target yet, so a front end that opens one is told that it is closed.
import type { CommMessage, FromExecutor } from "../thread.js";

export class CellComms {
  constructor(private readonly send: (message: FromExecutor & { cell: string }) => void) {}

  receive(parent: string, { kind, content }: CommMessage): void {
    if (kind !== "comm_open") return;
    const message: CommMessage = {
      kind: "comm_close",
      content: { comm_id: content.comm_id, data: {} },
      metadata: {},
      buffers: [],
    };
    this.send({ type: "comm", cell: parent, message });
  }
}
