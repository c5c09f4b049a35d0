// The numbers of a side's links, over a network that loses packets where a test says so.
import { expect, test } from "vitest";
import { DataLinks, type DataPacket } from "../../../kernel-lib/src/engine/cluster/data-links.js";
import { decodePacket } from "../../../kernel-lib/src/engine/cluster/packet.js";
import { batchesOf, encodeRow, envelopesOf } from "../../../kernel-lib/src/engine/threads/envelope-text.js";

/** Two sides, numbered 1 and 2, whose packets are carried while `passes` says so. */
function twoSides() {
  const lost: string[] = [];
  const received: string[] = [];
  const network = { passes: (_: DataPacket) => true };
  const carry = (to: () => DataLinks, from: string) => (_: string, text: string) => {
    const packet = decodePacket(text, () => true) as DataPacket;
    if (!network.passes(packet)) return;
    const batch = to().take(from, packet);
    if (batch) received.push(...envelopesOf(batch).map(({ message }) => String(message.n)));
  };
  const post = (publish: (to: string, text: string) => void) => ({
    publish,
    lost: (envelopes: readonly any[]) => void lost.push(...envelopes.map(({ message }) => String(message.n))),
    tooLarge: () => {},
  });
  const anna: DataLinks = new DataLinks(1, post(carry(() => ben, "anna")));
  const ben: DataLinks = new DataLinks(2, post(carry(() => anna, "ben")));
  const send = (...numbers: number[]) => {
    const rows = numbers.map((n) => encodeRow({ ...ENVELOPE, message: { type: "copy", n } }));
    for (const batch of batchesOf("anna", "ben", rows)) anna.send("ben", 2, batch);
  };
  return { anna, ben, network, lost, received, send };
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

test("what comes again is taken once", () => {
  const packets: string[] = [];
  const post = { publish: (_: string, text: string) => void packets.push(text), lost: () => {}, tooLarge: () => {} };
  const anna = new DataLinks(1, post);
  const ben = new DataLinks(2, post);
  const rows = [0, 1, 2].map((n) => encodeRow({ ...ENVELOPE, message: { type: "copy", n } }));
  for (const batch of batchesOf("anna", "ben", rows.slice(0, 2))) anna.send("ben", 2, batch);
  const take = (text: string) => ben.take("anna", decodePacket(text, () => true) as DataPacket);
  expect(take(packets[0]!)?.count).toBe(2);
  expect(take(packets[0]!)).toBeUndefined();
  // A packet whose first two are known already.
  const longer = packets[0]!.replace(/\n.*/s, `\n[${rows.join(",")}]`);
  expect(envelopesOf(take(longer)!).map(({ message }) => message.n)).toEqual([2]);
  expect(ben.received).toBe(3);
});

test("batches are as large as a packet holds, and what is larger alone is not sent", () => {
  const row = encodeRow({ ...ENVELOPE, message: { type: "copy", text: "x".repeat(100_000) } });
  expect(batchesOf("anna", "ben", [row, row, row, row, row]).map(({ count }) => count)).toEqual([2, 2, 1]);
  const tooLarge: string[] = [];
  const links = new DataLinks(1, {
    publish: () => {},
    lost: () => {},
    tooLarge: ({ message }) => void tooLarge.push(message.type),
  });
  const huge = encodeRow({ ...ENVELOPE, message: { type: "copy", text: "\u20ac".repeat(340_000) } });
  for (const batch of batchesOf("anna", "ben", [row, huge])) links.send("ben", 2, batch);
  expect([tooLarge, links.sent]).toEqual([["copy"], 1]);
});

test("gaps are named in order and once, and there are only so many", () => {
  const ack = (g: unknown) => decodePacket(JSON.stringify({ k: "ack", s: 1, r: 2, n: 9, g }), () => true);
  expect(
    ack([
      [0, 2],
      [2, 3],
      [5, 9],
    ]),
  ).toBeDefined();
  for (const gaps of [
    [
      [0, 2],
      [1, 3],
    ],
    [
      [0, 2],
      [0, 2],
    ],
    [
      [3, 4],
      [0, 2],
    ],
    [[0, 10]],
    [[2, 2]],
    [null],
    "x",
  ])
    expect([gaps, ack(gaps)]).toEqual([gaps, undefined]);
  let longest = 0;
  const post = {
    publish: (_: string, text: string) => {
      longest = Math.max(longest, JSON.parse(text).g.length);
    },
    lost: () => {},
    tooLarge: () => {},
  };
  const ben = new DataLinks(2, post);
  const text = `[${encodeRow({ ...ENVELOPE, message: { type: "copy" } })}]`;
  for (let n = 1; n < 5000; n += 2)
    ben.take("eve", { k: "data", s: 1, r: 2, n, batch: { from: "eve", to: "ben", count: 1, text } });
  expect([ben.received, longest]).toEqual([1000, 1000]);
});

test("what comes sooner than the news of its sender is not lost by the news", () => {
  const { anna, ben, lost, received, send } = twoSides();
  send(0, 1);
  ben.renew("anna", 1);
  send(2);
  anna.confirm();
  expect([received, lost, anna.confirmed]).toEqual([["0", "1", "2"], [], true]);
  // Of another incarnation nothing is known.
  ben.renew("anna", 3);
  send(3);
  expect(lost).toEqual([]);
});
