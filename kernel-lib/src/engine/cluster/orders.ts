// What the lecturer's side tells members. It comes from the one who keeps the room, so it is believed, but read with
// care all the same.
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import type { RoomTime } from "./clock-offset.js";
import type { ShownPoll } from "./server/page.js";
import type { OtherSide } from "./site.js";

/** The room, as a member finds it. */
export interface RoomState {
  readonly faults: readonly Fault[];
  readonly sides: readonly OtherSide[];
  readonly groups: string[][] | undefined;
  readonly seed: number;
}

export type Order =
  | { readonly do: "room"; readonly room: RoomState }
  | { readonly do: "time"; readonly n: number; readonly time: RoomTime }
  | { readonly do: "sides"; readonly sides: readonly OtherSide[]; readonly gone: readonly string[] }
  | { readonly do: "part"; readonly n: number; readonly groups: string[][] | undefined }
  | { readonly do: "pause" | "resume"; readonly n: number; readonly ids: readonly NodeId[] }
  | { readonly do: "quiet"; readonly n: number }
  | { readonly do: "stop"; readonly n: number; readonly why: "over" | "removed" }
  | { readonly do: "answered"; readonly n: number; readonly sorry: string | undefined }
  | { readonly do: "poll"; readonly poll: ShownPoll | null };

const ORDERS = ["room", "time", "sides", "part", "pause", "resume", "quiet", "stop", "answered", "poll"];

export function readOrder(body: any): Order | undefined {
  return typeof body === "object" && body !== null && ORDERS.includes(body.do) ? body : undefined;
}
