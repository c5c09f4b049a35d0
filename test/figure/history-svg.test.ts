// The pictures of space-time diagrams and of verdicts about histories without scripts: `svg()`.
import {
  causallyConsistent,
  linearizable,
  type Operation,
  register,
  sequentiallyConsistent,
  serializable,
  spaceTime,
} from "kernel-lib";
import { spaceTimeSvg } from "kernel-lib/dist/src/figure/space-time/svg.js";
import { describe, expect, test } from "vitest";
import { pingPong } from "./recording.js";

function operation(process: string, input: any, output: any, call: number, end?: number): Operation {
  return { process, input, output, call, ...(end !== undefined && { return: end }) };
}
const write = (value: unknown) => ({ type: "write", value });
const history = [
  operation("a", write(1), true, 0, 10),
  operation("b", { type: "read" }, 1, 2, 4),
  operation("<c>", { type: "read" }, null, 5, 6),
  operation("<c>", write("$x$ & co"), undefined, 8),
];

/** Texts as they are written, in this order. */
function texts(svg: string): string[] {
  const plain = svg.replace(/<(title|desc)>.*?<\/\1>/gs, "");
  return [...plain.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text]) =>
    text!.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
  );
}
const parts = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`data-${name}="([^"]*)"`, "g"))].map(([, is]) => is);
/** Left and right edges of the bars, in pixels. */
const bars = (svg: string) =>
  [...svg.matchAll(/data-operation="(\w+)".*?<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/gs)].map(
    ([, standing, x, width]) => [standing, Number(x), Number(x) + Number(width)] as const,
  );

test("a space-time diagram's svg is the picture of the same options", () => {
  const trace = pingPong(3).trace();
  expect(spaceTime(trace).svg()).toBe(spaceTimeSvg(trace));
  expect(spaceTime(trace, { nodes: ["client"], axis: "causal" }).svg()).toBe(
    spaceTimeSvg(trace, { nodes: ["client"], axis: "causal" }),
  );
  expect(Object.keys(spaceTime(trace))).toEqual(["data", "layout"]);
});

describe("a verdict about a history", () => {
  test("draws each operation as a bar with its standing, its label, and the order", async () => {
    const svg = (await linearizable(history, register)).svg();
    const drawn = bars(svg);
    expect(drawn.map(([standing]) => standing)).toEqual(["placed", "placed", "stuck", "left"]);
    const [one, two, three, open] = drawn;
    expect(two![1]).toBeGreaterThan(one![1]);
    expect(two![2]).toBeLessThan(one![2]);
    expect((three![2] - three![1]) / (two![2] - two![1])).toBeCloseTo(0.5, 1);
    expect(open![2]).toBeGreaterThan(one![2]);
    expect(texts(svg)).toEqual([
      "Not linearizable: read() → null by <c> cannot follow",
      "The longest order has 2 operations; after them the object is 1.",
      ...["0", "2", "4", "6", "8", "10", "time (ms)"],
      ...["a", "b", "<c>"],
      ...["1", "2"],
      ...["write(1) → true", "read() → 1", "✗ read() → null", expect.stringMatching(/^write\("\$x\$ & co"\)/)],
      ...["in the order", "not in the order", "cannot follow", "still open"],
    ]);
    expect(parts(svg, "mark")).toEqual(["stuck"]);
  });

  test("draws and names faults behind it", async () => {
    const faults = [{ label: "b is down", from: 3, until: 5 }];
    const svg = (await linearizable(history.slice(0, 2), register, { faults })).svg();
    expect(parts(svg, "part")).toContain("fault");
    expect(texts(svg)).toContain("b is down");
  });

  test("tells the same in words, and needs nothing from outside", async () => {
    const verdict = await linearizable(history, register);
    const svg = verdict.svg();
    expect(svg).toMatch(/^<svg xmlns="[^"]*" viewBox="[^"]*" role="img" aria-label="History: Not linearizable: [^"]*"/);
    expect(svg).toMatch(/<desc>Not linearizable.*2\. {2}b: read\(\).*<\/desc>/s);
    expect(svg).not.toMatch(/<script|<style|href|\sid=|url\(/);
    expect(Object.keys(verdict)).not.toContain("svg");
  });

  test("has a picture whichever judge gave it", async () => {
    const small = [operation("a", { type: "put", key: "x", value: 1 }, undefined, 0, 1)];
    expect(texts((await sequentiallyConsistent(history, register)).svg())[0]).toMatch(
      /^(Not s|S)equentially consistent/,
    );
    expect(texts(causallyConsistent(small).svg())[0]).toBe("Causally consistent: 1 operation");
  });
});

describe("a verdict about transactions", () => {
  const skew = [
    {
      id: "t1",
      steps: [
        { read: "x", value: null },
        { read: "y", value: null },
        { write: "x", value: 1 },
      ],
    },
    {
      id: "t2",
      steps: [
        { read: "x", value: null },
        { read: "y", value: null },
        { write: "y", value: 1 },
      ],
    },
  ];

  test("draws a cycle with what each arrow means", async () => {
    const svg = (await serializable(skew)).svg();
    expect(parts(svg, "dependency")).toEqual(["1", "2"]);
    expect(parts(svg, "transaction")).toEqual(["t1", "t2"]);
    expect(texts(svg)).toEqual([
      "Not serializable: write skew between t1, t2",
      "Each must come before the one its arrow points to: that cannot be.",
      "Strongest that holds: snapshot isolation.",
      ...["rw y", "t1 reads y before t2 writes it", "rw x", "t2 reads x before t1 writes it"],
      ...["t1", "reads x = nothing", "reads y = nothing", "writes x = 1"],
      ...["t2", "reads x = nothing", "reads y = nothing", "writes y = 1"],
    ]);
  });

  test("draws an order as a column of boxes that stay on the picture", async () => {
    const steps = Array.from({ length: 40 }, (_, i) => ({ write: `key${i}`, value: i }));
    const svg = (
      await serializable([
        { id: "first", steps },
        { id: "second", steps: [{ read: "key3", value: 3 }] },
      ])
    ).svg();
    expect(parts(svg, "transaction")).toEqual(["first", "second"]);
    for (const [, x, width] of svg.matchAll(/<rect x="([-\d.]+)" y="[-\d.]+" width="([\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(560);
    }
  });
});
