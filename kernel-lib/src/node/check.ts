// What may be sent: plain data with a type that names a handler of its own.
import { copy } from "./copy.js";
import { MisuseError, quote } from "./errors.js";
import type { Message, NodeId } from "./messages.js";

/**
 * A copy of a message that `sender` sends.
 * @throws MisuseError if it is not a message
 */
export function copyMessage<M extends Message>(message: M, sender: string): M {
  checkType(sender, message);
  return copy(message, nameOf, sender);
}

const nameOf = ({ type }: Message) => `the message "${type}"`;

/** Types that have passed before. */
const valid = new Set<unknown>();
/** What passed last: many messages in a row are often of one type. */
let lastValid: unknown = Symbol("none yet");
const reserved = new Set(["start", "restart", "timer", "message"]);

/** @throws MisuseError unless it has a type that a message can have */
export function checkType(id: string, message: any): void {
  const type = message?.type;
  if (type === lastValid) return;
  if (valid.has(type)) {
    lastValid = type;
    return;
  }
  if (typeof type !== "string")
    throw new MisuseError(
      `${id} sends ${quote(message)}; a message is plain data with a type, such as { type: "ping", n: 1 }.`,
    );
  if (reserved.has(type))
    throw new MisuseError(
      `${id} sends a message of type "${type}", whose handler would clash with a node's own. Choose another type.`,
    );
  if (!/^[a-z][A-Za-z0-9]*$/.test(type))
    throw new MisuseError(
      `${id} sends a message of type ${quote(type)}; a type is camelCase, such as "ping" or "voteRequest".`,
    );
  valid.add(type);
}

/** The error for a message to a node that does not exist. */
export function unknownReceiver(sender: NodeId, to: NodeId, message: any, peers: readonly NodeId[]): string {
  return `${sender} sends ${quote(message?.type)} to ${quote(to)}, but there is no such node. ${sender} knows ${names(peers)}.`;
}

function names(ids: readonly NodeId[]): string {
  const shown = ids.slice(0, 8).map((id) => `"${id}"`);
  return shown.length === 0
    ? "no other node"
    : shown.join(", ") + (ids.length > 8 ? ` and ${ids.length - 8} more` : "");
}
