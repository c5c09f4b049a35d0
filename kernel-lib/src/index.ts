// The door: everything a notebook imports.
import { knowLibrary } from "./engine/ship/known.js";

export { MisuseError, TimeoutError } from "./node/errors.js";
export type { Envelope, Message, NodeId } from "./node/messages.js";
export { type Fields, Node, type NodeClass, type NodeSpec } from "./node/node.js";
export { clock, crash, type Delay, type Fault, latency, loss, type Where } from "./network/faults.js";
export type { Topology } from "./network/topology.js";
export type { Operation } from "./trace/operation.js";
export type { Trace, TraceEvent } from "./trace/trace.js";
export type { Live } from "./engine/live.js";
export type { Run, RunOptions } from "./engine/run.js";
export { run, start } from "./engine/start.js";
export type { System } from "./engine/system.js";

knowLibrary(__filename, module.exports);
