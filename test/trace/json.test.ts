import { traceFromJson, traceToJson } from "kernel-lib/dist/src/trace/json.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

/** A trace whose only output is this value. */
function holding(value: unknown) {
  const recording = new Recording({ a: "A" });
  recording.add("a", "output", 0, { message: value });
  return recording.trace();
}

test("a trace comes back as it was, and as the same text", () => {
  const recording = pingPong(2);
  recording.end(recording.send("client", "server", { type: "bye" }, 9), 10, "lost");
  const trace = recording.trace({ seed: 7, engine: "threads" });
  const text = traceToJson(trace);
  expect(traceFromJson(text)).toEqual(trace);
  expect(traceToJson(traceFromJson(text))).toBe(text);
});

test("the text is JSON with one event per line", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.end(recording.send("a", "b", { type: "x", n: 1 }, 0), 1.5);
  expect(traceToJson({ trace: recording.trace() }).split("\n")).toEqual([
    '{ "version": 1,',
    '  "seed": 1,',
    '  "engine": "simulator",',
    '  "system": {"nodes":{"a":{"class":"A","fields":{}},"b":{"class":"B","fields":{}}},"faults":[]},',
    '  "events": [',
    '{"id":0,"node":"a","kind":"send","at":0,"lamport":1,"message":{"type":"x","n":1},"peer":"b"},',
    '{"id":1,"node":"b","kind":"receive","at":1.5,"lamport":2,"cause":0,"message":{"type":"x","n":1},"peer":"a"}',
    "]}",
    "",
  ]);
  expect(traceFromJson(traceToJson(new Recording({}).trace())).events).toEqual([]);
});

test.each([
  ["undefined", undefined],
  ["a hole's neighbour", [1, undefined, 3]],
  ["a property that is undefined", { x: undefined }],
  ["numbers JSON has no word for", [Number.NaN, Infinity, -Infinity, -0, 0.1]],
  ["a bigint", 12345678901234567890n],
  ["a date", new Date(86_400_000)],
  ["a regular expression", /a+/gi],
  ["a map of maps", new Map([[{ k: 1 }, new Map([["x", 2n]])]])],
  ["a set", new Set([1, "1", new Set()])],
  ["bytes", new Uint8Array([0, 255, 7])],
  ["floats", new Float64Array([1.5, Number.NaN])],
  ["big integers", new BigInt64Array([-1n])],
  ["a buffer", new Uint8Array([1, 2, 3]).buffer],
  ["an object with our own key", { $: "Map", value: 3 }],
  ["a deeper one", [{ $: { $: 1 } }]],
])("%s comes back as it was", (_, value) => {
  const { message } = traceFromJson(traceToJson(holding(value))).events[0]!;
  expect(message).toStrictEqual(value);
});

test("an invalid date, an error and a view into a larger buffer come back with their content", () => {
  const back = (value: unknown) => traceFromJson(traceToJson(holding(value))).events[0]!.message;
  expect(Number.isNaN(Number(back(new Date(Number.NaN))))).toBe(true);
  const error = back(new RangeError("too far"));
  expect([error instanceof Error, error.name, error.message]).toEqual([true, "RangeError", "too far"]);
  expect(back(new Uint8Array([9, 1, 2, 9]).subarray(1, 3))).toEqual(new Uint8Array([1, 2]));
});

test("a key named __proto__ stays a key", () => {
  const { message } = traceFromJson(traceToJson(holding(JSON.parse('{"__proto__":{"x":1}}')))).events[0]!;
  expect([Object.keys(message), message.x]).toEqual([["__proto__"], undefined]);
});

test("what is not plain data is named with its place", () => {
  expect(() => traceToJson(holding({ list: [1, () => 2] }))).toThrow(
    "traceToJson: events[0].message.list[1] is function; a trace holds plain data only.",
  );
  expect(() => traceToJson(7 as never)).toThrow(/^traceToJson takes a run, a trace or a verdict .* it got 7\.$/);
});

test("text of another version says so", () => {
  const text = traceToJson(pingPong(1).trace());
  expect(() => traceFromJson(text.replace('"version": 1', '"version": 2'))).toThrow(
    "traceFromJson: this trace is in version 2 of the format; this kernel-lib reads version 1. " +
      "Read it with the release that wrote it, or record the run again.",
  );
  expect(() => traceFromJson("{}")).toThrow("traceFromJson: this is no trace: it has no version.");
  expect(() => traceFromJson('{"version":"1"}')).toThrow('this is no trace: it has the version "1".');
});

test("text that is not a trace is quoted", () => {
  expect(() => traceFromJson("hello")).toThrow(
    'traceFromJson: this is not JSON text: "hello". Pass all of what traceToJson wrote.',
  );
  expect(() => traceFromJson(traceToJson(pingPong(1).trace()).slice(0, -9))).toThrow("this is not JSON text");
  expect(() => traceFromJson("[]")).toThrow("this is no trace: it is [];");
  expect(() => traceFromJson({} as never)).toThrow("traceFromJson: it takes JSON text; it got {}.");
});

test.each([
  ['"seed": 1', '"seed": 1.5', "seed is 1.5; it is a whole number."],
  ['"engine": "simulator"', '"engine": 3', 'engine is 3; it is a name such as "simulator".'],
  ['"faults":[]', '"faults":[{}]', "system.faults is [{}]; it is a list of faults"],
  ['"fields":{}', '"fields":1', 'system.nodes.server is {"class":"Server","fields":1}; it is { class, fields }.'],
  ['"id":1', '"id":7', "events[1].id is 7; ids are places in the list, so it must be 1."],
  ['"node":"client"', '"node":""', 'events[1].node is ""; it is a node\'s name.'],
  ['"kind":"start"', '"kind":"began"', 'events[0].kind is "began"; kinds are start, send, receive'],
  ['"at":0', '"at":"0"', 'events[0].at is "0"; it is a time in ms.'],
  ['"lamport":3,"cause":2', '"lamport":2,"cause":2', "events[3].lamport is 2; its cause, event 2, has 2."],
  ['"lamport":1}', '"lamport":-1}', "events[0].lamport is -1; it is a whole number, 0 or more."],
  ['"cause":2', '"cause":3', "events[3].cause is 3; it is the id of an earlier event."],
  ['"peer":"server"', '"peer":5', "events[2].peer is 5; it is a node's name."],
  ['"message":{"type":"ping","n":1}', '"message":{"$":"Mop"}', 'events[2] has a value of the unknown kind "Mop".'],
  ['"message":{"type":"ping","n":1}', '"message":{"$":"Map","value":5}', "events[2] has a Map that cannot be read: 5."],
  ['"message":{"type":"ping","n":1}', '"message":{"$":"bigint","value":"x"}', 'a bigint that cannot be read: "x".'],
])("a trace in which %s became %s is refused", (from, to, complaint) => {
  const text = traceToJson(pingPong(1).trace());
  expect(text).toContain(from);
  expect(() => traceFromJson(text.replace(from, to))).toThrow(complaint);
});

test("an invalid list of events is quoted", () => {
  expect(() =>
    traceFromJson('{"version":1,"seed":1,"engine":"x","system":{"nodes":{},"faults":[]},"events":3}'),
  ).toThrow("this is no trace: events is 3; it is a list.");
  expect(() =>
    traceFromJson('{"version":1,"seed":1,"engine":"x","system":{"nodes":[],"faults":[]},"events":[]}'),
  ).toThrow("this is no trace: system.nodes is []");
});
