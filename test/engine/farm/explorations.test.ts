// Whole explorations on a farm: the verdict that comes back is the one of this machine, with all that it can do.
import { inspect } from "node:util";
import { explore, farm, loss, Node, run, spaceTime, stepThrough, sweep, traceToJson, type Verdict } from "kernel-lib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let opened: TestFarm;
beforeAll(async () => {
  opened = await TestFarm.open();
  await opened.worker("one");
  await opened.worker("two");
});
afterAll(() => opened.end());

class Lock extends Node {
  holder = "";
  onAsk(_: object, from: string) {
    if (this.holder === "") this.send(from, { type: "granted", since: new Map([[from, 1n]]) });
    this.holder = from;
  }
}
class Client extends Node {
  holds = false;
  polite = true;
  onStart() {
    this.send("lock", { type: "ask" });
  }
  onGranted() {
    this.holds = true;
    if (!this.polite) throw new Error("I will not say thank you");
  }
}

const systemOf = (clients: number, polite = true) => ({
  nodes: {
    lock: Lock,
    ...Object.fromEntries(Array.from({ length: clients }, (_, i) => [`c${i}`, Client.with({ polite })])),
  },
});
const properties = {
  "no client has it": ({ nodes }: any) => nodes.c0.holds !== true || "c0 holds it",
  "one client has it at most": ({ nodes }: any) => [nodes.c0, nodes.c1].filter(({ holds }) => holds).length < 2,
};
const sometimes = { "the second has it": ({ nodes }: any) => nodes.c1.holds };

/** All that a verdict says, draws and can be asked for. */
async function everythingOf(verdict: Verdict) {
  const { counterexample, examples } = verdict;
  const traces = [counterexample, ...Object.values(examples)].filter((trace) => trace !== undefined);
  return {
    data: inspect(verdict, { depth: 9, maxArrayLength: null }),
    picture: await (verdict as any)[Symbol.for("Jupyter.display")](),
    traces: traces.map((trace) => [traceToJson(trace), spaceTime(trace).svg()]),
    steps: await Promise.all(traces.map((trace) => stepThrough(trace).moments())),
  };
}

async function isAsHere(there: Verdict[], here: Verdict[]) {
  expect(await Promise.all(there.map(everythingOf))).toEqual(await Promise.all(here.map(everythingOf)));
}

const done = (from: number) => opened.lines.slice(from).filter((line) => line.includes("has done")).length;

test("one exploration a property: each verdict is that of this machine, and a worker has found it", async () => {
  const before = opened.lines.length;
  const grid = { property: Object.keys(properties) as (keyof typeof properties)[] };
  const f = ({ property }: { property: keyof typeof properties }) =>
    explore(systemOf(2), { always: { [property]: properties[property] }, sometimes });
  const verdicts = async (how: object) =>
    (await sweep(grid, f, { seeds: 1, ...how })).flatMap(({ results }) => results);
  const there = await verdicts({ on: farm(opened.link) });
  await eventually("all is reported", () => done(before) === 2);
  await isAsHere(there, await verdicts({ cores: 1 }));
  expect(there.map(({ broken, why }) => [broken, why])).toEqual([
    ["no client has it", "c0 holds it"],
    [undefined, undefined],
  ]);
  const again = await run(systemOf(2), { replay: there[0]!.counterexample! });
  expect(again.states.c0.holds).toBe(true);
  expect(spaceTime(there[0]!).svg()).toContain("<svg");
});

test("explore itself on a farm", async () => {
  const before = opened.lines.length;
  const options = { always: properties, sometimes, lossy: true, network: "duplicating" } as const;
  const there = await explore(systemOf(2), { ...options, on: farm(opened.link) });
  await eventually("it is reported", () => done(before) === 1);
  expect(opened.lines.slice(before)[1]).toMatch(/^(one|two) has done exploration 1 of 1$/);
  await isAsHere([there], [await explore(systemOf(2), options)]);
});

test("a handler that throws is found there with its words; what starts from such a trace goes on from it", async () => {
  const on = farm(opened.link);
  const there = await explore(systemOf(1, false), { on });
  const here = await explore(systemOf(1, false));
  await isAsHere([there], [here]);
  expect(there.why).toContain("I will not say thank you");
  const from = (await explore(systemOf(2), { sometimes, on })).examples["the second has it"]!;
  await isAsHere([await explore(systemOf(2), { from, on })], [await explore(systemOf(2), { from })]);
});

test("a mistake in what is explored has the words that it has here", async () => {
  const on = farm(opened.link);
  await expect(explore(systemOf(1), { crashes: -1, on })).rejects.toThrow(
    "crashes is -1; it is a whole number, 0 or more.",
  );
  await expect(explore(systemOf(1), { on: opened.link as any })).rejects.toThrow("explore: on is");
});

test("runs come back as runs", async () => {
  const before = opened.lines.length;
  const f = ({ p, seed }: { p: number; seed: number }) =>
    run({ ...systemOf(2), faults: [loss(p)], seed }, { engine: "simulator" });
  const runs = async (how: object) => (await sweep({ p: [0, 0.5] }, f, { seeds: 2, ...how })).flatMap((p) => p.results);
  const everything = async (one: any) => ({
    data: inspect({ ...one }, { depth: 9, maxArrayLength: null }),
    quiet: one.quiet,
    picture: await one[Symbol.for("Jupyter.display")](),
    steps: await stepThrough(one).moments(),
  });
  const there = await runs({ on: farm(opened.link) });
  await eventually("all is reported", () => done(before) === 4);
  const here = await runs({ cores: 1 });
  expect(await Promise.all(there.map(everything))).toEqual(await Promise.all(here.map(everything)));
});
