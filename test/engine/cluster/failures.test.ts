// What a room stands: laptops that die, freeze or loop, a server that is killed, and a lecturer whose process dies.
import { Node, type Run } from "kernel-lib";
import { connectTo } from "kernel-lib/dist/src/engine/cluster/connection.js";
import { startServer } from "kernel-lib/dist/src/engine/cluster/room-server.js";
import { summary } from "kernel-lib/dist/src/figure/describe.js";
import { expect, test } from "vitest";
import { ASK, Board, joined, laptop, openRoom, stateOf } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

/** Sends numbers to ben until it is told to stop. */
const COUNTER = `
class Counter extends Node {
  n = 0;
  stopped = false;
  onGo() { this.setTimer("next", 5); }
  onHalt() { this.stopped = true; return this.n; }
  onTimer() {
    if (this.stopped) return;
    this.send("ben", { type: "copy", key: "n" + this.n++, value: 1 });
    this.setTimer("next", 5);
  }
}
globalThis.me = await join(given, { as: "anna", nodes: { anna: Counter } });`;

const frozen = process.platform === "win32" ? test.skip : test;

test("a laptop that is killed is away within a second, and its neighbours go on", async () => {
  const room = await openRoom();
  const [anna] = await joined("anna", "ben");
  anna!.process.kill("SIGKILL");
  await eventually("anna is away", () => stateOf("anna") === "away", 1000);
  // As soon as ben's laptop has heard of it, copies to anna are lost.
  await eventually("a copy is lost", async () => {
    expect(await room.ask("ben", { type: "put", key: "x", value: 1 }, ASK)).toBe("stored");
    return lostIn(room.trace) > 0;
  });
  const run = await room.stop();
  // Nobody knows whether all is quiet while someone is away.
  expect([run.reason, run.quiet, run.away]).toEqual(["until", "unknown", ["anna"]]);
  expect(summary(run)).toMatch(/, stopped after [\d.,]+ m?s, quiet unknown because anna was away$/);
  const lost = run.trace.events.filter(({ by }) => by === "network");
  expect(lost.map(({ node, peer }) => [node, peer])).toEqual(lost.map(() => ["anna", "ben"]));
});

frozen("a laptop that freezes is away within 30 s, and is here again when it thaws", async () => {
  const room = await openRoom();
  const [anna] = await joined("anna", "ben");
  anna!.process.kill("SIGSTOP");
  await eventually("anna is away", () => stateOf("anna") === "away", 30_000);
  anna!.process.kill("SIGCONT");
  await eventually("anna is here", () => stateOf("anna") === "here", 30_000);
  expect(await room.ask("anna", { type: "get", key: "x" }, ASK)).toBe("nothing");
});

test("a cell that never ends keeps no laptop from its room, and a node that never ends ends alone", async () => {
  const room = await openRoom();
  const anna = await laptop();
  await anna.run(
    `class Store extends Node { onGet() { return "here"; } }
    class Loop extends Node { onGet() { for (;;); } }
    globalThis.me = await join(given, { as: "anna", nodes: { anna: Store, "anna/loop": Loop } });`,
    room.link,
  );
  await eventually("anna is here", () => stateOf("anna") === "here");
  const blocked = anna.run("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)");
  expect(await room.ask("anna", { type: "get" }, ASK)).toBe("here");
  await blocked;
  const endless = room.ask("anna/loop", { type: "get" }, { timeout: 15_000 }).catch((error: Error) => error.name);
  expect(await room.ask("anna", { type: "get" }, ASK)).toBe("here");
  expect(await endless).toBe("TimeoutError");
  const run = await room.stop();
  expect(run.errors.map(({ node, error }) => [node, error.message.slice(0, 37)])).toEqual([
    ["anna/loop", "a handler did not come back in time, "],
  ]);
});

test("a server that is killed comes back, and exactly the messages it lost are named", async () => {
  const room = await openRoom();
  const [anna, ben] = [await laptop(), (await joined("ben"))[0]!];
  await anna.run(COUNTER, room.link);
  await eventually("anna is here", () => stateOf("anna") === "here");
  await room.ask("anna", { type: "go" }, { timeout: 1 }).catch(() => {});
  const arrived = () => room.trace.events.filter(({ node, kind }) => node === "ben" && kind === "receive").length;
  await eventually("some arrive", () => arrived() > 50);
  process.kill((room as any).serverProcess, "SIGKILL");
  await eventually(
    "both are here again",
    () => stateOf("anna") === "here" && stateOf("ben") === "here" && lostIn(room.trace) > 0,
  );
  const before = arrived();
  await eventually("more arrive", () => arrived() > before + 50);
  const sent = await room.ask("anna", { type: "halt" }, ASK);
  await eventually("all is accounted for", () => endsOf(room.trace).every(({ ends }) => ends.length === 1));
  const run = await room.stop();
  const ends = endsOf(run.trace);
  expect(ends).toHaveLength(sent);
  const received = ends.filter(({ ends: [end] }) => end!.kind === "receive").map(({ key }) => key);
  expect(Object.keys(run.states.ben.data).sort()).toEqual(received.sort());
  const lost = ends.filter(({ ends: [end] }) => end!.kind === "lost");
  expect(lost.every(({ ends: [end] }) => end!.by === "network")).toBe(true);
  expect(lost.length + received.length).toBe(sent);
  expect(ben.printed).toContain("Back in the room.");
});

test("when the lecturer's side is cut off, it finds the members again that were not", async () => {
  const server = await startServer("ds1", { page: 0, server: 0 }, "127.0.0.1");
  const room = await openRoom({ nodes: { board: Board }, url: server.owner });
  await joined("anna", "ben");
  const system = await connectTo(server.server, "_system", server.passwords.system);
  const ask = (what: string, body: object) =>
    system
      .request(`$SYS.REQ.SERVER.${system.info!.server_id}.${what}`, JSON.stringify(body))
      .then((mail) => mail.json<any>());
  const keeper = async () => {
    const { data } = await ask("CONNZ", { auth: true });
    return data.connections.find(({ authorized_user }: any) => authorized_user === "_room")?.cid;
  };
  const cid = await keeper();
  await ask("KICK", { cid });
  await eventually("it is back", async () => ![undefined, cid].includes(await keeper()));
  const put = () => room.ask("anna", { type: "put", key: "x", value: 1 }, { timeout: 2000 }).catch(() => "no answer");
  // Anna sends a copy with each put; the first may go out before Ben is back.
  await eventually("ben has the copy", async () => {
    if ((await put()) !== "stored") return false;
    return (await room.ask("ben", { type: "get", key: "x" }, ASK)) === 1;
  });
  expect([stateOf("anna"), stateOf("ben")]).toEqual(["here", "here"]);
  await room.stop();
  await system.close();
  await server.end();
});

test("when the lecturer's process dies, its server ends with it", async () => {
  const lecturer = await laptop();
  const opened = await lecturer.run(`
    globalThis.room = await openClass("ds1");
    return { link: room.link, server: room.serverProcess };`);
  expect(isRunning(opened.server)).toBe(true);
  lecturer.process.kill("SIGKILL");
  await eventually("the server is gone", () => !isRunning(opened.server));
  await eventually("the page is gone", () =>
    fetch(opened.link).then(
      () => false,
      () => true,
    ),
  );
});

test("after stop nothing of a room is left", async () => {
  class Idle extends Node {}
  const room = await openRoom({ nodes: { idle: Idle } });
  const { serverProcess, link } = room as any;
  const run: Run = await room.stop();
  expect([run.reason, run.quiet, run.away]).toEqual(["quiet", true, []]);
  expect(isRunning(serverProcess)).toBe(false);
  await expect(fetch(link)).rejects.toThrow();
  await expect(room.stop()).rejects.toThrow("This room was closed.");
});

function endsOf({ events }: Run["trace"]) {
  const sends = events.filter(
    ({ node, kind, message }) => node === "anna" && kind === "send" && message.type === "copy",
  );
  const ends = new Map(sends.map((send) => [send.id, [] as (typeof events)[number][]]));
  for (const event of events)
    if (event.kind !== "send" && event.cause !== undefined && event.peer === "anna") ends.get(event.cause)?.push(event);
  return sends.map((send) => ({ key: send.message.key as string, ends: ends.get(send.id)! }));
}

function lostIn({ events }: Run["trace"]): number {
  return events.filter(({ by }) => by === "network").length;
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch {
    return false;
  }
}
