// Values that need not be shipped, because the other side can get them itself: modules, their members, globals.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** How the other side gets hold of a known value. */
export type Known =
  | { readonly kind: "module"; readonly id: string }
  | { readonly kind: "member"; readonly id: string; readonly name: string }
  /** What `import * as m` or `import m` of a CommonJS module makes. */
  | { readonly kind: "namespace"; readonly id: string }
  /** The `require` of a module in a folder. */
  | { readonly kind: "require"; readonly folder: string }
  | { readonly kind: "global"; readonly path: readonly string[] };

let library: { file: string; exports: Record<string, unknown> } | undefined;

/** Told by the library's door: its own exports are known on the other side. */
export function knowLibrary(file: string, exports: Record<string, unknown>): void {
  library = { file, exports };
}

/** The library itself: only its members in use need travel. */
export function isLibrary(value: any): boolean {
  return library !== undefined && (value === library.exports || value?.default === library.exports);
}

/** Modules of other makers may remember things from one node to the next. */
export function isForeign(known: Known): boolean {
  if (known.kind === "require") return true;
  return (
    known.kind !== "global" && !known.id.startsWith("node:") && !known.id.startsWith(dirname(library?.file ?? known.id))
  );
}

/** How to find `value` again elsewhere; undefined where it must be shipped. */
export function identify(value: unknown): Known | undefined {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return undefined;
  const id = moduleOf(value);
  if (id !== undefined) return { kind: "module", id };
  if (typeof value === "function") return requireOf(value) ?? memberOf(value) ?? globalOf(value);
  const inner = Object.getOwnPropertyDescriptor(value, "default")?.value;
  const innerId = inner && moduleOf(inner);
  if (innerId !== undefined) return { kind: "namespace", id: innerId };
  return globalOf(value);
}

/** The value `known` stands for, on this side. */
export function resolve(known: Known): unknown {
  switch (known.kind) {
    case "module":
      return load(known.id);
    case "member":
      return load(known.id)[known.name];
    case "namespace": {
      const module = load(known.id);
      return { ...module, default: module };
    }
    case "require":
      return createRequire(join(known.folder, "shipped.js"));
    case "global":
      return known.path.reduce((value: any, key) => value[key], globalThis);
  }
}

const load = createRequire(__filename);

function moduleOf(value: unknown): string | undefined {
  if (library && value === library.exports) return library.file;
  for (const [file, module] of Object.entries(load.cache))
    if (module?.exports === value && !isEmpty(value)) return file;
  for (const id of builtins()) if (load(id) === value) return id;
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.ownKeys(value).length === 0;
}

/** The file of the library that makes `value`: loading it alone is far quicker than loading the door. */
function homeOf(value: unknown, name: string): string {
  const folder = dirname(library!.file);
  const files = Object.keys(load.cache).filter((file) => file.startsWith(folder) && file !== library!.file);
  return (
    files.find((file) => Object.getOwnPropertyDescriptor(load.cache[file]!.exports, name)?.value === value) ??
    library!.file
  );
}

function requireOf(value: any): Known | undefined {
  if (typeof value.resolve?.paths !== "function") return undefined;
  const [nearest] = value.resolve.paths("x") ?? [];
  return nearest && { kind: "require", folder: dirname(nearest) };
}

function memberOf(value: Function): Known | undefined {
  if (library) {
    const name = Object.keys(library.exports).find((key) => library!.exports[key] === value);
    if (name) return { kind: "member", id: homeOf(value, name), name };
  }
  for (const id of builtins()) {
    const module = load(id);
    const name = Object.keys(module).find((key) => Object.getOwnPropertyDescriptor(module, key)?.value === value);
    if (name) return { kind: "member", id, name };
  }
  return undefined;
}

/** Built-in modules that are loaded: others cannot have been captured. */
function builtins(): string[] {
  const loaded: string[] = (process as any).moduleLoadList;
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

function globalOf(value: unknown): Known | undefined {
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
