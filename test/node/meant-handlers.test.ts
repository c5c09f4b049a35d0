// What ignored messages say of the handler that was probably meant, on every engine.
import { explore, loss, Node, type Run, run, traceFromJson, traceToJson } from "kernel-lib";
import { describe as describeRun } from "kernel-lib/dist/src/figure/describe.js";
import { describeEvent } from "kernel-lib/dist/src/trace/describe-event.js";
import { describe, expect, test } from "vitest";

class Greets extends Node {
  onStart() {
    for (const type of ["helo", "other"]) this.send("b", { type, n: 1 });
  }
}
class Greeted extends Node {
  onHello() {}
  onOthers = undefined;
}
class Heir extends Greeted {}
const nodes = { a: Greets, b: Heir };
const ignored = ({ trace }: Pick<Run, "trace">) =>
  trace.events.filter(({ kind }) => kind === "ignored").map((event) => describeEvent(event));
const expected = [
  'ignored: helo {"n":1} from a: b has no onHelo; did you mean onHello?',
  'ignored, no handler: other {"n":1} from a',
];

describe.each(["simulator", "threads"] as const)("on %s", (engine) => {
  test("an ignored message names the handler that comes close", async () => {
    const result = await run({ nodes }, { engine });
    expect(ignored(result)).toEqual(expected);
    expect(describeRun(result)).toMatch(/\(ignored [\d.]+ ms: b has no onHelo; did you mean onHello\?\)/);
    expect(ignored({ trace: traceFromJson(traceToJson(result)) })).toEqual(expected);
  });
});

test("so does a counterexample", async () => {
  const all = { always: { short: ({ messages }: { messages: unknown[] }) => messages.length > 0 } };
  const { counterexample } = await explore({ nodes }, all);
  expect(ignored({ trace: counterexample! }).sort()).toEqual(expected.sort());
});

test("a trace with a handler that is no name is refused", async () => {
  const { trace } = await run({ nodes, faults: [loss(0)] }, { engine: "simulator" });
  const text = traceToJson(trace).replace('"meant":"onHello"', '"meant":5');
  expect(() => traceFromJson(text)).toThrow(/\.meant is 5; it is a handler's name/);
});
