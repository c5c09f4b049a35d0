// The identity of a value, as text: equal states get equal text. Sets, maps and plain objects count as unordered.
// Class instances count by their class's name and their fields.
import { createHash } from "node:crypto";
import { privateField } from "../node/private-fields.js";
import { PROCESS } from "../node/process.js";

/**
 * Thrown for what has no identity that could be compared: functions, promises, symbols, nodes, what hides its state.
 */
export class Unfit extends Error {
  constructor(
    readonly path: string,
    readonly value: unknown,
    /** A private field of its class. */
    readonly hidden?: string,
  ) {
    super(`${path} has no identity`);
  }
}

/**
 * Longer texts are bad keys: V8 looks at nothing but the length of texts above 16 K before it compares them, and keeps
 * them all.
 */
const LONG = 4096;

/** A text of bounded length, different for different texts. */
export function shortened(text: string): string {
  return text.length <= LONG ? text : createHash("sha256").update(text).digest("base64");
}

/** @throws Unfit, with the path of the part that cannot be compared */
export function encode(value: unknown): string {
  return part(value, "", { seen: undefined });
}

/** Objects met so far: one that is met again is named by its number, so that shared and separate parts differ. */
interface Walk {
  seen: Map<object, number> | undefined;
}

function part(value: unknown, path: string, walk: Walk): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return value ? "t" : "f";
    case "undefined":
      return "u";
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : object(value, path, walk);
    default:
      throw new Unfit(path, value);
  }
}

function object(value: object, path: string, walk: Walk): string {
  walk.seen ??= new Map();
  const before = walk.seen.get(value);
  if (before !== undefined) return `^${before}`;
  walk.seen.set(value, walk.seen.size);
  if (Array.isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i++) text += `${part(value[i], `${path}[${i}]`, walk)},`;
    return `${text}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return entries(value, path, walk);
  return special(value, prototype, path, walk);
}

function special(value: any, prototype: object, path: string, walk: Walk): string {
  if (PROCESS in value) throw new Unfit(path, value);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const name = (prototype as any).constructor?.name ?? "";
  if (tag === "Map") {
    const texts = [...value].map(
      ([k, v]: [unknown, unknown]) => `${part(k, `${path}.(a key)`, walk)}:${part(v, `${path}.${String(k)}`, walk)}`,
    );
    return `${name}(${texts.sort().join()})`;
  }
  if (tag === "Set") return `${name}(${[...value].map((v) => part(v, `${path}.(a member)`, walk)).sort()})`;
  if (tag === "Date") return `Date(${value.getTime()})`;
  if (tag === "RegExp") return `RegExp(${value}${value.lastIndex})`;
  if (tag === "Error") return `${name}(${JSON.stringify(value.message)})`;
  if (tag === "ArrayBuffer") return `ArrayBuffer(${new Uint8Array(value)})`;
  if (ArrayBuffer.isView(value)) return `${name}(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)})`;
  if (tag !== "Object") throw new Unfit(path, value);
  const hidden = privateField(prototype);
  if (hidden) throw new Unfit(path, value, hidden);
  return Object.getPrototypeOf(prototype) === null
    ? entries(value, path, walk)
    : `${name}${entries(value, path, walk)}`;
}

function entries(value: any, path: string, walk: Walk): string {
  let text = "{";
  for (const key of Object.keys(value).sort()) {
    text += `${JSON.stringify(key)}:${part(value[key], path === "" ? key : `${path}.${key}`, walk)},`;
  }
  return `${text}}`;
}

/**
 * A deep copy that keeps classes and shared parts.
 * @param ordered sorts the members of sets, maps and plain objects, so that equal values behave alike
 */
export function duplicate<T>(value: T, ordered = false): T {
  return typeof value === "object" && value !== null ? (copyOf(value, { copies: undefined, ordered }) as T) : value;
}

interface Copying {
  copies: Map<object, object> | undefined;
  readonly ordered: boolean;
}

function copyOf(value: any, copying: Copying): any {
  if (typeof value !== "object" || value === null) return value;
  const known = copying.copies?.get(value);
  if (known) return known;
  copying.copies ??= new Map();
  const remember = <O extends object>(copy: O): O => {
    copying.copies!.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const copy = remember(new Array(value.length));
    for (let i = 0; i < value.length; i++) copy[i] = copyOf(value[i], copying);
    return copy;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    if (value instanceof Map) {
      const copy = remember(Object.setPrototypeOf(new Map(), prototype));
      for (const [k, v] of inOrder([...value], copying, ([k]) => k)) copy.set(copyOf(k, copying), copyOf(v, copying));
      return copy;
    }
    if (value instanceof Set) {
      const copy = remember(Object.setPrototypeOf(new Set(), prototype));
      for (const v of inOrder([...value], copying, (v) => v)) copy.add(copyOf(v, copying));
      return copy;
    }
    if (isLeaf(value)) return remember(structuredClone(value));
  }
  const copy = remember(Object.create(prototype));
  const keys = Object.keys(value);
  if (copying.ordered) keys.sort();
  for (const key of keys) copy[key] = copyOf(value[key], copying);
  return copy;
}

function inOrder<T>(members: T[], { ordered }: Copying, keyOf: (member: T) => unknown): T[] {
  if (!ordered) return members;
  return members
    .map((member) => ({ member, text: encode(keyOf(member)) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ member }) => member);
}

function isLeaf(value: object): boolean {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return ArrayBuffer.isView(value) || ["Date", "RegExp", "Error", "ArrayBuffer"].includes(tag);
}

/** Freezes plain data all the way down. */
export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}
