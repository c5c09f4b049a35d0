// The objects every program has, made so that nobody can bend them: what is in them stays, whoever else runs on the thread.

/** Objects every program has. What programs often give objects of their own, as a name to an error, is only locked. */
export function freezeLanguage(): void {
  const errors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError];
  for (const made of [Object, Function, ...errors]) lock(made.prototype);
  const kinds = [
    ...[
      (function* () {})(),
      (async function* () {})(),
      [][Symbol.iterator](),
      new Map().entries(),
      new Set().entries(),
    ],
    ...[""[Symbol.iterator](), /./[Symbol.matchAll](""), Uint8Array.prototype],
  ].map((value) => Object.getPrototypeOf(value));
  const functions = [async () => {}, function* () {}, async function* () {}].map((f) => Object.getPrototypeOf(f));
  const upwards = [...kinds, ...functions].flatMap((object) => [object, Object.getPrototypeOf(object)]);
  for (const object of upwards) if (object !== Object.prototype && object !== Function.prototype) Object.freeze(object);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name)!;
    const value = "value" in own ? own.value : undefined;
    if (typeof value === "function" && value.prototype) {
      if (![Object, Function, ...errors].includes(value)) Object.freeze(value.prototype);
    }
    // A stack's length is a setting of ours.
    if ((typeof value === "function" && value !== Error) || isSpace(value)) Object.freeze(value);
    if ("value" in own && own.configurable)
      Object.defineProperty(globalThis, name, { writable: false, configurable: false });
  }
  for (const name of ["process", "Buffer"])
    if (Object.getOwnPropertyDescriptor(globalThis, name)?.configurable)
      Object.defineProperty(globalThis, name, {
        value: (globalThis as any)[name],
        writable: false,
        configurable: false,
      });
  for (const made of [Object, Function]) Object.preventExtensions(made.prototype);
}

/**
 * Members stay as they are for everybody, yet an object that inherits them may have its own: a frozen member would refuse that.
 * @param which says which members, all by default
 */
export function lock(object: any, which: (name: string | symbol, value: unknown) => boolean = () => true): void {
  for (const name of Reflect.ownKeys(object)) {
    const own = Object.getOwnPropertyDescriptor(object, name)!;
    if (!own.configurable || !("value" in own) || !which(name, own.value)) continue;
    const { value } = own;
    const set = function (this: object, given: unknown) {
      if (this === object) throw new TypeError(`Cannot assign to ${String(name)}: it is shared.`);
      Object.defineProperty(this, name, { value: given, writable: true, enumerable: true, configurable: true });
    };
    Object.defineProperty(object, name, { get: () => value, set, enumerable: own.enumerable, configurable: false });
  }
}

function isSpace(value: unknown): boolean {
  return value === Math || value === JSON || value === Reflect || value === Atomics || value === Intl;
}
