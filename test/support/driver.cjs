// A program that runs nodes on workers and does not end by itself: test/engine/cluster/hosts-end.test.ts kills it.
const { cluster, Node, run } = require("kernel-lib");

class Waiting extends Node {
  onStart() {
    this.setTimer("never", 1_000_000);
  }
}

const engine = cluster(process.argv[2]);
run({ nodes: { first: Waiting, second: Waiting, third: Waiting } }, { engine, limit: 600_000 });
