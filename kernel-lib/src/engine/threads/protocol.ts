// What the coordinator and the threads of nodes tell each other. Types, and how envelopes and errors travel.
import type { MessagePort } from "node:worker_threads";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { WaitingCall } from "../../trace/operation.js";
import type { SentEnvelope } from "../../trace/recorder.js";
import type { PreparedFault, PreparedNode } from "../prepared-system.js";
import type { TextBatch } from "./envelope-text.js";
import type { EventBatch } from "./trace-buffer.js";

/** An envelope as it crosses threads; its receiver knows who it is. Short, because posting costs by the field. */
export type EncodedEnvelope = [
  from: NodeId,
  message: any,
  event: number,
  lamport: number,
  at: number,
  changed: boolean,
  call?: number,
  answers?: number,
];

export function encodeEnvelope({
  from,
  message,
  event,
  lamport,
  at,
  changed = false,
  call,
  answers,
}: SentEnvelope): EncodedEnvelope {
  if (answers !== undefined) return [from, message, event, lamport, at, changed, call, answers];
  return call === undefined
    ? [from, message, event, lamport, at, changed]
    : [from, message, event, lamport, at, changed, call];
}

export function decodeEnvelope(
  to: NodeId,
  [from, message, event, lamport, at, changed, call, answers]: EncodedEnvelope,
): SentEnvelope {
  return { from, to, message, call, answers, changed, event, lamport, at, kept: undefined };
}

/** Where an incarnation of a node can be reached. */
export interface Address {
  readonly incarnation: number;
  readonly gate: SharedArrayBuffer;
}

/** A node in another process: whatever is sent to it goes to the coordinator. */
export const ELSEWHERE = "elsewhere";
export type Whereabouts = Address | typeof ELSEWHERE;

export interface Boot {
  kind: "boot";
  node: PreparedNode;
  seed: number;
  faults: readonly PreparedFault[];
  neighbours: readonly NodeId[] | undefined;
  /** How often the node was restarted before. */
  restarts: number;
  /** Number of this incarnation among all of the run. */
  incarnation: number;
  lamport: number;
  disk: object;
  directory: [NodeId, Whereabouts][];
  credits: SharedArrayBuffer;
  tracing: boolean;
  /** It may crash at any time, so nothing may wait to be reported. */
  mayCrash: boolean;
  /** A partition made by hand. */
  groups: NodeId[][] | undefined;
}

export type ToNode =
  | Boot
  /** Begin; `epoch` is the run's time 0 on the monotonic clock, in ms. */
  | { kind: "go"; epoch: number }
  | { kind: "address"; id: NodeId; address: Whereabouts }
  /** A node elsewhere is no peer any more. */
  | { kind: "left"; id: NodeId }
  | { kind: "attach"; port: MessagePort }
  | { kind: "deliver"; envelopes: readonly EncodedEnvelope[] }
  /** Envelopes from elsewhere. */
  | { kind: "mail"; batch: TextBatch }
  | { kind: "pause" | "resume" }
  | { kind: "part"; groups: NodeId[][] | undefined }
  | { kind: "stop" };

export type FromNode =
  | { kind: "ready" | "quiet" | "parted" }
  | { kind: "misuse"; error: SentError }
  | { kind: "connect"; to: NodeId; incarnation: number; port: MessagePort }
  /** An envelope that takes its time, or goes outside. */
  | { kind: "wire"; envelope: SentEnvelope; due: number; lost: boolean }
  /** Envelopes for nodes elsewhere. */
  | { kind: "elsewhere"; mail: TextBatch[] }
  | ({ kind: "batch" } & EventBatch)
  | { kind: "disk"; disk: object }
  | { kind: "failed"; error: SentError }
  | { kind: "spawn"; id: NodeId; node: PreparedNode; address: Address }
  /** Wakes the asker, who waits at `bell`, once every node that was spawned before is in its mail. */
  | { kind: "whois"; bell: SharedArrayBuffer }
  | { kind: "print"; text: string; stream: "stdout" | "stderr" }
  /**
   * `clean`: nothing of the node is left in the thread. `waits`: a handler still awaits something other than a call or
   * sleep.
   */
  | {
      kind: "stopped";
      state: object | undefined;
      hidden: string[];
      clean: boolean;
      waits: boolean;
      waiting: WaitingCall[];
    };

/**
 * Several nodes may share a thread, so every message names the node it is for, or comes from; and a thread serves one
 * run after the other, so it names the run: a last word of the one before must not reach the next.
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

/** Event numbers of an incarnation: room for 2^32 events each. */
export function firstEvent(incarnation: number): number {
  return incarnation * 2 ** 32;
}
