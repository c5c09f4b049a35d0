// Plain data as JSON and back without loss. What JSON has no word for becomes an object with the key "$" that names it.
import { MisuseError, quote } from "../node/errors.js";
import { fromBase64, toBase64 } from "./base64.js";

interface Tagged {
  readonly $: string;
  readonly value?: any;
}

/** @throws MisuseError naming `place` and the part that is not plain data */
export function toJsonValue(value: unknown, place: string): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : tag("number", Object.is(value, -0) ? "-0" : String(value));
    case "undefined":
      return tag("undefined");
    case "bigint":
      return tag("bigint", String(value));
    case "object":
      return value === null ? null : objectToJson(value, place);
    default:
      throw new MisuseError(`traceToJson: ${place} is ${quote(value)}; a trace holds plain data only.`);
  }
}

function objectToJson(value: object, place: string): unknown {
  const each = (items: Iterable<unknown>) => Array.from(items, (item, i) => toJsonValue(item, `${place}[${i}]`));
  if (Array.isArray(value)) return each(value);
  if (ArrayBuffer.isView(value))
    return tag(kindOf(value), toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
  switch (kindOf(value)) {
    case "Map":
      return tag("Map", [...(value as Map<unknown, unknown>)].map(each));
    case "Set":
      return tag("Set", each(value as Set<unknown>));
    case "Date":
      return tag("Date", Number.isNaN(Number(value)) ? null : (value as Date).toISOString());
    case "RegExp":
      return tag("RegExp", [(value as RegExp).source, (value as RegExp).flags]);
    case "Error":
      return tag("Error", [(value as Error).name, (value as Error).message]);
    case "ArrayBuffer":
      return tag("ArrayBuffer", toBase64(new Uint8Array(value as ArrayBuffer)));
    default: {
      const entries = Object.entries(value).map(([key, part]) => [key, toJsonValue(part, `${place}.${key}`)]);
      const plain = Object.fromEntries(entries);
      return Object.hasOwn(plain, "$") ? tag("object", plain) : plain;
    }
  }
}

/** The value that `toJsonValue` wrote; `refuse` is called with a part it cannot have written. */
export function fromJsonValue(value: unknown, refuse: (what: string) => never): unknown {
  const read = (part: unknown) => fromJsonValue(part, refuse);
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== "object" || value === null) return value;
  if (!Object.hasOwn(value, "$")) return readEntries(value, read);
  const { $: kind, value: inner } = value as Tagged;
  const make = Object.hasOwn(MAKERS, kind) ? MAKERS[kind] : undefined;
  if (make === undefined) return refuse(`a value of the unknown kind ${quote(kind)}`);
  try {
    return make(inner, read);
  } catch {
    return refuse(`a ${kind} that cannot be read: ${quote(inner)}`);
  }
}

type ViewConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

const VIEWS: readonly ViewConstructor[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];

const MAKERS: Record<string, (value: any, read: (part: unknown) => unknown) => unknown> = {
  undefined: () => undefined,
  number: (text: string) => Number(text),
  bigint: (text: string) => BigInt(text),
  Map: (entries: unknown[][], read) => new Map(entries.map((entry) => entry.map(read) as [unknown, unknown])),
  Set: (items: unknown[], read) => new Set(items.map(read)),
  Date: (text: string | null) => new Date(text ?? Number.NaN),
  RegExp: ([source, flags]: [string, string]) => new RegExp(source, flags),
  Error: ([name, message]: [string, string]) => Object.assign(new Error(message), { name }),
  ArrayBuffer: bytes,
  object: (value: object, read) => readEntries(value, read),
  ...Object.fromEntries(VIEWS.map((View) => [View.name, (text: string) => new View(bytes(text))])),
};

function readEntries(value: object, read: (part: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, read(part)]));
}

function tag(kind: string, value?: unknown): Tagged {
  return value === undefined ? { $: kind } : { $: kind, value };
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function bytes(text: string): ArrayBuffer {
  return fromBase64(text).buffer as ArrayBuffer;
}
