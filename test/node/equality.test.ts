// One equality for everybody: what a copied message preserves, and nothing else.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  causallyConsistent,
  checkpoint,
  converged,
  keyValueMap,
  linearizable,
  type Operation,
  queue,
  register,
  sequentiallyConsistent,
} from "kernel-lib";
import { copy } from "kernel-lib/dist/src/node/copy.js";
import { canonicalText, equal } from "kernel-lib/dist/src/node/equality.js";
import { describe, expect, test } from "vitest";
import { plainValue, reordered } from "../support/plain-values.js";

/** The same values every time. */
const SEED = { seed: 7, numRuns: 300 };

const pair = fc.oneof(
  fc.tuple(plainValue, plainValue),
  plainValue.map((value): [unknown, unknown] => [value, reordered(value)]),
);

describe("a value equals", () => {
  test("its copy, and itself built in another order", () => {
    fc.assert(
      fc.property(plainValue, (value) => {
        expect(equal(value, copy(value, "it"))).toBe(true);
        expect(equal(value, reordered(value))).toBe(true);
      }),
      SEED,
    );
  });

  test("what Node calls deeply equal, except that holes are undefined and that stacks and lastIndex do not count", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(equal(a, b)).toBe(isDeepStrictEqual(copy(a, "it"), copy(b, "it")));
      }),
      SEED,
    );
  });

  test.each<[string, unknown, unknown]>([
    ["a hole and undefined", Object.assign(new Array(3), { 0: 1, 2: 3 }), [1, undefined, 3]],
    ["shared and separate parts", Array(2).fill({ a: 1 }), [{ a: 1 }, { a: 1 }]],
    ["errors with other stacks", new TypeError("x"), structuredClone(new TypeError("x"))],
    ["symbol keys", { a: 1, [Symbol.iterator]: 1 }, { a: 1 }],
    ["where a RegExp last matched", Object.assign(/a/g, { lastIndex: 1 }), /a/g],
    ["a Buffer and its bytes", Buffer.from("a"), new Uint8Array([97])],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [
      "maps whose keys are objects",
      new Map([
        [{ a: 1 }, 1],
        [{ b: 1 }, 2],
      ]),
      new Map([
        [{ b: 1 }, 2],
        [{ a: 1 }, 1],
      ]),
    ],
  ])("%s are no difference", (_, a, b) => expect(equal(a, b)).toBe(true));

  test.each<[string, unknown, unknown]>([
    ["-0 and 0", { n: -0 }, { n: 0 }],
    ["missing and undefined", {}, { a: undefined }],
    ["a number and its text", 1, "1"],
    ["a number and a BigInt", 1, 1n],
    ["errors by name", new TypeError("x"), new Error("x")],
    ["kinds of typed arrays", new Int8Array([1]), new Uint8Array([1])],
    ["flags", /a/, /a/g],
    ["a map and an object", new Map([["a", 1]]), { a: 1 }],
    ["what is nested where", [[1], 2], [[1, 2]]],
    ["members that hold commas", new Set(["a,b"]), new Set(["a", "b"])],
    ["classes", new (class A {})(), new (class B {})()],
    ["functions", { f: () => 1 }, { f: () => 1 }],
  ])("%s are one", (_, a, b) => expect(equal(a, b)).toBe(false));

  test("a value that contains itself in the same way", () => {
    const circle = (): any => {
      const one: any = { next: { n: 1 } };
      one.next.back = one;
      return one;
    };
    expect(equal(circle(), circle())).toBe(true);
    expect(equal(circle(), circle().next)).toBe(false);
  });

  test("only if hidden state cannot differ", () => {
    class Account {
      #balance: number;
      constructor(balance: number) {
        this.#balance = balance;
      }
      get balance() {
        return this.#balance;
      }
    }
    const one = new Account(1);
    expect(equal(one, new Account(2))).toBe(false);
    expect(equal(one, one)).toBe(true);
    expect(() => canonicalText({ one })).toThrow("one cannot be compared");
  });
});

describe("all judges agree", () => {
  const twice = (first: any, output: unknown, second: any): Operation[] => [
    { process: "p", input: first, output: true, call: 0, return: 1 },
    { process: "p", input: second, output, call: 2, return: 3 },
  ];

  test("on generated values", async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ([written, read]) => {
        // An undefined output is an answer that never came.
        fc.pre(read !== undefined && read !== null && written !== undefined && written !== null);
        const same = equal(written, read);
        const inRegister = twice({ type: "write", value: written }, read, { type: "read" });
        expect((await linearizable<any, any, any>(inRegister, register)).ok).toBe(same);
        expect((await sequentiallyConsistent<any, any, any>(inRegister, register)).ok).toBe(same);
        expect(causallyConsistent(inRegister).ok).toBe(same);
        const inMap = twice({ type: "put", key: "k", value: written }, read, { type: "get", key: "k" });
        expect((await linearizable<any, any, any>(inMap, keyValueMap)).ok).toBe(same);
        const inQueue = twice({ type: "enqueue", value: written }, read, { type: "dequeue" });
        expect((await linearizable<any, any, any>(inQueue, queue)).ok).toBe(same);
        expect(converged({ a: written, b: read }) === true).toBe(same);
        const { points } = await checkpoint("C0", written, reordered(read), "why");
        if (typeof read !== "number") expect(points).toBe(same ? 1 : 0);
      }),
      SEED,
    );
  });

  test("on visited states too: a text and the value it looks like are two states", async () => {
    const history: Operation[] = [
      { process: "a", input: { type: "write", value: null }, output: true, call: 0, return: 10 },
      { process: "b", input: { type: "write", value: "null" }, output: true, call: 0, return: 10 },
      { process: "c", input: { type: "read" }, output: null, call: 11, return: 12 },
      { process: "c", input: { type: "read" }, output: null, call: 13, return: 14 },
    ];
    expect((await linearizable<any, any, any>(history, register)).ok).toBe(true);
    history[2]!.output = "null";
    history[3]!.output = "null";
    expect((await linearizable<any, any, any>(history, register)).ok).toBe(true);
  });
});
