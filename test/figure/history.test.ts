// Verdicts about histories draw themselves: operations as bars, the order as numbered points, what is wrong marked and
// named.
import {
  causallyConsistent,
  crash,
  faultSpans,
  keyValueMap,
  linearizable,
  Node,
  type Operation,
  partition,
  pause,
  queue,
  register,
  run as runSystem,
  sequentiallyConsistent,
  serializable,
} from "kernel-lib";
import { barsOf, MOST_OPERATIONS, pointsOfEffect } from "kernel-lib/dist/src/figure/history/bars.js";
import { labelOf } from "kernel-lib/dist/src/figure/history/operation-words.js";
import { describe, expect, test } from "vitest";

function operation(process: string, input: any, output: any, call: number, end?: number): Operation {
  return { process, input, output, call, ...(end !== undefined && { return: end }) };
}
const write = (value: number) => ({ type: "write", value });
const read = { type: "read" };

function shown(verdict: object) {
  const bundle = (verdict as any)[Symbol.for("Jupyter.display")]();
  const { data, layout } = bundle["application/vnd.plotly.v1+json"] as { data: any[]; layout: any };
  const title = String(layout.title.text).replace(/<[^>]*>/g, "");
  const named = (name: string) => data.find((trace) => trace.name.includes(`>${name}<`));
  return { text: bundle["text/plain"] as string, data, layout, title, named };
}

describe("a history that is not linearizable", () => {
  const history = [
    operation("a", write(1), true, 0, 10),
    operation("b", read, 1, 2, 4),
    operation("c", read, null, 5, 6),
    operation("c", write(7), undefined, 8),
  ];

  test("says so in its title, with the operation that cannot follow, and what the object is then", async () => {
    const { title, text } = shown(await linearizable(history, register));
    expect(title).toBe("Not linearizable: read() → null by c cannot follow");
    expect(text.split("\n")).toEqual([
      "Not linearizable: read() → null by c cannot follow",
      "The longest order has 2 operations; after them the object is 1.",
      "  1.  a: write(1) → true (0.0 ms to 10.0 ms)",
      "  2.  b: read() → 1 (2.0 ms to 4.0 ms)",
      "   ✗  c: read() → null (5.0 ms to 6.0 ms): cannot follow",
      "   -  c: write(7) → ? (from 8.0 ms, still open)",
    ]);
  });

  test("draws bars from call to return, an open one to the right edge, in a row for each client", async () => {
    const { named, layout } = shown(await linearizable(history, register));
    const bars = (name: string) => {
      const { base, x, y } = named(name);
      return base.map((from: number, i: number) => [from, from + x[i], Math.floor(y[i])]);
    };
    expect(bars("in the order")).toEqual([
      [0, 10, 0],
      [2, 4, 1],
    ]);
    expect(bars("cannot follow")).toEqual([[5, 6, 2]]);
    expect(bars("not in the order")).toEqual([[8, 11, 2]]);
    expect(named("still open").x).toEqual([11]);
    expect(layout.xaxis.range[1]).toBe(11);
    expect(layout.yaxis.ticktext.map((text: string) => text.replace(/<[^>]*>/g, "").trim())).toEqual(["a", "b", "c"]);
  });

  test("marks what cannot follow by shape and pattern, not by colour alone", async () => {
    const { named } = shown(await linearizable(history, register));
    expect(named("cannot follow").marker.pattern.shape).toBe("/");
    expect(named("in the order").marker.pattern.shape).toBe("");
    expect([named("stuck").x, named("stuck").marker.symbol]).toEqual([[5.5], "x-thin-open"]);
  });

  test("draws points of effect inside the bars, numbered and joined in their order", async () => {
    const { named } = shown(await linearizable(history, register));
    expect(named("takes effect").text).toEqual(["1", "2"]);
    const [first, second] = named("takes effect").x;
    expect(named("the order").x).toEqual([first, second]);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(second);
    expect(second).toBeGreaterThan(2);
    expect(second).toBeLessThan(4);
  });

  test("is drawn for the key that fails only", async () => {
    const put = (key: string, value: number) => ({ type: "put", key, value });
    const get = (key: string) => ({ type: "get", key });
    const mixed = [
      operation("a", put("x", 1), true, 0, 1),
      operation("a", put("y", 2), true, 2, 3),
      operation("b", get("y"), null, 4, 5),
      operation("b", get("x"), 1, 6, 7),
      operation("b", get("x"), 1, 8, 9),
    ];
    const { text } = shown(await linearizable(mixed, keyValueMap));
    expect(text.split("\n")).toEqual([
      "Not linearizable: get(y) → null by b cannot follow",
      "The longest order has 1 operation; after it the object is 2.",
      "Only operations on y are drawn: each key is judged by itself.",
      "  1.  a: put(y, 2) → true (2.0 ms to 3.0 ms)",
      "   ✗  b: get(y) → null (4.0 ms to 5.0 ms): cannot follow",
    ]);
  });

  test("says when no operation can come first", async () => {
    const { text } = shown(await linearizable([operation("a", { type: "dequeue" }, 3, 0, 1)], queue));
    expect(text).toContain("No operation can come first; the object is [].");
  });
});

test("a linearizable history says that one order explains it, and what took no effect", async () => {
  const history = [
    operation("a", write(1), true, 0, 1),
    operation("a", read, 1, 2, 3),
    operation("b", write(2), undefined, 0),
  ];
  const { text, named } = shown(await linearizable(history, register));
  expect(text.split("\n").slice(0, 2)).toEqual([
    "Linearizable: 2 operations in one order that explains every result",
    "1 open operation took no effect.",
  ]);
  expect(named("cannot follow")).toBeUndefined();
});

test("a verdict that is unknown says so", async () => {
  const open = Array.from({ length: 4000 }, (_, i) => operation(`p${i}`, { type: "enqueue", value: i }, undefined, 0));
  const taken = Array.from({ length: 12 }, (_, i) => operation(`q${i}`, { type: "dequeue" }, -1, 10 + i, 30));
  const verdict = await linearizable([...open, ...taken], queue, { seconds: 0.001 });
  expect(verdict.ok).toBe("unknown");
  const { title, text } = shown(verdict);
  expect(title).toBe("Undecided in the time given: are 4,012 operations linearizable?");
  expect(text).toContain("120 of 4,012 operations are drawn, the first.");
});

test("a history that is not sequentially consistent keeps each client's order only", async () => {
  const history = [
    operation("a", write(1), true, 0, 1),
    operation("b", read, 1, 2, 3),
    operation("b", read, null, 4, 5),
  ];
  const { title, named } = shown(await sequentiallyConsistent(history, register));
  expect(title).toBe("Not sequentially consistent: read() → null by b cannot follow");
  expect(named("takes effect").x).toEqual([0.5, 2.5]);
});

test("a history that is not causally consistent numbers the causes and names what was not seen", () => {
  const history = [
    operation("a", { type: "write", key: "x", value: 1 }, true, 0, 1),
    operation("b", { type: "read", key: "x" }, 1, 2, 3),
    operation("b", { type: "write", key: "y", value: 2 }, true, 4, 5),
    operation("c", { type: "read", key: "y" }, 2, 6, 7),
    operation("c", { type: "read", key: "x" }, undefined, 8, 9),
  ];
  const { text, named } = shown(causallyConsistent(history));
  expect(text.split("\n").slice(0, 4)).toEqual([
    "Not causally consistent: c reads x as never written, although it must know that 1 was written",
    "Each numbered operation is a cause of the next.",
    "  1.  a: write(x, 1) → true (0.0 ms to 1.0 ms)",
    "   ✗  c: read(x) (8.0 ms to 9.0 ms): sees too little",
  ]);
  expect(named("sees too little").base).toEqual([8]);
});

describe("transactions", () => {
  const first = {
    id: "T1",
    steps: [
      { read: "x", value: undefined },
      { write: "x", value: 1 },
    ],
  };
  const second = {
    id: "T2",
    steps: [
      { read: "x", value: undefined },
      { write: "x", value: 2 },
    ],
  };

  test("that are not serializable draw the cycle, its anomaly named and each arrow explained", async () => {
    const { text, data } = shown(await serializable([first, second]));
    expect(text.split("\n")).toEqual([
      "Not serializable: lost update between T1, T2",
      "Each must come before the one its arrow points to: that cannot be.",
      "Strongest that holds: read committed.",
      "  T1  reads x = nothing, writes x = 1",
      "  T2  reads x = nothing, writes x = 2",
      "  T1 -> T2  T2 writes over x of T1",
      "  T2 -> T1  T2 reads x before T1 writes it",
    ]);
    expect(data.map(({ name }) => name)).toEqual(["ww x", "rw x"]);
  });

  test("draw each anomaly below the one before, with its name and the levels that hold", async () => {
    const skewed = [
      {
        id: "a",
        steps: [
          { read: "y", value: undefined },
          { write: "z", value: 1 },
        ],
      },
      {
        id: "b",
        steps: [
          { read: "z", value: undefined },
          { append: "l", value: 1 },
          { write: "y", value: 1 },
        ],
      },
    ];
    const { text, data, layout } = shown(await serializable([first, second, ...skewed]));
    expect(text.split("\n").slice(0, 3)).toEqual([
      "Not serializable: lost update between T1, T2",
      "Each must come before the one its arrow points to: that cannot be.",
      "Strongest that holds: read committed.",
    ]);
    expect(text.split("\n").slice(6)).toEqual([
      "  b  reads z = nothing, appends 1 to l, writes y = 1",
      "lost update:",
      "  T1 -> T2  T2 writes over x of T1",
      "  T2 -> T1  T2 reads x before T1 writes it",
      "write skew:",
      "  a -> b  a reads y before b writes it",
      "  b -> a  b reads z before a writes it",
    ]);
    expect(data.map(({ name }) => name)).toEqual(["ww x", "rw x", "rw y", "rw z"]);
    const middle = ({ y }: any) => y[2];
    expect(Math.min(...data.slice(0, 2).map(middle))).toBeGreaterThan(Math.max(...data.slice(2).map(middle)));
    expect(
      layout.annotations.map(({ text }: any) => text).filter((text: string) => /<b>.*(update|skew)/.test(text)),
    ).toHaveLength(2);
  });

  test("draw a read that is wrong by itself as one arrow, and say why", async () => {
    const aborted = { id: "A", status: "aborted" as const, steps: [{ write: "x", value: 1 }] };
    const { text, data } = shown(await serializable([aborted, { id: "R", steps: [{ read: "x", value: 1 }] }]));
    expect(text.split("\n")).toEqual([
      "Not serializable: G1a",
      "R reads from x what A wrote, which aborted.",
      "Strongest that holds: read uncommitted.",
      "  A  writes x = 1",
      "  R  reads x = 1",
      "  A -> R  R reads x of A",
    ]);
    expect(data.map(({ name }) => name)).toEqual(["wr x"]);
  });

  test("that are serializable stand one after the other", async () => {
    const reader = { id: "R", steps: [{ read: "x", value: 1 }] };
    const { text, data } = shown(await serializable([reader, first]));
    expect(text.split("\n")).toEqual([
      "Serializable: 2 transactions as if one after the other",
      "  T1  reads x = nothing, writes x = 1",
      "  R  reads x = 1",
    ]);
    expect(data.length).toBe(1);
  });
});

describe("the layout", () => {
  test("puts points of effect in order and between call and return, even where operations only just overlap", () => {
    const order = [operation("a", read, 1, 0, 10), operation("b", read, 1, 9, 20), operation("c", read, 1, 9, 9.5)];
    const points = pointsOfEffect(order, 30);
    expect(points).toEqual([...points].sort((a, b) => a - b));
    for (const [i, { call, return: end }] of order.entries()) {
      expect(points[i]).toBeGreaterThan(call);
      expect(points[i]).toBeLessThan(end!);
    }
  });

  test("gives operations of one client that overlap lanes of their own", () => {
    const operations = [operation("a", read, 1, 0, 4), operation("a", read, 1, 2, 6), operation("a", read, 1, 5, 7)];
    const judged = {
      verdict: "",
      operations,
      order: [],
      names: { placed: "", stuck: "", left: "" },
      inTime: true,
      remarks: [],
    };
    const { bars, clients } = barsOf(judged);
    expect(bars.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(clients).toEqual([{ name: "a", lane: 0, lanes: 2 }]);
  });

  test("of a long history shows what is around the operation that is stuck", () => {
    const operations = Array.from({ length: 1000 }, (_, i) => operation("a", read, 1, 2 * i, 2 * i + 1));
    const judged = {
      verdict: "",
      operations,
      order: [],
      stuck: operations[500],
      names: { placed: "", stuck: "", left: "" },
      inTime: true,
      remarks: [],
    };
    const { bars, hidden } = barsOf(judged);
    expect([bars.length, hidden]).toEqual([MOST_OPERATIONS, 1000 - MOST_OPERATIONS]);
    expect(bars.filter(({ standing }) => standing === "stuck").length).toBe(1);
    expect(bars[0]!.operation).toBe(operations[500 - MOST_OPERATIONS / 2]);
  });

  test("labels no bar where there is no room", () => {
    const operations = Array.from({ length: 100 }, (_, i) => operation("a", read, 1, 2 * i, 2 * i + 1));
    const judged = {
      verdict: "",
      operations,
      order: [],
      names: { placed: "", stuck: "", left: "" },
      inTime: true,
      remarks: [],
    };
    const { bars } = barsOf(judged);
    expect(bars[0]!.label).toBe("");
    expect(bars.at(-1)!.label).toBe("read() → 1");
  });
});

test("an operation reads as a call with its arguments and its result", () => {
  expect(labelOf(operation("a", { type: "cas", from: 1, to: 2 }, false, 0, 1))).toBe("cas(1, 2) → false");
  expect(labelOf(operation("a", { type: "append", key: "x", value: "two words" }, undefined, 0, 1))).toBe(
    'append(x, "two words")',
  );
  expect(labelOf(operation("a", "lock", undefined, 0))).toBe("lock → ?");
  expect(labelOf(operation("a", 42, { value: 1 }, 0, 1))).toBe('42 → {"value":1}');
});

describe("faults", () => {
  const history = [operation("a", write(1), true, 0, 10), operation("b", read, 1, 12, 20)];

  test("of a run are drawn behind its history, and told", async () => {
    class Server extends Node {
      onStart() {
        this.setTimer("late", 20);
      }
    }
    const faults = [
      partition([["server"], ["other"]], { from: 2, until: 4 }),
      crash("other", { at: 3, restart: 6 }),
      pause("other", { at: 8, for: 1 }),
    ];
    const run = await runSystem({ nodes: { server: Server, other: Server }, faults }, { engine: "simulator" });
    expect(faultSpans(run)).toEqual([
      { label: "server | other", from: 2, until: 4 },
      { label: "other is down", from: 3, until: 6 },
      { label: "other is paused", from: 8, until: 9 },
    ]);
    const { text } = shown(await linearizable<any, any, any>(history, register, { faults: run }));
    expect(text).toContain("~  other is down (3.0 ms to 6.0 ms)");
  });

  test("shade all clients for as long as they lasted, each with a row of its own for its name", async () => {
    const faults = [
      { label: "c is down", from: 3, until: 6 },
      { label: "a | b, c", from: 16 },
      { label: "after everything", from: 50, until: 60 },
    ];
    const without = shown(await linearizable<any, any, any>(history, register));
    const { text, layout } = shown(await linearizable<any, any, any>(history, register, { faults }));
    expect(text.split("\n").slice(-3)).toEqual([
      "   ~  c is down (3.0 ms to 6.0 ms)",
      "   ~  a | b, c (from 16.0 ms)",
      "   ~  after everything (50.0 ms to 60.0 ms)",
    ]);
    const shades = layout.shapes.filter(({ type }: any) => type === "rect");
    expect(shades.map(({ x0, x1 }: any) => [x0, x1])).toEqual([
      [3, 6],
      [16, layout.xaxis.range[1]],
    ]);
    expect(layout.yaxis.range[0]).toBe(without.layout.yaxis.range[0] + 1);
    expect(
      layout.annotations.filter(({ text }: any) => /is down|b, c/.test(text)).map(({ xanchor }: any) => xanchor),
    ).toEqual(["left", "right"]);
  });

  test("change no verdict, and are checked", async () => {
    const faults = [{ label: "c is down", from: 3, until: 6 }];
    expect(await linearizable<any, any, any>(history, register, { faults })).toEqual(
      await linearizable<any, any, any>(history, register),
    );
    expect(shown(causallyConsistent(history, undefined, { faults })).text).toContain("~  c is down");
    expect(shown(await sequentiallyConsistent<any, any, any>(history, register, { faults })).text).toContain(
      "~  c is down",
    );
    await expect(
      linearizable<any, any, any>(history, register, { faults: [{ label: "x", from: 5, until: 4 }] }),
    ).rejects.toThrow(
      'faults: {"label":"x","from":5,"until":4} is not a span; a span is { label: "b is down", from: 5, until: 9 }',
    );
  });
});
