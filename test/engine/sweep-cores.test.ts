// A sweep on several cores gives what it gives on one: results, order, errors, prints, and what it changes outside.
import { execFileSync } from "node:child_process";
import { exit } from "node:process";
import { inspect } from "node:util";
import { isMainThread, threadId } from "node:worker_threads";
import { explore, linearizable, loss, Node, register, run, stepThrough, sweep } from "kernel-lib";
import { afterEach, describe, expect, test, vi } from "vitest";

class Sender extends Node {
  onStart() {
    for (let n = 0; n < 20; n++) this.send("receiver", { type: "number", n });
  }
}

class Receiver extends Node {
  onNumber({ n }: { n: number }) {
    this.output(n);
  }
}

class Twice extends Node {
  onStart() {
    for (let n = 0; n < 2; n++) this.send("receiver", { type: "number", n });
  }
}

const noOutput = ({ outputs }: any) => outputs.receiver.length === 0;
const nodes = { sender: Sender, receiver: Receiver };
const grid = { p: [0, 0.25, 0.5], tag: ["a", "b"] };

async function arrived({ p, tag, seed }: { p: number; tag: string; seed: number }) {
  const { outputs, stats } = await run({ nodes, faults: [loss(p)], seed }, { engine: "simulator" });
  return {
    tag,
    got: outputs.receiver,
    lost: stats.lost,
    more: new Map([[seed, new Set([p])]]),
    none: undefined,
    z: -0,
  };
}

/** The threads that did the experiments. */
async function threads(f: (p: { n: number; seed: number }) => unknown, cores = 2): Promise<unknown[]> {
  const [point] = await sweep({ n: [1] }, f, { seeds: 6, cores });
  return point!.results;
}

const here = threadId;

afterEach(() => void vi.restoreAllMocks());

test.each([2, 3])("on %i cores it gives the results of one, in the same order", async (cores) => {
  expect(await sweep(grid, arrived, { seeds: 4, cores })).toStrictEqual(
    await sweep(grid, arrived, { seeds: 4, cores: 1 }),
  );
});

test("experiments are done on other threads, at the same time", async () => {
  const shared = new Set(await threads(() => [isMainThread, threadId].join()));
  expect(shared.has([isMainThread, here].join())).toBe(false);
  expect(shared.size).toBe(2);
});

test("parameters may be classes, and are the same as those outside", async () => {
  const f = ({ kind }: { kind: unknown }) => [kind === Sender, threadId === 0];
  const found = await sweep({ kind: [Sender, Receiver] }, f, { seeds: 1, cores: 2 });
  expect(found.map(({ results }) => results[0])).toEqual([
    [true, false],
    [false, false],
  ]);
});

test("an error is the one of the first experiment that fails, as it was thrown", async () => {
  class Unlucky extends Error {
    override name = "Unlucky";
  }
  const failing = (cores: number) =>
    sweep(
      { n: [1, 2] },
      ({ n, seed }) => {
        if (n === 2 && seed > 2) throw new Unlucky(`seed ${seed}`);
        return seed;
      },
      { cores },
    ).catch((error) => error);
  const [one, two] = [await failing(1), await failing(2)];
  expect(two.message).toBe('sweep: at {"n":2,"seed":3}: Unlucky: seed 3');
  expect(two.message).toBe(one.message);
  expect(two.cause).toBeInstanceOf(Unlucky);
});

test("a thread that ends leaves its experiment to this one", async () => {
  const main = here;
  const results = await threads(({ seed }) => {
    if (seed === 3 && threadId !== main) exit(1);
    return seed;
  });
  expect(results).toEqual([1, 2, 3, 4, 5, 6]);
});

test("prints come in the order of the experiments", async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  await threads(({ seed }) => console.log("seed", seed));
  expect(written.join("")).toBe("seed 1\nseed 2\nseed 3\nseed 4\nseed 5\nseed 6\n");
});

test("runs and verdicts are those of one thread: they draw themselves, and are stepped through", async () => {
  const found = async ({ p, seed }: { p: number; seed: number }) => ({
    where: threadId === here,
    made: await run({ nodes, faults: [loss(p)], seed }, { engine: "simulator" }),
    verdict: await explore({ nodes: { receiver: Receiver, sender: Twice } }, { always: { "no output": noOutput } }),
  });
  const both = await Promise.all([1, 2].map((cores) => sweep({ p: [0, 0.5] }, found, { seeds: 1, cores })));
  const [one, two] = await Promise.all(
    both.map((points) =>
      Promise.all(
        points.map(async ({ results: [{ made, verdict }] }: any) => [
          await Promise.all([made, verdict].map((it) => it[Symbol.for("Jupyter.display")]())),
          await Promise.all([made, verdict].map((it) => stepThrough(it).moments())),
          inspect([{ ...made }, verdict], { depth: 9 }),
        ]),
      ),
    ),
  );
  expect(two).toEqual(one);
  expect(both.map((points) => points.map(({ results }) => results[0]!.where))).toEqual([
    [true, true],
    [false, false],
  ]);
});

describe("done here, one after another, is an experiment", () => {
  const main = here;

  test("that writes to a variable outside", async () => {
    let count = 0;
    const results = await threads(() => [threadId === main, ++count]);
    expect(results.at(-1)).toEqual([true, 6]);
    expect(count).toBe(6);
  });

  test("that changes data outside where nobody can see it in its text", async () => {
    const seen: number[] = [];
    const note = (list: number[], n: number) => list.push(n);
    const results = await threads(({ seed }) => note(seen, seed));
    expect(results).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("that changes data in what it was given", async () => {
    const results = await sweep({ list: [[0]] }, ({ list }) => Object.assign(list, [list[0]! + 1])[0], {
      seeds: 3,
      cores: 2,
    });
    expect(results[0]!.results).toEqual([1, 2, 3]);
  });

  test("that gives what draws itself in another way", async () => {
    const history = [{ process: "a", input: { op: "read" }, output: undefined, call: 0, return: 1 }];
    const [verdict] = await threads(() => linearizable<any, any, any>(history, register));
    expect((verdict as any).svg()).toContain("<svg");
  });

  test("that explores a handler which never ends: its place is known here only", async () => {
    class Endless extends Node {
      onStart() {
        for (;;);
      }
    }
    vi.stubEnv("VERTEILT_STEP_SECONDS", "0.1");
    const f = async () => [(await explore({ nodes: { e: Endless } })).why, threadId === main];
    const [point] = await sweep({ n: [1] }, f, { seeds: 2, cores: 2 });
    const [here, there] = point!.results;
    expect(here![0]).toMatch(/the node was ended \(.*sweep-cores\.test\.ts.*\)/);
    expect(there).toEqual(here);
    expect(here![1]).toBe(true);
    vi.unstubAllEnvs();
  });

  test("that gives more than plain data", async () => {
    const results = await threads(
      ({ seed }) =>
        () =>
          seed,
    );
    expect(results.map((f) => (f as () => number)())).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("that runs nodes on real threads, or whose nodes throw", async () => {
    class Fails extends Node {
      onStart() {
        throw new Error("no");
      }
    }
    expect(
      await threads(async () => {
        const { trace } = await run({ nodes: { sender: Sender, receiver: Receiver } }, { engine: "threads" });
        return [trace.engine, threadId === main];
      }),
    ).toContainEqual(["threads", true]);
    expect(
      await threads(async () => [
        (await run({ nodes: { f: Fails } }, { engine: "simulator" })).reason,
        threadId === main,
      ]),
    ).toEqual(Array.from({ length: 6 }, () => ["quiet", true]));
  });
});

test("a short sweep starts no threads, and neither does one of one core", async () => {
  expect(new Set(await threads(() => threadId, 1))).toEqual(new Set([here]));
  const [point] = await sweep({ n: [1] }, () => threadId);
  expect(new Set(point!.results)).toEqual(new Set([here]));
});

test("where no threads are allowed, a sweep needs none", () => {
  const code = `const { sweep } = require("kernel-lib");
    const { threadId } = require("node:worker_threads");
    sweep({ n: [1, 2] }, ({ n }) => [n, threadId], { seeds: 1, cores: 2 }).then((all) => console.log(JSON.stringify(all)));`;
  const flags = ["--no-warnings", "--experimental-permission", "--allow-fs-read=*"];
  const said = execFileSync(process.execPath, [...flags, "-e", code], { encoding: "utf8" });
  expect(said.trim()).toBe('[{"p":{"n":1},"results":[[1,0]]},{"p":{"n":2},"results":[[2,0]]}]');
});
