// The thread of a node: takes parcels from its ports, lets its actor step, and sends parcels directly to other threads.
import { parentPort } from "node:worker_threads";
import type { ToThread } from "./protocol.js";
import { Thread } from "./thread.js";

const control = parentPort!;
let thread: Thread | undefined;

control.on("message", (message: ToThread) => {
  if (message.kind === "boot") thread = new Thread(message, control);
  else thread!.control(message);
});
