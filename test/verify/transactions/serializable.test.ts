// Transactions: anomalies by name with their cycles, the levels that hold, and what only some order of versions
// explains.
import { type SerialVerdict, serializable, type Transaction } from "kernel-lib";
import { describe, expect, test } from "vitest";

const r = (read: string, value?: unknown) => ({ read, value });
const w = (write: string, value: unknown) => ({ write, value });
const a = (append: string, value: unknown) => ({ append, value });

/** "2 -rw x-> 1" for each edge. */
function drawn({ anomalies }: SerialVerdict): Record<string, string[]> {
  return Object.fromEntries(
    anomalies.map(({ name, cycle }) => [
      name,
      cycle.map(({ from, to, kind, key }) => `${from} -${kind}${key === undefined ? "" : ` ${key}`}-> ${to}`),
    ]),
  );
}

describe("transactions are serializable", () => {
  test("where some order explains them, whatever the order of commits", async () => {
    const history: Transaction[] = [
      { id: "writer", steps: [w("x", 1), w("y", 1)] },
      { id: "late", steps: [r("x"), r("y")] },
      { id: "after", steps: [r("x", 1), r("y", 1), w("x", 2)] },
    ];
    expect(await serializable(history)).toEqual({
      ok: true,
      levels: ["serializable"],
      order: ["late", "writer", "after"],
      anomalies: [],
    });
  });

  test("where they read their own writes", async () => {
    expect(await serializable([{ id: 1, steps: [w("x", 1), r("x", 1)] }])).toMatchObject({ ok: true });
    const verdict = await serializable([{ id: 1, steps: [w("x", 1), r("x", 2)] }]);
    expect(verdict).toMatchObject({ ok: false, levels: [], anomalies: [{ name: "internal", cycle: [] }] });
    expect(verdict.anomalies[0]!.why).toBe("1 reads 2 from x, although it has itself written another value.");
  });

  test("where nothing happened at all", async () => {
    const aborted: Transaction[] = [{ id: 1, status: "aborted", steps: [w("x", 1)] }];
    expect(await serializable(aborted)).toEqual({ ok: true, levels: ["serializable"], order: [], anomalies: [] });
  });
});

describe("anomalies have names and shortest cycles", () => {
  test.each<[string, string[], Transaction[], string[]]>([
    [
      "G0",
      [],
      [
        { id: 1, steps: [a("x", 1), a("y", 1)] },
        { id: 2, steps: [a("x", 2), a("y", 2)] },
        { id: 3, steps: [r("x", [1, 2]), r("y", [2, 1])] },
      ],
      ["1 -ww x-> 2", "2 -ww y-> 1"],
    ],
    [
      "G1c",
      ["read uncommitted"],
      [
        { id: 1, steps: [w("x", 1), r("y", 2)] },
        { id: 2, steps: [w("y", 2), r("x", 1)] },
      ],
      ["1 -wr x-> 2", "2 -wr y-> 1"],
    ],
    [
      "lost update",
      ["read committed"],
      [
        { id: 1, steps: [r("x"), w("x", 1)] },
        { id: 2, steps: [r("x"), w("x", 2)] },
      ],
      ["1 -ww x-> 2", "2 -rw x-> 1"],
    ],
    [
      "read skew",
      ["read committed"],
      [
        { id: 1, steps: [w("x", 1), w("y", 1)] },
        { id: 2, steps: [r("x"), r("y", 1)] },
      ],
      ["1 -wr y-> 2", "2 -rw x-> 1"],
    ],
    [
      "read skew",
      ["read committed"],
      [
        { id: 1, steps: [w("x", 1)] },
        { id: 2, steps: [r("x"), r("x", 1)] },
      ],
      ["1 -wr x-> 2", "2 -rw x-> 1"],
    ],
    [
      "long fork",
      ["parallel snapshot isolation"],
      [
        { id: 1, steps: [w("x", 1)] },
        { id: 2, steps: [w("y", 1)] },
        { id: 3, steps: [r("x", 1), r("y")] },
        { id: 4, steps: [r("y", 1), r("x")] },
      ],
      ["1 -wr x-> 3", "3 -rw y-> 2", "2 -wr y-> 4", "4 -rw x-> 1"],
    ],
    [
      "write skew",
      ["snapshot isolation"],
      [
        { id: 1, steps: [r("x"), r("y"), w("x", 1)] },
        { id: 2, steps: [r("x"), r("y"), w("y", 1)] },
      ],
      ["1 -rw y-> 2", "2 -rw x-> 1"],
    ],
  ])("%s, so that %j is the most that holds", async (name, levels, history, edges) => {
    for (const versions of ["listed", "unknown"] as const) {
      const verdict = await serializable(history, { versions });
      expect(verdict).toMatchObject({ ok: false, levels });
      expect(drawn(verdict)).toEqual({ [name]: edges });
    }
  });

  test("all that there are, one of each name", async () => {
    const verdict = await serializable([
      { id: 1, steps: [r("x"), r("y"), w("x", 1)] },
      { id: 2, steps: [r("x"), r("y"), w("y", 1)] },
      { id: 3, steps: [r("z"), w("z", 1)] },
      { id: 4, steps: [r("z"), w("z", 2)] },
    ]);
    expect(Object.keys(drawn(verdict))).toEqual(["lost update", "write skew"]);
    expect(verdict.anomalies[1]!.why).toBe("1, 2: 1 reads y before 2 writes it, and 2 reads x before 1 writes it.");
  });

  test.each<[string, string[], Transaction[], string[], string]>([
    [
      "G1a",
      ["read uncommitted"],
      [
        { id: 1, status: "aborted", steps: [w("x", 5)] },
        { id: 2, steps: [r("x", 5)] },
      ],
      ["1 -wr x-> 2"],
      "2 reads from x what 1 wrote, which aborted.",
    ],
    [
      "G1b",
      ["read uncommitted"],
      [
        { id: 1, steps: [w("x", 1), w("x", 2)] },
        { id: 2, steps: [r("x", 1)] },
      ],
      ["1 -wr x-> 2"],
      "2 reads from x what 1 wrote and then wrote over itself.",
    ],
    ["garbage read", [], [{ id: 1, steps: [r("x", 5)] }], [], "1 reads 5 from x, which nobody else wrote."],
    ["garbage read", [], [{ id: 1, steps: [r("x", 5), w("x", 5)] }], [], "1 reads 5 from x, which nobody else wrote."],
    [
      "incompatible order",
      [],
      [
        { id: 1, steps: [a("x", 1), a("x", 2)] },
        { id: 2, steps: [r("x", [1, 2])] },
        { id: 3, steps: [r("x", [2])] },
      ],
      [],
      "2 reads [1,2] from x and 3 reads [2]: neither is the beginning of the other.",
    ],
    [
      "duplicate elements",
      [],
      [
        { id: 1, steps: [a("x", 1)] },
        { id: 2, steps: [r("x", [1, 1])] },
      ],
      [],
      "2 reads 1 from x twice in one list.",
    ],
  ])("%s needs no cycle", async (name, levels, history, edges, why) => {
    const verdict = await serializable(history);
    expect(verdict).toMatchObject({ ok: false, levels });
    expect(drawn(verdict)).toEqual({ [name]: edges });
    expect(verdict.anomalies[0]!.why).toBe(why);
  });

  test.each<[string, Transaction[], string[]]>([
    [
      "of an aborted transaction: G1a",
      [
        { id: 1, status: "aborted", steps: [a("x", 1)] },
        { id: 2, steps: [a("x", 2)] },
        { id: 3, steps: [r("x", [1, 2])] },
      ],
      ["G1a"],
    ],
    [
      "in the middle of a transaction: G1b",
      [
        { id: 1, steps: [a("x", 1), a("x", 2)] },
        { id: 2, steps: [r("x", [1])] },
        { id: 3, steps: [r("x", [1, 2])] },
      ],
      ["G1b"],
    ],
    [
      "without one's own elements: internal",
      [
        { id: 1, steps: [a("x", 1)] },
        { id: 2, steps: [a("x", 2), r("x", [1])] },
      ],
      ["internal"],
    ],
    [
      "not in the order of one transaction's appends",
      [
        { id: 1, steps: [a("x", 1), a("x", 2)] },
        { id: 2, steps: [r("x", [2, 1])] },
      ],
      ["incompatible order", "G1b"],
    ],
  ])("lists read %s", async (_, history, names) => {
    expect(Object.keys(drawn(await serializable(history)))).toEqual(names);
  });
});

describe("levels form no chain", () => {
  test("a stale read is serializable, but not in real time", async () => {
    const verdict = await serializable([
      { id: 1, start: 0, end: 1, steps: [w("x", 1)] },
      { id: 2, start: 2, end: 3, steps: [r("x")] },
    ]);
    expect(verdict).toMatchObject({ ok: true, levels: ["serializable", "strong read committed"], order: [2, 1] });
    expect(drawn(verdict)).toEqual({ "read skew (real time)": ["1 -time-> 2", "2 -rw x-> 1"] });
    const overlapping = await serializable([
      { id: 1, start: 0, end: 2, steps: [w("x", 1)] },
      { id: 2, start: 2, end: 3, steps: [r("x")] },
    ]);
    expect(overlapping).toMatchObject({ ok: true, levels: ["strict serializable"], anomalies: [] });
  });

  test("one that forgets what its process did is not session serializable", async () => {
    const verdict = await serializable([
      { id: 1, process: "p", steps: [w("x", 1)] },
      { id: 2, process: "p", steps: [r("y")] },
      { id: 3, process: "p", steps: [r("x")] },
    ]);
    expect(verdict).toMatchObject({ ok: true, levels: ["serializable", "strong session read committed"] });
    expect(drawn(verdict)).toEqual({ "read skew (session)": ["1 -session-> 3", "3 -rw x-> 1"] });
  });

  test("write skew in real time is strong snapshot isolation, which serializable is not", async () => {
    const { levels } = await serializable([
      { id: 1, start: 0, end: 5, steps: [r("x"), w("y", 1)] },
      { id: 2, start: 1, end: 6, steps: [r("y"), w("x", 1)] },
    ]);
    expect(levels).toEqual(["strong snapshot isolation"]);
  });

  test("time is a chain of any length, told as one edge", async () => {
    const between = Array.from({ length: 20 }, (_, i) => ({ id: `n${i}`, start: 2 + i, end: 2.5 + i, steps: [] }));
    const verdict = await serializable([
      { id: 1, start: 0, end: 1, steps: [w("x", 1)] },
      ...between,
      { id: 2, start: 50, end: 51, steps: [r("x")] },
    ]);
    expect(drawn(verdict)).toEqual({ "read skew (real time)": ["1 -time-> 2", "2 -rw x-> 1"] });
  });
});

describe("the order of versions", () => {
  const swapped: Transaction[] = [
    { id: "second", steps: [r("x", 1), w("x", 2)] },
    { id: "first", steps: [w("x", 1)] },
  ];

  test("is the listed one", async () => {
    expect(drawn(await serializable(swapped))).toEqual({ G1c: ["second -ww x-> first", "first -wr x-> second"] });
  });

  test("or any that explains the reads", async () => {
    expect(await serializable(swapped, { versions: "unknown" })).toEqual({
      ok: true,
      levels: ["serializable"],
      order: ["first", "second"],
      anomalies: [],
    });
    await expect(serializable(swapped, { versions: "any" as any })).rejects.toThrow(
      'serializable: versions is "any"; it is "listed" or "unknown".',
    );
  });

  test("of a list is what reads show, whatever the order listed", async () => {
    const lists: Transaction[] = [
      { id: 2, steps: [a("x", 2)] },
      { id: 1, steps: [a("x", 1)] },
      { id: 3, steps: [r("x", [1, 2])] },
      { id: 0, steps: [r("x", [])] },
    ];
    expect(await serializable(lists)).toMatchObject({ ok: true, order: [0, 1, 2, 3] });
  });

  test("of a hundred transactions with neighbours swapped: false as listed, with a cycle, and true if any will do", async () => {
    const all = oneAfterTheOther(100);
    for (let i = 0; i + 1 < all.length; i += 3) [all[i], all[i + 1]] = [all[i + 1]!, all[i]!];
    const listed = await serializable(all);
    expect(listed.ok).toBe(false);
    expect(drawn(listed)).toEqual({
      "read skew": ["66 -ww k4-> 71", "71 -wr k4-> 76", "76 -rw k10-> 66"],
      "long fork": ["21 -wr k8-> 25", "25 -rw k16-> 26", "26 -ww k11-> 38", "38 -rw k12-> 21"],
      "write skew": ["21 -rw k5-> 26", "26 -ww k11-> 38", "38 -rw k12-> 21"],
    });
    expect(await serializable(all, { versions: "unknown" })).toMatchObject({ ok: true, levels: ["serializable"] });
  });

  test("is unknown only where the search ran out of time, which says what it was for", async () => {
    // Pairs of blind writes that nothing decides but a search, and a reader that no order satisfies.
    const all = Array.from({ length: 60 }, (_, i) => [
      { id: `a${i}`, steps: [w(`x${i}`, 1), w(`y${i}`, 1), w(`z${i}`, 1)] },
      { id: `b${i}`, steps: [w(`x${i}`, 2), w(`y${i}`, 2), w(`z${i}`, 2)] },
      { id: `c${i}`, steps: [r(`x${i}`, 1), r(`y${(i + 1) % 60}`, 2)] },
    ]).flat();
    const hard = [...all, { id: "s", steps: [r("p"), w("q", 1)] }, { id: "t", steps: [r("q"), w("p", 1)] }];
    const { ok, levels } = await serializable(hard, { versions: "unknown" });
    expect({ ok, levels }).toEqual({ ok: false, levels: ["snapshot isolation"] });
    const many = oneAfterTheOther(1500).reverse();
    const verdict = await serializable(many, { versions: "unknown", seconds: 0 });
    expect(verdict.ok).toBe("unknown");
    expect(verdict.levels).toEqual(["read committed"]);
    expect(verdict.undecided).toEqual(["serializable", "snapshot isolation", "parallel snapshot isolation"]);
  });
});

/** Transactions as one after the other makes them, on twenty keys. */
function oneAfterTheOther(count: number): Transaction[] {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  const store: Record<string, number> = {};
  let version = 0;
  return Array.from({ length: count }, (_, id) => ({
    id,
    steps: Array.from({ length: 4 }, () => {
      const key = `k${random(20)}`;
      if (random(2) === 0) return r(key, store[key]);
      store[key] = ++version;
      return w(key, store[key]);
    }),
  }));
}

describe("what was not told", () => {
  test("counts where another has read it, and otherwise may never have happened", async () => {
    const unknown: Transaction = { id: 1, status: "unknown", steps: [r("z"), w("x", 1), w("y", 1)] };
    const torn = await serializable([unknown, { id: 2, steps: [r("x", 1), r("y")] }]);
    expect(drawn(torn)).toEqual({ "read skew": ["1 -wr x-> 2", "2 -rw y-> 1"] });
    expect(await serializable([unknown, { id: 2, steps: [r("x"), r("y")] }])).toMatchObject({ ok: true, order: [2] });
  });

  test("has to write values of its own", async () => {
    const twice: Transaction[] = [
      { id: 1, status: "unknown", steps: [w("x", 1)] },
      { id: 2, steps: [w("x", 1)] },
      { id: 3, steps: [r("x", 1)] },
    ];
    await expect(serializable(twice)).rejects.toThrow(
      'serializable: 1 was written to "x" by 1, whose outcome is unknown, and by another; write different values',
    );
  });
});

test("values are compared as everywhere: by content, with maps and sets", async () => {
  const history: Transaction[] = [
    { id: 1, steps: [w("x", new Map([["a", new Set([1n])]]))] },
    { id: 2, steps: [r("x", new Map([["a", new Set([1n])]]))] },
    { id: 3, steps: [w("n", -0)] },
    { id: 4, steps: [r("n", -0)] },
  ];
  expect(await serializable(history)).toMatchObject({ ok: true });
  expect(await serializable([...history, { id: 5, steps: [r("n", 0)] }])).toMatchObject({ ok: false });
});

test("twenty thousand transactions are no matter of seconds given", async () => {
  const all = oneAfterTheOther(20_000);
  expect(await serializable(all, { seconds: 0 })).toMatchObject({ ok: true, levels: ["serializable"] });
  [all[10_000], all[10_001]] = [all[10_001]!, all[10_000]!];
  const swapped = await serializable(all, { seconds: 0 });
  expect(swapped.ok).not.toBe("unknown");
});
