// One node of a student's in the judge's simulator or explorer: hands each input to the process of the answers, and
// does here what the node did there.
import type { Effect } from "../../src/node/effects.js";
import { MisuseError } from "../../src/node/errors.js";
import { PROCESS } from "../../src/node/process.js";
import { type Encoded, foreign } from "../membrane/value.js";
import type { Incarnation, RemoteNodes } from "./stand-in.js";

export const REMOTE = Symbol("verteilt.remote");

/** What came of an input: a handler that failed, and how many have not come to an end. */
interface Done {
  readonly failure?: { error: unknown } | undefined;
  readonly open: number;
}

export class RemoteNode {
  #key = 0;
  #incarnation!: Incarnation;
  #randoms: number[] = [];
  #peers = 0;
  /** While it is explored: the state in which no handler waited, the inputs since, and the random numbers they got. */
  #base: Encoded[] = [];
  #inputs: Encoded[] = [];
  #drawn: number[] = [];
  /** Those of them that are given once more. */
  #again: number[] = [];
  /** Handlers that have not come to an end. */
  #open: { resolve(): void; reject(error: unknown): void }[] = [];

  constructor(
    readonly nodes: RemoteNodes,
    readonly name: string,
    readonly node: any,
  ) {}

  start(kind: "start" | "restart"): unknown {
    const { node, nodes } = this;
    if (nodes.isExploring) return this.handle([kind]);
    const { peer } = nodes;
    const { hasDisk, environment } = node[PROCESS];
    const peers = environment.peers();
    this.#peers = peers.length;
    const disk = hasDisk ? peer.encode(node.disk) : null;
    const surroundings = [peers, environment.neighbours()];
    const opened = nodes.open(this, node.id, (key) => [
      ...["node.open", key, this.name, node.id, peer.encode({ ...node }), disk],
      ...surroundings,
    ]);
    this.#key = opened.key;
    this.#incarnation = opened.incarnation;
    return this.handle([kind]);
  }

  message(handler: string, message: any, from: string): unknown {
    const { $call: token, ...plain } = message;
    return this.handle(["message", handler, from, this.nodes.peer.encode(plain), token?.[1] ?? null]);
  }

  random(): number {
    const number = this.#again.shift() ?? this.node.random();
    this.#randoms.push(number);
    return number;
  }

  /** A handler: returns a promise where it waits for something. */
  handle(input: Encoded): unknown {
    const { failure, open } = this.#take(input);
    if (failure) throw failure.error;
    if (open <= this.#open.length) return undefined;
    return new Promise<void>((resolve, reject) => this.#open.push({ resolve, reject }));
  }

  /** The fields of the node there, on the node here. */
  fetch(): void {
    const answer = this.nodes.peer.ask(["node.state", this.#key]);
    this.#incarnation.state = JSON.stringify(answer);
    this.#become(this.nodes.peer.decodeData(answer) ?? {});
  }

  #become(fields: object): void {
    for (const name of Object.keys(this.node)) delete this.node[name];
    for (const [name, value] of Object.entries(fields))
      Object.defineProperty(this.node, name, { value, enumerable: true, configurable: true, writable: true });
  }

  /**
   * A step that brings its state along and takes it away again, as the explorer has it. Where handlers wait, the state
   * is none that can travel: then the step brings the last one that was, and all inputs since.
   */
  #turn(input: Encoded): Done {
    const { node, nodes } = this;
    const { peer } = nodes;
    const { hasDisk, environment } = node[PROCESS];
    if (this.#inputs.length === 0) {
      const fields = Object.fromEntries(Object.entries(node).filter(([, value]) => typeof value !== "function"));
      this.#base = [peer.encode(fields), hasDisk ? peer.encode(node.disk) : null];
      this.#drawn = [];
    }
    this.#inputs.push(input);
    const surroundings = [environment.peers(), environment.neighbours()];
    const request: Encoded = ["node.turn", this.name, node.id, ...this.#base, [...this.#inputs], ...surroundings];
    this.#randoms = [];
    this.#again = [...this.#drawn];
    const answer = nodes.ask(this, request) as any[];
    this.#drawn = this.#randoms;
    nodes.turnsOf(node.id).push({ request, randoms: this.#randoms, answer: JSON.stringify(answer) });
    const done = this.#afterwards(answer);
    if (done.open === 0) this.#inputs = [];
    if (answer[5] !== undefined) this.#become(peer.decodeData(answer[5]));
    return done;
  }

  /** What a handler waited for has come. */
  #resume(input: Encoded): void {
    try {
      const { failure, open } = this.#take(input);
      if (failure) this.#open.shift()?.reject(failure.error);
      while (this.#open.length > open) this.#open.shift()!.resolve();
    } catch (error) {
      // Nobody else would hear of it.
      this.node[PROCESS].misuse ??= error as MisuseError;
    }
  }

  #take(input: Encoded): Done {
    return this.nodes.isExploring ? this.#turn(input) : this.#step(input);
  }

  #step(input: Encoded): Done {
    const { node, nodes } = this;
    const { environment } = node[PROCESS];
    const request: Encoded[] = ["node.step", this.#key, node.now(), input];
    const peers = environment.peers();
    // Nodes only ever join.
    if (peers.length !== this.#peers) request.push(peers, environment.neighbours());
    this.#peers = peers.length;
    this.#randoms = [];
    const answer = nodes.ask(this, request);
    this.#incarnation.steps.push({ request, randoms: this.#randoms, answer: JSON.stringify(answer) });
    return this.#afterwards(answer);
  }

  #afterwards(answer: unknown): Done {
    const { node, nodes } = this;
    if (!Array.isArray(answer) || !Array.isArray(answer[0])) return foreign(answer);
    const [effects, open, misuse, disk, handlers] = answer as any[];
    let failure: { error: unknown } | undefined;
    for (const effect of effects) failure = this.#carryOut(effect) ?? failure;
    if (disk !== null) node.disk = nodes.peer.decodeData(disk);
    if (typeof misuse === "string") {
      const error: any = new MisuseError(misuse);
      error.node = node.id;
      node[PROCESS].misuse ??= error;
      failure = { error };
    }
    if (Array.isArray(handlers))
      for (const name of handlers)
        if (/^on\p{Lu}[\p{ID_Continue}$]*$/u.test(name) && !(name in node)) addHandler(node, name);
    return { failure, open: Number.isInteger(open) && open >= 0 ? open : foreign(open) };
  }

  #carryOut(effect: unknown): { error: unknown } | undefined {
    const { node } = this;
    const { peer } = this.nodes;
    if (!Array.isArray(effect)) return foreign(effect);
    const [kind, first, second, third, fourth] = effect as [Effect["kind"], ...any[]];
    switch (kind) {
      case "send":
        node.send(text(first), peer.decodeData(second));
        return undefined;
      case "call": {
        const timeout = fourth === null ? undefined : fourth;
        const called: Promise<unknown> = node.call(text(first), peer.decodeData(second), { timeout });
        called.then(
          (value) => this.#resume(["answer", third, peer.encode(value)]),
          () => this.#resume(["expired", third]),
        );
        return undefined;
      }
      case "answer":
        node.reply({ type: "request", $call: [text(first), second] }, peer.decodeData(third));
        return undefined;
      case "setTimer":
        node.setTimer(text(first), second);
        return undefined;
      case "clearTimer":
        node.clearTimer(text(first));
        return undefined;
      case "sleep":
        node.sleep(second).then(() => this.#resume(["wake", first]));
        return undefined;
      case "spawn": {
        const Class = peer.decode(second);
        // A function among its fields would be the student's, in a node that is not asked again.
        node.spawn(text(first), third === null ? Class : { node: Class, fields: peer.decodeData(third) });
        return undefined;
      }
      case "output":
        node.output(peer.decodeData(first));
        return undefined;
      case "note":
        node.note(text(first));
        return undefined;
      case "error":
        return { error: peer.decode(first) };
      default:
        return foreign(kind);
    }
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : foreign(value);
}

/** Hands what happens to the node there. */
export function addHandler(object: object, name: string): void {
  if (name === "onStart" || name === "onRestart") return;
  const value =
    name === "onTimer"
      ? function (this: any, timer: string) {
          return this[REMOTE].handle(["timer", timer]);
        }
      : function (this: any, message: any, from: string) {
          return this[REMOTE].message(name, message, from);
        };
  Object.defineProperty(object, name, { value, configurable: true });
}
