import { clock, crash, latency, loss } from "kernel-lib";
import { LinkRules, Links } from "kernel-lib/dist/src/network/links.js";
import { randomStream } from "kernel-lib/dist/src/network/random.js";
import { describe, expect, test } from "vitest";

describe("random streams", () => {
  test("are the same for the same seed and names, on every machine", () => {
    const stream = randomStream(1, "node", "a", 0);
    expect([stream(), stream(), stream()].map((x) => Math.floor(x * 2 ** 32))).toEqual(STREAM);
  });

  test("differ by seed and by name, and large seeds count whole", () => {
    const first = (seed: number, ...names: string[]) => randomStream(seed, ...names)();
    expect(
      new Set([first(1, "a"), first(2, "a"), first(1, "b"), first(1, "a", "b"), first(1 + 2 ** 40, "a")]).size,
    ).toBe(5);
  });

  test("fill the unit interval evenly", () => {
    const stream = randomStream(3, "even");
    const bins = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(stream() * 10)]++;
    for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(400);
  });
});
const STREAM = [2852584167, 203852941, 2643149807];

describe("links", () => {
  const transits = (faults: Parameters<typeof make>[0], n = 1) => {
    const sender = { id: "a", chance: undefined };
    const links = make(faults);
    return Array.from({ length: n }, () => {
      links.decide(sender, "b", { type: "ping" }, 10);
      return { delay: links.delay, lost: links.lost };
    });
  };
  const make = (faults: ReturnType<typeof loss>[]) =>
    new Links(new LinkRules(faults, 1), () => randomStream(1, "links"));

  test("take the base delay where no latency matches", () => {
    expect(transits([])).toEqual([{ delay: 1, lost: false }]);
    expect(transits([latency(50, { to: "c" })])).toEqual([{ delay: 1, lost: false }]);
  });

  test("latencies that match add up", () => {
    expect(transits([latency(20), latency(5, { from: "a" }), latency(100, { type: "pong" })])).toEqual([
      { delay: 25, lost: false },
    ]);
  });

  test("a window includes its beginning and not its end", () => {
    expect(transits([latency(9, { after: 10, before: 11 })])[0].delay).toBe(9);
    expect(transits([latency(9, { after: 9, before: 10 })])[0].delay).toBe(1);
  });

  test("uniform delays stay between their bounds", () => {
    const delays = transits([latency({ min: 5, max: 50 })], 1000).map((t) => t.delay);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...delays)).toBeLessThan(50);
    expect(new Set(delays).size).toBeGreaterThan(990);
  });

  test("exponential and normal delays have their mean", () => {
    const mean = (faults: Parameters<typeof make>[0]) =>
      transits(faults, 20_000).reduce((sum, t) => sum + t.delay, 0) / 20_000;
    expect(mean([latency({ exponential: 10 })])).toBeCloseTo(10, 0);
    expect(mean([latency({ normal: 10, deviation: 2 })])).toBeCloseTo(10, 0);
    expect(mean([latency({ mean: 10, jitter: 3 })])).toBeCloseTo(10, 0);
  });

  test("a matrix gives every link its own delay, and leaves alone what it leaves out", () => {
    const matrix = { a: { b: 20, c: 90 }, b: { a: { min: 7, max: 7 } } };
    expect(transits([latency({ matrix })])).toEqual([{ delay: 20, lost: false }]);
    expect(transits([latency({ matrix: { b: matrix.b } })])).toEqual([{ delay: 1, lost: false }]);
    expect(transits([latency(5), latency({ matrix })])).toEqual([{ delay: 25, lost: false }]);
    expect(transits([latency({ matrix: { a: { b: { min: 7, max: 7 } } } }, { type: "ping" })])[0].delay).toBe(7);
  });

  test("lose about as many as the probability says", () => {
    const lost = transits([loss(0.2)], 10_000).filter((t) => t.lost).length;
    expect(Math.abs(lost - 2000)).toBeLessThan(150);
  });
});

describe("impossible faults", () => {
  test.each([
    [() => loss(1.5), "loss(1.5): a probability lies between 0 and 1."],
    [() => latency(-1), "latency(-1): a delay is milliseconds, 0 or more"],
    [() => latency({ min: 9, max: 3 }), 'latency({"min":9,"max":3}): min is above max.'],
    [() => latency({ matrix: { a: 20 } } as any), 'latency({"matrix":{"a":20}}): a matrix has a row for each sender'],
    [() => latency({ matrix: { a: { b: -2 } } }), 'latency(-2) from "a" to "b": a delay is milliseconds, 0 or more'],
    [() => crash("a", { at: 50, restart: 40 }), "restart is a time in ms since the run began, after 50."],
    [() => crash("a", {} as any), 'crash("a", {}): when is an object such as { at: 50, restart: 80 }'],
    [() => clock("a", { drift: -2 }), "drift a number above -1"],
    [() => loss(0.1, { too: "b" } as any), 'there is no "too"; choose among from, to, type, after, before.'],
  ])("%s", (make, message) => {
    expect(make).toThrow(message);
  });
});
