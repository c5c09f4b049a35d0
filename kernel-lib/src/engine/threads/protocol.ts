// What the coordinator and the threads of nodes tell each other. Types, and how parcels and errors travel.
import type { MessagePort } from "node:worker_threads";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { Parcel } from "../actor.js";
import type { PreparedFault, PreparedNode } from "../prepared.js";
import type { Told } from "./journal.js";

/** A parcel as it crosses threads; its receiver knows who it is. Short, because posting costs by the field. */
export type Posted = [
  from: NodeId,
  message: any,
  event: number,
  lamport: number,
  at: number,
  changed: boolean,
  call?: number,
  answers?: number,
];

export function post({ from, message, event, lamport, at, changed = false, call, answers }: Parcel): Posted {
  if (answers !== undefined) return [from, message, event, lamport, at, changed, call, answers];
  return call === undefined
    ? [from, message, event, lamport, at, changed]
    : [from, message, event, lamport, at, changed, call];
}

export function unpost(to: NodeId, [from, message, event, lamport, at, changed, call, answers]: Posted): Parcel {
  return { from, to, message, call, answers, changed, event, lamport, at, kept: undefined };
}

/** Where a life of a node can be reached. */
export interface Address {
  readonly life: number;
  readonly gate: SharedArrayBuffer;
}

export interface Boot {
  kind: "boot";
  node: PreparedNode;
  seed: number;
  faults: readonly PreparedFault[];
  neighbours: readonly NodeId[] | undefined;
  /** How often the node has lived before. */
  lives: number;
  /** Number of this life among all of the run. */
  life: number;
  lamport: number;
  disk: object;
  directory: [NodeId, Address][];
  credits: SharedArrayBuffer;
  tracing: boolean;
  /** It may crash at any time, so nothing may wait to be told. */
  mayCrash: boolean;
  /** A partition made by hand. */
  groups: NodeId[][] | undefined;
}

export type ToNode =
  | Boot
  /** Begin; `epoch` is the run's time 0 on the monotonic clock, in ms. */
  | { kind: "go"; epoch: number }
  | { kind: "address"; id: NodeId; address: Address }
  | { kind: "attach"; port: MessagePort }
  | { kind: "deliver"; parcel: Parcel }
  | { kind: "pause" | "resume" }
  | { kind: "part"; groups: NodeId[][] | undefined }
  | { kind: "stop" };

export type FromNode =
  | { kind: "ready" | "quiet" | "parted" }
  | { kind: "misuse"; error: SentError }
  | { kind: "connect"; to: NodeId; life: number; port: MessagePort }
  /** A parcel that takes its time, or goes outside. */
  | { kind: "wire"; parcel: Parcel; due: number; lost: boolean }
  | ({ kind: "told" } & Told)
  | { kind: "disk"; disk: object }
  | { kind: "failed"; error: SentError }
  | { kind: "spawn"; id: NodeId; node: PreparedNode; address: Address }
  /** Wakes the asker, who waits at `bell`, once every node that was spawned before is in its mail. */
  | { kind: "whois"; bell: SharedArrayBuffer }
  | { kind: "print"; text: string; stream: "stdout" | "stderr" }
  /** `clean`: nothing of the node is left in the thread. `waits`: a handler still awaits something other than a call or sleep. */
  | { kind: "stopped"; state: object | undefined; hidden: string[]; clean: boolean; waits: boolean };

/**
 * Several nodes may share a thread, so every message names the node it is for, or comes from; and a thread serves one run after the
 * other, so it names the run: a last word of the one before must not reach the next.
 */
export interface Tagged<Content> {
  readonly run: number;
  readonly node: NodeId;
  readonly content: Content;
}

/** An error as it crosses threads: structured clone would drop its class. */
export interface SentError {
  name: string;
  message: string;
  stack?: string;
  misuse: boolean;
  node?: NodeId;
}

export function sendError(error: any): SentError {
  const { name = "Error", message = String(error), stack, node } = error ?? {};
  return { name, message, stack, node, misuse: error instanceof MisuseError };
}

export function receiveError({ name, message, stack, misuse, node }: SentError): Error {
  const standard = standardErrors.find((made) => made.name === name) ?? Error;
  const error = misuse ? new MisuseError(message) : new standard(message);
  if (misuse) (error as MisuseError).node = node;
  else if (error.name !== name)
    Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  if (stack) error.stack = stack;
  return error;
}

const standardErrors = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/** Event numbers of a life: room for 2^32 events each. */
export function firstEvent(life: number): number {
  return life * 2 ** 32;
}
