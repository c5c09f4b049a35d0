// Keys that JavaScript treats in its own way: symbols, and names such as `__proto__`.
import { Node, run, stepThrough, traceFromJson, traceToJson, vectorTimes } from "kernel-lib";
import { describe, expect, test } from "vitest";

class Sends extends Node {
  onStart() {
    const secret = Symbol("secret");
    const part = { n: 1, [secret]: 2 };
    this.send("b", { type: "data", part, map: new Map([["k", { [secret]: 3 }]]), [secret]: 4 } as any);
    this.output({ part });
  }
}
class Tells extends Node {
  onData(message: any) {
    const found = [message, message.part, message.map.get("k")];
    this.output(found.map((part) => Reflect.ownKeys(part).map(String)));
  }
}
class Counts extends Node {
  at = 0;
  onStart() {
    this.output(++this.at);
    this.broadcast({ type: "hello" });
  }
  onHello() {
    this.output(++this.at);
    if (this.id === "__proto__" && !this.peers.includes("constructor")) this.spawn("constructor", Counts);
  }
}

describe.each(["simulator", "threads"] as const)("on %s", (engine) => {
  test("symbol keys do not travel, in messages, outputs and the trace", async () => {
    const { outputs, trace } = await run({ nodes: { a: Sends, b: Tells } }, { engine });
    expect(outputs.b).toEqual([[["type", "part", "map"], ["n"], []]]);
    expect(Reflect.ownKeys((outputs.a[0] as any).part)).toEqual(["n"]);
    const sent = trace.events.find(({ kind }) => kind === "send")!.message;
    expect([Reflect.ownKeys(sent), Reflect.ownKeys(sent.part)]).toEqual([["type", "part", "map"], ["n"]]);
  });

  test("a node named __proto__ has its outputs, its state and its place in the trace, like any other", async () => {
    const nodes = { ["__proto__"]: Counts, b: Counts };
    const result = await run({ nodes }, { engine });
    const own = <T>(record: Record<string, T>) => new Map(Object.entries(record));
    expect(own(result.outputs)).toEqual(
      new Map([
        ["__proto__", [1, 2, 3]],
        ["b", [1, 2, 3]],
        ["constructor", [1]],
      ]),
    );
    expect(own(result.states)).toEqual(
      new Map([
        ["__proto__", { at: 3 }],
        ["b", { at: 3 }],
        ["constructor", { at: 1 }],
      ]),
    );
    expect(Object.keys(traceFromJson(traceToJson(result)).system.nodes)).toEqual(["__proto__", "b", "constructor"]);
    expect(own(vectorTimes(result).at(-1)!).get("__proto__")).toBeGreaterThan(2);
    expect(Object.getPrototypeOf(result.outputs)).toBe(Object.prototype);
    const moments = await stepThrough(result).moments();
    expect(own(moments.at(-1)!.nodes).get("__proto__")).toEqual({ at: 3 });
  });
});
