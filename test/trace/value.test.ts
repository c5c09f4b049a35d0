import { literal } from "kernel-lib/dist/src/figure/escape.js";
import { clockFor, counted, duration } from "kernel-lib/dist/src/figure/time.js";
import { cut, payload, short } from "kernel-lib/dist/src/trace/value.js";
import { expect, test } from "vitest";

test("values are shown as JSON, or readably if JSON cannot hold them", () => {
  expect(short({ a: [1, "x", null], b: undefined })).toBe('{"a":[1,"x",null],"b":undefined}');
  expect(short(new Map([["k", new Set([1n])]]))).toBe('Map{"k" => Set{1n}}');
  expect(short(new Uint8Array([1, 2]))).toBe("Uint8Array[1,2]");
  expect(short(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  expect(short(Number.NaN)).toBe("NaN");
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(short(circle)).toBe('{"self":[circular]}');
});

test("long values are cut without being read to their end", () => {
  let read = 0;
  const many = Array.from({ length: 1000 }, (_, i) => ({
    get n() {
      read++;
      return i;
    },
  }));
  expect(short(many, 20)).toBe('[{"n":0},{"n":1},{"…');
  expect(read).toBe(3);
  expect(short("x".repeat(1e6), 10)).toBe('"xxxxxxxx…');
  expect(cut("ab😀d", 4)).toBe("ab…");
});

test("a payload is a message without its type", () => {
  expect(payload({ type: "ping", n: 1 })).toBe('{"n":1}');
  expect(payload({ type: "ping" })).toBe("");
});

test("markup, formulas and line breaks lose their meaning", () => {
  expect(literal("<b>a & b</b> costs $5$\nmore")).toBe("&lt;b&gt;a &amp; b&lt;/b&gt; costs &#36;5&#36; more");
});

test("times have as many digits as they need", () => {
  expect(clockFor([0, 3, 24])(3)).toBe("3.0 ms");
  expect(clockFor([0.0312, 2])(0.0312)).toBe("0.031 ms");
  expect(clockFor([0.0312, 20])(0.0312)).toBe("0.03 ms");
  expect([24, 0.8, 10_000, 0.034].map(duration)).toEqual(["24 ms", "0.8 ms", "10,000 ms", "0.03 ms"]);
  expect([counted(1, "crash", "crashes"), counted(2000, "event")]).toEqual(["1 crash", "2,000 events"]);
});
