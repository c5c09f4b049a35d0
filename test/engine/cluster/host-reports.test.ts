// What comes out of the enclosure in which a host's nodes run, and what of it passes: nodes of any kind write there.
import * as fc from "fast-check";
import { readNodesReport } from "kernel-lib/dist/src/engine/cluster/hosts/host-reports.js";
import { packet, readPassed, told } from "kernel-lib/dist/src/engine/cluster/hosts/membrane.js";
import { dataPacket, encodePacket, passing } from "kernel-lib/dist/src/engine/cluster/packet.js";
import { expect, test } from "vitest";

const orders = new Map([
  [1, "place"],
  [2, "quiet"],
  [3, "end"],
  [4, "crash"],
] as const);
const run = {
  number: 17,
  incarnations: [131_072, 262_144] as const,
  owns: (id: unknown) => id === "a" || id === "lab1/outside",
  ordered: (n: number) => orders.get(n as 1),
};
const read = (body: unknown) => readNodesReport(body, run);
const done = (n: number, value?: unknown) => read({ say: "done", n, value });

test("nodes report on their own lines only", () => {
  expect(read({ say: "printed", id: "a", text: "hello", stream: "stdout" })).toEqual({
    ...{ say: "printed", id: "a", text: "hello", stream: "stdout" },
  });
  expect(read({ say: "printed", id: "b", text: "hello", stream: "stdout" })).toBeUndefined();
  expect(read({ say: "printed", id: "a", text: "hello", stream: "paper" })).toBeUndefined();
  expect(read({ say: "failed", id: "b", error: { name: "Error", message: "no" } })).toBeUndefined();
  const error = { name: "TypeError", message: "no", misuse: false, node: undefined, stack: "at Cell In[1]" };
  expect(read({ say: "failed", id: "a", error: { ...error, more: 1 } })).toEqual({ say: "failed", id: "a", error });
  expect(read({ say: "joined", id: "b", node: { class: "B", fields: {} } })).toBeUndefined();
});

test("events have numbers of their own run at this host", () => {
  const counts = { messages: 0, delivered: 0, lost: 0, byType: {} };
  const lists = { messages: [], meant: [], byNetwork: [], names: [], outputs: [], operations: [] };
  const batch = (first: number) => ({ first, rows: new Float64Array(0), ...lists, counts });
  const report = (first: number) => read({ say: "batches", batches: [{ id: "a", batch: batch(first) }] });
  expect(report(131_072 * 2 ** 32)).toBeDefined();
  expect(report(131_072 * 2 ** 32 - 1)).toBeUndefined();
  expect(report(262_144 * 2 ** 32 + 1)).toBeUndefined();
  expect(read({ say: "batches", batches: [{ id: "b", batch: batch(131_072 * 2 ** 32) }] })).toBeUndefined();
});

test("only orders that were given are answered, each with what it asks for", () => {
  expect(done(1, "placed")).toEqual({ say: "done", n: 1, value: "placed" });
  expect(done(1, "elsewhere")).toBeUndefined();
  expect(done(2, { quiet: true, sent: 3, received: 3, more: 1 })).toBeDefined();
  expect(done(2, { quiet: true, sent: -3, received: 3 })).toBeUndefined();
  expect(done(3, { states: [{ id: "a", state: {}, hidden: [] }], waiting: [] })).toBeDefined();
  expect(done(3, { states: [{ id: "b", state: {}, hidden: [] }], waiting: [] })).toBeUndefined();
  expect(done(4)).toEqual({ say: "done", n: 4, value: undefined });
  expect(done(4, { failed: "x".repeat(10_000) })).toEqual({ say: "done", n: 4, value: { failed: "x".repeat(2000) } });
  expect(done(4, { anything: 1 })).toBeUndefined();
  expect(done(5)).toBeUndefined();
});

test("nothing is said for the host itself", () => {
  for (const say of ["here", "time", "lost", "left", "answer", "tell"])
    expect(read({ say, n: 1, clock: { offset: 0, error: 0 }, text: "x", states: [], waiting: [] })).toBeUndefined();
  expect(read({ say: "idle", number: 18 })).toBeUndefined();
  expect(read({ say: "idle", number: 17 })).toEqual({ say: "idle", number: 17 });
});

test("packets of nodes' messages pass, from their own run; nothing else does", () => {
  const data = dataPacket(17, 18, 5, { from: "a", to: "b", count: 1, text: '[[{"type":"x"},1,1,1]]' });
  expect(passing(data, 17)).toBe(data);
  expect(passing(data, 16)).toBeUndefined();
  const ack = encodePacket({ k: "ack", s: 17, r: 18, n: 5, g: [[1, 2]] });
  expect(passing(ack, 17)).toBe(ack);
  expect(passing('{"k":"tell","s":17,"r":0,"n":0,"b":{"say":"lost"}}', 17)).toBeUndefined();
  expect(passing('{"k":"hello","session":"x"}', 17)).toBeUndefined();
  // What a parser reads twice is written once.
  const twice = data.replace('{"k":"data"', '{"k":"tell","k":"data","x":1');
  expect(passing(twice, 17)).toBe(data);
  expect(passing(data.replace('"f":"a"', '"f":7'), 17)).toBeUndefined();
  expect(passing(`${" ".repeat(1_000_001)}${data}`, 17)).toBeUndefined();
});

test("texts that pass between host and enclosure keep what they hold; of all others nothing is read", () => {
  const body = { say: "done", n: 1, value: { state: new Map([["k", [1n, undefined, Number.NaN]]]) } };
  expect(readPassed(told(body))).toEqual({ kind: "told", body });
  expect(readPassed(packet("lab2", "one\ntwo"))).toEqual({ kind: "packet", side: "lab2", text: "one\ntwo" });
  for (const text of ["", "=", "={", ">no end", "?", `=${"[".repeat(600)}${"]".repeat(600)}`])
    expect(readPassed(text)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => (readPassed(text)?.kind ?? "packet") === "packet" || text[0] === "="));
  fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => [read(JSON.parse(text)), passing(text, 1)].length === 2));
});
