// A system that keeps running between the cells of a notebook.
import type { AnyMessage, NodeId } from "../node/messages.js";
import type { NodeClass, NodeSpec } from "../node/node.js";
import type { Trace } from "../trace/trace.js";
import type { Run } from "./run.js";

export interface Live {
  /** What has happened so far; figures draw a live system by it. */
  readonly trace: Trace;
  /** False once it was stopped. */
  readonly running: boolean;
  /**
   * Sends a message from outside and waits for the answer: what the handler returns, or gives to `reply`. Its type may
   * be named: `live.ask<number>("b", { type: "size" })`.
   * @param options.timeout ms; past it, TimeoutError
   */
  ask<Reply = any>(to: NodeId, message: AnyMessage, options?: { timeout?: number }): Promise<Reply>;
  /** Loses the node's memory at once; its disk stays. Messages to it are lost until `restart`. */
  crash(id: NodeId): Promise<void>;
  /** Starts it again: fields are fresh, the disk is kept. */
  restart(id: NodeId): Promise<void>;
  /** Lets it stand still: messages and timers wait. */
  pause(id: NodeId): Promise<void>;
  resume(id: NodeId): Promise<void>;
  /** From now on, messages between the groups are lost. A new partition replaces the old one. */
  partition(...groups: NodeId[][]): Promise<void>;
  /** Ends the partition. */
  heal(): Promise<void>;
  /** Adds a node. */
  add(id: NodeId, node: NodeClass | NodeSpec): Promise<void>;
  /** Ends it, and returns what happened. */
  stop(): Promise<Run>;
}
