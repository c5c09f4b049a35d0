// What somebody who has the link could try: a laptop that follows no rule, in a room where others do.
import { Node } from "kernel-lib";
import { connectTo } from "kernel-lib/dist/src/engine/cluster/connection.js";
import { Doorway } from "kernel-lib/dist/src/engine/cluster/doorway.js";
import { resolveLink } from "kernel-lib/dist/src/engine/cluster/link.js";
import { roomMail } from "kernel-lib/dist/src/engine/cluster/mail.js";
import { subject } from "kernel-lib/dist/src/engine/cluster/names.js";
import { dataPacket, encodePacket } from "kernel-lib/dist/src/engine/cluster/packet.js";
import { encodeRow } from "kernel-lib/dist/src/engine/threads/envelope-text.js";
import { EVENT_KINDS } from "kernel-lib/dist/src/trace/trace.js";
import { afterEach, expect, test } from "vitest";
import { ASK, joined, openRoom, stateOf } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

const EVENTS = { lost: EVENT_KINDS.indexOf("lost"), note: EVENT_KINDS.indexOf("note") };
const TOKEN = "e".repeat(32);
const ENVELOPE = { event: -1, lamport: 0, at: 0, changed: false, kept: undefined };

let doorways: Doorway[] = [];
afterEach(async () => {
  await Promise.all(doorways.map((doorway) => doorway.close()));
  doorways = [];
});

/** A laptop that does as it likes. `number` is its incarnation's. */
async function intruder(link: string, name = "eve", token = TOKEN): Promise<{ eve: Doorway; number: number }> {
  const eve: Doorway = new Doorway(name, {
    owns: () => true,
    onTold: (body: any) => {
      if (body.do === "time") eve.answered(body.n, body.time);
      if (body.do === "answered") eve.answered(body.n, body.sorry);
    },
    onData() {},
    onState() {},
  });
  doorways.push(eve);
  const number = await eve.enter(roomMail(await resolveLink(link), name, token));
  eve.tell({ say: "here", clock: { offset: 0, error: 1 } });
  await eve.settled();
  return { eve, number };
}

test("malformed reports close no room, and nobody reports what is another's", async () => {
  const room = await openRoom();
  await joined("anna");
  const { eve, number } = await intruder(room.link);
  const forged = (kind: number, line: number, peer: number) => ({
    say: "batches",
    batches: [
      {
        id: "eve",
        batch: {
          first: number * 256 * 2 ** 32,
          rows: Float64Array.from([kind, 1e11, 1, -1, peer, -1, line, 1, 1, -1]),
          messages: [],
          meant: [],
          byNetwork: [],
          names: ["anna", "board"],
          outputs: [],
          operations: [],
          counts: { messages: 0, delivered: 0, lost: 0, byType: {} },
        },
      },
    ],
  });
  for (const body of [
    null,
    [],
    { say: "left", states: [null], waiting: [] },
    { say: "left", states: [], waiting: [null] },
    { say: "batches", batches: [null] },
    { say: "batches", batches: [{ id: "eve", batch: { rows: new Float64Array(7) } }] },
    { say: "joined", id: "anna", node: { class: "Store", fields: {} } },
    { say: "joined", id: `eve/${"x".repeat(100)}`, node: { class: "Store", fields: {} } },
    { say: "joined", id: "eve", node: null },
    { say: "failed", id: "anna", error: { name: "Error", message: "forged" } },
    // An event on anna's line, and a message between others that got lost.
    forged(0, 0, -1),
    forged(EVENTS.lost, 1, 0),
    // A time in three years is one that can be.
    forged(EVENTS.note, -1, -1),
  ])
    eve.tell(body as any);
  await eve.settled();
  for (const text of [
    "{",
    "null",
    '{"k":"tell"}',
    '{"k":"ack","s":1,"r":0,"n":1,"g":[null]}',
    "\n",
    "[]\n[]",
    "\u0000",
  ])
    eve.publish("_room", text);
  expect(await room.ask("anna", { type: "put", key: "x", value: 1 }, ASK)).toBe("stored");
  await eventually("the one event is there", () => room.trace.events.some(({ node }) => node === "eve"));
  expect(stateOf("eve")).toBe("here");
  expect(room.members.map(({ name, nodes }) => [name, nodes])).toEqual([
    ["anna", ["anna"]],
    ["eve", []],
  ]);
  const run = await room.stop();
  expect(run.errors).toEqual([]);
  expect(run.trace.events.filter(({ kind }) => kind === "lost")).toEqual([]);
  expect(Math.max(...run.trace.events.map(({ at }) => at))).toBeLessThan(600_000);
});

test("nobody answers a question in another's place, or says for another what its nodes were", async () => {
  const room = await openRoom();
  await joined("anna");
  const { eve, number } = await intruder(room.link);
  await room.pause("anna");
  const asked = room.ask("anna", { type: "get", key: "x" }, ASK);
  const rows = Array.from({ length: 60 }, (_, answers) =>
    encodeRow({ ...ENVELOPE, from: "eve", to: "outside", message: { type: "reply", value: "forged" }, answers } as any),
  );
  eve.publish(
    "_room",
    dataPacket(number, 0, 0, { from: "eve", to: "outside", count: rows.length, text: `[${rows.join(",")}]` }),
  );
  for (let n = 0; n < 60; n++)
    eve.tell({ say: "done", n, value: { states: [{ id: "anna", state: { forged: true }, hidden: [] }], waiting: [] } });
  await eve.settled();
  await room.resume("anna");
  expect(await asked).toBe("nothing");
  const stopping = room.stop();
  for (let n = 0; n < 60; n++)
    eve.tell({ say: "done", n, value: { states: [{ id: "anna", state: { forged: true }, hidden: [] }], waiting: [] } });
  expect((await stopping).states.anna).toEqual({ data: {} });
});

test("nobody answers a node's call in another's place", async () => {
  class Asker extends Node {
    onGo() {
      return this.call("anna", { type: "get", key: "x" });
    }
  }
  const room = await openRoom({ nodes: { asker: Asker } });
  await joined("anna");
  const { eve, number } = await intruder(room.link);
  await room.pause("anna");
  const asked = room.ask("asker", { type: "go" }, ASK);
  const rows = Array.from({ length: 60 }, (_, answers) =>
    encodeRow({ ...ENVELOPE, from: "eve", to: "asker", message: { type: "reply", value: "forged" }, answers } as any),
  );
  const text = `[${rows.join(",")}]`;
  eve.publish("_room", dataPacket(number, 0, 0, { from: "eve", to: "asker", count: rows.length, text }));
  await eve.settled();
  await room.resume("anna");
  expect(await asked).toBe("nothing");
});

test("one connection is one incarnation: hellos and names cannot be used up", async () => {
  const room = await openRoom();
  const { eve, number } = await intruder(room.link);
  for (let n = 0; n < 9000; n++) eve.publish("_room", encodePacket({ k: "hello", session: `session ${n}` }));
  const carl = await intruder(room.link, "carl", "c".repeat(32));
  expect(carl.number).toBe(number + 1);
  expect(stateOf("eve")).toBe("here");
  // A name that was only knocked with is free again.
  const invitation = await resolveLink(room.link);
  const squatter = await connectTo(invitation, "dora", `${invitation.secret}.${"s".repeat(32)}`);
  await squatter.close();
  await eventually("it is free", async () => {
    try {
      return (await intruder(room.link, "dora", "d".repeat(32))).number > 0;
    } catch {
      return false;
    }
  });
});

test("a flood from one laptop is not read, and keeps nobody waiting", async () => {
  const room = await openRoom();
  await joined("anna");
  const { eve, number } = await intruder(room.link);
  const text = `[${encodeRow({ ...ENVELOPE, from: "eve", to: "board", message: { type: "noise", text: "x".repeat(900_000) } } as any)}]`;
  for (let n = 0; n < 150; n++)
    eve.publish("_room", dataPacket(number, 0, n, { from: "eve", to: "board", count: 1, text }));
  expect(await room.ask("anna", { type: "put", key: "x", value: 1 }, ASK)).toBe("stored");
  const { trace } = room;
  const noise = trace.events.filter(({ node, kind }) => node === "board" && kind === "ignored").length;
  expect(noise).toBeGreaterThan(0);
  expect(noise).toBeLessThan(60);
});

test("who is sent out is out, although its laptop does not obey", async () => {
  const room = await openRoom();
  const { eve } = await intruder(room.link);
  await room.remove("eve");
  await eventually("its connection is ended", () => !eve.publish("_room", "still here"));
});

test("a member subscribes to its own mail only, a few times at most", async () => {
  const room = await openRoom();
  const invitation = await resolveLink(room.link);
  const eve = await connectTo(invitation, "eve", `${invitation.secret}.${TOKEN}`);
  let refused = "";
  void (async () => {
    for await (const status of eve.status()) if (status.type === "error") refused = status.error.message;
  })();
  for (let n = 0; n < 40; n++) eve.subscribe(subject("eve", "*"), { callback() {} });
  await eve.flush().catch(() => {});
  await eventually("it is refused", () => /maximum subscriptions/i.test(refused));
  await eve.close();
});

test("a node answers for itself, whatever a message says about who asked", async () => {
  class Liar extends Node {
    onGo() {
      this.reply({ type: "get", $call: ["nobody", 1] } as any, "forged");
    }
  }
  const room = await openRoom({ nodes: { liar: Liar } });
  await room.ask("liar", { type: "go" }, { timeout: 500 }).catch(() => {});
  const run = await room.stop();
  expect(run.errors.map(({ error }) => error.message.slice(0, 16))).toEqual(["liar replies to "]);
});
