// Copies of plain data: what crosses from one node to another is never shared. Refuses what structured clone would
// refuse or silently change (functions, class instances, cycles), naming the place.
import { MisuseError, quote } from "./errors.js";

/**
 * A deep copy of plain data: primitives, arrays, plain objects, Map, Set, Date, RegExp, Error, ArrayBuffer and typed arrays.
 * @param what names the value in the error, for example `the message "ping"`
 * @throws MisuseError naming the path of the first part that is not plain data
 */
export function copy<T>(value: T, what: string): T {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "function" || typeof value === "symbol") refuse(value, [], what);
    return value;
  }
  return copyObject(value, what, []) as T;
}

interface Level {
  readonly of: object;
  readonly key: unknown;
}

function copyObject(value: object, what: string, path: Level[]): object {
  if (path.length > 100) refuse(value, path, what, "is nested more than 100 deep, or contains itself");
  if (Array.isArray(value)) {
    const result = new Array(value.length);
    for (let i = 0; i < value.length; i++) result[i] = copyPart(value[i], value, i, what, path);
    return result;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      result[key] = copyPart((value as Record<string, unknown>)[key], value, key, what, path);
    }
    return result;
  }
  return copySpecial(value, what, path);
}

function copyPart(part: unknown, of: object, key: unknown, what: string, path: Level[]): unknown {
  if (typeof part !== "object" || part === null) {
    if (typeof part === "function" || typeof part === "symbol") refuse(part, [...path, { of, key }], what);
    return part;
  }
  path.push({ of, key });
  const result = copyObject(part, what, path);
  path.pop();
  return result;
}

function copySpecial(value: object, what: string, path: Level[]): object {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  switch (kind) {
    case "Map": {
      const result = new Map();
      for (const [k, v] of value as Map<unknown, unknown>)
        result.set(copyPart(k, value, "a key", what, path), copyPart(v, value, k, what, path));
      return result;
    }
    case "Set": {
      const result = new Set();
      for (const v of value as Set<unknown>) result.add(copyPart(v, value, "a member", what, path));
      return result;
    }
    case "Date":
    case "RegExp":
    case "Error":
    case "ArrayBuffer":
      return structuredClone(value);
    default:
      if (ArrayBuffer.isView(value)) return structuredClone(value);
      return refuse(value, path, what);
  }
}

function refuse(value: unknown, path: readonly Level[], what: string, why = "is not plain data"): never {
  const place = path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw new MisuseError(
    `${what} cannot be copied: ${place ? `its ${place.replace(/^\./, "")} ` : "it "}${why} (${quote(value)}). ` +
      "Send plain data: numbers, strings, booleans, arrays, plain objects, Map, Set, Date and typed arrays.",
  );
}
