// What a run knows of calls that no one answered, and how it says so.
import { crash, explore, Node, type Run, run, spaceTime, type Verdict } from "kernel-lib";
import { describe as describeRun } from "kernel-lib/dist/src/figure/describe.js";
import { spaceTimeSvg } from "kernel-lib/dist/src/figure/space-time/svg.js";
import { describe, expect, test } from "vitest";

class Asks extends Node {
  of = "";
  onStart() {
    this.setTimer("ask", 5);
  }
  async onTimer() {
    this.output(await this.call(this.of, { type: "get", key: "x" }));
  }
  async onGet() {
    if (this.of === "silent") return;
    return this.call(this.of, { type: "get", key: "y" });
  }
}
class Silent extends Node {
  onGet() {}
}
class Answers extends Node {
  onGet() {
    return 1;
  }
}
class GivesUp extends Node {
  async onStart() {
    await this.call("silent", { type: "get", key: "x" }, { timeout: 3 }).catch(() => this.output("too late"));
  }
}
const system = {
  nodes: {
    ann: Asks.with({ of: "silent" }),
    bob: Asks.with({ of: "server" }),
    eve: Asks.with({ of: "silent" }),
    late: GivesUp,
    silent: Silent,
    server: Answers,
  },
  faults: [crash("eve", { at: 20 })],
};
const text = (of: Run | Verdict) => describeRun(of).split("\n");

describe.each(["simulator", "threads"] as const)("on %s", (engine) => {
  test("a run tells whose calls have no answer; answered ones, timed-out ones and those of crashed nodes do not count", async () => {
    const result = await run(system, { engine, limit: 4000 });
    expect(result.waiting).toEqual([
      { node: "ann", for: "silent", message: { type: "get", key: "x" }, since: expect.any(Number) },
    ]);
    expect(result.waiting[0]!.since).toBeGreaterThanOrEqual(5);
    expect([result.outputs.bob, result.outputs.late]).toEqual([[1], ["too late"]]);
    expect(text(result)[0]).toMatch(/, ann waits for silent$/);
    expect(text(result)[1]).toMatch(/^ann has waited for silent since [\d.]+ ms: get \{"key":"x"\}$/);
  });
});

class Polite extends Node {
  asked: any;
  async onStart() {
    await this.call(this.peers[0]!, { type: "get", key: this.id });
    this.reply(this.asked, "after you");
  }
  onGet(request: { type: "get"; key: string }) {
    this.asked = request;
  }
}

test("a deadlock names both who wait, in the title and in both pictures", async () => {
  const result = await run({ nodes: { a: Polite, b: Polite } }, { engine: "simulator" });
  expect(result.waiting).toEqual([
    { node: "a", for: "b", message: { type: "get", key: "a" }, since: 0 },
    { node: "b", for: "a", message: { type: "get", key: "b" }, since: 0 },
  ]);
  expect(text(result).slice(0, 3)).toEqual([
    "2 nodes, 2 messages, quiet after 1 ms, a waits for b, b waits for a",
    'a has waited for b since 0 ms: get {"key":"a"}',
    'b has waited for a since 0 ms: get {"key":"b"}',
  ]);
  const { data, layout }: any = spaceTime(result);
  const band = data.find(({ name }: { name: string }) => /waits for an answer/.test(name));
  expect([band.x.map(Number), band.y]).toEqual([
    [0, 1, 2, 0, 0, 1, 2, 0].map((part) => (layout.xaxis.range[1] * part) / 2),
    [0, 0, 0, null, 1, 1, 1, null],
  ]);
  const svg = spaceTimeSvg(result);
  expect(svg.match(/data-wait/g)).toHaveLength(2);
  expect(svg).toContain("waits for an answer");
});

/** Is answered once, and then waits for another that does the same. */
class Twice extends Node {
  peer = "";
  done = false;
  async onStart() {
    for (const n of [1, 2]) await this.call(this.peer, { type: "get", n });
    this.done = true;
  }
  onGet({ n }: { type: "get"; n: number }) {
    if (n === 1) return "go on";
  }
}

test("the schedule of a deadlock names them too, and draws both from their last call", async () => {
  const verdict = await explore(
    { nodes: { a: Twice.with({ peer: "b" }), b: Twice.with({ peer: "a" }) } },
    { eventually: { "a is done": ({ nodes }) => nodes.a.done } },
  );
  expect(verdict.waiting).toEqual([
    { node: "a", for: "b", message: { type: "get", n: 2 } },
    { node: "b", for: "a", message: { type: "get", n: 2 } },
  ]);
  expect(text(verdict).slice(0, 3)).toEqual([
    '"a is done" is violated (the schedule ends after 6 events, and it has never held), 2 nodes, 6 messages',
    'a waits for b: get {"n":2}',
    'b waits for a: get {"n":2}',
  ]);
  const { data, layout }: any = spaceTime(verdict);
  const band = data.find(({ name }: { name: string }) => /waits for an answer/.test(name));
  const last = (id: string) =>
    verdict.counterexample!.events.findLast(({ kind, node }) => kind === "send" && node === id)!;
  const [from, to] = [band.x.filter((_: unknown, i: number) => i % 4 === 0).map(Number), layout.xaxis.range[1]];
  expect(from).toEqual(["a", "b"].map((id) => last(id).lamport - 1));
  expect([Number(band.x[2]), Number(band.x[6])]).toEqual([to, to]);
});

/** Only a crash keeps it from being done. */
class AsksBoth extends Node {
  done = false;
  async onStart() {
    this.call("silent", { type: "get", key: "x" });
    await this.call("server", { type: "get", key: "x" });
    this.done = true;
  }
}

test("in a schedule, answered calls, timed-out ones and those of crashed nodes do not count", async () => {
  const asked = { ...system, nodes: { ...system.nodes, eve: AsksBoth } };
  const verdict = await explore(asked, { eventually: { "eve is done": ({ nodes }) => nodes.eve?.done === true } });
  expect(verdict.waiting).toEqual([{ node: "ann", for: "silent", message: { type: "get", key: "x" } }]);
  const { events } = verdict.counterexample!;
  const callers = events.filter(({ kind, message }) => kind === "send" && message.key === "x").map(({ node }) => node);
  expect(new Set(callers)).toEqual(new Set(["ann", "bob", "late", "eve"]));
});

test("many calls without an answer are counted, and the first eight listed", async () => {
  const nodes = {
    ...Object.fromEntries([..."abcdefghij"].map((id) => [id, Asks.with({ of: "silent" })])),
    silent: Silent,
  };
  const result = await run({ nodes }, { engine: "simulator" });
  expect(text(result)[0]).toMatch(/, 10 calls without an answer$/);
  expect(text(result).slice(8, 10)).toEqual([
    'h has waited for silent since 5 ms: get {"key":"x"}',
    "... and 2 more calls without an answer.",
  ]);
});

test("a run in which all are answered says nothing of waiting", async () => {
  const result = await run({ nodes: { bob: Asks.with({ of: "server" }), server: Answers } }, { engine: "simulator" });
  expect(result.waiting).toEqual([]);
  expect(text(result)[0]).toBe("2 nodes, 2 messages, quiet after 7 ms");
  expect(spaceTimeSvg(result)).not.toContain("waits");
});
