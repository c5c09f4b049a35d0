// The alternating-bit protocol (Bartlett, Scantlebury, Wilkinson 1969): items arrive once and in order over a link that
// loses messages but keeps their order, because each carries a bit that distinguishes a repetition from the next one.
import { Node } from "../node/node.js";
import type { ReadyMade } from "./system.js";

class Sender extends Node {
  items = 0;
  sent = 1;
  bit = 0;
  override onStart() {
    this.transmit();
  }
  transmit() {
    if (this.sent > this.items) return this.clearTimer("again");
    this.send("receiver", { type: "item", item: this.sent, bit: this.bit });
    this.setTimer("again", 50);
  }
  override onTimer() {
    this.transmit();
  }
  onAck({ bit }: { bit: number }) {
    if (bit !== this.bit) return;
    this.bit = 1 - this.bit;
    this.sent++;
    this.transmit();
  }
}

class Receiver extends Node {
  /** Without it, repetitions are taken for new items. */
  looks = true;
  expected = 0;
  received: number[] = [];
  onItem({ item, bit }: { item: number; bit: number }, from: string) {
    if (bit === this.expected || !this.looks) {
      this.received.push(item);
      this.expected = 1 - bit;
    }
    this.send(from, { type: "ack", bit });
  }
}

/**
 * A `sender` that hands `items` numbers to a `receiver`.
 * @param options.looks false makes the receiver ignore the bit
 */
export function alternatingBit(items: number, { looks = true } = {}): ReadyMade {
  return {
    nodes: { sender: Sender.with({ items }), receiver: Receiver.with({ looks }) },
    properties: {
      network: "ordered",
      lossy: true,
      within: ({ messages }) => messages.length <= 3,
      always: {
        "items arrive once and in order": ({ nodes }) =>
          (nodes.receiver.received as number[]).every((item, i) => item === i + 1) ||
          `the receiver has got ${nodes.receiver.received.join(", ")}`,
      },
      sometimes: { "all items arrive": ({ nodes }) => nodes.receiver.received.length === items },
    },
  };
}
