// Systems that run in Node and in a page, of what either of them calls the library.
import type * as library from "kernel-lib";

type Parts = Pick<
  typeof library,
  "Node" | "bandwidth" | "crash" | "duplicate" | "latency" | "loss" | "tokenRing" | "twoPhaseCommit"
>;

export function systems({ Node, bandwidth, crash, duplicate, latency, loss, tokenRing, twoPhaseCommit }: Parts) {
  class Gossip extends Node {
    heard = 0;
    override onStart() {
      if (this.id === "n0")
        this.broadcast({ type: "rumour", text: "a naïve 🦊", bytes: new Uint8Array([0, 255]), hops: 1 });
    }
    onRumour({ hops, ...rest }: { type: "rumour"; hops: number }) {
      this.heard++;
      const peer = this.peers[Math.floor(this.random() * this.peers.length)]!;
      if (hops < 3) this.send(peer, { ...rest, hops: hops + 1 });
    }
  }
  class Asking extends Node {
    override async onStart() {
      await this.sleep(2);
      this.output(await this.call("answering", { type: "question" }));
    }
  }
  class Answering extends Node {
    onQuestion() {
      return new Map([["answer", 42n]]);
    }
  }
  const faults = [
    latency({ exponential: 10 }, { from: "n0" }),
    latency({ normal: 10, deviation: 3 }),
    loss(0.1),
    duplicate(0.1),
    bandwidth(2000),
    crash("n3", { at: 20, restart: 60 }),
  ];
  const gossips = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`n${i}`, Gossip]));
  return {
    gossip: { nodes: gossips, faults, seed: 7 },
    asking: { nodes: { asking: Asking, answering: Answering }, faults: [latency(3)] },
    "token ring": tokenRing(4),
    "two-phase commit": twoPhaseCommit(3),
  } satisfies Record<string, library.System>;
}
