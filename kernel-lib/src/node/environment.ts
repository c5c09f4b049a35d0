// What an engine provides to a node. Types only.
import type { NodeId } from "./messages.js";

/** What an engine provides to a node's methods. */
export interface Environment {
  peers(): readonly NodeId[];
  neighbours(): readonly NodeId[];
  knows(id: NodeId): boolean;
  now(): number;
  random(): number;
}

/** Constructs the node, with its fields set. */
export interface Maker {
  make(): any;
}
