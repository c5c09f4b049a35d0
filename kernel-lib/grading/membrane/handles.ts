// Handles: what one side holds of a value that stays on the other. To use one is to ask, and to wait for the answer.
import type { Peer } from "./peer.js";
import type { Kind, Shape } from "./shape.js";
import { noPrimitive } from "./value.js";

export interface Held {
  readonly handle: unknown;
}

const homes = new WeakMap<object, { peer: Peer; id: number }>();

/** The number under which the other side knows what `value` is a handle of. */
export function homeOf(value: object, peer: Peer): number | undefined {
  const home = homes.get(value);
  return home?.peer === peer ? home.id : undefined;
}

/** Something else that stands for the value with this number, such as a class of nodes. */
export function standFor(value: object, peer: Peer, id: number): void {
  homes.set(value, { peer, id });
}

export function handleFor(peer: Peer, id: number, kind: Exclude<Kind, "promise">, shape: Shape): unknown {
  const handle = make(peer, id, kind, shape);
  standFor(handle, peer, id);
  return handle;
}

function make(peer: Peer, id: number, kind: Exclude<Kind, "promise">, shape: Shape): object {
  switch (kind) {
    case "function":
      return named(shape.name, function (this: unknown, ...args: unknown[]) {
        return peer.request(["call", id, peer.encode(ours(this, peer)), peer.encode(args)]);
      });
    case "generator":
      return new RemoteGenerator(peer, id);
    case "class":
    case "node":
      return new Proxy(named(shape.name, class {}) as any, {
        construct: (_target, args) => peer.request(["new", id, peer.encode(args)]),
        get: (target, name) =>
          typeof name === "symbol" || name in target ? target[name] : peer.request(["get", id, name]),
      });
    case "object":
      return objectHandle(peer, id, shape);
  }
}

/** Of what a function is called on, only what comes from the other side means anything there. */
function ours(value: unknown, peer: Peer): unknown {
  return typeof value === "object" && value !== null && homeOf(value, peer) !== undefined ? value : undefined;
}

function objectHandle(peer: Peer, id: number, shape: Shape): object {
  const methods = new Map<string, Function>();
  for (const name of shape.methods)
    methods.set(name, (...args: unknown[]) => peer.request(["invoke", id, name, peer.encode(args)]));
  const Class = named(shape.name, class {});
  return new Proxy(Object.create(Class.prototype), {
    get(target, name, receiver) {
      if (name === Symbol.toPrimitive) return noPrimitive;
      if (name === Symbol.iterator) return methods.has("next") ? () => receiver : undefined;
      // Nothing that is awaited may pretend to be a promise.
      if (typeof name === "symbol" || name === "then") return Reflect.get(target, name);
      if (name === "constructor") return Class;
      return methods.get(name) ?? peer.request(["get", id, name]);
    },
    set(_target, name, value) {
      if (typeof name === "string") peer.request(["set", id, name, peer.encode(value)]);
      return true;
    },
    has: (target, name) => (typeof name === "symbol" ? name in target : peer.ask(["has", id, name]) === true),
    ownKeys: () => [...new Set((peer.request(["keys", id]) as unknown[]).map(String))],
    getOwnPropertyDescriptor: (_target, name) =>
      typeof name === "string" && peer.ask(["has", id, name]) === true
        ? { value: peer.request(["get", id, name]), writable: true, enumerable: true, configurable: true }
        : undefined,
  });
}

class RemoteGenerator {
  readonly #peer: Peer;
  readonly #id: number;

  constructor(peer: Peer, id: number) {
    this.#peer = peer;
    this.#id = id;
  }
  next(value?: unknown): IteratorResult<unknown> {
    return this.#ask("next", value);
  }
  return(value?: unknown): IteratorResult<unknown> {
    return this.#ask("return", value);
  }
  throw(error?: unknown): IteratorResult<unknown> {
    return this.#ask("throw", error);
  }
  [Symbol.iterator](): this {
    return this;
  }

  #ask(verb: string, value: unknown): IteratorResult<unknown> {
    const { done, value: given } = this.#peer.request(["invoke", this.#id, verb, this.#peer.encode([value])]) ?? {};
    return { done: done === true, value: given };
  }
}

function named<T extends object>(name: string, value: T): T {
  return Object.defineProperty(value, "name", { value: name, configurable: true });
}
