// What the one who runs a system and the hosts that run its nodes tell each other. Hosts are one's own machines, with
// workers that one has started oneself: to them, and only to them, code travels.
import { deserialize, serialize } from "node:v8";
import type { NodeId } from "../../../node/messages.js";
import type { PreparedNode, PreparedSystem } from "../../prepared-system.js";
import type { RoomTime } from "../clock-offset.js";
import type { OtherSide } from "../site.js";

/** The part of a system that one host runs. */
export interface Placement {
  /** Of this run at this host: unlike that of any other. */
  readonly number: number;
  /** The incarnations of its nodes are numbered from the next one. */
  readonly incarnations: number;
  readonly system: PreparedSystem;
  readonly tracing: boolean;
  readonly limit: number | undefined;
  readonly live: boolean;
}

export type HostOrder =
  | { readonly do: "time"; readonly n: number; readonly time: RoomTime }
  | { readonly do: "answered"; readonly n: number }
  | { readonly do: "place"; readonly n: number; readonly data: string }
  /** All nodes are there: begin. @param at when the run began, in the driver's time */
  | { readonly do: "go"; readonly at: number }
  | { readonly do: "sides"; readonly sides: readonly OtherSide[] }
  | { readonly do: "add"; readonly n: number; readonly id: NodeId; readonly data: string }
  | { readonly do: "crash" | "restart" | "pause" | "resume"; readonly n: number; readonly id: NodeId }
  | { readonly do: "part"; readonly n: number; readonly groups: NodeId[][] | undefined }
  | { readonly do: "quiet"; readonly n: number }
  | { readonly do: "end"; readonly n: number; readonly reason: "quiet" | "until" | "limit"; readonly ms: number };

/** A system's parts contain what only structured clone copies faithfully. */
export function pack(part: Placement | PreparedNode): string {
  return serialize(part).toString("base64");
}

export function unpack<T extends Placement | PreparedNode>(data: string): T {
  return deserialize(Buffer.from(data, "base64"));
}
