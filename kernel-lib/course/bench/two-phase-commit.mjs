// Two-phase commit as Node classes, after Gray and Lamport (2006): managers that may abort by themselves, and a
// transaction manager that may decide at any time.
import { createRequire } from "node:module";

const { Node } = createRequire(import.meta.url)("kernel-lib");

class ResourceManager extends Node {
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

class TransactionManager extends Node {
  state = "init";
  prepared = new Set();
  onStart() {
    this.send(this.id, { type: "decideCommit" });
    this.send(this.id, { type: "decideAbort" });
  }
  /** @param {{ rm: string }} message */
  onPrepared({ rm }) {
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

/** @param {number} count */
export function managers(count) {
  return Array.from({ length: count }, (_, i) => `rm${i}`);
}

/** Explored over a network that repeats messages. @param {number} count  of resource managers */
export function twoPhaseCommit(count) {
  return {
    nodes: { tm: TransactionManager, ...Object.fromEntries(managers(count).map((rm) => [rm, ResourceManager])) },
  };
}

/** The same for SPIN, as one process with a transition for each event. @param {number} count  of resource managers */
export function promela(count) {
  const each = (/** @type {(i: number) => string} */ text) => Array.from({ length: count }, (_, i) => text(i));
  const transitions = [
    ...each((i) => `rm[${i}] == WORKING -> rm[${i}] = PREPARED; sent[${i}] = 1`),
    ...each((i) => `rm[${i}] == WORKING -> rm[${i}] = ABORTED`),
    ...each((i) => `commit && rm[${i}] != COMMITTED -> rm[${i}] = COMMITTED`),
    ...each((i) => `abort && rm[${i}] != ABORTED -> rm[${i}] = ABORTED`),
    ...each((i) => `tm == WORKING && sent[${i}] && !prepared[${i}] -> prepared[${i}] = 1`),
    `tm == WORKING && ${each((i) => `prepared[${i}]`).join(" && ")} -> tm = COMMITTED; commit = 1`,
    "tm == WORKING -> tm = ABORTED; abort = 1",
  ];
  return `#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3
byte tm, rm[${count}];
bit sent[${count}], prepared[${count}], commit, abort;
active proctype system() {
  do
${transitions.map((transition) => `  :: d_step { ${transition} }`).join("\n")}
  od
}
`;
}
