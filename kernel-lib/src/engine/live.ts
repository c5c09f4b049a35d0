// A system that keeps running between the cells of a notebook.
import type { Message, NodeId } from "../node/messages.js";
import type { Run } from "./run.js";

export interface Live {
  /**
   * Sends a message from outside and waits for the answer: what the handler returns, or gives to `reply`.
   * @param options.timeout ms; past it, TimeoutError
   */
  ask<M extends Message>(to: NodeId, message: M, options?: { timeout?: number }): Promise<any>;
  /** Loses the node's memory at once; its disk stays. Messages to it are lost until `restart`. */
  crash(id: NodeId): Promise<void>;
  restart(id: NodeId): Promise<void>;
  /** Ends it, and tells what happened. */
  stop(): Promise<Run>;
}
