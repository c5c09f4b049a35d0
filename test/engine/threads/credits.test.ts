import { assemble } from "kernel-lib/dist/src/engine/threads/assemble.js";
import { Credits, Gate } from "kernel-lib/dist/src/engine/threads/credits.js";
import { describe, expect, test } from "vitest";

describe("credits", () => {
  test("whoever gives back the last ones learns that all is quiet", () => {
    const credits = new Credits();
    credits.take();
    credits.take();
    const elsewhere = new Credits(credits.memory);
    expect(elsewhere.giveBack()).toBe(false);
    expect(credits.giveBack()).toBe(true);
  });

  test("several are given back at once after a crash", () => {
    const credits = new Credits();
    for (let i = 0; i < 5; i++) credits.take();
    expect(credits.giveBack(4)).toBe(false);
    expect(credits.giveBack(1)).toBe(true);
  });
});

describe("a gate", () => {
  test("tells after it is closed how much was left undone", () => {
    const gate = new Gate();
    for (let i = 0; i < 3; i++) expect(gate.enter()).toBe(true);
    gate.done();
    const undone = gate.close();
    expect(gate.enter()).toBe(false);
    gate.done();
    expect(undone()).toBe(1);
  });

  test("whoever comes too late leaves no mark", () => {
    const gate = new Gate();
    const undone = gate.close();
    expect([gate.enter(), new Gate(gate.memory).enter()]).toEqual([false, false]);
    expect(undone()).toBe(0);
  });
});

describe("assembling what threads wrote down", () => {
  test("restores the sending of a node that could not tell any more", () => {
    const events = assemble([
      {
        event: 2 ** 33,
        node: "b",
        kind: "receive",
        at: 2,
        lamport: 5,
        cause: 7,
        peer: "a",
        sent: { lamport: 4, at: 1, type: "ping" },
      },
    ]);
    expect(events).toEqual([
      { id: 0, node: "a", kind: "send", at: 1, lamport: 4, message: { type: "ping" }, peer: "b" },
      { id: 1, node: "b", kind: "receive", at: 2, lamport: 5, cause: 0, message: { type: "ping" }, peer: "a" },
    ]);
  });

  test("orders what happened at the same microsecond by Lamport time", () => {
    const events = assemble([
      {
        event: 10,
        node: "b",
        kind: "receive",
        at: 1,
        lamport: 3,
        cause: 1,
        peer: "a",
        sent: { lamport: 2, at: 1, type: "x" },
      },
      { event: 1, node: "a", kind: "send", at: 1, lamport: 2, cause: 0, peer: "b", message: { type: "x", n: 1 } },
      { event: 0, node: "a", kind: "start", at: 1, lamport: 1 },
    ]);
    expect(events.map((e) => [e.kind, e.cause, e.message])).toEqual([
      ["start", undefined, undefined],
      ["send", 0, { type: "x", n: 1 }],
      ["receive", 1, { type: "x", n: 1 }],
    ]);
  });
});
