// Attempts to earn what an answer does not, and accidents that look like it: each is a cell that a student has put
// behind the answers, and earns what honest answers earn. `// earns: 2 1` in its first line is that, for two exercises;
// a third, which nobody touches, always earns its two.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Marked, Marker } from "../support/marking.js";

const folder = join(__dirname, "../attempts");
const attempts = readdirSync(folder).map((file) => {
  const code = readFileSync(join(folder, file), "utf8");
  return { name: basename(file, ".ts"), code, earns: /^\/\/ earns: (\S+) (\S+)/.exec(code)?.slice(1, 3).map(Number) };
});
const solutions = resolve("solutions/01-what-is-a-distributed-system/01-what-is-a-distributed-system.ipynb");
const marked = new Map<string, Marked>();
const markers = [new Marker(), new Marker()];

/** Elsewhere marks say that they are unprotected, and attempts would do what they like. */
const describeHere = describe.skipIf(process.platform !== "linux");

describeHere("in an enclosure", () => {
  beforeAll(async () => {
    vi.stubEnv("VERTEILT_TEST_SECONDS", "1.5");
    const waiting = [...attempts];
    const work = async (marker: Marker) => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        marked.set(next.name, await marker.mark(next.code.replaceAll("SOLUTIONS", solutions)));
    };
    await Promise.all(markers.map(work));
  }, 1_800_000);
  afterAll(() => {
    for (const marker of markers) marker.close();
    vi.unstubAllEnvs();
  });

  test("which there is", () => expect(markers[0]!.protection).toBe("bubblewrap"));

  test("there are about thirty", () => expect(attempts.length).toBeGreaterThan(28));

  test.each(attempts)("$name", ({ name, earns }) => {
    expect(marked.get(name)!.points).toEqual([...earns!, 2]);
  });

  test("none holds a judge for more than a minute of processor time", () => {
    expect([...marked].filter(([, { seconds }]) => seconds > 60)).toEqual([]);
  });

  test("no report is too large for a page", () => {
    const sizes = [...marked].map(([name, { reports }]) => ({ name, size: reports.join("").length }));
    expect(sizes.filter(({ size }) => size > 3e6)).toEqual([]);
  });

  test("no report holds what a student wrote as anything but text", () => {
    const markup = /<(?:b|script|style|img|form|svg onload)\b|\bon[a-z]+="/;
    expect([...marked].filter(([, { reports }]) => reports.some((html) => markup.test(html)))).toEqual([]);
  });

  test("no report shows a hidden test's inputs, code or path, nor the solutions", () => {
    const secrets = ["-77", "-154", "beta", "gamma", "odd numbers, too\\", "HIDDEN TESTS", "kernel-lib/dist"];
    const told = [...marked].flatMap(([name, { reports }]) => {
      const text = reports.join("\n");
      return secrets.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`);
    });
    expect(told).toEqual([]);
  });
});
