// What one side tells the other of a value that stays at home: its kind, and of its class the names of the methods.

/**
 * How the other side holds it. A `node` is a class of nodes; an `object` an instance, or an object with functions in
 * it.
 */
export type Kind = "function" | "class" | "node" | "object" | "generator" | "promise";

export interface Shape {
  readonly name: string;
  /** Methods, inherited ones too, in the order of their classes. */
  readonly methods: readonly string[];
  /** Those of them that make generators: calling one runs nothing yet. */
  readonly generators: readonly string[];
}

const GeneratorFunction = function* () {}.constructor;
const generatorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())));

/** @param isNode tells classes of nodes apart */
export function kindOf(value: object, isNode: (prototype: unknown) => boolean): Kind | undefined {
  if (typeof value === "function") {
    if (isNode(value.prototype)) return "node";
    return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
  }
  if (value instanceof Promise) return "promise";
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return hasFunctions(value) ? "object" : undefined;
  if (isData(value)) return undefined;
  return isGenerator(value) ? "generator" : "object";
}

/** Of a class, or of an object's class. */
export function shapeOf(value: object, end: object = Object.prototype): Shape {
  const made = typeof value === "function" ? value.prototype : Object.getPrototypeOf(value);
  const methods: string[] = [];
  const generators: string[] = [];
  for (let at = made; at && at !== Object.prototype && at !== end; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) {
      const member = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (typeof member !== "function" || name === "constructor" || methods.includes(name)) continue;
      methods.push(name);
      if (member instanceof GeneratorFunction) generators.push(name);
    }
  const { name } = (typeof value === "function" ? value : value.constructor) ?? {};
  return { name: String(name ?? ""), methods, generators };
}

/**
 * Where a member that the other side may use is found: on the object itself, or on a class that a program wrote. What
 * every object or
 * function inherits is out of reach: from `constructor` one would come to a function that evaluates text.
 */
export function holderOf(object: object, name: string): object | undefined {
  if (["constructor", "prototype", "__proto__", "caller", "arguments", "callee"].includes(name)) return undefined;
  if (isGenerator(object)) return ["next", "return", "throw"].includes(name) ? object : undefined;
  for (let at = object; at && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, name)) return at;
  return undefined;
}

/** Whatever `shape` claims to be. */
export function checkedShape(shape: any): Shape {
  const names = (list: unknown) => (Array.isArray(list) ? list.slice(0, 1000).map((name) => String(name)) : []);
  return {
    name: String(shape?.name ?? "").slice(0, 200),
    methods: names(shape?.methods),
    generators: names(shape?.generators),
  };
}

function isGenerator(value: object): boolean {
  return Object.prototype.isPrototypeOf.call(generatorPrototype, value);
}

function hasFunctions(value: object): boolean {
  return Object.values(value).some((part) => typeof part === "function");
}

function isData(value: object): boolean {
  return (
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    [Map, Set, Date, RegExp, Error, ArrayBuffer].some((Kind) => value instanceof Kind)
  );
}
