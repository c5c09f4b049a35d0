// A student's class of nodes, as the judge's simulator has it: each input is handed to the process of the answers, and what the node did there is
// done here. What crosses is written down, so that every incarnation can be asked again where no other is (replay.ts).
import type { Effect } from "../../src/node/effects.js";
import { MisuseError } from "../../src/node/errors.js";
import { Node, type NodeClass } from "../../src/node/node.js";
import { PROCESS } from "../../src/node/process.js";
import type { Peer } from "../membrane/peer.js";
import type { Shape } from "../membrane/shape.js";
import { type Encoded, foreign } from "../membrane/value.js";

/** One life of one node: what it was asked, which random numbers it got, and what it answered. */
export interface Incarnation {
  readonly id: string;
  /** None where each step brings the state along that it begins in. */
  readonly opening?: Encoded;
  readonly steps: { readonly request: Encoded; readonly randoms: readonly number[]; readonly answer: string }[];
  state?: string;
}

/** The incarnations of one run. */
export type Recorded = Incarnation[];

const REMOTE = Symbol("verteilt.remote");

/** The nodes of one process of answers. */
export class RemoteNodes {
  /** Where the run that is under way is written down. */
  recorded: Recorded = [];
  #classes = new Map<string, NodeClass>();
  #keys = 0;
  #stepping: RemoteNode | undefined;
  #latest = new Map<string, RemoteNode>();
  /** What nodes of an exploration were asked, by the node. */
  #turns: Map<string, Incarnation> | undefined;

  constructor(readonly peer: Peer) {}

  /** The class of this name stands for the student's. */
  standIn(name: string, shape: Shape): NodeClass {
    let Class = this.#classes.get(name);
    if (!Class) this.#classes.set(name, (Class = standIn(this, name, shape)));
    return Class;
  }

  classNamed(name: unknown): NodeClass {
    return this.#classes.get(String(name)) ?? foreign(["node", name]);
  }

  isStandIn(value: unknown): boolean {
    return [...this.#classes.values()].includes(value as NodeClass);
  }

  begin(): void {
    this.recorded = [];
    this.#latest.clear();
  }

  /** The run is over: the nodes here get the fields of those there. */
  end(): Recorded {
    for (const node of this.#latest.values()) node.fetch();
    return this.recorded;
  }

  get isExploring(): boolean {
    return this.#turns !== undefined;
  }

  beginExploring(): void {
    this.#turns = new Map();
  }

  /** Asked again in another order, by each node alone, all of it must be answered alike. */
  endExploring(): Recorded {
    const turns = [...(this.#turns?.values() ?? [])];
    this.#turns = undefined;
    return turns.map(({ id, steps }) => ({ id, steps: steps.toReversed() }));
  }

  /** The steps of this node in the exploration. */
  turnsOf(id: string): Incarnation["steps"] {
    const turns = this.#turns!;
    if (!turns.has(id)) turns.set(id, { id, steps: [] });
    return turns.get(id)!.steps;
  }

  open(node: RemoteNode, id: string, opening: (key: number) => Encoded): { key: number; incarnation: Incarnation } {
    const key = ++this.#keys;
    const request = opening(key);
    this.#latest.set(id, node);
    this.peer.ask(request);
    const incarnation: Incarnation = { id, opening: request, steps: [] };
    this.recorded.push(incarnation);
    return { key, incarnation };
  }

  ask(node: RemoteNode, request: Encoded): Encoded {
    this.#stepping = node;
    return this.peer.ask(request);
  }

  /** The explorer has no clock, and says so. */
  now(): number {
    return (this.#stepping ?? foreign("node.now")).node.now();
  }

  /** The next number of the node that takes its step. */
  random(): number {
    return (this.#stepping ?? foreign("node.random")).random();
  }
}

function standIn(nodes: RemoteNodes, name: string, { methods }: Shape): NodeClass {
  const Class = {
    [name]: class extends Node {
      [REMOTE] = new RemoteNode(nodes, name, this);
      override onStart() {
        return this[REMOTE].start("start");
      }
      override onRestart() {
        return this[REMOTE].start("restart");
      }
    },
  }[name]!;
  for (const method of methods) if (/^on[A-Z]/.test(method)) addHandler(Class.prototype, method);
  return Class;
}

function addHandler(object: object, name: string): void {
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

class RemoteNode {
  #key = 0;
  #incarnation!: Incarnation;
  #randoms: number[] = [];
  #peers = 0;
  /** Handlers that have not come to an end. */
  #open: { resolve(): void; reject(error: unknown): void }[] = [];

  constructor(
    readonly nodes: RemoteNodes,
    readonly name: string,
    readonly node: any,
  ) {}

  start(kind: "start" | "restart"): unknown {
    const { node, nodes } = this;
    if (nodes.isExploring) return this.#turn([kind]);
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
    const number = this.node.random();
    this.#randoms.push(number);
    return number;
  }

  /** A handler: returns a promise where it waits for something. */
  handle(input: Encoded): unknown {
    if (this.nodes.isExploring) return this.#turn(input);
    const { failure, open } = this.#step(input);
    if (failure) throw failure.error;
    if (open <= this.#open.length) return undefined;
    return new Promise<void>((resolve, reject) => this.#open.push({ resolve, reject }));
  }

  /** The fields of the node there, on the node here. */
  fetch(): void {
    const answer = this.nodes.peer.ask(["node.state", this.#key]);
    this.#incarnation.state = JSON.stringify(answer);
    this.#become(this.nodes.peer.decode(answer) ?? {});
  }

  #become(fields: object): void {
    for (const name of Object.keys(this.node)) delete this.node[name];
    for (const [name, value] of Object.entries(fields))
      Object.defineProperty(this.node, name, { value, enumerable: true, configurable: true, writable: true });
  }

  /** A step that brings its state along and takes it away again, as the explorer has it. */
  #turn(input: Encoded): undefined {
    const { node, nodes } = this;
    const { peer } = nodes;
    const { hasDisk, environment } = node[PROCESS];
    const fields = Object.fromEntries(Object.entries(node).filter(([, value]) => typeof value !== "function"));
    const disk = hasDisk ? peer.encode(node.disk) : null;
    const surroundings = [environment.peers(), environment.neighbours()];
    const request: Encoded = ["node.turn", this.name, node.id, peer.encode(fields), disk, input, ...surroundings];
    this.#randoms = [];
    const answer = nodes.ask(this, request) as any[];
    nodes.turnsOf(node.id).push({ request, randoms: this.#randoms, answer: JSON.stringify(answer) });
    const { failure, open } = this.#afterwards(answer);
    if (answer[5] !== undefined) this.#become(peer.decode(answer[5]));
    if (failure) throw failure.error;
    if (open > 0)
      throw new MisuseError(
        `A handler of ${node.id} waits. While it is marked, the explorer takes handlers that end at once.`,
      );
    return undefined;
  }

  /** What a handler waited for has come. */
  #resume(input: Encoded): void {
    try {
      const { failure, open } = this.#step(input);
      if (failure) this.#open.shift()?.reject(failure.error);
      while (this.#open.length > open) this.#open.shift()!.resolve();
    } catch (error) {
      // Nobody else would hear of it.
      this.node[PROCESS].misuse ??= error as MisuseError;
    }
  }

  #step(input: Encoded): { failure?: { error: unknown }; open: number } {
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

  #afterwards(answer: unknown): { failure?: { error: unknown }; open: number } {
    const { node, nodes } = this;
    if (!Array.isArray(answer) || !Array.isArray(answer[0])) return foreign(answer);
    const [effects, open, misuse, disk, handlers] = answer as any[];
    let failure: { error: unknown } | undefined;
    for (const effect of effects) failure = this.#carryOut(effect) ?? failure;
    if (disk !== null) node.disk = nodes.peer.decode(disk);
    if (typeof misuse === "string") {
      const error: any = new MisuseError(misuse);
      error.node = node.id;
      node[PROCESS].misuse ??= error;
      failure = { error };
    }
    if (Array.isArray(handlers))
      for (const name of handlers) if (/^on[A-Z]\w*$/.test(name) && !(name in node)) addHandler(node, name);
    return { failure, open: Number.isInteger(open) && open >= 0 ? open : foreign(open) };
  }

  #carryOut(effect: unknown): { error: unknown } | undefined {
    const { node } = this;
    const { peer } = this.nodes;
    if (!Array.isArray(effect)) return foreign(effect);
    const [kind, first, second, third, fourth] = effect as [Effect["kind"], ...any[]];
    switch (kind) {
      case "send":
        node.send(text(first), peer.decode(second));
        return undefined;
      case "call": {
        const timeout = fourth === null ? undefined : fourth;
        const called: Promise<unknown> = node.call(text(first), peer.decode(second), { timeout });
        called.then(
          (value) => this.#resume(["answer", third, peer.encode(value)]),
          () => this.#resume(["expired", third]),
        );
        return undefined;
      }
      case "answer":
        node.reply({ type: "request", $call: [text(first), second] }, peer.decode(third));
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
        node.spawn(text(first), third === null ? Class : { node: Class, fields: peer.decode(third) });
        return undefined;
      }
      case "output":
        node.output(peer.decode(first));
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
