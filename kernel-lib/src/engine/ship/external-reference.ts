// Values that need not be shipped, because the other side can get them itself: modules, their members, globals.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** How the other side gets hold of a value that need not travel. */
export type ExternalReference =
  | { readonly kind: "module"; readonly id: string }
  | { readonly kind: "member"; readonly id: string; readonly name: string }
  /** What `import * as m` or `import m` of a CommonJS module makes. */
  | { readonly kind: "namespace"; readonly id: string }
  /** The `require` of a module in a folder. */
  | { readonly kind: "require"; readonly folder: string }
  | { readonly kind: "global"; readonly path: readonly string[] };

/**
 * The library's door. Its exports are known on the other side; it is loaded here where it is not yet, as in a thread
 * that spawns nodes.
 */
const door = join(__dirname, "../../index.js");

/** The library as a notebook imports it. */
export function library(): Record<string, unknown> {
  return load(door);
}

/** The library itself: only its members in use need travel. */
export function isLibrary(value: any): boolean {
  return value === library() || value?.default === library();
}

/** Modules of other makers may remember things from one node to the next. */
export function isForeign(reference: ExternalReference): boolean {
  if (reference.kind === "require") return true;
  return reference.kind !== "global" && !reference.id.startsWith("node:") && !reference.id.startsWith(dirname(door));
}

/** How to find `value` again elsewhere; undefined if it must be shipped. */
export function identify(value: unknown): ExternalReference | undefined {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return undefined;
  const id = moduleOf(value);
  if (id !== undefined) return { kind: "module", id };
  if (typeof value === "function") return requireOf(value) ?? memberOf(value) ?? globalOf(value);
  const inner = Object.getOwnPropertyDescriptor(value, "default")?.value;
  const innerId = inner && moduleOf(inner);
  if (innerId !== undefined) return { kind: "namespace", id: innerId };
  return globalOf(value);
}

/** The value that `reference` stands for, on this side. */
export function resolve(reference: ExternalReference): unknown {
  switch (reference.kind) {
    case "module":
      return load(reference.id);
    case "member":
      return load(reference.id)[reference.name];
    case "namespace": {
      const module = load(reference.id);
      return { ...module, default: module };
    }
    case "require":
      return createRequire(join(reference.folder, "shipped.js"));
    case "global":
      return reference.path.reduce((value: any, key) => value[key], globalThis);
  }
}

const find = createRequire(__filename);
function load(id: string): any {
  return find(id);
}

function moduleOf(value: unknown): string | undefined {
  if (value === library()) return door;
  // A TypeScript file can be loaded only where the kernel is: what is used of it is packed instead.
  for (const [file, module] of Object.entries(find.cache))
    if (module?.exports === value && !isEmpty(value)) return file.endsWith(".ts") ? undefined : file;
  for (const id of builtins()) if (load(id) === value) return id;
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.ownKeys(value).length === 0;
}

/** The file of the library that makes `value`: loading it alone is far quicker than loading the door. */
function homeOf(value: unknown, name: string): string {
  const files = Object.keys(find.cache).filter((file) => file.startsWith(dirname(door)) && file !== door);
  return (
    files.find((file) => Object.getOwnPropertyDescriptor(find.cache[file]!.exports, name)?.value === value) ?? door
  );
}

function requireOf(value: any): ExternalReference | undefined {
  if (typeof value.resolve?.paths !== "function") return undefined;
  const [nearest] = value.resolve.paths("x") ?? [];
  return nearest && { kind: "require", folder: dirname(nearest) };
}

function memberOf(value: Function): ExternalReference | undefined {
  const exported = Object.keys(library()).find((key) => library()[key] === value);
  if (exported) return { kind: "member", id: homeOf(value, exported), name: exported };
  for (const id of builtins()) {
    const module = load(id);
    const name = Object.keys(module).find((key) => Object.getOwnPropertyDescriptor(module, key)?.value === value);
    if (name) return { kind: "member", id, name };
  }
  return packaged(value);
}

/** Something a package of npm exports: its inside is its own business, and every thread can load it. */
function packaged(value: Function): ExternalReference | undefined {
  for (const [id, module] of Object.entries(find.cache)) {
    if (!/[\\/]node_modules[\\/]/.test(id) || id.startsWith(dirname(door))) continue;
    const exports = module?.exports;
    if ((typeof exports !== "object" || exports === null) && typeof exports !== "function") continue;
    const name = Object.keys(exports).find((key) => Object.getOwnPropertyDescriptor(exports, key)?.value === value);
    if (name) return { kind: "member", id, name };
  }
  return undefined;
}

/** Grows as modules are loaded. Kept, because a process of answers shows them another `process`. */
const loaded: readonly string[] = (process as any).moduleLoadList;

/** Built-in modules that are loaded: others cannot have been captured. */
function builtins(): string[] {
  const list = loaded
    .filter((entry) => entry.startsWith("NativeModule ") && !/ (internal|node:internal)\//.test(entry))
    .map((entry) => entry.slice("NativeModule ".length))
    .filter((id) => !/^_|^(sys|punycode|wasi|sqlite|test)$/.test(id))
    .map((id) => (id.startsWith("node:") ? id : `node:${id}`));
  return list.filter((id) => {
    try {
      return load(id) !== undefined;
    } catch {
      return false;
    }
  });
}

let globals: Map<unknown, readonly string[]> | undefined;

function globalOf(value: unknown): ExternalReference | undefined {
  if (!globals) {
    globals = new Map<unknown, readonly string[]>([[globalThis, []]]);
    const add = (owner: object, path: readonly string[]) => {
      for (const key of Object.getOwnPropertyNames(owner)) {
        const found = Object.getOwnPropertyDescriptor(owner, key)?.value;
        if ((typeof found !== "function" && (typeof found !== "object" || found === null)) || globals!.has(found))
          continue;
        if (path.length === 0 && !standard.has(key)) continue;
        globals!.set(found, [...path, key]);
        if (path.length === 0) add(found, [key]);
      }
    };
    add(globalThis, []);
  }
  const path = globals.get(value);
  return path && { kind: "global", path };
}

/** The globals every thread has; anything else on the global object is the program's own. */
const standard = new Set(
  (
    "Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError " +
    "SyntaxError TypeError URIError JSON Math Intl ArrayBuffer SharedArrayBuffer Atomics DataView Map Set WeakMap WeakSet WeakRef Proxy Reflect " +
    "Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array " +
    "FinalizationRegistry parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI console process Buffer URL " +
    "URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Event EventTarget MessageChannel MessagePort setTimeout clearTimeout " +
    "setInterval clearInterval setImmediate clearImmediate queueMicrotask structuredClone performance fetch crypto atob btoa"
  ).split(" "),
);
