// What `run` is given, checked and made ready: every class packed once, every fault known to name real nodes.

import { type Delay, nodesOf } from "../network/delay.js";
import type { Fault, KnownFault, Where } from "../network/faults.js";
import { checkOverlaps } from "../network/partitions.js";
import { neighboursAmong, type Topology } from "../network/topology.js";
import { copy } from "../node/copy.js";
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import { checkNames } from "../node/near-miss.js";
import { Node, type NodeClass, type NodeSpec } from "../node/node.js";
import { OUTSIDE } from "../trace/trace.js";
import type { PreparedFault, PreparedNode, PreparedSystem } from "./prepared-system.js";
import { ship } from "./ship/ship.js";
import type { Shipment } from "./ship/shipment.js";

/** Nodes, what lies between them, and what goes wrong. */
export interface System {
  nodes: Record<NodeId, NodeClass | NodeSpec>;
  topology?: Topology;
  /** Applied in order. */
  faults?: Fault[];
  /** Of everything random; default 1. */
  seed?: number;
}

/** Ready-made systems bring `properties` for `explore` along. */
const PARTS = ["nodes", "topology", "faults", "seed", "properties"];

/** @throws MisuseError naming what is wrong with the system */
export function prepare(system: System, pack: Pack = packClass): PreparedSystem {
  if (typeof system?.nodes !== "object" || system.nodes === null)
    throw new MisuseError(`A system needs nodes, such as { nodes: { server: Server } }; this is ${quote(system)}.`);
  checkNames(system, PARTS, ["A system has no", "It has"]);
  const ids = Object.keys(system.nodes);
  if (ids.length === 0)
    throw new MisuseError("This system has no nodes. Name at least one: { nodes: { server: Server } }.");
  const shipments = new Map<unknown, Shipment>();
  const nodes = new Map(ids.map((id) => [id, prepareNode(id, system.nodes[id], pack, shipments)]));
  const seed = system.seed ?? 1;
  if (!Number.isSafeInteger(seed)) throw new MisuseError(`The seed is ${quote(seed)}; it is a whole number.`);
  const given: unknown = system.faults ?? [];
  if (!Array.isArray(given))
    throw new MisuseError(
      `faults is ${quote(given)}; it lists faults: { faults: [loss(0.1), crash("a", { at: 50 })] }.`,
    );
  const faults = (given as KnownFault[]).map((fault) => prepareFault(fault, nodes, pack, shipments));
  checkOverlaps(faults.filter((fault) => fault.kind === "partition"));
  const { topology } = system;
  const neighbours = topology && neighboursAmong(topology, ids);
  const prepared = { nodes, neighbours, faults, seed, ...(pack !== packClass && { pack }) };
  onPrepared(prepared);
  return prepared;
}

let onPrepared: (system: PreparedSystem) => void = () => {};

/** Calls `watcher` with every system that is prepared on this thread from now on. */
export function watchPreparations(watcher: (system: PreparedSystem) => void): void {
  onPrepared = watcher;
}

/** Packs a class. */
export type Pack = (given: Function) => Shipment;

export function packClass(given: Function): Shipment {
  return ship(given, `class ${given.name || "without a name"}`);
}

/** Packs one node; `shipments` remembers classes packed before. */
export function prepareNode(
  id: NodeId,
  given: unknown,
  pack: Pack = packClass,
  shipments = new Map<unknown, Shipment>(),
): PreparedNode {
  if (id === "" || id === OUTSIDE)
    throw new MisuseError(
      `A node cannot be named ${quote(id)}${id === OUTSIDE ? ": that is the line of those who ask from outside" : ""}.`,
    );
  const { node, fields } = (typeof given === "function" ? { node: given, fields: {} } : (given ?? {})) as {
    node: Function;
    fields: object;
  };
  let shipment = shipments.get(node);
  if (!shipment) {
    if (typeof node !== "function" || !(node.prototype instanceof Node))
      throw new MisuseError(
        `The node "${id}" is ${quote(given)}. Give a class that extends Node, or Class.with({ ... }).`,
      );
    shipment = pack(node);
    shipments.set(node, shipment);
  }
  return { class: node.name || "Node", fields: copy(fields, () => `Class.with for node "${id}"`), shipment };
}

const kinds = "latency loss duplicate reorder corrupt bandwidth partition crash pause slow clock byzantine rule".split(
  " ",
);

/** Packs a fault, and puts Byzantine nodes in their places. */
function prepareFault(
  fault: KnownFault,
  nodes: Map<NodeId, PreparedNode>,
  pack: Pack,
  shipments: Map<unknown, Shipment>,
): PreparedFault {
  if (!kinds.includes(fault?.kind))
    throw new MisuseError(`${quote(fault)} is no fault. Faults are made by ${kinds.join(", ")}.`);
  for (const id of idsIn(fault))
    if (!nodes.has(id) && id !== OUTSIDE)
      throw new MisuseError(
        `The fault ${fault.kind} names "${id}", but the nodes are ${[...nodes.keys()].map((n) => `"${n}"`).join(", ")}.`,
      );
  if (fault.kind === "rule") {
    const { rule, where } = fault;
    return { kind: "rule", where, shipment: ship(rule, "the rule"), text: String(rule) };
  }
  if (fault.kind !== "byzantine") return fault;
  const { id } = fault;
  const impostor = prepareNode(id, fault.node, pack, shipments);
  nodes.set(id, impostor);
  return { kind: "byzantine", id, class: impostor.class };
}

function idsIn(fault: KnownFault): NodeId[] {
  const { id, where, groups, ms = 0 } = fault as { id?: NodeId; where?: Where; groups?: NodeId[][]; ms?: Delay };
  return [id, where?.from, where?.to, groups, nodesOf(ms)].flat(2).filter((one): one is NodeId => one !== undefined);
}
