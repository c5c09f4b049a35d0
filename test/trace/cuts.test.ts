import { vectorTimes } from "kernel-lib/dist/src/trace/causality.js";
import {
  type Cut,
  cutAfter,
  cutAt,
  inFlight,
  isConsistentCut,
  latestConsistentCut,
  orphans,
} from "kernel-lib/dist/src/trace/cuts.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

/** Two banks: a sends 10 at 1, b receives it at 4; b sends 20 at 2, lost at 3; b sends 30 at 5, a receives it at 8. */
function banks(): Recording {
  const recording = new Recording({ a: "Bank", b: "Bank" });
  recording.add("a", "start", 0);
  recording.add("b", "start", 0);
  const ten = recording.send("a", "b", { type: "transfer", amount: 10 }, 1);
  const twenty = recording.send("b", "a", { type: "transfer", amount: 20 }, 2);
  recording.end(twenty, 3, "lost");
  recording.end(ten, 4);
  const thirty = recording.send("b", "a", { type: "transfer", amount: 30 }, 5);
  recording.end(thirty, 8);
  return recording;
}
const amounts = (cut: Cut) => inFlight(banks().trace(), cut).map(({ message }) => message.amount);

test("the cut at a time has every event up to it, and is consistent", () => {
  const trace = banks().trace();
  expect([0, 1, 4, 5, 8].map((ms) => cutAt(trace, ms))).toEqual([
    { a: 1, b: 1 },
    { a: 2, b: 1 },
    { a: 2, b: 3 },
    { a: 2, b: 4 },
    { a: 3, b: 4 },
  ]);
  for (let ms = 0; ms <= 9; ms++) expect(isConsistentCut(trace, cutAt(trace, ms))).toBe(true);
});

test("a cut with a separate time for each node may contain the receipt of a message that was not sent", () => {
  const trace = banks().trace();
  const cut = cutAt(trace, { a: 0, b: 4 });
  expect(cut).toEqual({ a: 1, b: 3 });
  expect(isConsistentCut(trace, cut)).toBe(false);
  expect(orphans(trace, cut).map(({ id, kind }) => [id, kind])).toEqual([[5, "receive"]]);
});

test("what is in flight at a cut was sent inside it, and has neither arrived nor been lost there", () => {
  const trace = banks().trace();
  expect(amounts(cutAt(trace, 0))).toEqual([]);
  expect(amounts(cutAt(trace, 1))).toEqual([10]);
  expect(amounts(cutAt(trace, 2))).toEqual([10, 20]);
  expect(amounts(cutAt(trace, 4))).toEqual([]);
  expect(amounts(cutAt(trace, 7))).toEqual([30]);
  expect(amounts(cutAt(trace, 9))).toEqual([]);
});

test("a message still under way when the recording ended is in flight", () => {
  const recording = banks();
  recording.send("a", "b", { type: "transfer", amount: 40 }, 9);
  expect(inFlight(recording.trace(), { a: 4, b: 4 }).map(({ message }) => message.amount)).toEqual([40]);
});

test("the cut after events ends with the last of them on each line", () => {
  const trace = banks().trace();
  expect(cutAfter(trace, [2, 1])).toEqual({ a: 2, b: 1 });
  expect(cutAfter(trace, [0, 5, 1])).toEqual({ a: 1, b: 3 });
  expect(cutAfter(trace, [])).toEqual({ a: 0, b: 0 });
});

test("the largest consistent cut inside a cut leaves out everything whose cause is outside", () => {
  const trace = banks().trace();
  expect(latestConsistentCut(trace, { a: 1, b: 4 })).toEqual({ a: 1, b: 2 });
  expect(latestConsistentCut(trace, { a: 3, b: 3 })).toEqual({ a: 2, b: 3 });
  expect(latestConsistentCut(trace, { a: 2, b: 3 })).toEqual({ a: 2, b: 3 });
  expect(latestConsistentCut(trace)).toEqual({ a: 3, b: 4 });
});

test("one lost step of the server takes every later step of both with it", () => {
  const trace = pingPong(3).trace();
  expect(cutAt(trace, 99)).toEqual({ server: 7, client: 10 });
  expect(latestConsistentCut(trace, { server: 2, client: 10 })).toEqual({ server: 2, client: 2 });
});

test("exactly those cuts are consistent that vector time allows", () => {
  const trace = banks().trace();
  const times = vectorTimes(trace);
  let consistent = 0;
  for (let a = 0; a <= 3; a++)
    for (let b = 0; b <= 4; b++) {
      const cut: Cut = { a, b };
      const lines = { a: [0, 2, 7], b: [1, 3, 5, 6] };
      const last = [lines.a[a - 1], lines.b[b - 1]].filter((id) => id !== undefined);
      const expected = last.every((id) => Object.entries(times[id]!).every(([node, n]) => n <= cut[node]!));
      expect([a, b, isConsistentCut(trace, cut)]).toEqual([a, b, expected]);
      if (expected) consistent++;
      const back = latestConsistentCut(trace, cut);
      expect(isConsistentCut(trace, back) && back.a! <= a && back.b! <= b).toBe(true);
    }
  expect(consistent).toBe(12);
});

test("the vector time of an event is the smallest consistent cut that contains it", () => {
  const trace = banks().trace();
  const time = vectorTimes(trace)[7]!;
  expect(isConsistentCut(trace, time)).toBe(true);
  expect(isConsistentCut(trace, { ...time, b: time.b! - 1 })).toBe(false);
});

test("impossible cuts are quoted", () => {
  const trace = banks().trace();
  expect(() => isConsistentCut(trace, { a: 4 })).toThrow("orphans: a cut has 0 to 3 events of a; this one has 4.");
  expect(() => inFlight(trace, { b: 1.5 })).toThrow("inFlight: a cut has 0 to 4 events of b; this one has 1.5.");
  expect(() => inFlight(trace, { c: 1 })).toThrow('inFlight: this trace has no node "c". Its nodes: "a", "b".');
  expect(() => latestConsistentCut(trace, 5 as never)).toThrow(
    "latestConsistentCut: a cut is a number of events for each node, as in { a: 2, b: 3 }; it got 5.",
  );
  expect(() => cutAt(trace, -1)).toThrow("cutAt: it takes a time in ms, 0 or more, or one for each node; it got -1.");
  expect(() => cutAt(trace, { x: 1 })).toThrow('cutAt: this trace has no node "x".');
  expect(() => cutAfter(trace, [99])).toThrow("cutAfter: this trace has no event 99; ids run from 0 to 7.");
  expect(() => cutAfter(trace, 3 as never)).toThrow("cutAfter: it takes a list of events' ids; it got 3.");
  expect(() => cutAt({} as never, 1)).toThrow(
    "cutAt takes a run, a trace or a verdict with a counterexample; it got {}.",
  );
});
