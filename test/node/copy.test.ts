import { copy } from "kernel-lib/dist/src/node/copy.js";
import { describe, expect, test } from "vitest";

describe("a copy of plain data", () => {
  test("equals it and shares nothing with it", () => {
    const data = {
      n: 1,
      list: [1, { deep: [2] }],
      map: new Map([["k", { v: 1 }]]),
      set: new Set([1]),
      date: new Date(5),
      bytes: new Uint8Array([1, 2]),
    };
    const copied = copy(data, "it");
    expect(copied).toEqual(data);
    data.list.push(3);
    (data.list[1] as any).deep.push(4);
    data.map.get("k")!.v = 9;
    data.set.add(2);
    data.bytes[0] = 7;
    expect(copied).toEqual({
      n: 1,
      list: [1, { deep: [2] }],
      map: new Map([["k", { v: 1 }]]),
      set: new Set([1]),
      date: new Date(5),
      bytes: new Uint8Array([1, 2]),
    });
  });

  test("keeps undefined, null, big integers and empty things", () => {
    expect(copy({ a: undefined, b: null, c: 10n, d: [], e: {} }, "it")).toEqual({
      a: undefined,
      b: null,
      c: 10n,
      d: [],
      e: {},
    });
  });

  const cycle: any = { next: { back: {} } };
  cycle.next.back.again = cycle;
  test.each([
    ["a function", { f: () => 1 }, "it cannot be copied: its f is not plain data (function f)"],
    ["a symbol in a list", [1, Symbol("s")], "its [1] is not plain data (Symbol(s))"],
    ["an instance", { at: { point: new (class Point {})() } }, "its at.point is not plain data (a Point)"],
    ["a promise", Promise.resolve(), "it is not plain data (a Promise)"],
    ["something that contains itself", cycle, "is nested more than 100 deep, or contains itself"],
  ])("refuses %s and names it", (_, value, message) => {
    expect(() => copy(value, "it")).toThrow(message);
  });
});
