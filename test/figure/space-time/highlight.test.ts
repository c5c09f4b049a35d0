// Cuts and causal cones in the space-time diagram.
import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { spaceTime } from "kernel-lib/dist/src/figure/space-time/plotly.js";
import { cutAt } from "kernel-lib/dist/src/trace/cuts.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

const read = (markup: string) => markup.replaceAll("<br>", "\n").replace(/<[^>]*>/g, "");

function draw(...args: Parameters<typeof spaceTime>) {
  const figure = spaceTime(...args);
  const { data, layout } = figure as { data: any[]; layout: any };
  const named = (name: string) => data.filter((trace) => read(trace.name) === name && trace.x[0] !== null);
  const remarks = layout.annotations.map(({ text }: { text: string }) => read(text)).join("\n");
  return { named, remarks, words: bundleOf(figure)["text/plain"] as string };
}

/** a sends x at 1 (arrives at b at 4), c sends y at 2 (arrives at a at 6). Ids: 0 x sent, 1 y sent, 2 x received, 3 b outputs, 4 y received. */
function crossing(): Recording {
  const recording = new Recording({ a: "A", b: "B", c: "C" });
  const x = recording.send("a", "b", { type: "x" }, 1);
  const y = recording.send("c", "a", { type: "y" }, 2);
  recording.end(x, 4);
  recording.add("b", "output", 5, { message: 1 });
  recording.end(y, 6);
  return recording;
}

test("a consistent cut is a straight line where it can be one, between the events inside and those outside", () => {
  const trace = crossing().trace();
  const { named, remarks, words } = draw(trace, { cut: cutAt(trace, 3) });
  expect(named("consistent cut")[0]).toMatchObject({ x: [3, 3, 3, 3, 3], y: [-0.42, 0, 1, 2, 2.42] });
  expect(remarks).toBe("The cut is consistent; 2 messages in flight.");
  expect(words.split("\n").slice(0, 2)).toEqual(["3 nodes, 2 messages, 6 ms", remarks]);
});

test("an inconsistent cut bends, and the message it receives too early is thick", () => {
  const trace = crossing().trace();
  const { named, remarks } = draw(trace, { cut: { a: 0, b: 1, c: 1 } });
  const [line] = named("inconsistent cut");
  expect(line.y).toEqual([-0.42, 0, 1, 2, 2.42]);
  const [, a, b, c] = line.x;
  expect([a < 1, 4 < b && b < 5, 2 < c]).toEqual([true, true, true]);
  expect(remarks).toBe("The cut is inconsistent: 1 message (x) is received before it but sent after it.");
  expect(named("delivered").map(({ legendgroup, line }) => [legendgroup, line.width])).toEqual([
    ["type:x", 3],
    ["type:y", 1.5],
  ]);
});

test("a cut without messages across says so; one through a line's end stays in the diagram", () => {
  const trace = crossing().trace();
  const { remarks } = draw(trace, { cut: cutAt(trace, 0) });
  expect(remarks).toBe("The cut is consistent; nothing is in flight.");
  const all = draw(trace, { cut: cutAt(trace, 9), nodes: ["c", "a"] }).named("consistent cut")[0];
  expect(all.y).toEqual([-0.42, 0, 1, 1.42]);
  expect(all.x[1]).toBeGreaterThan(6);
  expect(all.x[1]).toBeLessThan(6.3);
});

test("the causal past of an event has rings on its events, marks included, and other arrows step back", () => {
  const trace = crossing().trace();
  const { named, remarks } = draw(trace, { past: 3 });
  expect(named("the event")[0]).toMatchObject({ x: [5], y: [1 - 13 / 84] });
  expect(named("causal past")[0]).toMatchObject({ x: [1, 4], y: [0, 1] });
  expect(named("delivered").map(({ line, opacity }) => [line.width, opacity])).toEqual([
    [3, undefined],
    [1.5, 0.3],
  ]);
  expect(remarks).toBe("The causal past of event 3 (output 1 on b) has 2 events on 2 nodes.");
});

test("the causal future of an event is what it may have influenced", () => {
  const { named, remarks } = draw(crossing().trace(), { future: 0 });
  expect(named("causal future")[0]).toMatchObject({ x: [4, 5, 6], y: [1, 1 - 13 / 84, 0] });
  expect(remarks).toBe("The causal future of event 0 (send x to b on a) has 3 events on 2 nodes.");
});

test("without a highlight nothing is thick, faint or ringed", () => {
  const { named } = draw(pingPong(2).trace());
  expect(named("delivered").map(({ line, opacity }) => [line.width, opacity])).toEqual([
    [1.5, undefined],
    [1.5, undefined],
  ]);
  expect([...named("the event"), ...named("consistent cut")]).toEqual([]);
});

test("cuts and events that the trace does not have are named", () => {
  const trace = crossing().trace();
  expect(() => spaceTime(trace, { past: 9 })).toThrow("spaceTime: this trace has no event 9; ids run from 0 to 4.");
  expect(() => spaceTime(trace, { future: -1 })).toThrow("spaceTime: this trace has no event -1");
  expect(() => spaceTime(trace, { cut: { a: 5 } })).toThrow("a cut has 0 to 2 events of a; this one has 5.");
  expect(() => spaceTime(trace, { cut: { z: 5 } })).toThrow('this trace has no node "z".');
  expect(() => spaceTime(trace, { cut: 3 as never })).toThrow("a cut is a number of events for each node");
});
