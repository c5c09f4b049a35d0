// Histories in other tools' notation: Jepsen's EDN and log lines, there and back.
import {
  faultSpansFromEdn,
  historyFromEdn,
  historyToEdn,
  linearizable,
  type Operation,
  register,
  serializable,
  transactionsFromEdn,
} from "kernel-lib";
import { plainEdn, readEdn, writeEdn } from "kernel-lib/dist/src/trace/edn.js";
import { describe, expect, test } from "vitest";

describe("a history in EDN", () => {
  test("gives the operations that models read: failed ones are dropped, unknown ones stay open", () => {
    const text = `
      ; recorded by Jepsen
      {:process 0, :type :invoke, :f :write, :value 3, :time 1000000}
      {:process 1, :type :invoke, :f :read, :value nil, :time 1500000}
      {:process :nemesis, :type :info, :f :start-partition, :value nil, :time 1600000}
      {:process 1, :type :ok, :f :read, :value 3, :time 2000000}
      {:process 0, :type :info, :f :write, :value 3, :error :timeout, :time 3000000}
      {:process 1, :type :invoke, :f :cas, :value [3 4], :time 4000000}
      {:process 1, :type :fail, :f :cas, :value [3 4], :time 5000000}
      {:process 2, :type :invoke, :f :cas, :value [3 5], :time 6000000}
      {:process 2, :type :ok, :f :cas, :value [3 5], :time 7000000}
      {:process 1, :type :invoke, :f :read, :value nil, :time 8000000}`;
    expect(historyFromEdn(text)).toEqual([
      { process: 0, input: { type: "write", value: 3 }, call: 1 },
      { process: 1, input: { type: "read" }, output: 3, call: 1.5, return: 2 },
      { process: 2, input: { type: "cas", from: 3, to: 5 }, output: true, call: 6, return: 7 },
      { process: 1, input: { type: "read" }, call: 8 },
    ]);
  });

  test("may be one vector, hold tagged records and keys, and have no times: then the order of events counts", () => {
    const text = `[#jepsen.history.Op{:index 0, :process "p", :type :invoke, :f :append, :key "k", :value "x"}
      #jepsen.history.Op{:index 1, :process "p", :type :ok, :f :append, :key "k", :value "x"}
      {:process 7 :type :invoke :f :get :key 5 :value nil} {:process 7 :type :ok :f :get :key 5 :value nil}]`;
    expect(historyFromEdn(text)).toEqual([
      { process: "p", input: { type: "append", key: "k", value: "x" }, output: true, call: 0, return: 1 },
      { process: 7, input: { type: "get", key: "5" }, output: null, call: 2, return: 3 },
    ]);
  });

  test("may have independent keys in its values", () => {
    const text = `{:process 0 :type :invoke :f :write :value [8 1]} {:process 0 :type :ok :f :write :value [8 1]}
      {:process 0 :type :invoke :f :cas :value [8 [1 2]]} {:process 0 :type :ok :f :cas :value [8 [1 2]]}
      {:process 0 :type :invoke :f :read :value [8 nil]} {:process 0 :type :ok :f :read :value [8 2]}`;
    expect(historyFromEdn(text, { independent: true }).map(({ input, output }) => [input, output])).toEqual([
      [{ type: "write", key: "8", value: 1 }, true],
      [{ type: "cas", key: "8", from: 1, to: 2 }, true],
      [{ type: "read", key: "8" }, 2],
    ]);
  });

  test("may be Jepsen's log", () => {
    const text = [
      "INFO  jepsen.core - Worker 0 starting",
      "INFO  jepsen.util - 0\t:invoke\t:write\t4",
      "INFO  jepsen.util - :nemesis\t:info\t:start\tnil",
      "INFO  jepsen.util - 1\t:invoke\t:read\tnil",
      "INFO  jepsen.util - 0\t:ok\t:write\t4",
      "INFO  jepsen.util - 1\t:fail\t:read\t:timed-out",
      "INFO  jepsen.util - 0\t:invoke\t:cas\t[4 1]",
      "INFO  jepsen.util - 0\t:info\t:cas\t:timed-out",
    ].join("\n");
    expect(historyFromEdn(text)).toEqual([
      { process: 0, input: { type: "write", value: 4 }, output: true, call: 0, return: 3 },
      { process: 0, input: { type: "cas", from: 4, to: 1 }, call: 5 },
    ]);
  });

  test("keeps the order of events with equal times", () => {
    const text = [":invoke", ":ok"]
      .flatMap((type) => [`{:process 0 :type ${type} :f :write :value 1 :time 5}`])
      .join("\n");
    const [{ call, return: end }] = historyFromEdn(text) as [Operation];
    expect(end).toBeGreaterThan(call);
  });

  test.each([
    ["{:process 0 :type :invoke", "the text ends before }; give it the whole file."],
    ['{:process 0\n:f "x', 'line 2: a text that does not end: "\\"x".'],
    ["{:process 0\n]", "line 2: ] closes nothing that is open."],
    ["{:process 0, :type :ok, :f :read, :value 1}", "read of process 0 ends, but was never called (event 0)."],
    [
      "{:process 0 :type :invoke :f :read} {:process 0 :type :invoke :f :write}",
      "process 0 calls write before its read has ended (event 1).",
    ],
    ["{:process 0 :f :read}", "event 0 lacks :process, :type or :f; it has process, f."],
    ["[1]", "event 0 is 1; it is a map with :process, :type, :f."],
    ["{:process 0 :type :invoke :f :read} {:process 0 :type :done :f :read}", 'has the type "done"; types are'],
    ["nothing", 'found no operation in "nothing"'],
    ["", 'found no operation in ""'],
  ])("%j is refused", (text, message) => {
    expect(() => historyFromEdn(text)).toThrow(`historyFromEdn`);
    expect(() => historyFromEdn(text)).toThrow(message);
  });
});

describe("a history written as EDN", () => {
  const history: Operation[] = [
    { process: "a", input: { type: "write", value: { n: [1, 'x\n"y"', null] } }, output: true, call: 0.5, return: 3 },
    { process: 1, input: { type: "read" }, output: { n: [1, 'x\n"y"', null] }, call: 1, return: 2 },
    { process: 2, input: { type: "cas", from: 1, to: 2n ** 70n }, output: true, call: 4, return: 5 },
    { process: 2, input: { type: "put", key: "k", value: -0 }, output: "done", call: 6, return: 7 },
    { process: 2, input: { type: "lock" }, output: null, call: 8, return: 9 },
    { process: 1, input: { type: "write", value: 9007199254740993n }, call: 8.5 },
  ];

  test("is read back as it was", () => {
    expect(historyFromEdn(historyToEdn(history))).toEqual(history);
  });

  test("has one event per line, failed cas and open operations as Jepsen writes them", () => {
    const text = historyToEdn([
      { process: 0, input: { type: "cas", from: 1, to: 2 }, output: false, call: 0, return: 1 },
      { process: 1, input: { type: "write", value: 2 }, call: 0.5 },
    ]);
    expect(text.split("\n")).toEqual([
      "{:process 0 :type :invoke :f :cas :value [1 2] :time 0}",
      "{:process 1 :type :invoke :f :write :value 2 :time 500000}",
      "{:process 0 :type :fail :f :cas :value [1 2] :time 1000000}",
      "{:process 1 :type :info :f :write :value 2 :time 1000000}",
      "",
    ]);
  });

  test("gives overlapping operations of one process separate processes", async () => {
    const overlapping: Operation[] = [
      { process: "outside", input: { type: "write", value: 1 }, output: true, call: 0, return: 9 },
      { process: "outside", input: { type: "read" }, output: 1, call: 1, return: 2 },
      { process: "outside", input: { type: "read" }, output: null, call: 3, return: 4 },
    ];
    const back = historyFromEdn(historyToEdn(overlapping));
    expect(back.map(({ process }) => process)).toEqual(["outside", "outside/2", "outside/2"]);
    expect((await linearizable<any, any, any>(back, register)).ok).toBe(false);
  });

  test.each<[unknown, string]>([
    [{ value: 1 }, 'operation 0 has the input {"value":1}; an input has a type'],
    [{ type: "transfer", amount: 5 }, "EDN has no place for its amount. Put it into value."],
    [{ type: "write", value: Number.NaN }, "EDN has no notation for NaN."],
    [{ type: "write", value: /x/ }, "EDN has no notation for a RegExp."],
  ])("refuses %j", (input, message) => {
    expect(() => historyToEdn([{ process: 0, input, call: 0 }])).toThrow(message);
  });
});

describe("transactions in EDN", () => {
  const text = `
    {:index 0 :time 0 :process 0 :type :invoke :f :txn :value [[:append 5 1] [:r 6 nil]]}
    {:index 1 :time 1000000 :process 1 :type :invoke :f :txn :value [[:append 5 2]]}
    {:index 2 :time 2000000 :process 2 :type :invoke :f :txn :value [[:w :x 1] [:r :y nil]]}
    {:index 3 :time 3000000 :process 0 :type :ok :f :txn :value [[:append 5 1] [:r 6 []]]}
    {:index 4 :time 4000000 :process 1 :type :fail :f :txn :value [[:append 5 2]]}
    {:index 5 :time 5000000 :process 2 :type :info :f :txn :value [[:w :x 1] [:r :y nil]]}`;

  test("have times, processes and outcomes", () => {
    expect(transactionsFromEdn(text)).toEqual([
      {
        id: 0,
        status: "committed",
        process: 0,
        start: 0,
        end: 3,
        steps: [
          { append: "5", value: 1 },
          { read: "6", value: [] },
        ],
      },
      { id: 1, status: "aborted", process: 1, start: 1, steps: [{ append: "5", value: 2 }] },
      {
        id: 2,
        status: "unknown",
        process: 2,
        start: 2,
        steps: [
          { write: "x", value: 1 },
          { read: "y", value: undefined },
        ],
      },
    ]);
  });

  test("can be judged as they are", async () => {
    const read = `{:process 3 :type :invoke :f :txn :value [[:r 5 nil]]} {:process 3 :type :ok :f :txn :value [[:r 5 [1 2]]]}`;
    const { ok, levels, anomalies } = await serializable(
      transactionsFromEdn(`${text}${read.replaceAll(":f", ":index 9 :f")}`),
    );
    expect({ ok, levels, names: anomalies.map(({ name }) => name) }).toEqual({
      ok: false,
      levels: ["strong read uncommitted"],
      names: ["G1a"],
    });
  });

  test("with other steps are refused", () => {
    const other = (value: string) => `{:process 0 :type :invoke :f :txn :value ${value}}`;
    expect(() => transactionsFromEdn(other("[[:inc 1 2]]"))).toThrow(
      'has the step ["inc",1,2]; steps are [:append k v]',
    );
    expect(() => transactionsFromEdn(other("3"))).toThrow("txn has the value 3; a transaction is a list");
  });
});

test("what the nemesis did is a span on the same time", () => {
  const event = (process: string, f: string, time: number, value = "nil") =>
    `{:process ${process} :type :info :f ${f} :value ${value} :time ${time}000000}`;
  const text = [
    "{:process 0 :type :invoke :f :read :value nil :time 1000000}",
    event(":nemesis", ":start-partition", 2, ":majority"),
    event(":nemesis", ":start-partition", 3, '{"n1" #{"n2"}}'),
    event(":nemesis", ":kill", 4, '["n3"]'),
    event(":nemesis", ":kill", 5, '{"n3" :killed}'),
    event(":nemesis", ":stop-partition", 6),
    event(":nemesis", ":stop-partition", 7),
    event(":nemesis", ":bump-clock", 8),
    event(":nemesis", ":bump-clock", 9),
  ].join("\n");
  expect(faultSpansFromEdn(text)).toEqual([
    { label: 'start-partition "majority"', from: 2, until: 6 },
    { label: 'kill ["n3"]', from: 4 },
    { label: "bump-clock", from: 8, until: 8 },
  ]);
});

test("EDN is read without silent loss", () => {
  const read = (text: string) => readEdn(text, "it").map(plainEdn);
  expect(
    read('9007199254740993 -9007199254740993 12 9007199254740991 "9007199254740993" [1 2] ; 9007199254740993 ]'),
  ).toEqual([9007199254740993n, -9007199254740993n, 12, 9007199254740991, "9007199254740993", [1, 2]]);
  expect(read('\\a #{:a} (1 nil) {[1] 2} #_ dropped 1.5e3 #inst "2026-01-01T00:00:00.000Z"')).toEqual([
    "a",
    new Set(["a"]),
    [1, null],
    new Map([[[1], 2]]),
    1500,
    new Date(Date.UTC(2026, 0)),
  ]);
  expect(writeEdn({ key: "a", map: new Map([[1, new Set([true])]]), at: new Date(0) }, "it")).toBe(
    '{:key "a" :map {1 #{true}} :at #inst "1970-01-01T00:00:00.000Z"}',
  );
});
