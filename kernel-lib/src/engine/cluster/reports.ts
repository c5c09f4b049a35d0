// What members report to the lecturer's side: their nodes, their events, their last words. It is read part by part,
// because a stranger may have written it: a member can report only what happened on its own lines.
import type { NodeId } from "../../node/messages.js";
import { EVENT_KINDS } from "../../trace/trace.js";
import type { OperationPart } from "../history.js";
import { firstEvent, type SentError } from "../threads/protocol.js";
import type { FinalState } from "../threads/shutdown.js";
import type { EventBatch } from "../threads/trace-buffer.js";
import { ROW } from "../threads/trace-buffer.js";
import type { ClockReading } from "./clock-offset.js";
import { isCount, isText } from "./packet.js";
import { INCARNATIONS } from "./site.js";

const LONGEST_NAME = 100;
/** How far clocks may differ. */
const CLOCKS_MS = 5000;

export interface NodeDescription {
  readonly class: string;
  readonly fields: object;
}

export type MemberReport =
  | { readonly say: "here"; readonly clock: ClockReading }
  | { readonly say: "joined"; readonly id: NodeId; readonly node: NodeDescription }
  | { readonly say: "batches"; readonly batches: readonly { readonly id: NodeId; readonly batch: EventBatch }[] }
  | { readonly say: "failed"; readonly id: NodeId; readonly error: SentError }
  | { readonly say: "time" | "news"; readonly n: number }
  | { readonly say: "answer"; readonly n: number; readonly text: string }
  | { readonly say: "done"; readonly n: number; readonly value: unknown }
  | { readonly say: "left"; readonly states: readonly FinalState[]; readonly waiting: readonly any[] };

/** Says whether a node is the member's own. */
export type Owns = (id: unknown) => boolean;

/** The numbers of a side's incarnations of nodes: from the first one, before the last. */
export type Incarnations = readonly [first: number, end: number];

/** @param number of a member's incarnation */
export function incarnationsOf(number: number): Incarnations {
  return [number * INCARNATIONS, (number + 1) * INCARNATIONS];
}

/**
 * @param now ms of the room's time
 * @returns undefined for what cannot be a report of the side with these incarnations
 */
export function readReport(body: any, numbers: Incarnations, owns: Owns, now: number): MemberReport | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { say, id, node, n, text, clock, batches, error, value } = body;
  switch (say) {
    case "here":
      return isReading(clock) ? { say, clock } : undefined;
    case "joined":
      return owns(id) && isText(id, LONGEST_NAME) && isText(node?.class, 100) && isObject(node.fields)
        ? { say, id, node: { class: node.class, fields: node.fields } }
        : undefined;
    case "batches":
      return Array.isArray(batches) &&
        batches.every((one) => isText(one?.id, LONGEST_NAME) && isBatch(one.batch, one.id, numbers, owns))
        ? { say, batches: batches.map(({ id: from, batch }) => ({ id: from, batch: inTime(batch, now) })) }
        : undefined;
    case "failed":
      return owns(id) && isText(error?.name, 100) && typeof error.message === "string"
        ? { say, id, error: { name: error.name, message: error.message.slice(0, 2000), misuse: error.misuse === true } }
        : undefined;
    case "time":
    case "news":
      return isCount(n) ? { say, n } : undefined;
    case "answer":
      return isCount(n) && typeof text === "string" && text.length <= 500 ? { say, n, text } : undefined;
    case "done":
      return isCount(n) ? { say, n, value } : undefined;
    case "left":
      return readLast(body, owns);
    default:
      return undefined;
  }
}

/** The last words of a side. */
export function readLast({ states, waiting }: any, owns: Owns): Extract<MemberReport, { say: "left" }> | undefined {
  if (!Array.isArray(states) || !Array.isArray(waiting)) return undefined;
  const fits = states.every((one) => owns(one?.id) && isOptionalObject(one.state) && isTexts(one.hidden));
  const waits = waiting.every(
    (one) => owns(one?.node) && isText(one.for, 100) && isObject(one.message) && isTime(one.since),
  );
  return fits && waits ? { say: "left", states, waiting } : undefined;
}

function isBatch(batch: unknown, id: NodeId, numbers: Incarnations, owns: Owns): boolean {
  if (!isObject(batch)) return false;
  const { first, rows, messages, meant, byNetwork, names, outputs, operations, counts } = batch;
  const [least, most] = [firstEvent(numbers[0]), firstEvent(numbers[1])];
  if (!(rows instanceof Float64Array) || rows.length % ROW !== 0 || !isCount(first)) return false;
  if (first < least || first + rows.length / ROW > most) return false;
  if (![messages, meant, byNetwork, names, outputs, operations].every(Array.isArray)) return false;
  if (!names.every((name: unknown) => isText(name, 100)) || !byNetwork.every(isCount)) return false;
  if (!meant.every((one: any) => Array.isArray(one) && isCount(one[0]) && isText(one[1], 100))) return false;
  if (!operations.every((one: unknown) => isOperation(one, owns)) || !isCounts(counts)) return false;
  for (let row = 0; row < rows.length; row += ROW)
    if (!isEvent(rows.subarray(row, row + ROW), id, names, messages.length, owns)) return false;
  return owns(id);
}

/**
 * The batch with times that can be: one event in a hundred years would leave no room for the others in a diagram. Clocks
 * differ, so a little more than now is let through.
 */
function inTime(batch: EventBatch, now: number): EventBatch {
  const { rows } = batch;
  for (let at = 1; at < rows.length; at += ROW) rows[at] = Math.min(Math.max(rows[at]!, 0), now + CLOCKS_MS);
  return batch;
}

function isEvent(row: Float64Array, own: NodeId, names: readonly string[], messages: number, owns: Owns): boolean {
  const [kind, at, lamport, cause, peer, message, line, sentLamport, sentAt, sentType] = row as unknown as number[];
  const name = (index: number) => index === -1 || (isCount(index) && index < names.length);
  const number = (value: number) => value === -1 || isCount(value);
  const node = line === -1 ? own : names[line!];
  return (
    isCount(kind) &&
    kind < EVENT_KINDS.length &&
    isTime(at) &&
    isCount(lamport) &&
    number(cause!) &&
    name(peer!) &&
    (message === -1 || (isCount(message) && message < messages)) &&
    name(line!) &&
    // A loss lies on the line of the one who should have received the message; all else on one's own.
    (owns(node) || (EVENT_KINDS[kind] === "lost" && owns(names[peer!]))) &&
    number(sentLamport!) &&
    Number.isFinite(sentAt) &&
    name(sentType!)
  );
}

function isOperation(one: unknown, owns: Owns): one is OperationPart {
  return isObject(one) && isText(one.client, 200) && owns(one.process) && isCount(one.call) && isTime(one.at);
}

function isCounts(counts: unknown): boolean {
  return (
    isObject(counts) &&
    [counts.messages, counts.delivered, counts.lost].every(isCount) &&
    isObject(counts.byType) &&
    Object.entries(counts.byType).every(([type, n]) => /^[a-z]\w{0,99}$/i.test(type) && isCount(n))
  );
}

function isReading(clock: unknown): boolean {
  return isObject(clock) && Number.isFinite(clock.offset) && Number.isFinite(clock.error);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isText(one, 200));
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e12;
}

function isOptionalObject(value: unknown): boolean {
  return value === undefined || isObject(value);
}

export function isObject(value: unknown): value is Record<string, any> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
