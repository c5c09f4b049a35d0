// What a cell and the gateway of its room tell each other. Types only.
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import type { PreparedNode } from "../prepared-system.js";

export interface OpenOrder {
  readonly room: string;
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** A server elsewhere. */
  readonly url?: string;
  /** Where the lecturer's slides look for the room. */
  readonly remote?: string;
}

/** A member, as the room shows it. */
export interface MemberNews {
  readonly name: string;
  readonly state: "here" | "away" | "left";
  readonly nodes: readonly NodeId[];
  readonly clock?: { readonly offset: number; readonly error: number };
}
