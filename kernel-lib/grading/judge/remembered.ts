// Objects whose methods are generators, such as the threads of a model that is played in every order, are asked the
// same again and again. What one answered to what it was asked, in that order, is remembered: another that was made
// alike and asked alike answers alike. It is made only when something new is asked, in the process of the answers
// (sandbox/inside/rememberable.ts). So each is alone: nothing but its own past tells it what to answer.
import { handleFor, standFor } from "../membrane/handles.js";
import type { Peer } from "../membrane/peer.js";
import type { Shape } from "../membrane/shape.js";
import type { Encoded } from "../membrane/value.js";

/** What an answer led to: the answer, and what was asked next. */
interface Known {
  readonly answer: Encoded;
  readonly next: Map<string, Known>;
}

/** Beyond this many, nothing more is remembered. */
const MOST = 300_000;

export class Memory {
  #roots = new Map<string, Known>();
  #size = 0;
  #keys = 0;

  constructor(readonly peer: Peer) {}

  /**
   * The class with this number on the other side. Where its arguments are more than data, its objects are ordinary
   * handles.
   */
  remember(id: number, shape: Shape): unknown {
    const ordinary = handleFor(this.peer, id, "class", shape) as any;
    const remembered = new Proxy(ordinary, {
      construct: (Class, args) => {
        const encoded = this.peer.encode(args);
        return isData(encoded) ? new Remembered(this, id, shape, encoded).object : new Class(...args);
      },
    });
    standFor(remembered, this.peer, id);
    return remembered;
  }

  key(): number {
    return ++this.#keys;
  }

  root(text: string): Known {
    let root = this.#roots.get(text);
    if (!root) this.#roots.set(text, (root = { answer: null, next: new Map() }));
    return root;
  }

  extend(known: Known, asked: string, answer: Encoded): Known {
    const next: Known = { answer, next: new Map() };
    if (this.#size < MOST) {
      this.#size++;
      known.next.set(asked, next);
    }
    return next;
  }
}

class Remembered {
  readonly object: object;
  readonly #key: number;
  #known: Known;
  #unsent: Encoded[] = [];
  #generators = 0;

  constructor(
    readonly memory: Memory,
    readonly id: number,
    shape: Shape,
    readonly args: Encoded,
  ) {
    this.#key = memory.key();
    this.#known = memory.root(JSON.stringify([id, args]));
    const Class = Object.defineProperty(class {}, "name", { value: shape.name });
    this.object = Object.create(Class.prototype);
    for (const name of shape.methods) {
      // Nothing that is awaited may pretend to be a promise.
      if (name === "then") continue;
      const value = shape.generators.includes(name)
        ? (...given: unknown[]) => this.#generator(name, given)
        : (...given: unknown[]) => this.#happen(["call", name, this.#data(given)]);
      Object.defineProperty(this.object, name, { value });
    }
  }

  #generator(name: string, args: unknown[]): object {
    const number = this.#generators++;
    this.#unsent.push(["generator", name, this.#data(args)]);
    this.#known = this.#step(JSON.stringify(["generator", name, this.#unsent.at(-1)!]), () => null);
    const ask = (verb: string) => (value?: unknown) => {
      const { done, value: given } = this.#happen(["next", number, verb, this.#data(value)]) ?? {};
      return { done: done === true, value: given };
    };
    const generator = { next: ask("next"), return: ask("return"), throw: ask("throw") };
    return Object.defineProperty(generator, Symbol.iterator, { value: () => generator });
  }

  #happen(event: Encoded[]): any {
    this.#unsent.push(event);
    this.#known = this.#step(JSON.stringify(event), () => {
      const { peer } = this.memory;
      const events = this.#unsent;
      this.#unsent = [];
      return peer.ask(["remember", this.#key, this.id, this.args, events]);
    });
    const [kind, value] = this.#known.answer as [string, Encoded];
    const decoded = this.memory.peer.decode(value);
    if (kind === "!") throw decoded;
    return decoded;
  }

  #step(asked: string, ask: () => Encoded): Known {
    return this.#known.next.get(asked) ?? this.memory.extend(this.#known, asked, ask());
  }

  #data(value: unknown): Encoded {
    const encoded = this.memory.peer.encode(value);
    if (!isData(encoded))
      throw new TypeError("A method that is a generator takes data here, no functions or objects of a class.");
    return encoded;
  }
}

function isData(encoded: Encoded): boolean {
  if (!Array.isArray(encoded)) return true;
  const [kind] = encoded;
  if (kind === "&" || kind === "@") return false;
  return encoded.every((part) => isData(part));
}
