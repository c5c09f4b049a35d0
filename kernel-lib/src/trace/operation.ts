// An operation as a client saw it: what histories are made of.
import type { Message, NodeId } from "../node/messages.js";

/** From call to return, in ms. One without `return` is still open, and its output is undefined. */
export interface Operation<I = any, O = any> {
  process: string | number;
  input: I;
  output?: O;
  call: number;
  return?: number;
}

/** A call that nobody answers: who waits for whom, with what. */
export interface OpenCall {
  readonly node: NodeId;
  readonly for: NodeId;
  readonly message: Message;
}

/** A call that had no answer when the run ended, and since when (ms). */
export interface WaitingCall extends OpenCall {
  readonly since: number;
}
