// What only real threads can do wrong: nodes that loop, exit, eat memory; and what is left behind.
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { threadId } from "node:worker_threads";
import { crash, latency, Node, run } from "kernel-lib";
import { expect, test } from "vitest";

class Quiet extends Node {}

test("a node that never comes back from a handler ends alone, and the others continue", async () => {
  class Loops extends Node {
    onStart() {
      for (;;);
    }
  }
  class Waits extends Node {
    onStart() {
      this.setTimer("later", 300);
    }
    onTimer() {
      this.output("still here");
    }
  }
  const result = await run({ nodes: { loops: Loops, waits: Waits } }, { limit: 4000 });
  expect(result.errors.map((e) => [e.node, e.error.message])).toEqual([
    ["loops", "a handler did not come back in time, so the node was ended. Does a loop never end?"],
  ]);
  expect(result.states).toEqual({ waits: {} });
});

test("a message takes its time where nothing is traced, too", async () => {
  class Player extends Node {
    left = 3;
    onStart() {
      if (this.id === "a") this.send("b", { type: "ball" });
    }
    onBall(_ball: { type: "ball" }, from: string) {
      if (--this.left > 0) this.send(from, { type: "ball" });
    }
  }
  const { stats } = await run({ nodes: { a: Player, b: Player }, faults: [latency(30)] }, { trace: false });
  expect(stats.delivered).toBe(5);
  expect(stats.ms).toBeGreaterThanOrEqual(150);
});

test("a handler that waits for a promise that never settles is named at the limit", async () => {
  class Hopes extends Node {
    async onStart() {
      await new Promise(() => {});
    }
  }
  const result = await run({ nodes: { hopes: Hopes, quiet: Quiet } }, { limit: 150 });
  expect(result.reason).toBe("limit");
  expect(result.errors.map((e) => e.error.message)).toEqual([
    "A handler of hopes still awaited something other than call or sleep at the limit. Does a promise never settle?",
  ]);
});

test("a node that calls process.exit ends alone", async () => {
  class Exits extends Node {
    onStart() {
      process.exit(3);
    }
  }
  const result = await run({ nodes: { exits: Exits, quiet: Quiet } });
  expect(result.errors.map((e) => [e.node, e.error.message])).toEqual([
    ["exits", "its thread ended, as by process.exit(3)"],
  ]);
  expect(result.reason).toBe("quiet");
});

test("nodes run on threads of their own", async () => {
  class Threads extends Node {
    onStart() {
      this.output(threadId);
    }
  }
  const result = await run({ nodes: { a: Threads, b: Threads } });
  const ids = [...result.outputs.a, ...result.outputs.b];
  expect(new Set(ids).size).toBe(2);
  expect(ids).not.toContain(threadId);
});

test("a handler on a thread may await other promises, and the run does not end meanwhile", async () => {
  class Reader extends Node {
    async onStart() {
      await new Promise((resolve) => setTimeout(resolve, 30));
      this.output((await readFile("package.json", "utf8")).includes("verteilt"));
    }
  }
  expect((await run({ nodes: { reader: Reader } })).outputs.reader).toEqual([true]);
});

test("a node that acts outside its handlers ends, and the error says what to do instead", async () => {
  class Sneaks extends Node {
    onStart() {
      this.setTimer("stay", 60);
      setTimeout(() => this.send("quiet", { type: "boo" }), 5);
    }
  }
  const result = await run({ nodes: { sneaks: Sneaks, quiet: Quiet } });
  expect(result.errors.map((e) => e.node)).toEqual(["sneaks"]);
  expect(result.errors[0].error.message).toContain(
    "sneaks does something (send) while none of its handlers runs: in a setTimeout",
  );
  expect(result.stats.messages).toBe(0);
});

test("a message under way when its sender crashes still arrives", async () => {
  class Sends extends Node {
    onStart() {
      this.send("echo", { type: "last" });
    }
  }
  class Echo extends Node {
    onLast() {
      this.output("arrived");
    }
  }
  const result = await run({ nodes: { sends: Sends, echo: Echo }, faults: [latency(80), crash("sends", { at: 40 })] });
  expect(result.trace.events.filter((e) => e.kind !== "start").map((e) => e.kind)).toEqual([
    "send",
    "crash",
    "receive",
    "output",
  ]);
  expect(result.outputs.echo).toEqual(["arrived"]);
});

test("a node that exhausts its memory ends alone", async () => {
  class Hoards extends Node {
    hoard: unknown[] = [];
    onStart() {
      for (;;) this.hoard.push(new Array(100_000).fill(this.hoard.length));
    }
  }
  const result = await run({ nodes: { hoards: Hoards, quiet: Quiet } }, { limit: 60_000 });
  expect(result.errors.map((e) => [e.node, e.error.message])).toEqual([["hoards", "it ran out of memory"]]);
  expect(result.reason).toBe("quiet");
  expect(result.states).toEqual({ quiet: {} });
});

test("two hundred runs leave no thread, no handle and no memory behind", async () => {
  class Pings extends Node {
    onStart() {
      this.broadcast({ type: "hello" });
    }
    onHello() {}
  }
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const measure = () => {
    collect();
    return { handles: process.getActiveResourcesInfo().length, heap: process.memoryUsage().heapUsed };
  };
  const runs = async (n: number) => {
    for (let i = 0; i < n; i++)
      await run({ nodes: { a: Pings, b: Pings }, faults: i % 20 === 0 ? [crash("b", { at: 1 })] : [] });
  };
  await runs(60);
  const before = measure();
  await runs(200);
  const after = measure();
  expect(after.handles).toBeLessThanOrEqual(before.handles);
  expect(after.heap / before.heap).toBeLessThan(1.05);
});
