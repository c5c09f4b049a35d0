// When two values are equal: the one definition that judges, models, checkpoints and helpers share. What a copied
// message preserves counts, and nothing else: not the order of keys, not shared parts, holes, stacks, symbol keys or
// where a RegExp last matched.
import { privateField } from "./private-fields.js";

/** Thrown for values that no text can identify: functions, symbols, promises, instances with private fields. */
export class NotComparable extends Error {
  constructor(
    /** The part that cannot be compared, such as `state.log[2]`; empty for the whole. */
    readonly path: string,
    readonly value: unknown,
  ) {
    super(`${path || "the value"} cannot be compared`);
  }
}

/**
 * Whether two values are the same plain data: NaN equals NaN, -0 is not 0, a missing key is not an undefined one. Maps,
 * sets and objects count as unordered; errors are equal by name and message; instances of classes by class name and
 * fields. What cannot be compared (a function, a symbol) equals only itself. Never throws.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  try {
    return canonicalText(a) === canonicalText(b);
  } catch (error) {
    if (error instanceof NotComparable) return false;
    throw error;
  }
}

/**
 * A text that two values share exactly if they are equal: the key to remember a value by.
 * @throws NotComparable with the path of the part that has no text
 */
export function canonicalText(value: unknown): string {
  // States are often long strings. Nothing else begins with a quotation mark, so the closing one is not needed.
  return typeof value === "string" ? `"${value}` : textOf(value, "", []);
}

/** Deeper values are refused rather than followed until the stack ends. */
const DEEPEST = 1000;

function textOf(value: unknown, path: string, inside: object[]): string {
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
      return value === null ? "null" : objectText(value, path, inside);
    default:
      throw new NotComparable(path, value);
  }
}

/** @param inside the objects around this one: a value that contains itself is named by how far up it occurs */
function objectText(value: object, path: string, inside: object[]): string {
  const around = inside.lastIndexOf(value);
  if (around >= 0) return `^${inside.length - around}`;
  if (inside.length > DEEPEST) throw new NotComparable(path, value);
  inside.push(value);
  try {
    if (Array.isArray(value)) {
      let text = "[";
      for (let i = 0; i < value.length; i++) text += `${textOf(value[i], `${path}[${i}]`, inside)},`;
      return `${text}]`;
    }
    const prototype = Object.getPrototypeOf(value);
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
    return isPlain ? entriesText(value, path, inside) : specialText(value, prototype, path, inside);
  } finally {
    inside.pop();
  }
}

function entriesText(value: object, path: string, inside: object[]): string {
  let text = "{";
  for (const key of Object.keys(value).sort())
    text += `${JSON.stringify(key)}:${textOf((value as any)[key], path === "" ? key : `${path}.${key}`, inside)},`;
  return `${text}}`;
}

function specialText(value: any, prototype: object, path: string, inside: object[]): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  switch (tag) {
    case "Map": {
      const texts = [...(value as Map<unknown, unknown>)].map(
        ([key, item]) => `${textOf(key, `${path}.(a key)`, inside)}:${textOf(item, `${path}.${nameOf(key)}`, inside)},`,
      );
      return `Map(${texts.sort().join("")})`;
    }
    case "Set":
      return `Set(${[...value]
        .map((member) => `${textOf(member, `${path}.(a member)`, inside)},`)
        .sort()
        .join("")})`;
    case "Date":
      return `Date(${value.getTime()})`;
    case "RegExp":
      return `RegExp(${JSON.stringify(value.source)}${value.flags})`;
    case "Error":
      return `Error(${JSON.stringify([String(value.name), String(value.message)])})`;
    case "ArrayBuffer":
    case "SharedArrayBuffer":
      return `ArrayBuffer(${new Uint8Array(value)})`;
    case "Object":
      if (privateField(prototype)) throw new NotComparable(path, value);
      return `class ${JSON.stringify(String((prototype as any).constructor?.name))}${entriesText(value, path, inside)}`;
    default:
      if (!ArrayBuffer.isView(value)) throw new NotComparable(path, value);
      // By its tag: copying makes a plain Uint8Array of a Buffer.
      return `${tag}(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)})`;
  }
}

function nameOf(key: unknown): string {
  return typeof key === "object" || typeof key === "symbol" ? "(a key)" : String(key);
}
