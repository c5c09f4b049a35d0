// What only real threads can do wrong: nodes that loop, exit, eat memory; and what is left behind.
import { readFile } from "node:fs/promises";
import { threadId } from "node:worker_threads";
import { crash, latency, Node, run } from "kernel-lib";
import { expect, test } from "vitest";

class Quiet extends Node {}

test("a node that never comes to rest ends with the run, and is named", async () => {
  class Loops extends Node {
    onStart() {
      for (;;);
    }
  }
  const result = await run({ nodes: { loops: Loops, quiet: Quiet } }, { limit: 100 });
  expect(result.reason).toBe("limit");
  expect(result.errors.map((e) => e.node)).toEqual(["loops"]);
  expect(result.errors[0].error.message).toContain("loops was still busy when the run ended after 100 ms");
  expect(result.states).toEqual({ quiet: {} });
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

test("a handler may wait for something else on threads, and the run is not quiet meanwhile", async () => {
  class Reader extends Node {
    async onStart() {
      await new Promise((resolve) => setTimeout(resolve, 30));
      this.output((await readFile("package.json", "utf8")).includes("verteilt"));
    }
  }
  expect((await run({ nodes: { reader: Reader } })).outputs.reader).toEqual([true]);
});

test("what is on its way when its sender crashes arrives all the same", async () => {
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

test("twenty runs leave no thread and no handle behind", async () => {
  class Pings extends Node {
    onStart() {
      this.broadcast({ type: "hello" });
    }
    onHello() {}
  }
  await run({ nodes: { a: Pings, b: Pings } });
  const before = process.getActiveResourcesInfo().length;
  for (let i = 0; i < 20; i++) await run({ nodes: { a: Pings, b: Pings } });
  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
});
