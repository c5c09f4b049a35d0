// Copies of plain data: what crosses from one node to another is never shared. Refuses what structured clone would
// refuse or silently change (functions, class instances, cycles), naming the place.
import { copierOf } from "./copiers.js";
import { MisuseError, quote } from "./errors.js";
import { setOwn } from "./own.js";

/**
 * A deep copy of plain data: primitives, arrays, plain objects, Map, Set, Date, RegExp, Error, ArrayBuffer and typed
 * arrays.
 * @param what names the value in the error, for example `the output`; a function is called only then
 * @param of whose it is, for example `server`
 * @throws MisuseError naming the path of the first part that is not plain data
 */
export function copy<T>(value: T, what: string | ((value: T) => string), of?: string): T {
  try {
    return copyPart(value, 0) as T;
  } catch (error) {
    if (error !== NOT_PLAIN) throw error;
    const name = typeof what === "string" ? what : what(value);
    return refuse(value, of === undefined ? name : `${name} of ${of}`);
  }
}

const NOT_PLAIN = Symbol("not plain data");
const DEEPEST = 100;

function copyPart(part: unknown, depth: number): unknown {
  if (typeof part === "object" && part !== null) return copyObject(part, depth);
  if (typeof part === "function" || typeof part === "symbol") throw NOT_PLAIN;
  return part;
}

function copyObject(value: object, depth: number): object {
  if (depth > DEEPEST) throw NOT_PLAIN;
  if (Array.isArray(value)) {
    const result = new Array(value.length);
    for (let i = 0; i < value.length; i++) result[i] = copyPart(value[i], depth + 1);
    return result;
  }
  // Asked first, because asking every object for its prototype takes a fifth of the time.
  const copier = value.constructor === Object ? copierOf(value, depth, copyPart) : undefined;
  if (copier) return copier(value, depth + 1);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return copySpecial(value, depth);
  const isForeign = prototype !== Object.prototype && prototype !== null;
  // Keys one by one, so that symbols are left out, as between threads.
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key];
    if (isForeign && !Object.hasOwn(value, key)) continue;
    if (key === "__proto__") setOwn(result, key, copyPart(part, depth + 1));
    else if (typeof part === "object" && part !== null) result[key] = copyObject(part, depth + 1);
    else if (typeof part === "function" || typeof part === "symbol") throw NOT_PLAIN;
    else result[key] = part;
  }
  return result;
}

function copySpecial(value: object, depth: number): object {
  const part = (inner: unknown) => copyPart(inner, depth + 1);
  switch (kindOf(value)) {
    case "Map":
      return new Map([...(value as Map<unknown, unknown>)].map(([k, v]) => [part(k), part(v)]));
    case "Set":
      return new Set([...(value as Set<unknown>)].map(part));
    case "leaf":
      return structuredClone(value);
    default:
      throw NOT_PLAIN;
  }
}

function kindOf(value: object): "Map" | "Set" | "leaf" | "other" {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Map" || tag === "Set") return tag;
  return ArrayBuffer.isView(value) || ["Date", "RegExp", "Error", "ArrayBuffer"].includes(tag) ? "leaf" : "other";
}

/** Looks for the first part of `whole` that is not plain data, and names it. */
function refuse(whole: unknown, what: string): never {
  const { path, value, why } = findCulprit(whole, "") ?? { path: "", value: whole, why: "is not plain data" };
  throw new MisuseError(
    `${what} cannot be copied: ${path ? `its ${path.replace(/^\./, "")} ` : "it "}${why} (${quote(value)}). ` +
      "Send plain data: numbers, strings, booleans, arrays, plain objects, Map, Set, Date and typed arrays.",
  );
}

interface Culprit {
  path: string;
  value: unknown;
  why: string;
}

function findCulprit(value: unknown, path: string, depth = 0): Culprit | undefined {
  if (typeof value === "function" || typeof value === "symbol") return { path, value, why: "is not plain data" };
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > DEEPEST) return { path: "", value, why: "is nested more than 100 deep, or contains itself" };
  for (const [key, part] of partsOf(value)) {
    const culprit = findCulprit(part, path + key, depth + 1);
    if (culprit) return culprit;
  }
  const prototype = Object.getPrototypeOf(value);
  const plain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain || kindOf(value) !== "other" ? undefined : { path, value, why: "is not plain data" };
}

function partsOf(value: object): [string, unknown][] {
  if (Array.isArray(value)) return value.map((part, i) => [`[${i}]`, part]);
  switch (kindOf(value)) {
    case "Map":
      return [...(value as Map<unknown, unknown>)].flatMap(([k, v]): [string, unknown][] => [
        [".(a key)", k],
        [`.${String(k)}`, v],
      ]);
    case "Set":
      return [...(value as Set<unknown>)].map((part) => [".(a member)", part]);
    case "leaf":
      return [];
    default:
      return Object.entries(value).map(([key, part]) => [`.${key}`, part]);
  }
}
