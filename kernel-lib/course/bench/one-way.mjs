// A system whose one node sends messages to the other as fast as it can.
import { createRequire } from "node:module";

const { Node } = createRequire(import.meta.url)("kernel-lib");

class Source extends Node {
  count = 0;
  onStart() {
    for (let n = 0; n < this.count; n++) this.send("sink", { type: "drop", n });
  }
}

class Sink extends Node {
  seen = 0;
  onDrop() {
    this.seen++;
  }
}

/** @param {number} count messages */
export function oneWay(count) {
  return { nodes: { source: Source.with({ count }), sink: Sink } };
}
