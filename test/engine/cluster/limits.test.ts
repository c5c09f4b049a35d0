// What keeps strangers from being many, loud, or somebody else.
import { request } from "node:http";
import { connect } from "node:net";
import { Intake } from "kernel-lib/dist/src/engine/cluster/intake.js";
import { isName } from "kernel-lib/dist/src/engine/cluster/names.js";
import { Registrar } from "kernel-lib/dist/src/engine/cluster/registrar.js";
import { RateLimit } from "kernel-lib/dist/src/engine/cluster/server/rate-limit.js";
import { Voters } from "kernel-lib/dist/src/engine/cluster/server/voters.js";
import { expect, test } from "vitest";
import { openRoom } from "../../support/class.js";

test.each([
  "",
  "__proto__",
  "outside",
  "_room",
  "a.b",
  "a*",
  "a>b",
  "a b",
  "<b>",
  "a\u3164",
  "a\u200b",
  "\u0430nna",
  "x".repeat(25),
])("nobody is called %j", (name) => expect(isName(name)).toBe(false));

test.each(["anna", "Ute-Maria", "\u0410\u043d\u043d\u0430", "\u738b\u4f1f", "J\u00fcrgen", "constructor", "42"])(
  "somebody is called %j",
  (name) => expect(isName(name)).toBe(true),
);

test("a name that looks like another's is another's", () => {
  const registrar = new Registrar("secret", () => ["board"]);
  const [mine, other] = ["a".repeat(32), "b".repeat(32)];
  const join = (name: string, token = other) => registrar.refusal(name, "secret", token);
  registrar.admit("coco1", `secret.${mine}`, 1);
  registrar.members.get("coco1")!.state = "here";
  for (const name of ["Coco1", "c0co1", "cocol", "coco-1", "\u0441\u043e\u0441\u043e1", "\uff43oco1", "c\u00f3co1"])
    expect([name, join(name)]).toEqual([name, expect.stringMatching(/^there is a "coco1" in this room already/)]);
  expect(join("B0ard")).toBe('"board" is a node of the lecturer\'s. Join under another name.');
  expect([join("coco2"), join("coco1", mine), join("constructor")]).toEqual([undefined, undefined, undefined]);
});

test("a room is full at some time, and a name is kept for who was here", () => {
  const registrar = new Registrar("secret", () => []);
  for (let n = 0; n < 1000; n++) registrar.admit(`x${n}y`, `secret.${String(n).padStart(32, "t")}`, n);
  const late = () => registrar.admit("late", `secret.${"l".repeat(32)}`, 5000);
  expect(late()).toEqual({ sorry: "this room is full. The lecturer can open another one." });
  registrar.disconnected(7);
  expect(late()).toEqual({ replaces: undefined });
  registrar.members.get("x8y")!.wasHere = true;
  registrar.disconnected(8);
  expect(registrar.members.get("x8y")!.state).toBe("away");
});

test("a side takes 32 MB at once from another, and then 4 MB a second", () => {
  const intake = new Intake();
  const taken = (at: number) =>
    Array.from({ length: 50 }, () => intake.allows("eve", 1_000_000, at)).filter(Boolean).length;
  expect([taken(0), taken(0), taken(1000), intake.allows("anna", 1_000_000, 1000), taken(60_000)]).toEqual([
    32,
    0,
    4,
    true,
    32,
  ]);
});

test("an address is a hundred phones at most, in each poll anew", () => {
  const voters = new Voters();
  const votes = (poll: number, address: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => voters.allows(poll, address, `v${from + n}`)).filter(Boolean).length;
  expect([votes(1, "a", 0, 150), votes(1, "a", 0, 100), votes(1, "b", 0, 5), votes(2, "a", 100, 150)]).toEqual([
    100, 100, 5, 50,
  ]);
});

test("wrong guesses of one address are counted, right ones are not", () => {
  const limit = new RateLimit(2, 1000);
  expect([limit.hasRoom("a", 0), limit.allows("a", 0), limit.allows("a", 0), limit.hasRoom("a", 0)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([limit.hasRoom("b", 0), limit.hasRoom("a", 1001)]).toEqual([true, true]);
});

test("the page gives nothing away: paths, guesses, bodies and hosts of strangers", async () => {
  const room = await openRoom();
  const { origin, pathname, host } = new URL(room.link);
  const get = async (path: string, headers = {}) => {
    const answer = await fetch(origin + path, { headers, redirect: "manual" });
    return [answer.status, await answer.text()] as const;
  };
  for (const path of [
    "/..%2f..%2fetc/passwd",
    "/%00",
    "/constructor",
    "/__proto__",
    `${pathname}/__proto__`,
    `${pathname}x`,
  ])
    expect([path, (await get(path))[0]]).toEqual([path, 404]);
  expect((await get("/", { host: "evil.example" }))[1]).not.toContain(pathname.slice(1));
  for (const body of ["", "[", "null", "x".repeat(5000), '{"poll":{"valueOf":1},"voter":{},"text":[]}']) {
    const { status } = await fetch(`${room.link}/answer`, { method: "POST", body });
    expect([body.slice(0, 9), [400, 409].includes(status)]).toEqual([body.slice(0, 9), true]);
  }
  for (let guess = 0; guess < 60; guess++) expect((await get("/spoken/aaaaaa"))[0]).toBe(404);
  // Too many: even the right one does not count now, or guessing would go on.
  expect((await get(`/spoken/${(room as any).spoken}`))[0]).toBe(429);
  expect((await get(pathname))[0]).toBe(200);
  expect(host).not.toBe("");
});

test("an address has so many connections to the page, and one that says nothing is ended", async () => {
  const room = await openRoom();
  const { port, hostname } = new URL(room.link);
  const slow = connect(Number(port), hostname, () => slow.write("GET / HTTP/1.1\r\nHost: x\r\n"));
  slow.on("error", () => {}).resume();
  const ended = new Promise((done) => slow.on("close", done));
  const listeners = Array.from({ length: 1600 }, () =>
    request({ port, host: hostname, path: `${new URL(room.link).pathname}/events` }),
  );
  const refused = await Promise.all(
    listeners.map(
      (listener) =>
        new Promise<boolean>((done) =>
          listener
            .on("response", () => done(false))
            .on("error", () => done(true))
            .end(),
        ),
    ),
  );
  expect(refused.filter(Boolean).length).toBeGreaterThanOrEqual(100);
  expect(refused.filter((one) => !one).length).toBeGreaterThan(1000);
  for (const listener of listeners) listener.destroy();
  await ended;
});
