// What the sides of a room tell each other, as JSON text in the trace's form. Whatever comes in may have been written
// by a stranger, so it is read part by part: nothing is evaluated, and what does not fit is dropped as a whole.
import { checkType } from "../../node/check.js";
import { copy } from "../../node/copy.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { decodeValue, type EnvelopeRow, needsDecoding, type TextBatch } from "../threads/envelope-text.js";

/**
 * Every packet names the incarnations of the two sides, `s` and `r`: what was meant for the one before a restart is not
 * for the one after it.
 */
export type Packet = {
  readonly s: number;
  readonly r: number;
} /** The first envelope of the batch has number `n`. */ & (
  | { readonly k: "data"; readonly n: number; readonly batch: TextBatch }
  /** All envelopes before number `n` have been sent; what became of those before number `c` is known. */
  | { readonly k: "mark"; readonly n: number; readonly c: number }
  /** All envelopes before number `n` have arrived but those of `g`, which will not come any more. */
  | { readonly k: "ack"; readonly n: number; readonly g: readonly Gap[] }
  /** Number `n` of what arrives for certain; everything before number `n` of that has arrived. */
  | { readonly k: "tell"; readonly n: number; readonly b: unknown }
  | { readonly k: "told"; readonly n: number }
);

/** The first number of what is missing, and the one after the last. */
export type Gap = readonly [from: number, to: number];

/** Before a member has a number. */
export type Greeting =
  | { readonly k: "hello"; readonly session: string }
  | { readonly k: "welcome"; readonly session: string; readonly number: number };

/** Bytes of a packet at most: the server refuses more than 1 MiB. */
export const LARGEST = 1_000_000;
/** Of a message, as of all that is copied. */
const DEEPEST_MESSAGE = 101;
/** Of anything: a Map within a Map is four levels deeper as text. */
const DEEPEST = 500;
const LARGEST_LAMPORT = 2 ** 48;

/**
 * Envelopes as a packet: a line that says what they are, and the batch as it is. What was checked is then, to the letter,
 * what the node's thread reads.
 */
export function dataPacket(s: number, r: number, n: number, { from, to, text }: TextBatch): string {
  return `${JSON.stringify({ k: "data", s, r, n, f: from, t: to })}\n${text}`;
}

export function encodePacket(packet: Exclude<Packet, { k: "data" | "tell" }> | Greeting): string {
  return JSON.stringify(packet);
}

/**
 * Reads what a side has sent.
 * @param owns whether a node, or a line of those who ask, is that side's
 * @returns undefined for anything that cannot have been sent by this program
 */
export function decodePacket(text: string, owns: (id: NodeId) => boolean): Packet | Greeting | undefined {
  if (text.length > LARGEST) return undefined;
  try {
    const end = text.indexOf("\n");
    const read = JSON.parse(end < 0 ? text : text.slice(0, end));
    if (typeof read !== "object" || read === null) return undefined;
    return end < 0 ? packetOf(read, text) : dataOf(read, text.slice(end + 1), owns);
  } catch {
    return undefined;
  }
}

/** Reads what a side tells for certain, as it was written in parts. */
export function readBody(text: string): { body: any } | undefined {
  try {
    return decodeBody(JSON.parse(text), text);
  } catch {
    return undefined;
  }
}

/** @returns undefined for what nests too deeply */
function decodeBody(body: unknown, text: string): { body: any } | undefined {
  if (!isShallow(body, DEEPEST)) return undefined;
  return { body: needsDecoding(text) ? decodeValue(body) : body };
}

/**
 * A packet of nodes' messages that passes by on its way to another side, which reads all of it.
 * @returns it in the form in which this program writes it; undefined for any other packet
 */
export function passing(text: string, sender: number): string | undefined {
  if (text.length > LARGEST) return undefined;
  const end = text.indexOf("\n");
  try {
    const { k, s, r, n, f, t, ...rest } = JSON.parse(end < 0 ? text : text.slice(0, end));
    if (s !== sender) return undefined;
    if (end < 0) {
      const packet = packetOf({ k, s, r, n, ...rest }, text);
      return packet?.k === "mark" || packet?.k === "ack" ? encodePacket(packet) : undefined;
    }
    const fits = k === "data" && isCount(r) && isCount(n) && isText(f, 100) && isText(t, 100);
    return fits ? `${JSON.stringify({ k, s, r, n, f, t })}${text.slice(end)}` : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this is a packet of nodes' messages, by its first letters, which this program writes so. */
export function isPassing(text: string): boolean {
  return text.length <= LARGEST && /^\{"k":"(?:data|mark|ack)"/.test(text);
}

function packetOf({ k, s, r, n, c, g, b, session, number }: any, text: string): Packet | Greeting | undefined {
  if (k === "hello") return isText(session, 64) ? { k, session } : undefined;
  if (k === "welcome") return isText(session, 64) && isCount(number) ? { k, session, number } : undefined;
  if (!isCount(s) || !isCount(r) || !isCount(n)) return undefined;
  switch (k) {
    case "told":
      return { k, s, r, n };
    case "mark":
      return isCount(c) && c <= n ? { k, s, r, n, c } : undefined;
    case "ack":
      return areGaps(g, n) ? { k, s, r, n, g } : undefined;
    case "tell": {
      const read = decodeBody(b, text);
      return read && { k, s, r, n, b: read.body };
    }
    default:
      return undefined;
  }
}

function dataOf({ k, s, r, n, f, t }: any, text: string, owns: (id: NodeId) => boolean): Packet | undefined {
  if (k !== "data" || !isCount(s) || !isCount(r) || !isCount(n)) return undefined;
  if (!isText(f, 100) || !owns(f) || !isText(t, 100)) return undefined;
  const rows = JSON.parse(text);
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  const decode = needsDecoding(text) ? decodeValue : undefined;
  if (!rows.every((row) => isRow(row, decode))) return undefined;
  return { k, s, r, n, batch: { from: f, to: t, count: rows.length, text } };
}

/** One after the other: what is missing is missing once. */
function areGaps(gaps: unknown, end: number): gaps is Gap[] {
  if (!Array.isArray(gaps)) return false;
  let last = 0;
  return gaps.every((gap) => {
    if (!Array.isArray(gap) || gap.length !== 2 || !gap.every(isCount)) return false;
    const [from, to] = gap;
    const fits = from >= last && from < to && to <= end;
    last = to;
    return fits;
  });
}

/** @throws MisuseError for a message that no node can have sent */
function isRow(row: EnvelopeRow, decode: ((value: unknown) => any) | undefined): boolean {
  if (!Array.isArray(row) || row.length < 4 || row.length > 7) return false;
  const [content, event, lamport, at, changed = 0, call = null, answers] = row as unknown as EnvelopeRow;
  const fits =
    (isCount(event) || event === -1) &&
    isCount(lamport) &&
    lamport < LARGEST_LAMPORT &&
    Number.isFinite(at) &&
    (changed === 0 || changed === 1) &&
    (call === null || isCount(call)) &&
    (answers === undefined || isCount(answers)) &&
    isShallow(content, decode ? DEEPEST : DEEPEST_MESSAGE);
  if (!fits) return false;
  checkMessage(decode ? copy(decode(content), "a message") : content, answers !== undefined);
  return true;
}

/** A message has a type that names no handler of the node itself, and carries no token that names who asked. */
function checkMessage(message: any, isAnswer: boolean): void {
  if (typeof message !== "object" || message === null) throw new MisuseError("This is no message.");
  if (!isAnswer) checkType("a stranger", message);
  else if (message.type !== "reply") throw new MisuseError("This is no answer.");
  if (Object.hasOwn(message, "$call")) throw new MisuseError("This message names who asked.");
}

/** A whole number, 0 or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= longest;
}

/** Whether nothing is nested deeper than a message may be. JSON.parse itself takes any depth. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  for (const key in value) if (!isShallow((value as Record<string, unknown>)[key], depth - 1)) return false;
  return true;
}
