// A student's class of nodes, as the judge's simulator has it: each input is handed to the process of the answers, and
// what the node did there is done here. What crosses is written down, so that every incarnation can be asked again
// where no other is (replay.ts).
import { Node, type NodeClass } from "../../src/node/node.js";
import type { Peer } from "../membrane/peer.js";
import type { Shape } from "../membrane/shape.js";
import { type Encoded, foreign } from "../membrane/value.js";
import { addHandler, REMOTE, RemoteNode } from "./remote-node.js";

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
  for (const method of methods) if (/^on\p{Lu}/u.test(method)) addHandler(Class.prototype, method);
  return Class;
}
