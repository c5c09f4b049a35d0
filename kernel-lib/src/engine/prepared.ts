// A system made ready, and what can be read off it. Threads load this, so it brings nothing heavy along.

import type { ClockFault, CrashFault, KnownFault } from "../network/faults.js";
import type { NodeId } from "../node/messages.js";
import type { TraceSystem } from "../trace/trace.js";
import type { Shipment } from "./ship/shipment.js";

/** A node, packed. */
export interface PreparedNode {
  readonly class: string;
  readonly fields: object;
  readonly shipment: Shipment;
}

export interface Prepared {
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
  readonly neighbours: ReadonlyMap<NodeId, readonly NodeId[]> | undefined;
  readonly faults: readonly KnownFault[];
  readonly seed: number;
}

/** The system as a trace describes it. */
export function describeSystem({ nodes, faults }: Prepared): TraceSystem {
  return {
    nodes: Object.fromEntries([...nodes].map(([id, node]) => [id, { class: node.class, fields: node.fields }])),
    faults,
  };
}

export function crashes(faults: readonly KnownFault[]): CrashFault[] {
  return faults.filter((fault): fault is CrashFault => fault.kind === "crash");
}

/** The clock of a node: C = a * H + b. */
export function clockOf(faults: readonly KnownFault[], id: NodeId): { a: number; b: number } {
  const errors = faults.filter((fault): fault is ClockFault => fault.kind === "clock" && fault.id === id);
  return { a: errors.reduce((a, e) => a * (1 + e.drift), 1), b: errors.reduce((b, e) => b + e.offset, 0) };
}
