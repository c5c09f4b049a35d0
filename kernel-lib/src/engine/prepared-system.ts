// A system made ready, and what can be read off it. Threads load this, so it brings nothing heavy along.

import type { Fault, KnownFault, Where } from "../network/faults.js";
import type { NodeId } from "../node/messages.js";
import type { Trace, TraceSystem } from "../trace/trace.js";
import type { Shipment } from "./ship/shipment.js";
import { type CodeGuard, unship } from "./ship/unship.js";

/** A node, packed. */
export interface PreparedNode {
  readonly class: string;
  readonly fields: object;
  readonly shipment: Shipment;
}

/** A fault as plain data: a rule's code is packed, a Byzantine node stands among the nodes already. */
export type PreparedFault =
  | Exclude<KnownFault, { kind: "rule" | "byzantine" }>
  | { readonly kind: "rule"; readonly where?: Where; readonly shipment: Shipment; readonly text: string }
  | { readonly kind: "byzantine"; readonly id: NodeId; readonly class: string };

export interface PreparedSystem {
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
  readonly neighbours: ReadonlyMap<NodeId, readonly NodeId[]> | undefined;
  readonly faults: readonly PreparedFault[];
  readonly seed: number;
  /**
   * How classes that nodes spawn are packed; only where it is not the usual way, since a function crosses to no thread.
   */
  readonly pack?: (given: Function) => Shipment;
}

/** The system as a trace describes it. */
export function describeSystem({ nodes, faults }: PreparedSystem): TraceSystem {
  return {
    nodes: Object.fromEntries([...nodes].map(([id, node]) => [id, { class: node.class, fields: node.fields }])),
    faults: faults.map((fault) =>
      fault.kind === "rule" ? { kind: "rule", where: fault.where, text: fault.text } : fault,
    ),
  };
}

/** A system, or what finds it when it is asked for. */
type Remembered = PreparedSystem | (() => Promise<PreparedSystem | undefined>);

const systems = new WeakMap<Trace, Remembered>();

/** Remembers which system a trace came from, for as long as the trace is kept, so that it can happen once more. */
export function rememberSystem(trace: Trace, system: Remembered): void {
  systems.set(trace, system);
}

/**
 * The system that a trace recorded, or a promise of it for a trace that was recorded elsewhere; undefined for one that
 * was read from a file.
 */
export function systemOf(trace: Trace): PreparedSystem | Promise<PreparedSystem | undefined> | undefined {
  const system = systems.get(trace);
  return typeof system === "function" ? system() : system;
}

/** The faults with their rules' code evaluated, so that each caller has a copy of its own. */
export function evaluateFaults(faults: readonly PreparedFault[], guard?: CodeGuard): Fault[] {
  return faults.map((fault) => (fault.kind === "rule" ? { ...fault, rule: unship(fault.shipment, {}, guard) } : fault));
}

/** What happens to nodes at set times, in order of the faults. */
export interface Incident {
  readonly at: number;
  readonly id: NodeId;
  readonly what: "crash" | "restart" | "pause" | "resume";
}

export function incidents(faults: readonly PreparedFault[]): Incident[] {
  return faults.flatMap((fault): Incident[] => {
    if (fault.kind === "pause")
      return [
        { at: fault.at, id: fault.id, what: "pause" },
        { at: fault.at + fault.for, id: fault.id, what: "resume" },
      ];
    if (fault.kind !== "crash") return [];
    const { at, id, restart } = fault;
    return [
      { at, id, what: "crash" },
      ...(restart === undefined ? [] : [{ at: restart, id, what: "restart" } as const]),
    ];
  });
}

/** The clock of a node: C = a * H + b. */
export function clockOf(faults: readonly PreparedFault[], id: NodeId): { a: number; b: number } {
  let a = 1;
  let b = 0;
  for (const fault of faults) {
    if (fault.kind !== "clock" || fault.id !== id) continue;
    a *= 1 + fault.drift;
    b += fault.offset;
  }
  return { a, b };
}
