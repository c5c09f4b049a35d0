// Bad input: each is named, with what to do about it, and never judged as if it were something else.
import {
  causallyConsistent,
  explore,
  linearizable,
  Node,
  type Operation,
  register,
  sequentiallyConsistent,
  serializable,
  type Transaction,
} from "kernel-lib";
import { describe, expect, test } from "vitest";
import { pingPong } from "./protocols.js";

class Safe {
  #code: number;
  constructor(code: number) {
    this.#code = code;
  }
  opens(code: number) {
    return this.#code === code;
  }
}
class Chest extends Safe {
  label = "gold";
}
class Helper {
  calls = 0;
  #count() {
    this.calls++;
  }
  count() {
    this.#count();
  }
}

function keeping(make: () => unknown) {
  class Keeper extends Node {
    kept: unknown;
    onStart() {
      this.kept = make();
    }
  }
  return explore({ nodes: { keeper: Keeper } });
}

describe("states that cannot be compared", () => {
  test.each<[string, () => unknown, string]>([
    ["a promise", () => Promise.resolve(1), "a Promise"],
    ["a WeakMap", () => new WeakMap(), "a WeakMap"],
    ["a number in an object", () => Object(4), "a Number"],
    ["a URL", () => new URL("http://localhost/"), "a URL"],
    ["a symbol", () => Symbol("mark"), "Symbol(mark)"],
    ["memory that is shared", () => new SharedArrayBuffer(8), "a SharedArrayBuffer"],
    ["what hides its state", () => new Safe(1), "a Safe, whose #code is private"],
    ["what inherits hidden state", () => new Chest(1), "a Chest, whose #code is private"],
  ])("%s", async (_, make, what) => {
    await expect(keeping(make)).rejects.toThrow(
      `The state of keeper cannot be compared: its kept is ${what}. Keep plain data in fields.`,
    );
    await expect(keeping(() => ({ list: [make()] }))).rejects.toThrow(`its kept.list[0] is ${what}.`);
  });

  test("what is nested too deeply", async () => {
    const deep = () => {
      let list: unknown[] = [];
      for (let i = 0; i < 200_000; i++) list = [list];
      return list;
    };
    await expect(keeping(deep)).rejects.toThrow(
      "The state of keeper cannot be compared: it is nested too deeply. Keep lists in arrays.",
    );
  });

  test("not what has only private methods, or refers to itself", async () => {
    expect(await keeping(() => new Helper())).toMatchObject({ ok: true, unique: 1 });
    const loop = () => {
      const one: { self?: object } = {};
      one.self = one;
      return one;
    };
    expect(await keeping(loop)).toMatchObject({ ok: true, unique: 1 });
  });
});

describe("options of explore", () => {
  const names = '{ always: { "what should hold": ({ nodes }) => ... } }.';
  test.each<[unknown, string]>([
    [null, "explore(system, null): options are an object"],
    [{ always: () => true }, `it names its properties: ${names}`],
    [{ always: [() => true] }, `it names its properties: ${names}`],
    [{ lossy: 0.5 }, "lossy is 0.5; choose true, false."],
    [{ reduction: "yes" }, 'reduction is "yes"; choose true, false.'],
    [{ seconds: "10" }, 'seconds is "10"; it is a number above 0.'],
    [{ megabytes: 0 }, "megabytes is 0; it is a number above 0."],
    [{ progress: true }, "progress is true; it is a function of"],
    [{ from: {} }, "from is {}; it is a trace, such as run.trace or verdict.counterexample."],
  ])("%j", async (options, text) => {
    await expect(explore(pingPong, options as any)).rejects.toThrow(text);
  });

  test("a bound that throws", async () => {
    const within = () => JSON.parse("{");
    await expect(explore(pingPong, { within })).rejects.toThrow("within throws SyntaxError");
  });

  test("a property that answers with a promise", async () => {
    const always: any = { waits: async () => true };
    await expect(explore(pingPong, { always })).rejects.toThrow('always: "waits" gives a Promise');
  });
});

describe("handlers that throw are found, whatever they throw", () => {
  test.each<[string, () => unknown, string]>([
    ["an error", () => new TypeError("no field"), "TypeError: no field"],
    ["nothing", () => undefined, "undefined"],
    ["a text", () => "stop", "stop"],
  ])("%s", async (_, thrown, words) => {
    class Thrower extends Node {
      onStart() {
        this.send(this.id, { type: "go" });
      }
      onGo() {
        throw thrown();
      }
    }
    const verdict = await explore({ nodes: { thrower: Thrower } });
    expect(verdict).toMatchObject({ ok: false, broken: "no handler throws", why: `onGo of thrower threw ${words}` });
    expect(verdict.counterexample!.events.map(({ kind }) => kind)).toEqual([
      "start",
      "send",
      "receive",
      "error",
      "note",
    ]);
  });
});

describe("histories", () => {
  const early: Operation = { process: 1, input: { type: "read" }, output: 1, call: 5, return: 4 };
  const judges: [string, (history: any) => unknown][] = [
    ["linearizable", (history) => linearizable(history, register)],
    ["sequentiallyConsistent", (history) => sequentiallyConsistent(history, register)],
    ["causallyConsistent", async (history) => causallyConsistent(history)],
  ];

  test.each(judges)("%s refuses what is none", async (name, judge) => {
    await expect(judge([])).rejects.toThrow(`${name}: this history is empty, so there is nothing to judge.`);
    await expect(judge([early])).rejects.toThrow(
      `${name}: operation 0 ({"type":"read"}) returns at 4, before it is called at 5.`,
    );
    await expect(judge([null])).rejects.toThrow(`${name}: operation 0 is null; an operation is {`);
    await expect(judge("history")).rejects.toThrow(`${name} judges a list of operations`);
  });

  test("a model that is none", async () => {
    const history = [{ ...early, return: 6 }];
    for (const model of [undefined, {}, { init: () => 0 }] as any[]) {
      await expect(linearizable(history, model)).rejects.toThrow("linearizable needs a model with init() and step(");
      await expect(sequentiallyConsistent(history, model)).rejects.toThrow("sequentiallyConsistent needs a model");
    }
  });

  test.each<[unknown, string]>([
    [[{ id: 1 }], "serializable: transaction 1 has no steps."],
    [[{ id: 1, steps: [{}] }], "serializable: transaction 1 has the step {}; a step is { read: key, value } or"],
    [
      [
        { id: "t", steps: [] },
        { id: "t", steps: [] },
      ],
      'serializable: two transactions have the id "t"; give each its own.',
    ],
    [[{ id: 1, steps: [{ write: "x", value: null }] }], "which writes nothing; who reads null has seen"],
    [[], "serializable judges a list of transactions, such as"],
    [[{ id: 1, steps: [{ read: "x", write: "x" }] }], "serializable: transaction 1 has the step"],
    [[{ id: 1, status: "done", steps: [] }], 'has the status "done"; it is "committed", "aborted" or "unknown".'],
    [[{ id: 1, start: 5, end: 4, steps: [] }], "serializable: transaction 1 ends at 4, before it starts at 5."],
    [[{ id: 1, start: Number.NaN, steps: [] }], "serializable: transaction 1 has the time"],
    [
      [
        { id: 1, steps: [{ write: "x", value: 1 }] },
        { id: 2, steps: [{ append: "x", value: 1 }] },
      ],
      'serializable: "x" is written and appended to; a key is a register or a list. See transaction 2.',
    ],
    [
      [
        { id: 1, steps: [{ append: "x", value: 1 }] },
        { id: 2, steps: [{ append: "x", value: 1 }] },
      ],
      'serializable: 1 is appended to "x" twice, by 1 and 2; append different values',
    ],
    [
      [
        { id: 1, steps: [{ append: "x", value: 1 }] },
        { id: 2, steps: [{ read: "x", value: 1 }] },
      ],
      'serializable: transaction 2 reads 1 from the list "x"; a list is read as an array',
    ],
  ])("transactions %j", async (transactions, text) => {
    await expect(serializable(transactions as Transaction[])).rejects.toThrow(text);
  });
});
