// The numbers of a side's links, over a network that loses packets where a test says so.
import { expect, test } from "vitest";
import { DataLinks, type DataPacket } from "../../../kernel-lib/src/engine/cluster/data-links.js";
import { decodePacket } from "../../../kernel-lib/src/engine/cluster/packet.js";

/** Two sides, numbered 1 and 2, whose packets are carried while `passes` says so. */
function twoSides() {
  const lost: string[] = [];
  const received: string[] = [];
  const network = { passes: (_: DataPacket) => true };
  const carry = (to: () => DataLinks, from: string) => (_: string, text: string) => {
    const packet = decodePacket(text, () => true) as DataPacket;
    if (!network.passes(packet)) return;
    received.push(
      ...to()
        .take(from, packet)
        .map(({ message }) => String(message.n)),
    );
  };
  const post = (publish: (to: string, text: string) => void) => ({
    publish,
    lost: (envelopes: readonly any[]) => void lost.push(...envelopes.map(({ message }) => String(message.n))),
    tooLarge: () => {},
  });
  const anna: DataLinks = new DataLinks(1, post(carry(() => ben, "anna")));
  const ben: DataLinks = new DataLinks(2, post(carry(() => anna, "ben")));
  const send = (...numbers: number[]) =>
    anna.send(
      "ben",
      2,
      numbers.map((n) => ({ ...ENVELOPE, message: { type: "copy", n } })),
    );
  return { anna, network, lost, received, send };
}

const ENVELOPE = { from: "anna", to: "ben", event: 1, lamport: 1, at: 0, changed: false, kept: undefined } as any;

test("what the network loses is named once, and all else arrives once", () => {
  const { anna, network, lost, received, send } = twoSides();
  send(0, 1);
  network.passes = () => false;
  send(2, 3);
  network.passes = () => true;
  send(4);
  anna.confirm();
  expect([received, lost]).toEqual([
    ["0", "1", "4"],
    ["2", "3"],
  ]);
  expect(anna.confirmed).toBe(true);
});

test("a gap is named again until its sender has heard of it", () => {
  const { anna, network, lost, received, send } = twoSides();
  network.passes = () => false;
  send(0, 1);
  network.passes = ({ k }) => k !== "ack";
  send(2);
  anna.confirm();
  anna.confirm();
  expect([lost, anna.confirmed]).toEqual([[], false]);
  network.passes = () => true;
  anna.confirm();
  anna.confirm();
  expect([received, lost, anna.confirmed]).toEqual([["2"], ["0", "1"], true]);
  send(3);
  network.passes = () => false;
  send(4);
  network.passes = () => true;
  anna.confirm();
  expect([received, lost, anna.sent]).toEqual([["2", "3"], ["0", "1", "4"], 2]);
});
