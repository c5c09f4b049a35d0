// The class students extend. It only notes what the node wants; a Process collects that as effects.
import { MisuseError, quote } from "./errors.js";
import type { AnyMessage, Message, NodeId } from "./messages.js";
import { PROCESS, type Process, takeProcess } from "./process.js";

export type NodeClass<T extends Node<any> = Node<any>> = new () => T;

/** A class with some fields set: what `Class.with` returns. */
export interface NodeSpec<T extends Node<any> = Node<any>> {
  readonly node: NodeClass<T>;
  readonly fields: Fields<T>;
}

/** The fields a class declares itself: neither those of Node nor methods. */
export type Fields<T> = {
  [K in keyof T as K extends keyof Node ? never : T[K] extends (...args: any[]) => any ? never : K]?: T[K];
};

/**
 * A node: its fields are its memory and nobody else's.
 *
 * A message of type "ping" is handled by `onPing(message, from)` ("on" and the type, first letter raised); one without
 * a handler goes to `onMessage(message, from)`, and without that is recorded as ignored. What a handler returns, unless
 * undefined, answers a `call` or `ask`. Handlers run to completion; an async handler may await only `call` and `sleep`,
 * and each resumption is one step.
 *
 * The methods below are for the node itself. They are public because notebooks emit declarations for every cell, which
 * refuses exported anonymous classes with protected members.
 */
export abstract class Node<Disk extends object = Record<string, any>> {
  /** @internal */
  [PROCESS]: Process | undefined;

  constructor() {
    this[PROCESS] = takeProcess();
  }

  /**
   * This class with some fields set after its initialisers ran: `nodes: { client: Client.with({ count: 3 }) }`.
   * @param fields plain data only; copied for each node
   */
  static with<T extends Node<any>>(this: new () => T, fields: Fields<T>): NodeSpec<T> {
    if (typeof fields !== "object" || fields === null)
      throw new MisuseError(
        `${this.name}.with(...) takes an object of fields, such as { count: 3 }, not ${quote(fields)}.`,
      );
    return { node: this, fields };
  }

  /** This node's name in the system. */
  get id(): NodeId {
    return processOf(this).id;
  }
  /** Everybody else, in the system's order. */
  get peers(): readonly NodeId[] {
    return processOf(this).environment.peers();
  }
  /** Those the topology links to; all peers where there is none. */
  get neighbours(): readonly NodeId[] {
    return processOf(this).environment.neighbours();
  }
  /** Survives a crash; starts empty. Plain data. */
  get disk(): Partial<Disk> {
    return processOf(this).disk as Partial<Disk>;
  }
  set disk(value: Partial<Disk>) {
    processOf(this).disk = value;
  }

  /** Runs once, when the system starts, and after a crash where there is no `onRestart`. */
  onStart?(): unknown;
  /** Runs after a crash: fields are fresh, `disk` is kept. */
  onRestart?(): unknown;
  /** Runs when the timer `name` is due. */
  onTimer?(name: string): unknown;
  /** Gets every message that has no handler of its own. */
  onMessage?(message: any, from: NodeId): unknown;

  /** Sends a copy of `message`. To itself too: no fault ever touches that. */
  send<M extends Message>(to: NodeId, message: M): void {
    processOf(this).send(to, message);
  }
  /** Sends to all peers, not to itself. */
  broadcast<M extends Message>(message: M): void {
    const process = processOf(this);
    for (const peer of process.environment.peers()) process.send(peer, message);
  }
  /**
   * Sends a message and waits for the answer, whose type may be named: `this.call<number>("b", { type: "size" })`. It
   * is taken at its word, since the other node decides what it answers.
   * @param options.timeout in ms; without it, it waits for ever
   * @throws TimeoutError when no answer came in time
   */
  call<Reply = any>(to: NodeId, message: AnyMessage, options?: { timeout?: number }): Promise<Reply> {
    return processOf(this).call(to, message, options?.timeout) as Promise<Reply>;
  }
  /**
   * Answers, now or later, a request that came by `call` or `ask`; it carries its token as plain data, so it may wait
   * in a field.
   */
  reply(request: Message, value: unknown): void {
    processOf(this).reply(request, value);
  }
  /** Calls `onTimer(name)` after `ms`. Setting it again replaces it. */
  setTimer(name: string, ms: number): void {
    processOf(this).setTimer(name, ms);
  }
  /** Forgets the timer `name`, if it is set. */
  clearTimer(name: string): void {
    processOf(this).clearTimer(name);
  }
  /** Waits `ms`; other messages are handled meanwhile. */
  sleep(ms: number): Promise<void> {
    return processOf(this).sleep(ms);
  }
  /** Adds a node to the running system. */
  spawn(id: NodeId, node: NodeClass | NodeSpec): void {
    processOf(this).spawn(id, node);
  }
  /** An answer to the outside: it lands in `run.outputs`. */
  output(value: unknown): void {
    processOf(this).output(value);
  }
  /** A remark on this node's line in the diagram. */
  note(text: string): void {
    processOf(this).note(text);
  }
  /** ms on this node's own clock, C = a * H + b, where H is the time since the run began. */
  now(): number {
    return processOf(this).environment.now();
  }
  /** A number in [0, 1), from the run's seed. */
  random(): number {
    return processOf(this).environment.random();
  }
}

function processOf(node: Node): Process {
  const process = node[PROCESS];
  if (process) return process;
  const name = node.constructor.name;
  throw new MisuseError(
    `This ${name} is part of no system. Nodes are made by run({ nodes: { a: ${name} } }), not by new ${name}().`,
  );
}

/** Keeps the process out of console.log(this). */
Object.defineProperty(Node.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Node, _depth: number, options: object, inspect: (value: unknown, options: object) => string) {
    return `${this.constructor.name} ${this[PROCESS]?.id ?? ""} ${inspect({ ...this, [PROCESS]: undefined }, options)}`;
  },
});
