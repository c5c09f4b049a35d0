// Comms: two-way channels between a cell and a front end, as widgets use them. The kernel carries messages and keeps
// the list.
import type { CommMessage } from "../messages.js";
import type { Message } from "../wire/message.js";
import type { Sockets } from "../wire/sockets.js";
import type { Execution } from "./execution.js";

type Kind = CommMessage["kind"];

export class Comms {
  private readonly open = new Map<string, string>();

  constructor(
    private readonly sockets: Sockets,
    private readonly execution: Execution,
  ) {}

  /** The open comms, or those of one target. */
  info(target: string | undefined): object {
    const found = [...this.open].filter(([, name]) => target === undefined || target === null || name === target);
    return { status: "ok", comms: Object.fromEntries(found.map(([id, target_name]) => [id, { target_name }])) };
  }

  /** Sent by a cell: published under it. */
  fromCell(cell: string, { kind, content, metadata, buffers }: CommMessage): void {
    this.note(kind, content);
    const parent = this.execution.parent(cell) ?? {};
    this.sockets.publish(
      parent,
      kind,
      content,
      metadata,
      buffers.map((bytes) => Buffer.from(bytes, "base64")),
    );
  }

  /** Sent by a front end: handed to the cells' thread, which closes comms that no cell listens to. */
  fromClient(kind: Kind, request: Message): void {
    this.note(kind, request.content);
    const { content, metadata } = request;
    const buffers = request.buffers.map((bytes) => bytes.toString("base64"));
    this.execution.comm(request, { kind, content, metadata, buffers });
  }

  /** The cells' end of every comm is gone. */
  closeAll(): void {
    for (const comm_id of this.open.keys()) this.sockets.publish({}, "comm_close", { comm_id, data: {} });
    this.open.clear();
  }

  private note(kind: Kind, content: CommMessage["content"]): void {
    if (kind === "comm_open") this.open.set(content.comm_id, content.target_name ?? "");
    if (kind === "comm_close") this.open.delete(content.comm_id);
  }
}
