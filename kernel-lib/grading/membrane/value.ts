// What crosses the membrane, as JSON of one shape: primitives as they are, everything else as a list that begins with
// its kind. Own keys of any name are entries of a list, never keys of the JSON, so none of them means anything to a
// parser. Shared parts and cycles keep their identity.
import { MisuseError, quote } from "../../src/node/errors.js";

export type Encoded = null | boolean | number | string | Encoded[];

/** How far down, and how many parts, one value may have. */
const DEEPEST = 400;
const MOST_PARTS = 2_000_000;

/** Says how a value that is no data crosses; undefined where it is data after all. */
export type Refer = (value: object) => Encoded[] | undefined;
/** Finds what a reference stands for. */
export type Resolve = (reference: Encoded[]) => unknown;

export function encode(value: unknown, refer: Refer): Encoded {
  return new Encoder(refer).encode(value, 0);
}

/** @throws MisuseError where the text of the other side is none of ours */
export function decode(encoded: unknown, resolve: Resolve): unknown {
  return new Decoder(resolve).decode(encoded, 0);
}

const typedArrays = {
  ...{ Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array },
  ...{ Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView },
} as const;
const errors = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError } as const;

class Encoder {
  #seen = new Map<object, number>();

  constructor(readonly refer: Refer) {}

  encode(value: unknown, depth: number): Encoded {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ["n", Object.is(value, -0) ? "-0" : String(value)];
      case "undefined":
        return ["u"];
      case "bigint":
        return ["b", String(value)];
      case "symbol":
        throw new MisuseError(
          `${String(value)} is a symbol: between a test and an answer only data and functions travel.`,
        );
      default:
        return value === null ? null : this.#object(value as object, depth);
    }
  }

  #object(value: object, depth: number): Encoded {
    const at = this.#seen.get(value);
    if (at !== undefined) return ["#", at];
    if (depth > DEEPEST) throw new MisuseError(`A value is nested more than ${DEEPEST} deep.`);
    if (this.#seen.size > MOST_PARTS) throw new MisuseError(`A value has more than ${MOST_PARTS} parts.`);
    const reference = this.refer(value);
    if (reference) return reference;
    this.#seen.set(value, this.#seen.size);
    const part = (inner: unknown) => this.encode(inner, depth + 1);
    if (Array.isArray(value)) return ["a", ...Array.from(value, part)];
    if (value instanceof Map) return ["m", ...[...value].flatMap(([key, inner]) => [part(key), part(inner)])];
    if (value instanceof Set) return ["s", ...[...value].map(part)];
    if (value instanceof Date) return ["d", part(value.getTime())];
    if (value instanceof RegExp) return ["x", value.source, value.flags];
    if (value instanceof Error) return ["e", String(value.name), String(value.message), ...this.#entries(value, part)];
    if (value instanceof ArrayBuffer) return ["t", "ArrayBuffer", Buffer.from(value).toString("base64")];
    if (ArrayBuffer.isView(value)) return bytesOf(value);
    return ["o", ...this.#entries(value, part)];
  }

  #entries(value: object, part: (inner: unknown) => Encoded): Encoded[] {
    return Object.entries(value).flatMap(([key, inner]) => [key, part(inner)]);
  }
}

function bytesOf(value: ArrayBufferView): Encoded {
  const kind = Object.keys(typedArrays).find((name) => value instanceof (typedArrays as any)[name]) ?? "Uint8Array";
  return ["t", kind, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")];
}

class Decoder {
  #made: object[] = [];

  constructor(readonly resolve: Resolve) {}

  decode(encoded: unknown, depth: number): unknown {
    if (encoded === null || ["string", "boolean", "number"].includes(typeof encoded)) return encoded;
    if (!Array.isArray(encoded) || depth > DEEPEST) return foreign(encoded);
    const [kind, first, second] = encoded;
    const part = (inner: unknown) => this.decode(inner, depth + 1);
    switch (kind) {
      case "u":
        return undefined;
      case "n":
        return ["NaN", "Infinity", "-Infinity", "-0"].includes(first) ? Number(first) : foreign(encoded);
      case "b":
        return typeof first === "string" && /^-?\d{1,10000}$/.test(first) ? BigInt(first) : foreign(encoded);
      case "#":
        return (Number.isInteger(first) && this.#made[first]) || foreign(encoded);
      case "a": {
        const items: unknown[] = this.#keep([]);
        for (let i = 1; i < encoded.length; i++) items.push(part(encoded[i]));
        return items;
      }
      case "o":
        return this.#entries(this.#keep({}), encoded, 1, part);
      case "m": {
        const map = this.#keep(new Map());
        for (let i = 1; i + 1 < encoded.length; i += 2) map.set(part(encoded[i]), part(encoded[i + 1]));
        return map;
      }
      case "s": {
        const set = this.#keep(new Set());
        for (let i = 1; i < encoded.length; i++) set.add(part(encoded[i]));
        return set;
      }
      case "d":
        return this.#keep(new Date(Number(part(first))));
      case "x":
        return this.#keep(pattern(first, second));
      case "e":
        return this.#error(first, second, encoded, part);
      case "t":
        return this.#keep(viewOf(first, second));
      default:
        return this.resolve(encoded);
    }
  }

  #keep<T extends object>(made: T): T {
    this.#made.push(made);
    return made;
  }

  /** Defined, not assigned: a key named "__proto__" is a key like any other. */
  #entries(object: object, encoded: unknown[], from: number, part: (inner: unknown) => unknown): object {
    for (let i = from; i + 1 < encoded.length; i += 2) {
      const value = part(encoded[i + 1]);
      const key = String(encoded[i]);
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      if (typeof value === "function" && ["valueOf", "toString"].includes(key))
        Object.defineProperty(object, Symbol.toPrimitive, { value: noPrimitive, configurable: true });
    }
    return object;
  }

  #error(name: unknown, message: unknown, encoded: unknown[], part: (inner: unknown) => unknown): Error {
    const Kind = Object.hasOwn(errors, String(name)) ? (errors as any)[String(name)] : Error;
    const error: Error = this.#keep(new Kind(String(message)));
    error.stack = `${name}: ${message}`;
    const define = (key: string, value: unknown) =>
      Object.defineProperty(error, key, { value, configurable: true, writable: true });
    if (error.name !== name) define("name", String(name));
    for (let i = 3; i + 1 < encoded.length; i += 2) {
      const key = String(encoded[i]);
      const value = part(encoded[i + 1]);
      if (!["name", "message", "stack", "__proto__"].includes(key)) (error as any)[key] = value;
    }
    return error;
  }
}

function pattern(source: unknown, flags: unknown): RegExp {
  try {
    return new RegExp(String(source), String(flags));
  } catch {
    return foreign([source, flags]);
  }
}

function viewOf(kind: unknown, text: unknown): ArrayBufferView | ArrayBuffer {
  if (typeof text !== "string") return foreign(text);
  const { buffer } = Uint8Array.from(Buffer.from(text, "base64"));
  if (kind === "ArrayBuffer") return buffer as ArrayBuffer;
  const View = Object.hasOwn(typedArrays, String(kind)) ? (typedArrays as any)[String(kind)] : undefined;
  if (!View || buffer.byteLength % (View.BYTES_PER_ELEMENT ?? 1) !== 0) return foreign([kind]);
  return new View(buffer);
}

/**
 * What is compared or calculated with is no number that the other side may choose anew each time. Its own `valueOf` and
 * `toString` can still be called by their names.
 */
export function noPrimitive(hint: string): number | string {
  return hint === "string" ? "[object Object]" : Number.NaN;
}

/** Nothing that our own side writes: the process was made to say it. */
export function foreign(what: unknown): never {
  throw new MisuseError(`Your code made its process send something unreadable: ${quote(what)}.`);
}
