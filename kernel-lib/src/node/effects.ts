// What a node does to the world during one step, as data. An engine carries it out; the node never acts itself.
import type { Message, NodeId } from "./messages.js";

export type Effect =
  | { kind: "send"; to: NodeId; message: Message }
  /** A message that asks for an answer; `call` numbers the calls of this node. */
  | { kind: "call"; to: NodeId; message: Message; call: number; timeout: number | undefined }
  /** The answer to a call of node `to`. */
  | { kind: "answer"; to: NodeId; call: number; value: unknown }
  | { kind: "setTimer"; name: string; ms: number }
  | { kind: "clearTimer"; name: string }
  /** Wake this node's sleeper `sleep` after `ms`. */
  | { kind: "sleep"; sleep: number; ms: number }
  | { kind: "spawn"; id: NodeId; node: unknown }
  | { kind: "output"; value: unknown }
  | { kind: "note"; text: string }
  /** A handler threw: this node has ended. */
  | { kind: "error"; error: unknown };

/** What can happen to a node, besides messages. */
export type Input =
  | { kind: "start" }
  | { kind: "restart" }
  | { kind: "answer"; call: number; value: unknown }
  /** The time of a `call` or `sleep` is over. */
  | { kind: "expired"; call: number }
  | { kind: "wake"; sleep: number }
  | { kind: "timer"; name: string };
