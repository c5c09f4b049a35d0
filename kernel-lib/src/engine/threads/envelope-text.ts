// Envelopes as JSON text, in which they travel from one process to another. The sender's thread writes it and the
// receiver's reads it: a text costs the threads between them next to nothing, because it is copied as a whole.
import type { NodeId } from "../../node/messages.js";
import { fromJsonValue, toJsonValue } from "../../trace/json-value.js";
import type { SentEnvelope } from "../../trace/recorder.js";

/** Envelopes of one sender to one receiver. */
export interface TextBatch {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly count: number;
  /** A list of rows as JSON. */
  readonly text: string;
}

/** What differs from envelope to envelope; what most have not is left out at the end. */
export type EnvelopeRow = readonly [
  message: unknown,
  event: number,
  lamport: number,
  at: number,
  changed?: 0 | 1,
  call?: number | null,
  answers?: number,
];

/** Characters of a batch, unless a single envelope has more: a character takes three bytes at most. */
const LARGEST_TEXT = 250_000;

/** An envelope as a row of JSON. */
export function encodeRow({ message, event, lamport, at, changed, call, answers }: SentEnvelope): string {
  const content = JSON.stringify(isJson(message) ? message : toJsonValue(message, "a message"));
  let rest = "";
  if (answers !== undefined) rest = `,${changed ? 1 : 0},${call ?? null},${answers}`;
  else if (call !== undefined) rest = `,${changed ? 1 : 0},${call}`;
  else if (changed) rest = ",1";
  return `[${content},${event},${lamport},${at}${rest}]`;
}

/** Rows as few batches that a packet holds. */
export function batchesOf(from: NodeId, to: NodeId, rows: readonly string[]): TextBatch[] {
  const batches: TextBatch[] = [];
  for (let first = 0, end = 0; first < rows.length; first = end) {
    let size = 0;
    while (end < rows.length && (end === first || size + rows[end].length <= LARGEST_TEXT)) size += rows[end++].length;
    batches.push({ from, to, count: end - first, text: `[${rows.slice(first, end).join(",")}]` });
  }
  return batches;
}

/** Reads a batch that `encodeRow` wrote, or that was checked. */
export function envelopesOf({ from, to, text }: TextBatch): SentEnvelope[] {
  const rows: EnvelopeRow[] = JSON.parse(text);
  const decode = needsDecoding(text) ? decodeValue : undefined;
  return rows.map(([content, event, lamport, at, changed, call, answers]) => ({
    from,
    to,
    message: decode ? decode(content) : content,
    event,
    lamport,
    at,
    changed: changed === 1,
    call: call ?? undefined,
    answers,
    kept: undefined,
  }));
}

/** Whether something in it is not JSON's own: only then there is a key "$". */
export function needsDecoding(text: string): boolean {
  return text.includes('"$"');
}

/** Plain data in the trace's form. @throws TypeError where something is not in that form */
export function decodeValue(value: unknown): any {
  return fromJsonValue(value, (what) => {
    throw new TypeError(`It has ${what}.`);
  });
}

/** Whether JSON has words for all of it, so that it needs no other form: most messages. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isJson(value[i])) return false;
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (key === "$" || !isJson((value as Record<string, unknown>)[key])) return false;
  return true;
}
