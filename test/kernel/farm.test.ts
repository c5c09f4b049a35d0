// A farm from a notebook: what a worker finds is shown as what is found here, and meanwhile how far it is.
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestFarm } from "../support/farm.js";
import { KernelClient } from "../support/kernel-client.js";

let farm: TestFarm;
let kernel: KernelClient;
beforeAll(async () => {
  farm = await TestFarm.open();
  await farm.worker("one");
  kernel = await KernelClient.start();
  const { error } = await kernel.execute(`
    import { explore, farm, Node, stepThrough, sweep } from "kernel-lib";
    class Greeter extends Node {
      greeted = 0;
      onStart() { this.send("b", { type: "hello" }); }
      onHello() { this.greeted++; }
    }
    const system = { nodes: { a: Greeter, b: Greeter } };
    const few = ({ nodes }: any) => nodes.b.greeted < 2 || "twice";
    const on = farm(${JSON.stringify(farm.link)});`);
  expect(error).toBeUndefined();
}, 120_000);
afterAll(async () => {
  await kernel.shutdown();
  await farm.end();
});

const done = () => farm.lines.filter((line) => line.includes("has done")).length;

test("a verdict draws itself as one that was found here, and is stepped through", async () => {
  const here = await kernel.execute("await explore(system, { always: { few } })");
  const there = await kernel.execute("await explore(system, { always: { few }, on })");
  expect(there.result).toEqual(here.result);
  const swept = await kernel.execute(`
    const points = await sweep(
      { property: Object.entries({ few }) },
      ({ property: [name, holds] }) => explore(system, { always: { [name]: holds } }),
      { seeds: 1, on },
    );
    points[0].results[0]`);
  expect(swept.result).toEqual(here.result);
  expect(done()).toBe(2);
  const { result } = await kernel.execute("(await stepThrough(points[0].results[0]).moments()).at(-1).nodes.b.greeted");
  expect(result).toEqual({ "text/plain": "2" });
});

test("what takes time says how far it is", async () => {
  const { published } = await kernel.execute(`await sweep({ ms: [2500, 2500] }, ({ ms }) => {
      for (const end = Date.now() + ms; Date.now() < end; );
      return ms;
    }, { seeds: 1, on })`);
  const said = published
    .filter(({ header }) => header.msg_type.endsWith("display_data"))
    .map(({ content }) => content.data["text/plain"]);
  expect(said[0]).toMatch(/^[01] of 2 done on the farm; one is at it$/);
  expect(said.at(-1)).toBe("2 of 2 done on the farm");
});
