// The language of the running Node: library declarations that TypeScript ships, and, for what came after it,
// declarations of our own. Each is included only if this Node has what it declares.

/** Declarations that TypeScript 5.0 has, with a probe for each. */
const brought: readonly [file: string, isThere: () => boolean][] = [
  ["lib.es2023.array.d.ts", () => "findLast" in Array.prototype],
  ["lib.esnext.intl.d.ts", () => typeof Intl.NumberFormat.prototype.formatRange === "function"],
];

const has = (owner: object | undefined, name: string) => owner !== undefined && name in owner;
const global = globalThis as Record<string, any>;

const arrays = `interface ReadonlyArray<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, count?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
interface Array<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, count?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
${"Int8 Uint8 Uint8Clamped Int16 Uint16 Int32 Uint32 Float32 Float64"
  .split(" ")
  .map((kind) => typedArray(`${kind}Array`, "number"))
  .join("\n")}
${["BigInt64Array", "BigUint64Array"].map((kind) => typedArray(kind, "bigint")).join("\n")}`;

const setMethods = `
  union<U>(other: ReadonlySetLike<U>): Set<T | U>;
  intersection<U>(other: ReadonlySetLike<U>): Set<T & U>;
  difference<U>(other: ReadonlySetLike<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySetLike<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySetLike<unknown>): boolean;
  isSupersetOf(other: ReadonlySetLike<unknown>): boolean;
  isDisjointFrom(other: ReadonlySetLike<unknown>): boolean;
`;

/** What later standards added, as TypeScript declares it. */
const later: readonly [isThere: () => boolean, text: string][] = [
  [() => has(Array.prototype, "toSorted"), arrays],
  [
    () => has(Promise, "withResolvers"),
    `interface PromiseWithResolvers<T> { promise: Promise<T>; resolve: (value: T | PromiseLike<T>) => void; reject: (reason?: any) => void }
interface PromiseConstructor { withResolvers<T>(): PromiseWithResolvers<T> }`,
  ],
  [
    () => has(Promise, "try"),
    "interface PromiseConstructor { try<T, U extends unknown[]>(callback: (...args: U) => T | PromiseLike<T>, ...args: U): Promise<Awaited<T>> }",
  ],
  [
    () => has(Array, "fromAsync"),
    `interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
  fromAsync<T, U>(items: AsyncIterable<T> | Iterable<T> | ArrayLike<T>, map: (value: Awaited<T>, index: number) => U, self?: any): Promise<Awaited<U>[]>;
}`,
  ],
  [
    () => has(Object, "groupBy"),
    `interface ObjectConstructor { groupBy<K extends PropertyKey, T>(items: Iterable<T>, key: (item: T, index: number) => K): Partial<Record<K, T[]>> }
interface MapConstructor { groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]> }`,
  ],
  [
    () => has(Set.prototype, "union"),
    `interface ReadonlySetLike<T> { keys(): Iterator<T>; has(value: T): boolean; readonly size: number }
interface Set<T> { ${setMethods} }
interface ReadonlySet<T> { ${setMethods} }`,
  ],
  [
    () => has(global.Iterator?.prototype, "map"),
    `interface IteratorHelpers<T> extends IterableIterator<T> {
  map<U>(f: (value: T, index: number) => U): IteratorHelpers<U>;
  filter<S extends T>(f: (value: T, index: number) => value is S): IteratorHelpers<S>;
  filter(f: (value: T, index: number) => unknown): IteratorHelpers<T>;
  take(limit: number): IteratorHelpers<T>;
  drop(count: number): IteratorHelpers<T>;
  flatMap<U>(f: (value: T, index: number) => Iterator<U> | Iterable<U>): IteratorHelpers<U>;
  reduce(f: (before: T, value: T, index: number) => T): T;
  reduce<U>(f: (before: U, value: T, index: number) => U, first: U): U;
  toArray(): T[];
  forEach(f: (value: T, index: number) => void): void;
  some(f: (value: T, index: number) => unknown): boolean;
  every(f: (value: T, index: number) => unknown): boolean;
  find<S extends T>(f: (value: T, index: number) => value is S): S | undefined;
  find(f: (value: T, index: number) => unknown): T | undefined;
}
interface IterableIterator<T> extends Omit<IteratorHelpers<T>, keyof IterableIterator<T>> {}
interface Generator<T> extends Omit<IteratorHelpers<T>, keyof IterableIterator<T>> {}
declare var Iterator: { from<T>(items: Iterator<T> | Iterable<T>): IteratorHelpers<T> };`,
  ],
  [() => has(String.prototype, "isWellFormed"), "interface String { isWellFormed(): boolean; toWellFormed(): string }"],
  [
    () => has(ArrayBuffer.prototype, "transfer"),
    `interface ArrayBuffer { readonly detached: boolean; transfer(length?: number): ArrayBuffer; transferToFixedLength(length?: number): ArrayBuffer }`,
  ],
  [
    () => has(ArrayBuffer.prototype, "resize"),
    `interface ArrayBuffer { readonly resizable: boolean; readonly maxByteLength: number; resize(length?: number): void }
interface ArrayBufferConstructor { new (length: number, options?: { maxByteLength?: number }): ArrayBuffer }`,
  ],
  [
    () => has(global.Atomics, "waitAsync"),
    `interface Atomics {
  waitAsync(array: Int32Array, index: number, value: number, timeout?: number):
    { async: false; value: "not-equal" | "timed-out" } | { async: true; value: Promise<"ok" | "timed-out"> };
}`,
  ],
  [() => has(global.RegExp, "escape"), "interface RegExpConstructor { escape(text: string): string }"],
  [() => has(global.Error, "isError"), "interface ErrorConstructor { isError(value: unknown): value is Error }"],
  [() => has(Math, "sumPrecise"), "interface Math { sumPrecise(numbers: Iterable<number>): number }"],
  [() => has(Math, "f16round"), "interface Math { f16round(x: number): number }"],
];

function typedArray(kind: string, of: string): string {
  return `interface ${kind} { toReversed(): ${kind}; toSorted(compare?: (a: ${of}, b: ${of}) => number): ${kind}; with(index: number, value: ${of}): ${kind} }`;
}

/**
 * In every notebook: what the kernel itself offers, and a type from later TypeScript that needs no support from
 * the compiler.
 */
const own = `/** Asks below the cell, and waits for the answer. Null where nobody can answer, as in slides. */
declare function prompt(question?: string, preset?: string): string | null;
/** Asks for yes or no below the cell, and waits for the answer. Null if questions cannot be answered. */
declare function confirm(question?: string): boolean | null;
type NoInfer<T> = [T][T extends any ? 0 : never];
`;

/** Library files for TypeScript's option \`lib\`, beyond those tslab names. */
export function libraries(): string[] {
  return brought.filter(([, isThere]) => isThere()).map(([file]) => file);
}

/** A declaration file with everything this Node has. */
export function languageOf(): string {
  return own + later.flatMap(([isThere, text]) => (isThere() ? [text] : [])).join("\n");
}
