// Two-phase commit as in Gray and Lamport, Consensus on Transaction Commit (2006). What a node does of its own accord
// is a message to itself.
import { Node } from "../node/node.js";
import type { ReadyMade } from "./system.js";

class ResourceManager extends Node {
  state: "working" | "prepared" | "committed" | "aborted" = "working";
  override onStart() {
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
  /** Without it, it commits before all are prepared. */
  waits = true;
  state: "init" | "committed" | "aborted" = "init";
  prepared = new Set<string>();
  override onStart() {
    this.send(this.id, { type: "decideCommit" });
    this.send(this.id, { type: "decideAbort" });
  }
  onPrepared({ rm }: { rm: string }) {
    if (this.state === "init") this.prepared.add(rm);
  }
  onDecideCommit() {
    if (this.state !== "init" || (this.waits && this.prepared.size < this.peers.length)) return;
    this.state = "committed";
    this.broadcast({ type: "commit" });
  }
  onDecideAbort() {
    if (this.state !== "init") return;
    this.state = "aborted";
    this.broadcast({ type: "abort" });
  }
}

/**
 * A transaction manager `tm` and resource managers `rm1`, `rm2`, ...
 * @param options.waits false makes `tm` commit before all are prepared
 */
export function twoPhaseCommit(managers: number, { waits = true } = {}): ReadyMade {
  const ids = Array.from({ length: managers }, (_, i) => `rm${i + 1}`);
  return {
    nodes: { tm: TransactionManager.with({ waits }), ...Object.fromEntries(ids.map((id) => [id, ResourceManager])) },
    properties: {
      network: "duplicating",
      always: {
        "nobody commits while another aborts": ({ nodes }) => {
          const committed = ids.find((id) => nodes[id].state === "committed");
          const aborted = ids.find((id) => nodes[id].state === "aborted");
          return !committed || !aborted || `${committed} has committed and ${aborted} has aborted`;
        },
      },
      sometimes: {
        "all commit": ({ nodes }) => ids.every((id) => nodes[id].state === "committed"),
        "all abort": ({ nodes }) => ids.every((id) => nodes[id].state === "aborted"),
      },
    },
  };
}
