// What the sides of a room tell each other, as JSON text in the trace's form. Whatever comes in may have been written
// by a stranger, so it is read part by part: nothing is evaluated, and what does not fit is dropped as a whole.
import { checkType } from "../../node/check.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { fromJsonValue, toJsonValue } from "../../trace/json-value.js";
import type { SentEnvelope } from "../../trace/recorder.js";

/**
 * Every packet names the incarnations of the two sides, `s` and `r`: what was meant for the one before a restart is not
 * for the one after it.
 */
export type Packet = { readonly s: number; readonly r: number } & (
  | { readonly k: "data"; readonly n: number; readonly e: readonly SentEnvelope[] }
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
const DEEPEST = 110;
const LARGEST_LAMPORT = 2 ** 48;

type EncodedEnvelope = readonly [
  from: NodeId,
  to: NodeId,
  message: unknown,
  event: number,
  lamport: number,
  at: number,
  changed: 0 | 1,
  call: number | null,
  answers: number | null,
];

/** An envelope as JSON text. */
export function encodeEnvelope(envelope: SentEnvelope): string {
  const { from, to, message, event, lamport, at, changed, call = null, answers = null } = envelope;
  const content = isJson(message) ? message : toJsonValue(message, "a message");
  return JSON.stringify([from, to, content, event, lamport, at, changed ? 1 : 0, call, answers]);
}

/** Envelopes that are text already, as one packet. */
export function dataPacket(s: number, r: number, n: number, envelopes: readonly string[]): string {
  return `{"k":"data","s":${s},"r":${r},"n":${n},"e":[${envelopes.join(",")}]}`;
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
    if (!isShallow(text)) return undefined;
    const read = JSON.parse(text);
    if (typeof read !== "object" || read === null) return undefined;
    // Only where a key "$" is, something is not JSON's own.
    return packetOf(read, owns, text.includes('"$"') ? decodeValue : (value) => value);
  } catch {
    return undefined;
  }
}

type Decode = (value: unknown) => unknown;

function packetOf(read: any, owns: (id: NodeId) => boolean, decode: Decode): Packet | Greeting | undefined {
  const { k, s, r, n, c, g, b, e, session, number } = read;
  if (k === "hello") return isText(session, 64) ? { k, session } : undefined;
  if (k === "welcome") return isText(session, 64) && isCount(number) ? { k, session, number } : undefined;
  if (!isCount(s) || !isCount(r) || !isCount(n)) return undefined;
  switch (k) {
    case "told":
      return { k, s, r, n };
    case "mark":
      return isCount(c) && c <= n ? { k, s, r, n, c } : undefined;
    case "ack":
      return Array.isArray(g) && g.every((gap) => isGap(gap, n)) ? { k, s, r, n, g } : undefined;
    case "tell":
      return { k, s, r, n, b: decode(b) };
    case "data":
      return Array.isArray(e) ? { k, s, r, n, e: e.map((one) => decodeEnvelope(one, owns, decode)) } : undefined;
    default:
      return undefined;
  }
}

function isGap(gap: unknown, end: number): gap is Gap {
  return Array.isArray(gap) && gap.length === 2 && gap.every(isCount) && gap[0] < gap[1] && gap[1] <= end;
}

function decodeEnvelope(read: EncodedEnvelope, owns: (id: NodeId) => boolean, decode: Decode): SentEnvelope {
  const [from, to, content, event, lamport, at, changed, call, answers] = read;
  const fits =
    isText(from, 100) &&
    owns(from) &&
    isText(to, 100) &&
    (isCount(event) || event === -1) &&
    isCount(lamport) &&
    lamport < LARGEST_LAMPORT &&
    Number.isFinite(at) &&
    (call === null || isCount(call)) &&
    (answers === null || isCount(answers));
  if (!fits) throw new MisuseError("This is no envelope.");
  const message = decode(content);
  checkMessage(message, answers !== null);
  return {
    from,
    to,
    message,
    event,
    lamport,
    at,
    changed: changed === 1,
    call: call ?? undefined,
    answers: answers ?? undefined,
    kept: undefined,
  };
}

/** A message has a type that names no handler of the node itself, and carries no token that names who asked. */
function checkMessage(message: any, isAnswer: boolean): void {
  if (typeof message !== "object" || message === null) throw new MisuseError("This is no message.");
  if (!isAnswer) checkType("a stranger", message);
  else if (message.type !== "reply") throw new MisuseError("This is no answer.");
  if (Object.hasOwn(message, "$call")) throw new MisuseError("This message names who asked.");
}

/** Plain data in the trace's form. */
export function decodeValue(value: unknown): unknown {
  return fromJsonValue(value, (what) => {
    throw new MisuseError(`It has ${what}.`);
  });
}

/** A whole number, 0 or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= longest;
}

/** Whether nothing in JSON text is nested deeper than a message may be; looked at before it is read. */
function isShallow(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (isInText) {
      if (sign === BACKSLASH) i++;
      else if (sign === QUOTE) isInText = false;
    } else if (sign === QUOTE) isInText = true;
    else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
      if (++depth > DEEPEST) return false;
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth--;
  }
  return true;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from('"\\[]{}', (sign) =>
  sign.charCodeAt(0),
);

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
