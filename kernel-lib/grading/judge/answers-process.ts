// The process of a student's answers, as the judge holds it: what they are, and handles to use them by.
import { reasonOf } from "../../src/grade/reason.js";
import { Node } from "../../src/node/node.js";
import { Peer } from "../membrane/peer.js";
import { checkedShape } from "../membrane/shape.js";
import { type Encoded, foreign } from "../membrane/value.js";
import { Sandbox } from "../sandbox/sandbox.js";
import type { Assignment } from "./protocol.js";
import { Memory } from "./remembered.js";
import { RemoteNodes } from "./stand-in.js";

export class Answers {
  readonly peer: Peer;
  readonly nodes: RemoteNodes;
  /** In place of a node's random numbers, where it is asked again. */
  randoms: number[] | undefined;
  /** Why nothing of them can be used: they failed, or their process ended, while they were loaded. */
  failure: string | undefined;
  readonly #sandbox: Sandbox;
  readonly #memory: Memory;
  readonly #mistake: string;
  readonly #described = new Map<string, any>();
  /** Classes that were given, as the judge has them. */
  readonly #given = new Map<string, Function>();
  readonly #names = new Map<unknown, string>();

  constructor({ answers, unusable, protection, mistakes, test: { packages } }: Assignment) {
    this.#mistake = mistakes.length > 0 ? ` A cell could not be read: ${mistakes[0]}` : "";
    this.#sandbox = new Sandbox(protection, "grading/sandbox/inside/main.js", packages);
    this.peer = new Peer(this.#sandbox.channel, {
      serve: ([kind]) => {
        if (kind === "node.now") return this.nodes.now();
        return kind === "node.random" ? (this.randoms?.shift() ?? this.nodes.random()) : undefined;
      },
      isNode: (prototype) => prototype instanceof Node,
      common: (value) => this.#common(value),
      resolve: ([kind, name]) => this.#resolve(kind, name),
      isReadOnly: true,
      copiesObjects: true,
    });
    this.peer.onSettled = () => this.#settle();
    this.nodes = new RemoteNodes(this.peer);
    this.#memory = new Memory(this.peer);
    // Nothing of a student's is there yet: what fails now is this machine's fault.
    this.peer.ask(["hello"]);
    this.failure = unusable;
    if (unusable === undefined) this.#load(answers);
  }

  /** Whether the process has ended or spoken nonsense. */
  get isGone(): boolean {
    return this.#sandbox.channel.isGone;
  }

  given(classes: Record<string, Function>): void {
    for (const [name, Class] of Object.entries(classes)) {
      this.#given.set(name, Class);
      this.#names.set(Class, name);
    }
  }

  /** What the student declared under this name, to be used as if it were here. */
  named(name: string): unknown {
    const missing = this.failure ?? ["There is no ", name, ".", this.#mistake].join("");
    const { kind, shape, why } = this.#described.get(name) ?? { kind: "broken", why: missing };
    if (kind === "node") return this.nodes.classNamed(name);
    if (kind === "broken") return broken(name, String(why));
    const encoded = this.peer.ask(["answer", name]);
    if (kind !== "class" || !Array.isArray(encoded) || shape.generators.length === 0) return this.peer.decode(encoded);
    const [, , id] = encoded as [string, string, number];
    return this.#memory.remember(Number(id), shape);
  }

  isStandIn(value: unknown): boolean {
    return this.nodes.isStandIn(value);
  }

  end(): void {
    this.#sandbox.end();
  }

  #load(answers: string): void {
    try {
      this.#describe(this.peer.request(["load", answers]));
    } catch (error) {
      this.failure = reasonOf(error);
    }
  }

  #describe(described: unknown): void {
    if (!Array.isArray(described)) return foreign(described);
    for (const { name, kind, shape, why } of described) {
      const checked = checkedShape(shape);
      this.#described.set(String(name), { kind, shape: checked, why });
      if (kind === "node") this.nodes.standIn(String(name), checked);
    }
  }

  /** A promise of given code has come to an end: the answers go on at once, as they would beside it. */
  #settle(): void {
    try {
      this.peer.ask(["settle", 0, this.peer.settled()]);
    } catch {
      // Who asks next hears that the process has ended.
    }
  }

  #common(value: object): Encoded[] | undefined {
    const name = this.#names.get(value);
    if (name !== undefined) return ["given", name];
    const prototype = Object.getPrototypeOf(value);
    const of = prototype && this.#names.get(prototype.constructor);
    const isStateless = of !== undefined && Reflect.ownKeys(value).length === 0 && typeof value === "object";
    return isStateless ? ["stateless", of] : undefined;
  }

  #resolve(kind: Encoded, name: Encoded | undefined): unknown {
    if (kind === "given") return this.#given.get(String(name));
    return kind === "node" ? this.nodes.classNamed(name) : undefined;
  }
}

/** It is not there, or does not work: whatever is done with it says why. */
function broken(name: string, why: string): unknown {
  const fail = () => {
    throw new Error(why);
  };
  const Class = { [name]: class extends Node {} }[name]!;
  Class.prototype.onStart = fail;
  return new Proxy(Class, {
    construct: fail,
    apply: fail,
    get: (target, member) => (member in target || typeof member === "symbol" ? (target as any)[member] : fail),
  });
}
