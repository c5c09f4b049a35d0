// A sweep in a notebook: on several threads with code of earlier cells, its prints under the cell, and ended by one
// press.
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute(`
    import { loss, Node, run, sweep } from "kernel-lib";
    import * as workers from "node:worker_threads";
    const count = 20;
    class Sender extends Node {
      onStart() { for (let n = 0; n < count; n++) this.send("receiver", { type: "number", n }); }
    }
    class Receiver extends Node {
      onNumber({ n }: { n: number }) { if (n === 7) console.log("seven"); this.output(n); }
    }
    const nodes = { sender: Sender, receiver: Receiver };
    const here = workers.threadId;
    const threads = () => process.getActiveResourcesInfo().filter((what) => /Worker|Port/.test(what)).length;
    const before = threads();
  `);
});
afterAll(() => kernel.shutdown());

test("threads give what one gives, and their prints stand under the cell in order", async () => {
  const { error } = await kernel.execute(`
    const arrived = async (cores: number, away: boolean) => sweep({ p: [0, 0.5] }, async ({ p, seed }) => {
      console.log("seed", seed);
      const { outputs } = await run({ nodes, faults: [loss(p)], seed }, { engine: "simulator" });
      return [outputs.receiver.length, (workers.threadId !== here) === away];
    }, { seeds: 2, cores });
  `);
  expect(error).toBeUndefined();
  const one = await kernel.execute("JSON.stringify(await arrived(1, false))");
  const two = await kernel.execute("JSON.stringify(await arrived(2, true))");
  expect(two.result).toEqual(one.result);
  expect(two.result!["text/plain"]).not.toContain("false");
  expect(two.stdout).toBe(one.stdout);
  expect(two.stdout).toContain("seed 1\n[receiver] seven\nseed 2\n[receiver] seven\n");
});

test("an interrupt ends a sweep and its threads", async () => {
  const id = kernel.begin(`console.log("running");
    await sweep({ n: [1, 2, 3] }, () => { while (true) {} }, { cores: 2 })`);
  await kernel.printed(id, "running");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  expect((await kernel.execute("[threads() - before, count]")).result).toEqual({ "text/plain": "[ 0, 20 ]" });
});
