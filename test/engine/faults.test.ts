// Every fault, on both engines where timing does not decide, and exactly in the simulator.
import {
  bandwidth,
  byzantine,
  corrupt,
  crash,
  duplicate,
  latency,
  Node,
  partition,
  pause,
  type Run,
  type RunOptions,
  reorder,
  rule,
  run,
  type System,
  slow,
  start,
} from "kernel-lib";
import { describe, expect, test } from "vitest";

class Counter extends Node {
  n = 10;
  to = "sink";
  onStart() {
    for (let i = 0; i < this.n; i++) this.send(this.to, { type: "item", i, text: "abc" });
  }
}
class Sink extends Node {
  onItem({ i }: { type: "item"; i: number }) {
    this.output(i);
  }
}
const stream: System = { nodes: { counter: Counter, sink: Sink } };
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(["threads", "simulator"] as const)("on %s", (engine) => {
  const go = (system: System, options: RunOptions = {}): Promise<Run> => run(system, { engine, ...options });

  test("duplicates count as one message sent, with a trace and without", async () => {
    for (const trace of [true, false]) {
      const { stats } = await go({ ...stream, faults: [duplicate(1)] }, { trace });
      expect(stats).toMatchObject({ messages: 10, delivered: 20, byType: { item: 10 } });
    }
  });

  test("duplicates arrive twice, and both name the same send event", async () => {
    const result = await go({ ...stream, faults: [duplicate(1)] });
    expect([...result.outputs.sink].sort()).toEqual([...upTo(10), ...upTo(10)].sort());
    expect(result.stats).toMatchObject({ messages: 10, delivered: 20 });
    const causes = result.trace.events.filter((e) => e.kind === "receive").map((e) => e.cause);
    expect(new Set(causes).size).toBe(10);
  });

  test("corruption changes one part of a message, never its type, and the trace shows both", async () => {
    const result = await go({ ...stream, faults: [corrupt(1)] });
    const receives = result.trace.events.filter((e) => e.kind === "receive");
    expect(receives).toHaveLength(10);
    for (const { message, cause } of receives) {
      const sent = result.trace.events[cause!].message;
      expect(message.type).toBe("item");
      expect([message.i !== sent.i, message.text !== sent.text].filter(Boolean)).toHaveLength(1);
    }
  });

  test("a partition separates the groups in both directions, or in one", async () => {
    class Greets extends Node {
      onStart() {
        this.broadcast({ type: "hello" });
      }
      onHello(_: unknown, from: string) {
        this.output(from);
      }
    }
    const nodes = { a: Greets, b: Greets, c: Greets };
    const both = await go({ nodes, faults: [partition([["a"], ["b", "c"]])] });
    expect(both.outputs).toEqual({ a: [], b: ["c"], c: ["b"] });
    expect(both.stats).toMatchObject({ messages: 6, delivered: 2, lost: 4 });
    const oneWay = await go({ nodes, faults: [partition([["a"], ["b"]], { oneWay: true })] });
    expect(oneWay.outputs.a.sort()).toEqual(["b", "c"]);
    expect(oneWay.outputs.b).toEqual(["c"]);
  });

  test("a Byzantine node is another class in its place", async () => {
    class Liar extends Node {
      onStart() {
        this.send("sink", { type: "item", i: 666 });
      }
    }
    const result = await go({ ...stream, faults: [byzantine("counter", Liar)] });
    expect(result.outputs.sink).toEqual([666]);
    expect(result.trace.system.nodes.counter.class).toBe("Liar");
    expect(result.trace.system.faults).toEqual([{ kind: "byzantine", id: "counter", class: "Liar" }]);
  });

  test("rules are plain functions: pass, drop, copy, or put another message in its place", async () => {
    const verdict = await go({
      ...stream,
      faults: [
        rule(
          ({ message }) => {
            if (message.i < 3) return "drop";
            if (message.i === 4) return { copies: 3 };
            if (message.i === 5) return { message: { type: "item", i: 50 } };
            return "pass";
          },
          { to: "sink" },
        ),
      ],
    });
    expect([...verdict.outputs.sink].sort((a: any, b: any) => a - b)).toEqual([3, 4, 4, 4, 6, 7, 8, 9, 50]);
    expect(verdict.stats).toMatchObject({ messages: 10, delivered: 9, lost: 3 });
  });

  test("a paused node loses nothing: messages and timers wait", async () => {
    class Ticks extends Node {
      onStart() {
        this.setTimer("tick", 400);
      }
      onTimer() {
        this.output("tick");
      }
      onItem({ i }: { type: "item"; i: number }) {
        this.output(i);
      }
    }
    const result = await go({
      nodes: { counter: Counter.with({ n: 3 }), sink: Ticks },
      // The pause is long before anything is due: on a busy machine it may come late.
      faults: [latency(300), pause("sink", { at: 20, for: 500 })],
    });
    expect([...result.outputs.sink].sort()).toEqual([0, 1, 2, "tick"]);
    const story = result.trace.events
      .filter((e) => e.node === "sink")
      .map((e) => (e.kind === "note" ? e.message : e.kind));
    expect(story.slice(0, 3)).toEqual(["start", "paused", "resumed"]);
    const { at } = result.trace.events.find((e) => e.message === "resumed")!;
    for (const event of result.trace.events) if (event.kind === "receive") expect(event.at).toBeGreaterThanOrEqual(at);
  });

  test("a live system is partitioned, healed, paused and joined by hand", async () => {
    class Friend extends Node {
      async onVisit({ to, patience = 5000 }: { type: "visit"; to: string; patience?: number }) {
        try {
          return await this.call(to, { type: "knock" }, { timeout: patience });
        } catch {
          return "nobody there";
        }
      }
      onKnock() {
        return `hello from ${this.id}`;
      }
    }
    const live = await start({ nodes: { a: Friend, b: Friend } }, { engine });
    expect(await live.ask("a", { type: "visit", to: "b" })).toBe("hello from b");
    await live.partition(["a"], ["b"]);
    expect(await live.ask("a", { type: "visit", to: "b", patience: 40 })).toBe("nobody there");
    await live.heal();
    expect(await live.ask("a", { type: "visit", to: "b" })).toBe("hello from b");
    await live.pause("b");
    expect(await live.ask("a", { type: "visit", to: "b", patience: 40 })).toBe("nobody there");
    await live.resume("b");
    await live.add("c", Friend);
    expect(await live.ask("c", { type: "visit", to: "a" })).toBe("hello from a");
    expect(await live.ask("a", { type: "visit", to: "c" })).toBe("hello from c");
    await expect(live.add("c", Friend)).rejects.toThrow('There is a node "c" already.');
    await expect(live.crash("d")).rejects.toThrow('There is no node "d" in this system.');
    expect((await live.stop()).reason).toBe("quiet");
  });

  test("many nodes share threads, and still crash alone", async () => {
    const ids = upTo(60).map((i) => `n${i}`);
    class Neighbour extends Node {
      onStart() {
        const next = ids[(ids.indexOf(this.id) + 1) % ids.length];
        this.send(next, { type: "pass", hops: 1 });
      }
      onPass({ hops }: { type: "pass"; hops: number }) {
        this.output(hops);
      }
    }
    const result = await go({
      nodes: Object.fromEntries(ids.map((id) => [id, Neighbour])),
      // Long enough for sixty nodes to start on a busy machine.
      faults: [latency(4000), crash("n5", { at: 2500 })],
    });
    expect(result.stats).toMatchObject({ messages: 60, delivered: 59, lost: 1 });
    expect(Object.keys(result.states)).toEqual(ids.filter((id) => id !== "n5"));
  });
});

describe("exactly, in the simulator", () => {
  const go = (system: System): Promise<Run> => run(system, { engine: "simulator" });
  const arrivals = (result: Run) => result.trace.events.filter((e) => e.kind === "receive").map((e) => e.at);

  test("a link carries a limited number of bytes a second, one message after another", async () => {
    // { "type": "item", "i": 0, "text": "abc" } is 34 bytes as JSON: 34 ms each at 1,000 bytes a second, and 1 ms on
    // the way.
    const result = await go({ nodes: { counter: Counter.with({ n: 3 }), sink: Sink }, faults: [bandwidth(1000)] });
    expect(arrivals(result)).toEqual([35, 69, 103]);
  });

  test("delayed messages are overtaken", async () => {
    const result = await go({ ...stream, faults: [reorder(0.5)] });
    expect(result.outputs.sink).not.toEqual(upTo(10));
    expect([...result.outputs.sink].sort()).toEqual(upTo(10));
    for (const at of arrivals(result)) expect(at).toBeLessThanOrEqual(3);
  });

  test("a slow node takes `factor` times as long", async () => {
    class Slow extends Counter {
      onStart() {
        this.setTimer("go", 10);
      }
      onTimer() {
        super.onStart();
      }
    }
    const system = { nodes: { counter: Slow.with({ n: 1 }), sink: Sink } };
    expect(arrivals(await go(system))).toEqual([11]);
    expect(arrivals(await go({ ...system, faults: [slow("counter", 3)] }))).toEqual([33]);
    expect(arrivals(await go({ ...system, faults: [latency(5), slow("counter", 2)] }))).toEqual([30]);
  });

  test("a partition heals, and what was sent before it arrives", async () => {
    class Ticker extends Node {
      onStart() {
        this.setTimer("tick", 10);
      }
      onTimer() {
        this.send("sink", { type: "item", i: this.now() });
        if (this.now() < 60) this.setTimer("tick", 10);
      }
    }
    const result = await go({
      nodes: { ticker: Ticker, sink: Sink },
      faults: [latency(5), partition([["ticker"], ["sink"]], { from: 22, until: 50 })],
    });
    expect(result.outputs.sink).toEqual([10, 20, 50, 60]);
  });

  test("a matrix gives every link its own time, there and back", async () => {
    class Echo extends Node {
      onItem({ i }: { type: "item"; i: number }, from: string) {
        this.send(from, { type: "back", i });
      }
    }
    class Asker extends Node {
      onStart() {
        this.broadcast({ type: "item", i: 0 });
      }
      onBack(_: unknown, from: string) {
        this.output([from, this.now()]);
      }
    }
    const matrix = { ask: { near: 3, far: 40 }, near: { ask: 4 }, far: { ask: 50 } };
    const result = await go({ nodes: { ask: Asker, near: Echo, far: Echo }, faults: [latency({ matrix })] });
    expect(result.outputs.ask).toEqual([
      ["near", 7],
      ["far", 90],
    ]);
    await expect(go({ ...stream, faults: [latency({ matrix: { counter: { sing: 4 } } })] })).rejects.toThrow(
      'The fault latency names "sing", but the nodes are "counter", "sink".',
    );
  });

  test("two partitions of the same nodes at the same time are refused; others may overlap", async () => {
    class Crier extends Node {
      onStart() {
        this.setTimer("cry", 30);
      }
      onTimer() {
        this.broadcast({ type: "cry" });
      }
      onCry(_: unknown, from: string) {
        this.output(from);
      }
    }
    const nodes = { a: Crier, b: Crier, c: Crier };
    const between = (...faults: ReturnType<typeof partition>[]) => go({ nodes, faults });
    await expect(
      between(partition([["a", "b"], ["c"]], { from: 10, until: 90 }), partition([["a"], ["b", "c"]], { from: 50 })),
    ).rejects.toThrow(
      'Two partitions overlap: [["a","b"],["c"]] and [["a"],["b","c"]] both separate "a" from "c" from 50 ms until 90 ms. ' +
        "Let one end before the other begins, or write one partition with all its groups.",
    );
    await expect(between(partition([["a"], ["b"]]), partition([["b"], ["a"]]))).rejects.toThrow(
      'both separate "a" from "b" from 0 ms on.',
    );
    const thirds = await between(partition([["a", "b"], ["c"]]), partition([["a"], ["b"]], { from: 20 }));
    expect(thirds.outputs).toEqual({ a: [], b: [], c: [] });
    const bothWays = await between(
      partition([["a"], ["b"]], { oneWay: true }),
      partition([["b"], ["a"]], { oneWay: true, from: 20, until: 40 }),
    );
    expect(bothWays.outputs).toEqual({ a: ["c"], b: ["c"], c: ["a", "b"] });
    const oneAfterTheOther = await between(
      partition([["a"], ["b"]], { until: 20 }),
      partition([["a"], ["b"]], { from: 20, until: 30 }),
    );
    expect(oneAfterTheOther.outputs).toEqual({ a: ["b", "c"], b: ["a", "c"], c: ["a", "b"] });
  });

  test("rules see seeded numbers, and an invalid verdict is quoted", async () => {
    const dice = rule((_, random) => (random() < 0.5 ? "drop" : { delay: 7 }));
    const one = await go({ ...stream, faults: [dice] });
    expect((await go({ ...stream, faults: [dice] })).outputs).toEqual(one.outputs);
    expect(new Set(arrivals(one))).toEqual(new Set([7]));
    await expect(go({ ...stream, faults: [rule(() => "maybe" as any)] })).rejects.toThrow(
      'A rule decides "maybe"; it may return "pass", "drop", { delay }, { copies } or { message }.',
    );
  });

  test.each([
    [() => partition([["a"]]), 'partition([["a"]]): it takes two groups or more'],
    [() => partition([["a"], ["a", "b"]]), '"a" is in two groups.'],
    [() => bandwidth(0), "bandwidth(0): it takes bytes per second, above 0."],
    [() => slow("a", 0.5), 'slow("a", 0.5): a factor is 1 or more.'],
    [() => pause("a", { at: 1 } as any), 'pause("a", {"at":1}): when is an object such as { at: 50, for: 20 }'],
    [() => latency([1, 9] as any), "latency([1,9]): a delay is milliseconds, 0 or more"],
    [() => rule("drop" as any), 'rule("drop"): it takes a function of an envelope'],
  ])("%s is refused", (make, message) => {
    expect(make).toThrow(message);
  });
});
