import { sweep } from "kernel-lib/dist/src/engine/sweep.js";
import { expect, test } from "vitest";

test("every combination is tried with every seed, the last parameter fastest", async () => {
  const calls: string[] = [];
  const found = await sweep(
    { nodes: [2, 4], loss: [0, 0.5, 1] },
    ({ nodes, loss, seed }) => {
      calls.push(`${nodes}/${loss}/${seed}`);
      return nodes * seed;
    },
    { seeds: 2 },
  );
  expect(calls.join(" ")).toBe("2/0/1 2/0/2 2/0.5/1 2/0.5/2 2/1/1 2/1/2 4/0/1 4/0/2 4/0.5/1 4/0.5/2 4/1/1 4/1/2");
  expect(found[0]).toEqual({ p: { nodes: 2, loss: 0 }, results: [2, 4] });
  expect(found[5]).toEqual({ p: { nodes: 4, loss: 1 }, results: [4, 8] });
});

test("experiments run one after another, and their promises are awaited", async () => {
  let running = 0;
  const [point] = await sweep({ n: [1] }, async ({ seed }) => {
    expect(++running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    return seed;
  });
  expect(point!.results).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("an error is passed on with the parameters that caused it", async () => {
  const failing = sweep({ n: [1, 2] }, ({ n, seed }) => {
    if (n === 2 && seed === 3) throw new TypeError("no such thing");
  });
  await expect(failing).rejects.toThrow('sweep: at {"n":2,"seed":3}: TypeError: no such thing');
  expect(((await failing.catch((error) => error)) as Error).cause).toBeInstanceOf(TypeError);
});

test("an invalid grid, experiment or number of seeds is quoted", async () => {
  const attempt = (...args: unknown[]) => expect((sweep as (...args: unknown[]) => Promise<unknown>)(...args)).rejects;
  const f = () => 1;
  await attempt({}, f).toThrow(
    "sweep: the grid is {}; it takes a list of values for each parameter, as in { nodes: [2, 4, 8] }.",
  );
  await attempt([1], f).toThrow("sweep: the grid is [1];");
  await attempt({ n: 3 }, f).toThrow("sweep: n is 3; the grid takes a list of values");
  await attempt({ n: [] }, f).toThrow("sweep: n is [];");
  await attempt({ seed: [1] }, f).toThrow('sweep: "seed" is not for the grid; say how many with { seeds: 20 }.');
  await attempt({ n: [1] }, 5).toThrow("sweep: the experiment is 5;");
  await attempt({ n: [1] }, f, { seeds: 0 }).toThrow("sweep: seeds is 0; it is a whole number, 1 or more.");
});

test("the number of cores is quoted", async () => {
  const attempt = sweep({ n: [1] }, () => 1, { cores: 0 });
  await expect(attempt).rejects.toThrow("sweep: cores is 0; it is a whole number, 1 or more.");
});
