// One step: an input happens to a node, its handler runs, and what it did comes out as effects. Every engine runs this.
// Knows nothing of time, threads or networks.

import { copyMessage, unknownReceiver } from "./check.js";
import { copy } from "./copy.js";
import type { Effect, Input } from "./effects.js";
import type { Environment, Maker } from "./environment.js";
import { MisuseError, quote, TimeoutError } from "./errors.js";
import { handlerOf } from "./handlers.js";
import type { Message, NodeId } from "./messages.js";
import { isOutside } from "./outside.js";
import { PendingRequests } from "./pending-requests.js";

/** Where a node keeps its process. */
export const PROCESS = Symbol("verteilt.process");

let adopting: Process | undefined;

/** The process of the node that is being constructed. */
export function takeProcess(): Process | undefined {
  return adopting;
}

const waitedFor = "$call";

export class Process {
  /** The node, once `start` or `restart` has made it. */
  node: any;
  #disk: object | undefined;
  /** A misuse noticed in this step; it is kept even if the handler catches it. */
  misuse: MisuseError | undefined;
  /** Set once a handler has thrown: nothing reaches the node any more. */
  ended = false;
  /** A step is under way, or an async handler is: what the node does now belongs to it. */
  #active = false;
  /** Async handlers that have not settled. */
  open = 0;
  /** Most nodes never wait. */
  #pending: PendingRequests | undefined;
  /** Nodes it has spawned in this step: it knows them at once, and others afterwards. */
  #spawned: Set<NodeId> | undefined;

  /**
   * @param maker constructs the node, with its fields set
   * @param disk what an earlier incarnation left
   * @param effects what the node does lands here; an engine that lets one node step after the other may give all the
   * same list
   */
  constructor(
    readonly id: NodeId,
    readonly maker: Maker,
    readonly environment: Environment,
    disk?: object,
    readonly effects: Effect[] = [],
  ) {
    this.#disk = disk;
  }

  /** What survives a crash; most nodes have nothing there. */
  get disk(): object {
    this.#disk ??= {};
    return this.#disk;
  }
  set disk(disk: object) {
    this.#disk = disk;
  }
  get hasDisk(): boolean {
    return this.#disk !== undefined;
  }

  /** How many calls and sleeps its handlers wait for. */
  get waits(): number {
    return this.#pending?.size ?? 0;
  }

  /** Whether a handler still waits for the answer to this call. */
  waitsFor(call: number): boolean {
    return this.#pending?.has(call) ?? false;
  }

  /** The method that handles messages of this type, if there is one. */
  handler(type: string): string | undefined {
    return handlerOf(this.node, type);
  }

  /**
   * Lets a message happen. Afterwards, as after `step`, `effects` holds what the node did, unless `open` is above zero:
   * then its microtasks must run first.
   * @param handler as `handler` found it
   * @param call the sender's number of the call, where it waits for an answer
   */
  receive(handler: string, from: NodeId, message: any, call: number | undefined): void {
    this.#active = true;
    if (call !== undefined) message[waitedFor] = [from, call];
    let result: unknown;
    try {
      result = this.node[handler](message, from);
    } catch (error) {
      return this.#fail(error);
    }
    if (result !== undefined) this.#conclude(result, from, call);
  }

  /** Lets anything else happen. */
  step(input: Input): void {
    this.#active = true;
    switch (input.kind) {
      case "timer":
        return this.#handle(() => this.node.onTimer?.(input.name));
      case "answer":
        return this.#pending?.take(input.call)?.resolve(input.value);
      case "wake":
        return this.#pending?.take(input.sleep)?.resolve(undefined);
      case "expired":
        return this.#pending
          ?.take(input.call)
          ?.reject(new TimeoutError(`${this.id} timed out waiting for the answer to its call.`));
      default:
        return this.#handle(() => {
          this.node = this.#construct();
          return input.kind === "restart" && this.node.onRestart ? this.node.onRestart() : this.node.onStart?.();
        });
    }
  }

  /** A step is under way, or an async handler is. */
  get active(): boolean {
    return this.#active;
  }

  /** Ends the node in the middle of a step. What it did in that step is dropped, so that it does not matter when. */
  end(error: Error): void {
    this.effects.length = 0;
    this.#fail(error);
  }

  /** The step is over. Unless an async handler is still running, the node does nothing until the next one. */
  rest(): void {
    this.#spawned = undefined;
    this.#active = this.open > 0;
  }

  send(to: NodeId, message: Message): void {
    this.#does({ kind: "send", to: this.#known(to, message), message: this.#message(message) });
  }

  call(to: NodeId, message: Message, timeout: number | undefined): Promise<any> {
    if (timeout !== undefined) this.#duration(timeout, "timeout");
    this.#pending ??= new PendingRequests();
    const call = this.#pending.number();
    this.#does({ kind: "call", to: this.#known(to, message), message: this.#message(message), call, timeout });
    return this.#pending.for(call);
  }

  reply(request: Message, value: unknown): void {
    const token = (request as any)?.[waitedFor];
    if (!Array.isArray(token) || !Number.isSafeInteger(token[1]) || !this.#mayHaveAsked(token[0]))
      this.#misuse(
        `${this.id} replies to ${quote(request)}, which did not come by call or ask, so nothing waits for an answer.`,
      );
    this.#answer(token[0], token[1], value);
  }

  setTimer(name: string, ms: number): void {
    this.#duration(ms, `timer "${name}"`);
    this.#does({ kind: "setTimer", name: String(name), ms });
  }

  sleep(ms: number): Promise<void> {
    this.#duration(ms, "sleep");
    this.#pending ??= new PendingRequests();
    const sleep = this.#pending.number();
    this.#does({ kind: "sleep", sleep, ms });
    return this.#pending.for(sleep);
  }

  spawn(id: NodeId, node: unknown): void {
    if (typeof id !== "string" || id === "")
      this.#misuse(`${this.id} spawns a node named ${quote(id)}; a name is a non-empty string.`);
    if (this.#knows(id)) this.#misuse(`${this.id} spawns "${id}", but a node of that name exists already.`);
    this.#spawned ??= new Set();
    this.#spawned.add(id);
    this.#does({ kind: "spawn", id, node });
  }

  clearTimer(name: string): void {
    this.#does({ kind: "clearTimer", name: String(name) });
  }

  note(text: string): void {
    this.#does({ kind: "note", text: String(text) });
  }

  output(value: unknown): void {
    this.#does({ kind: "output", value: this.#copy(value, "the output") });
  }

  #does(effect: Effect): void {
    const { effects } = this;
    // As `push` does, which is a call here that takes longer.
    if (this.#active) effects[effects.length] = effect;
    else
      this.#misuse(
        `${this.id} does something (${effect.kind}) while none of its handlers runs: in a setTimeout, or in a promise that no handler ` +
          "waits for, or after the run has ended. Use setTimer, or await call and sleep in an async handler.",
      );
  }

  #construct(): any {
    adopting = this;
    try {
      return this.maker.make();
    } finally {
      adopting = undefined;
    }
  }

  #handle(handler: () => unknown): void {
    try {
      const result = handler();
      if (result !== undefined) this.#conclude(result, undefined, undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A handler returned something: a promise to follow, or the answer to who asked. */
  #conclude(result: unknown, from: NodeId | undefined, call: number | undefined): void {
    if (typeof (result as any)?.then === "function") this.#follow(result as PromiseLike<unknown>, from, call);
    else if (call !== undefined) {
      try {
        this.#answer(from!, call, result);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  #follow(result: PromiseLike<unknown>, from: NodeId | undefined, call: number | undefined): void {
    this.open++;
    result.then(
      (value) => {
        this.open--;
        if (!this.ended && value !== undefined) this.#conclude(value, from, call);
      },
      (error) => {
        this.open--;
        if (!this.ended) this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    if (error instanceof MisuseError) {
      error.node ??= this.id;
      this.misuse ??= error;
      return;
    }
    this.#pending?.forget();
    this.effects.push({ kind: "error", error });
  }

  #answer(to: NodeId, call: number, value: unknown): void {
    this.#does({ kind: "answer", to, call, value: this.#copy(value, "the answer") });
  }

  #message(message: Message): Message {
    try {
      const copied = copyMessage(message, this.id);
      if ((copied as any)[waitedFor] !== undefined) delete (copied as any)[waitedFor];
      return copied;
    } catch (error) {
      throw this.#noticed(error);
    }
  }

  #copy(value: unknown, what: string): unknown {
    try {
      return copy(value, what, this.id);
    } catch (error) {
      throw this.#noticed(error);
    }
  }

  #known(to: NodeId, message: unknown): NodeId {
    if (this.#knows(to)) return to;
    return this.#misuse(unknownReceiver(this.id, to, message, this.environment.peers()));
  }

  #mayHaveAsked(id: unknown): id is NodeId {
    return typeof id === "string" && (isOutside(id) || this.#knows(id));
  }

  #knows(id: NodeId): boolean {
    return this.#spawned?.has(id) || this.environment.knows(id);
  }

  #duration(ms: unknown, what: string): void {
    if (typeof ms === "number" && ms >= 0 && ms < Number.POSITIVE_INFINITY) return;
    this.#misuse(`The ${what} of ${this.id} is ${quote(ms)}; it takes milliseconds, 0 or more.`);
  }

  #misuse(text: string): never {
    throw this.#noticed(new MisuseError(text));
  }

  /** Keeps a misuse, so that the run fails even where the handler catches it. */
  #noticed(error: unknown): unknown {
    if (error instanceof MisuseError) {
      error.node = this.id;
      this.misuse ??= error;
    }
    return error;
  }
}
