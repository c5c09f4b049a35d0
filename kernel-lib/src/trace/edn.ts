// EDN, the notation of Clojure's data in which Jepsen keeps histories (github.com/edn-format/edn). The package edn-data
// reads and writes it; what it would misread in silence is caught before: brackets that do not match, text that ends
// too early, whole numbers above 2^53.
import { parseEDNString, toEDNString } from "edn-data";
import { MisuseError, quote } from "../node/errors.js";

/** A keyword such as `:ok`, in what was read and for what is to be written. */
export class Keyword {
  constructor(readonly key: string) {}
}

/** Strings, comments, characters and brackets, so that the rest is outside of these; and long numbers. */
const TOKEN = /"(?:\\[\s\S]|[^"\\])*("|$)|;[^\n]*|\\[^\s]|[([{]|[)\]}]|(?<![\w.+-])[+-]?\d{16,}(?![\w.])/g;
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/**
 * The values that a text holds one after the other. Maps are Map, sets are Set, lists and vectors arrays, nil null;
 * tags are left out, and symbols are their names.
 * @param asked who reads, for the error
 * @throws MisuseError with the line of what is not EDN
 */
export function readEdn(text: string, asked: string): unknown[] {
  if (typeof text !== "string") throw new MisuseError(`${asked} reads EDN text; it got ${quote(text)}.`);
  const checked = checkBrackets(text, asked);
  let read: unknown;
  try {
    read = parseEDNString(`[${checked}\n]`, { mapAs: "map", setAs: "set", listAs: "array", charAs: "string" });
  } catch (error) {
    throw new MisuseError(`${asked}: this is not EDN (${(error as Error).message}): ${quote(text)}.`);
  }
  if (!Array.isArray(read)) throw new MisuseError(`${asked}: this is not EDN: ${quote(text)}.`);
  return read.map(untagged);
}

/** Plain data and keywords as EDN. @throws MisuseError for what EDN has no notation for, such as NaN */
export function writeEdn(value: unknown, asked: string): string {
  return toEDNString(writable(value, asked) as any);
}

/** What was read as plain data: keywords by their names, maps with text as keys as objects. */
export function plainEdn(value: unknown): any {
  if (value instanceof Keyword) return value.key;
  if (Array.isArray(value)) return value.map(plainEdn);
  if (value instanceof Set) return new Set([...value].map(plainEdn));
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([key, item]) => [plainEdn(key), plainEdn(item)] as const);
  return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : new Map(entries);
}

/** Gives long numbers the N of a BigInt. */
function checkBrackets(text: string, asked: string): string {
  const open: string[] = [];
  const line = (at: number) => text.slice(0, at).split("\n").length;
  const checked = text.replace(TOKEN, (token, end: string | undefined, at: number) => {
    if (token.startsWith('"') && end !== '"')
      throw new MisuseError(`${asked}: line ${line(at)}: a text that does not end: ${quote(token)}.`);
    if (token in CLOSING) open.push(token);
    else if (")]}".includes(token) && CLOSING[open.pop() ?? ""] !== token)
      throw new MisuseError(`${asked}: line ${line(at)}: ${token} closes nothing that is open.`);
    return /^[+-]?\d/.test(token) && !Number.isSafeInteger(Number(token)) ? `${token}N` : token;
  });
  if (open.length > 0)
    throw new MisuseError(`${asked}: the text ends before ${CLOSING[open.at(-1)!]}; give it the whole file.`);
  return checked;
}

function untagged(value: any): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [untagged(key), untagged(item)]));
  if (value instanceof Set) return new Set([...value].map(untagged));
  if (value instanceof Keyword) return value;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if ("key" in value) return new Keyword(value.key);
  return "tag" in value ? untagged(value.val) : value.sym;
}

function writable(value: any, asked: string): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? { sym: "-0.0" } : value;
  if (Array.isArray(value)) return value.map((item) => writable(item, asked));
  if (value instanceof Set) return new Set([...value].map((item) => writable(item, asked)));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [writable(key, asked), writable(item, asked)]));
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  if (value instanceof Keyword) return value;
  if (typeof value !== "object" || ![Object.prototype, null].includes(Object.getPrototypeOf(value)))
    throw new MisuseError(`${asked}: EDN has no notation for ${typeof value === "number" ? value : quote(value)}.`);
  return new Map(Object.entries(value).map(([key, item]) => [new Keyword(key), writable(item, asked)]));
}
