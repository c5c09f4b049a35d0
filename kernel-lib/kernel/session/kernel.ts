// The kernel's main thread: answers requests, queues cells, and passes on to the clients what the executor reports.

import type { Message } from "../wire/message.js";
import { type Channel, type Connection, Sockets } from "../wire/sockets.js";
import { Comms } from "./comms.js";
import { Execution } from "./execution.js";
import { kernelInfo } from "./kernel-info.js";
import type { Practice } from "./practice.js";

type Handler = (request: Message, channel: Channel) => void | Promise<void>;

/** Opens the sockets of `connection` and serves until a shutdown request. `practice` judges test cells. */
export async function startKernel(connection: Connection, practice?: Practice): Promise<void> {
  const sockets = new Sockets(connection);
  const execution = new Execution(sockets, practice);
  const comms = new Comms(sockets, execution);
  execution.onComm = (cell, message) => comms.fromCell(cell, message);
  execution.onLost = () => comms.closeAll();

  const answer = (request: Message, channel: Channel, content: object) =>
    sockets.reply(channel, request, request.header.msg_type.replace(/_request$/, "_reply"), content);

  const handlers: Record<string, Handler> = {
    kernel_info_request: (request, channel) => answer(request, channel, kernelInfo),
    is_complete_request: async (request, channel) => answer(request, channel, await execution.assist(request)),
    history_request: (request, channel) => answer(request, channel, execution.history.answer(request.content)),
    comm_info_request: (request, channel) => answer(request, channel, comms.info(request.content.target_name)),
    comm_open: (request) => comms.fromClient("comm_open", request),
    comm_msg: (request) => comms.fromClient("comm_msg", request),
    comm_close: (request) => comms.fromClient("comm_close", request),
    complete_request: async (request, channel) => answer(request, channel, await execution.assist(request)),
    inspect_request: async (request, channel) => answer(request, channel, await execution.assist(request)),
    execute_request: (request, channel) => execution.execute(request, channel),
    interrupt_request: (request, channel) => {
      execution.interrupt();
      answer(request, channel, { status: "ok" });
    },
    shutdown_request: (request, channel) => {
      execution.close();
      answer(request, channel, { status: "ok", restart: request.content.restart === true });
    },
  };

  sockets.onInput = (value) => execution.answered(value);
  await sockets.open(async (request, channel) => {
    const handle = handlers[request.header.msg_type];
    if (!handle) return;
    sockets.publish(request.header, "status", { execution_state: "busy" });
    try {
      await handle(request, channel);
    } catch (error) {
      process.stderr.write(`The kernel failed at a ${request.header.msg_type}: ${(error as Error)?.stack ?? error}\n`);
    }
    sockets.publish(request.header, "status", { execution_state: "idle" });
    if (request.header.msg_type !== "shutdown_request") return;
    await sockets.close();
    process.exit(0);
  });
  sockets.publish({}, "status", { execution_state: "starting" });
}
