// Small protocols with known numbers of states, as ordinary nodes.
import { Node } from "kernel-lib";

type Ping = { type: "ping"; n: number };
type Pong = { type: "pong"; n: number };

/** Stateright's ping-pong: each side answers only the counter it expects. */
export class Pinger extends Node {
  count = 0;
  onStart() {
    this.send("ponger", { type: "ping", n: 0 });
  }
  onPong({ n }: Pong, from: string) {
    if (n !== this.count) return;
    this.count++;
    this.send(from, { type: "ping", n: n + 1 });
  }
}
export class Ponger extends Node {
  count = 0;
  onPing({ n }: Ping, from: string) {
    if (n !== this.count) return;
    this.count++;
    this.send(from, { type: "pong", n });
  }
}
export const pingPong = { nodes: { pinger: Pinger, ponger: Ponger } };

/** Both counters are at most `max`. */
export function upTo(max: number) {
  return ({ nodes }: { nodes: Record<string, any> }) => nodes.pinger.count <= max && nodes.ponger.count <= max;
}

type Prepared = { type: "prepared"; rm: string };

/** Gray and Lamport's TwoPhase (Consensus on Transaction Commit, 2006): a spontaneous action is a message to oneself. */
export class ResourceManager extends Node {
  state = "working";
  onStart() {
    this.send(this.id, { type: "prepare" });
    this.send(this.id, { type: "chooseAbort" });
  }
  onPrepare() {
    if (this.state !== "working") return;
    this.state = "prepared";
    this.send("tm", { type: "prepared", rm: this.id });
  }
  onChooseAbort() {
    if (this.state === "working") this.state = "aborted";
  }
  onCommit() {
    this.state = "committed";
  }
  onAbort() {
    this.state = "aborted";
  }
}
export class TransactionManager extends Node {
  state = "init";
  prepared = new Set<string>();
  onStart() {
    this.send(this.id, { type: "decideCommit" });
    this.send(this.id, { type: "decideAbort" });
  }
  onPrepared({ rm }: Prepared) {
    if (this.state === "init") this.prepared.add(rm);
  }
  onDecideCommit() {
    if (this.state !== "init" || this.prepared.size < this.peers.length) return;
    this.state = "committed";
    this.broadcast({ type: "commit" });
  }
  onDecideAbort() {
    if (this.state !== "init") return;
    this.state = "aborted";
    this.broadcast({ type: "abort" });
  }
}

export function resourceManagers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `rm${i}`);
}

export function twoPhaseCommit(count: number, Manager = TransactionManager) {
  return {
    nodes: { tm: Manager, ...Object.fromEntries(resourceManagers(count).map((id) => [id, ResourceManager])) },
  };
}

/** No resource manager commits while another aborts. */
export function consistent({ nodes }: { nodes: Record<string, any> }): boolean | string {
  const ids = Object.keys(nodes).filter((id) => id !== "tm");
  const committed = ids.find((id) => nodes[id].state === "committed");
  const aborted = ids.find((id) => nodes[id].state === "aborted");
  return committed === undefined || aborted === undefined || `${committed} has committed and ${aborted} has aborted`;
}
