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

  // By then there is code for objects with these keys.
  const MANY = 100;

  test("is the same however many there were with these keys", () => {
    const made = (i: number) => ({ type: "odd", "a-b": i, 7: undefined, inner: { x: -0, list: [{ y: NaN }] } });
    for (let i = 0; i < MANY; i++) {
      const data = made(i);
      const copied = copy(data, "it");
      expect(copied).toStrictEqual(made(i));
      expect(Object.keys(copied)).toEqual(["7", "type", "a-b", "inner"]);
      expect(copied.inner).not.toBe(data.inner);
      expect(copied.inner.list[0]).not.toBe(data.inner.list[0]);
    }
    expect(Object.keys(copy({ inner: 1, type: "odd" }, "it"))).toEqual(["inner", "type"]);
  });

  test("leaves out symbol keys and prototypes of another realm, keeps __proto__ as a key", () => {
    const odd = () => Object.defineProperty({ a: 1, [Symbol("s")]: 2 }, "__proto__", { value: 3, enumerable: true });
    for (let i = 0; i < MANY; i++) {
      const copied = copy(odd(), "it");
      expect(Object.entries(copied)).toEqual([
        ["a", 1],
        ["__proto__", 3],
      ]);
      expect(Object.getOwnPropertySymbols(copied)).toEqual([]);
      expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
      expect(Object.getPrototypeOf(copy(Object.assign(Object.create(null), { a: 1 }), "it"))).toBe(Object.prototype);
    }
  });

  test("is made key by key where keys are data", () => {
    for (let i = 0; i < 3000; i++) expect(copy({ [`key${i}`]: i }, "it")).toEqual({ [`key${i}`]: i });
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, { i }]));
    for (let i = 0; i < MANY; i++) expect(copy(long, "it")).toEqual(long);
  });

  test("refuses a part that is not plain data, however many of its kind were", () => {
    for (let i = 0; i < MANY; i++) copy({ at: { f: 1 } }, "it");
    expect(() => copy({ at: { f: () => 1 } }, "it")).toThrow("its at.f is not plain data (function f)");
    expect(() => copy(Object.assign(Object.create({ f: 1 }), { at: 1 }), "it")).toThrow("it is not plain data");
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
