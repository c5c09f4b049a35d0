import {
  causalDepths,
  causalFuture,
  causalPast,
  concurrent,
  happenedBefore,
  vectorTimes,
} from "kernel-lib/dist/src/trace/causality.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

/**
 * a sends to b (lost) and to c; b outputs on its own; c answers a. Ids: 0 send, 1 lost, 2 output, 3 send, 4 receive, 5
 * send, 6 receive.
 */
function triangle(): Recording {
  const recording = new Recording({ a: "A", b: "B", c: "C" });
  recording.end(recording.send("a", "b", { type: "hello" }, 0), 1, "lost");
  recording.add("b", "output", 2, { message: 1 });
  const received = recording.end(recording.send("a", "c", { type: "hello" }, 3), 4);
  recording.end(recording.send("c", "a", { type: "reply" }, 4, received), 5);
  return recording;
}

test("vector times count each node's own events and what messages brought along", () => {
  expect(vectorTimes(pingPong(1).trace())).toEqual([
    { server: 1 },
    { client: 1 },
    { client: 2 },
    { server: 2, client: 2 },
    { server: 3, client: 2 },
    { server: 3, client: 3 },
    { server: 3, client: 4 },
  ]);
});

test("a lost message teaches its receiver nothing", () => {
  expect(vectorTimes(triangle().trace())).toEqual([
    { a: 1 },
    { a: 1 },
    { b: 1 },
    { a: 2 },
    { a: 2, c: 1 },
    { a: 2, c: 2 },
    { a: 3, c: 2 },
  ]);
});

test("vector times can be computed for a prefix only", () => {
  expect(vectorTimes(pingPong(1).trace(), 2)).toEqual([{ server: 1 }, { client: 1 }]);
});

test("a send happened before its receive, and everything before it too, but not the other way round", () => {
  const trace = triangle().trace();
  expect(happenedBefore(trace, 0, 6)).toBe(true);
  expect(happenedBefore(trace, 3, 4)).toBe(true);
  expect(happenedBefore(trace, 4, 3)).toBe(false);
  expect(happenedBefore(trace, 4, 4)).toBe(false);
});

test("events on nodes that did not hear from each other are concurrent", () => {
  const trace = triangle().trace();
  expect(concurrent(trace, 2, 6)).toBe(true);
  expect(concurrent(trace, 1, 2)).toBe(true);
  expect(concurrent(trace, 0, 6)).toBe(false);
  expect(concurrent(trace, 6, 0)).toBe(false);
  expect(concurrent(trace, 2, 2)).toBe(false);
});

test("the causal past of an event is every event with a chain to it", () => {
  const trace = triangle().trace();
  expect([...causalPast(trace, 6)].sort()).toEqual([0, 3, 4, 5]);
  expect([...causalPast(trace, 1)]).toEqual([0]);
  expect([...causalPast(trace, 2)]).toEqual([]);
});

test("the causal future of an event is every event it has a chain to", () => {
  const trace = triangle().trace();
  expect([...causalFuture(trace, 0)]).toEqual([1, 3, 4, 5, 6]);
  expect([...causalFuture(trace, 4)]).toEqual([5, 6]);
  expect([...causalFuture(trace, 1)]).toEqual([]);
  for (const { id } of trace.events)
    for (const later of trace.events)
      expect(causalFuture(trace, id).has(later.id)).toBe(causalPast(trace, later.id).has(id));
});

test("questions follow a trace that is still being written, and accept a run as well as its trace", () => {
  const recording = triangle();
  const run = { trace: recording.trace() };
  expect(happenedBefore(run, 0, 6)).toBe(true);
  const last = recording.add("a", "output", 9);
  expect(happenedBefore(run, 0, last)).toBe(true);
  expect(vectorTimes(run)[last]).toEqual({ a: 4, c: 2 });
});

test("happened-before agrees with vector times on every pair of events", () => {
  const trace = pingPong(4).trace();
  const times = vectorTimes(trace);
  const compared = (a: number, b: number) =>
    a !== b && Object.entries(times[a]!).every(([node, n]) => n <= (times[b]![node] ?? 0));
  let before = 0;
  for (const a of trace.events) {
    for (const b of trace.events) {
      const expected = compared(a.id, b.id);
      expect([a.id, b.id, happenedBefore(trace, a.id, b.id)]).toEqual([a.id, b.id, expected]);
      if (expected) before++;
    }
  }
  // client start and 20 events after it form a chain: 210 pairs; the server start is before all but three of the
  // others.
  expect(before).toBe(229);
});

test("causal depths grow along every line and every arrow", () => {
  expect(causalDepths(pingPong(2).trace())).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(causalDepths(triangle().trace())).toEqual([0, 1, 0, 1, 2, 3, 4]);
});

test("an event that does not exist is named", () => {
  expect(() => happenedBefore(triangle().trace(), 0, 99)).toThrow(
    "happenedBefore: this trace has no event 99; ids run from 0 to 6. Pass an event's id, as in event.id.",
  );
  expect(() => happenedBefore(triangle().trace(), -1, 0)).toThrow("happenedBefore: this trace has no event -1");
  expect(() => causalPast(new Recording({}).trace(), 0)).toThrow("this trace has no event 0; it is empty.");
});
