// What a worker says it has found is read part by part: nothing that is no run and no verdict becomes one.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { explore, Node, run } from "kernel-lib";
import { packResult, unpackResult } from "kernel-lib/dist/src/engine/sweep/packed-result.js";
import { beforeAll, expect, test } from "vitest";

/** The library's own: an import here has a copy of the module. */
const { watchPreparations } = createRequire(resolve("package.json"))(resolve("kernel-lib/dist/src/engine/system.js"));

class Talker extends Node {
  onStart() {
    this.send(this.neighbours[0] ?? this.id, { type: "hello", text: "<b>" });
  }
}

const prepared: any[] = [];
let verdict: any;
let made: any;
beforeAll(async () => {
  watchPreparations((system: unknown) => prepared.push(system));
  const system = { nodes: { a: Talker, b: Talker } };
  verdict = await explore(system, { always: { quiet: ({ messages }) => messages.length === 0 } });
  made = await run(system, { engine: "simulator" });
  watchPreparations(() => {});
});

const nothing = async () => undefined;
/** It, packed, changed, and made again. */
function changed(value: unknown, change: (data: any, parts: any[]) => void) {
  const { data, parts } = structuredClone(packResult(value, prepared));
  change(data, parts as any[]);
  return () => unpackResult({ data, parts }, nothing);
}

test("where they lie and which systems made them is noted", () => {
  const { data, parts } = packResult({ all: [verdict, 1], made }, prepared);
  expect(parts).toEqual([
    { path: ["all", "0"], kind: "verdict", system: undefined },
    { path: ["all", "0", "counterexample"], kind: undefined, system: 0 },
    { path: ["made"], kind: "run", system: undefined },
    { path: ["made", "trace"], kind: undefined, system: 1 },
  ]);
  expect(unpackResult(structuredClone({ data, parts }), nothing)).toEqual({ all: [verdict, 1], made });
});

test.each<[string, (data: any, parts: any[]) => void]>([
  ["a number that is none", (data) => Object.assign(data, { unique: "<script>" })],
  ["a sentence that is none", (data) => Object.assign(data, { why: { toString: "x" } })],
  ["no examples", (data) => Object.assign(data, { examples: null })],
  ["an example that is no trace", (data) => Object.assign(data.examples, { x: { events: [] } })],
  ["an event at no time", (data) => Object.assign(data.counterexample.events[0], { at: "0</svg><script>" })],
  ["an event that is caused by a later one", (data) => Object.assign(data.counterexample.events[0], { cause: 9 })],
  ["no counterexample where its part lies", (data) => void delete data.counterexample],
  ["a kind that is not known", (_, parts) => Object.assign(parts[0], { kind: "constructor" })],
  ["a place that is not there", (_, parts) => Object.assign(parts[1], { path: ["__proto__"] })],
  ["a place in a text", (_, parts) => Object.assign(parts[1], { path: ["broken", "0"] })],
])("a verdict with %s is refused", (_, change) => {
  expect(changed(verdict, change)).toThrow(/^A result /);
});

test.each<[string, (data: any) => void]>([
  ["counts that are none", (data) => Object.assign(data.stats, { messages: "1" })],
  ["no counts", (data) => void delete data.stats],
  ["outputs that are no lists", (data) => Object.assign(data.outputs, { a: "x" })],
  ["a reason of its own", (data) => Object.assign(data, { reason: "<b>" })],
  ["no trace", (data) => Object.assign(data, { trace: { events: 1 } })],
])("a run with %s is refused", (_, change) => {
  expect(changed(made, change)).toThrow(/^A result /);
});

test("what has more than its data, or lies where no path leads, is not packed", () => {
  const drawn = Object.defineProperty({}, Symbol.for("Jupyter.display"), { value: () => ({}) });
  for (const value of [drawn, new Map([[1, verdict]]), [new Set([made])], { f: () => 1 }])
    expect(() => packResult(value, prepared)).toThrow();
  expect(() => packResult(verdict, [])).toThrow("It comes from outside of the experiment.");
});
