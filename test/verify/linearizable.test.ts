// Judges of histories, on small ones and on recorded ones with known verdicts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { historyFromEdn, linearizable, type Model, type Operation, sequentiallyConsistent } from "kernel-lib";
import { describe, expect, test } from "vitest";

type Input = { type: "read" } | { type: "write"; value: number } | { type: "cas"; from: number; to: number };
type Register = Model<number | null, Input, any>;

/** A register with compare-and-set; it begins as null. */
const register: Register = {
  init: () => null,
  step(state, input, output) {
    switch (input.type) {
      case "read":
        return output === undefined || output === state ? state : "illegal";
      case "write":
        return input.value;
      case "cas":
        if (output === undefined) return state === input.from ? input.to : state;
        return output === (state === input.from) ? (output ? input.to : state) : "illegal";
    }
  },
};

function operation(process: string, input: Input, output: any, call: number, end?: number): Operation {
  return { process, input, output, call, ...(end !== undefined && { return: end }) };
}
const write = (value: number): Input => ({ type: "write", value });
const read: Input = { type: "read" };

describe("a history is linearizable", () => {
  test("where overlapping operations can be ordered", async () => {
    const history = [
      operation("a", write(1), true, 0, 10),
      operation("b", read, 1, 2, 4),
      operation("c", read, 1, 5, 6),
    ];
    expect(await linearizable(history, register)).toEqual({ ok: true, prefix: history });
  });

  test("but not where a later read sees an earlier value", async () => {
    const history = [
      operation("a", write(1), true, 0, 10),
      operation("b", read, 1, 2, 4),
      operation("c", read, null, 5, 6),
    ];
    expect(await linearizable(history, register)).toEqual({
      ok: false,
      prefix: [history[0], history[1]],
      stuck: history[2],
    });
    expect(await sequentiallyConsistent(history, register)).toMatchObject({ ok: true });
  });

  test("where an open operation took effect, or did not", async () => {
    const open = operation("a", write(1), undefined, 0);
    expect(await linearizable([open, operation("b", read, 1, 5, 6)], register)).toMatchObject({ ok: true });
    expect(await linearizable([open, operation("b", read, null, 5, 6)], register)).toMatchObject({ ok: true });
    const twice = [open, operation("b", read, 1, 5, 6), operation("b", read, null, 7, 8)];
    expect(await linearizable(twice, register)).toMatchObject({ ok: false, stuck: twice[2] });
    expect(await linearizable([open], register)).toMatchObject({ ok: true });
  });

  test("equal times overlap", async () => {
    const history = [operation("a", write(1), true, 0, 5), operation("b", read, null, 5, 6)];
    expect(await linearizable(history, register)).toMatchObject({ ok: true });
    const later = [operation("a", write(1), true, 0, 5), operation("b", read, null, 5.1, 6)];
    expect(await linearizable(later, register)).toMatchObject({ ok: false });
  });

  test("agrees with trying every order, on a thousand small histories", async () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % n;
    };
    const counts = { true: 0, false: 0 };
    for (let i = 0; i < 1000; i++) {
      const history = Array.from({ length: 5 }, (_, process) => {
        const call = random(12);
        const input = [read, write(1), write(2), { type: "cas", from: 1, to: 2 } as const][random(4)]!;
        const output = input.type === "read" ? [null, 1, 2][random(3)] : input.type === "cas" ? random(2) === 0 : true;
        const open = random(6) === 0;
        return operation(`p${process}`, input, open ? undefined : output, call, open ? undefined : call + random(8));
      });
      const expected = tryAll(history, []);
      expect((await linearizable(history, register)).ok).toBe(expected);
      counts[`${expected}`]++;
    }
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(200);
  });

  test("is unknown once the time is over", async () => {
    const crowd = Array.from({ length: 22 }, (_, i) => operation(`p${i}`, write(i), true, 0, 100));
    const history = [...crowd, operation("reader", read, -1, 0, 100)];
    expect(await linearizable(history, register, { seconds: 0.05 })).toMatchObject({ ok: "unknown" });
  });
});

/** Whether some order of the returned operations, and of some open ones, is legal and keeps real time. */
function tryAll(rest: Operation[], done: Operation[]): boolean {
  if (rest.every((one) => one.return === undefined)) return true;
  return rest.some((one) => {
    if (rest.some((other) => other.return !== undefined && other.return < one.call)) return false;
    const order = [...done, one];
    let state: any = register.init();
    for (const { input, output } of order) if (state !== "illegal") state = register.step(state, input, output);
    return (
      state !== "illegal" &&
      tryAll(
        rest.filter((other) => other !== one),
        order,
      )
    );
  });
}

describe("keys are judged one by one", () => {
  type Keyed = { key: string; put?: number };
  const map: Model<number | undefined, Keyed, any> = {
    init: () => undefined,
    step: (state, { put }, output) => (put !== undefined ? put : output === state ? state : "illegal"),
    key: ({ key }) => key,
  };

  test("and what cannot follow is of the key that fails", async () => {
    const history: Operation<Keyed>[] = [
      { process: 1, input: { key: "x", put: 1 }, call: 0, return: 1 },
      { process: 1, input: { key: "y", put: 5 }, call: 2, return: 3 },
      { process: 2, input: { key: "x" }, output: 2, call: 4, return: 5 },
    ];
    expect(await linearizable(history, map)).toEqual({ ok: false, prefix: [history[0]], stuck: history[2] });
    expect(await linearizable(history.slice(0, 2), map)).toEqual({ ok: true, prefix: history.slice(0, 2) });
  });

  test("except for sequential consistency, which is not composed of its keys", async () => {
    const history: Operation<Keyed>[] = [
      { process: 1, input: { key: "x", put: 1 }, call: 0, return: 1 },
      { process: 1, input: { key: "y" }, output: undefined, call: 2, return: 3 },
      { process: 2, input: { key: "y", put: 1 }, call: 0, return: 1 },
      { process: 2, input: { key: "x" }, output: undefined, call: 2, return: 3 },
    ];
    for (const key of ["x", "y"])
      expect(
        await sequentiallyConsistent(
          history.filter(({ input }) => input.key === key),
          map,
        ),
      ).toMatchObject({ ok: true });
    expect(await sequentiallyConsistent(history, map)).toMatchObject({ ok: false });
  });
});

describe("what is no history is refused", () => {
  test.each([
    [[], "linearizable: this history is empty"],
    [[operation("a", read, 1, 5, 4)], 'operation 0 ({"type":"read"}) returns at 4, before it is called at 5.'],
    [[{ process: 1, input: read } as any], "operation 0 is"],
    [undefined as any, "linearizable judges a list of operations"],
  ])("%j", async (history, text) => {
    await expect(linearizable(history, register)).rejects.toThrow(text);
  });
});

const folder = process.env.VERTEILT_HISTORIES ?? join("..", "shared", "histories");

describe.runIf(existsSync(folder))(`recorded histories (in ${folder}, where it exists)`, () => {
  const verdicts = existsSync(folder)
    ? readFileSync(join(folder, "verdicts.csv"), "utf8").trim().split("\n").slice(1)
    : [];

  test("all of them have verdicts", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".log") || file.endsWith(".txt"));
    expect(verdicts.map((line) => line.split(",")[0]).sort()).toEqual(files.sort());
    expect(files).toHaveLength(24);
  });

  test.each(verdicts.map((line) => line.split(",") as [string, string]))("%s is %s", async (file, verdict) => {
    const text = readFileSync(join(folder, file), "utf8");
    const started = performance.now();
    const { ok, stuck } = file.startsWith("etcd")
      ? await linearizable(historyFromEdn(text), register)
      : await linearizable(historyFromEdn(text), strings);
    expect(ok).toBe(verdict === "linearizable");
    expect(stuck === undefined).toBe(ok);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

type KeyValue = { type: string; key: string; value: string };

/** A map of strings, each "" at first. */
const strings: Model<string, KeyValue, string> = {
  init: () => "",
  step(state, { type, value }, output) {
    if (type === "get") return output === undefined || output === state ? state : "illegal";
    return type === "put" ? value : state + value;
  },
  key: ({ key }) => key,
};
