// What the one who runs a system and the hosts that run its nodes tell each other. Hosts are one's own machines, with
// workers that one has started oneself: to them, and only to them, code travels.
import { deserialize, serialize } from "node:v8";
import type { NodeId } from "../../../node/messages.js";
import type { PreparedNode, PreparedSystem } from "../../prepared-system.js";
import { local, portable } from "../../ship/relocate.js";
import type { Shipment } from "../../ship/shipment.js";
import type { RoomTime } from "../clock-offset.js";
import type { OtherSide } from "../site.js";

/** The part of a system that one host runs. */
export interface Placement {
  readonly system: PreparedSystem;
  readonly tracing: boolean;
  readonly limit: number | undefined;
  readonly live: boolean;
}

/** Room for so many incarnations of nodes at each host, and at each side of a run. */
export const INCARNATIONS_OF_HOST = 2 ** 17;

export interface Place {
  readonly do: "place";
  readonly n: number;
  /** Of this run at this host: unlike that of any other. */
  readonly number: number;
  /** The incarnations of its nodes are numbered from the next one. */
  readonly incarnations: number;
  readonly ids: readonly NodeId[];
  /** A placement. It is code, so it is read where it may do no harm. */
  readonly data: string;
}

export type HostOrder =
  | { readonly do: "time"; readonly n: number; readonly time: RoomTime }
  | { readonly do: "answered"; readonly n: number }
  | Place
  /** All nodes are there: begin. @param at when the run began, in the driver's time */
  | { readonly do: "go"; readonly at: number }
  | { readonly do: "sides"; readonly sides: readonly OtherSide[] }
  | { readonly do: "add"; readonly n: number; readonly id: NodeId; readonly data: string }
  | { readonly do: "crash" | "restart" | "pause" | "resume"; readonly n: number; readonly id: NodeId }
  | { readonly do: "part"; readonly n: number; readonly groups: NodeId[][] | undefined }
  | { readonly do: "quiet"; readonly n: number }
  | { readonly do: "end"; readonly n: number; readonly reason: "quiet" | "until" | "limit"; readonly ms: number };

/**
 * What a host hands on to where its nodes are: the driver's orders; with "place" its own name, and with "go" the time on
 * this machine's clock.
 */
export type NodesOrder = Exclude<HostOrder, { do: "time" | "place" }> | (Place & { readonly me: string });

/** A system's parts contain what only structured clone copies faithfully. */
export function packPlacement(placement: Placement): string {
  return packed(withShipments(placement, portable));
}

/** Only where code of the one who sent it may run. */
export function unpackPlacement(data: string): Placement {
  return withShipments(unpacked(data), local);
}

export function packNode(node: PreparedNode): string {
  return packed({ ...node, shipment: portable(node.shipment) });
}

/** Only where code of the one who sent it may run. */
export function unpackNode(data: string): PreparedNode {
  const node: PreparedNode = unpacked(data);
  return { ...node, shipment: local(node.shipment) };
}

function packed(part: Placement | PreparedNode): string {
  return serialize(part).toString("base64");
}

function unpacked(data: string): any {
  return deserialize(Buffer.from(data, "base64"));
}

function withShipments(placement: Placement, change: (shipment: Shipment) => Shipment): Placement {
  const { nodes, faults, ...rest } = placement.system;
  // Nodes of a class share its shipment, which then travels once.
  const known = new Map<Shipment, Shipment>();
  const changed = <T extends { readonly shipment: Shipment }>(part: T): T => {
    const shipment = known.get(part.shipment) ?? change(part.shipment);
    known.set(part.shipment, shipment);
    return { ...part, shipment };
  };
  const system = {
    ...rest,
    nodes: new Map([...nodes].map(([id, node]) => [id, changed(node)])),
    faults: faults.map((fault) => (fault.kind === "rule" ? changed(fault) : fault)),
  };
  return { ...placement, system };
}
