// A thread with a node on it, or several: delivers to each what is sent to it.
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import { NodeHost } from "./node-host.js";
import type { FromNode, Tagged, ToNode } from "./protocol.js";
import { Watchdog } from "./watchdog.js";

const control = parentPort!;
const watchdog = new Watchdog(workerData);
watchdog.arm();
const hosts = new Map<NodeId, NodeHost>();

control.on("message", dispatch);

function dispatch({ run, node, content }: Tagged<ToNode>): void {
  if (content.kind === "boot") hosts.set(node, new NodeHost(node, content, postFor(run, node), watchdog));
  else hosts.get(node)?.control(content);
  if (content.kind === "stop") hosts.delete(node);
}

function postFor(run: number, node: NodeId) {
  return {
    tell(content: FromNode, transfer: readonly MessagePort[] = []) {
      control.postMessage({ run, node, content } satisfies Tagged<FromNode>, transfer);
    },
    readMail() {
      for (let mail = receiveMessageOnPort(control); mail; mail = receiveMessageOnPort(control)) dispatch(mail.message);
    },
  };
}
