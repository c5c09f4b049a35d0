// A class on real laptops, that is, in processes: everyone is a store, as in chapter 1, and the lecturer may part them.
import { expect, test } from "vitest";
import { ASK, joined, openRoom } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

test("everyone is a store: what reaches one reaches all, until the lecturer parts them", async () => {
  const room = await openRoom();
  const [anna] = await joined("anna", "ben");
  expect(room.members.map(({ name, nodes }) => [name, nodes]).sort()).toEqual([
    ["anna", ["anna"]],
    ["ben", ["ben"]],
  ]);
  const get = (node: string) => room.ask(node, { type: "get", key: "x" }, ASK);

  expect(await room.ask("anna", { type: "put", key: "x", value: 1 }, ASK)).toBe("stored");
  await eventually("ben has it", async () => (await get("ben")) === 1);

  await room.partition(["anna"], ["ben"]);
  await room.ask("anna", { type: "put", key: "x", value: 2 }, ASK);
  await eventually("it is lost", () => room.trace.events.some(({ kind }) => kind === "lost"));
  expect(await get("ben")).toBe(1);

  await room.heal();
  await room.ask("anna", { type: "put", key: "x", value: 3 }, ASK);
  await eventually("ben has the newest", async () => (await get("ben")) === 3);
  expect(await anna!.run(`return me.ask("board", { type: "hello" }, { timeout: 10000 })`)).toBe("hello anna/outside");

  const run = await room.stop();
  expect(run.states).toEqual({
    board: { seen: ["anna/outside"] },
    anna: { data: { x: 3 } },
    ben: { data: { x: 3 } },
  });
  expect(run.errors).toEqual([]);
  expect(run.trace.engine).toBe("cluster");
  const lost = run.trace.events.filter(({ kind }) => kind === "lost");
  expect(lost).toMatchObject([{ node: "ben", peer: "anna", message: { type: "copy", key: "x", value: 2 } }]);
  for (const { id, at, lamport, cause } of run.trace.events) {
    if (cause === undefined) continue;
    const before = run.trace.events[cause]!;
    expect([cause < id, before.lamport < lamport, before.at <= at]).toEqual([true, true, true]);
  }
  await eventually("anna knows", async () => !(await anna!.run("return me.running")));
  expect(anna!.printed).toContain("The lecturer has closed the room.");
});

test("a poll is answered in notebooks, once a laptop, and its answers have no names", async () => {
  const room = await openRoom();
  const [anna, ben] = await joined("anna", "ben");
  const poll = await room.poll("Who is right?", { choices: ["anna", "ben"] });
  await eventually("it is asked", () => ben!.printed.includes('await me.answer("ben")'));
  await anna!.run(`await me.answer("ben")`);
  await ben!.run(`await me.answer("ben")`);
  await ben!.run(`await me.answer("anna")`);
  await expect(anna!.run(`await me.answer("nobody")`)).rejects.toThrow('the answers are "anna", "ben".');
  await eventually("both are counted", () => poll.answers.length === 2);
  const figure = await poll.close();
  expect([...poll.answers].sort((a, b) => (a.answer < b.answer ? -1 : 1))).toEqual([
    { answer: "anna" },
    { answer: "ben" },
  ]);
  expect(figure.data).toMatchObject([{ type: "bar", x: [1, 1], y: ["ben", "anna"] }]);
  await expect(anna!.run(`await me.answer("anna")`)).rejects.toThrow("there is no question to answer now.");
});
