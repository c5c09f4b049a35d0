// Charts over time and over nodes: messages, load, states.

import { messagesOverTime } from "kernel-lib/dist/src/figure/charts/messages-over-time.js";
import { nodeLoad } from "kernel-lib/dist/src/figure/charts/node-load.js";
import { stateOverTime } from "kernel-lib/dist/src/figure/charts/state-over-time.js";
import { bundleOf, type Figure } from "kernel-lib/dist/src/figure/figure.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

const text = (markup: string) => markup.replace(/<[^>]*>/g, "");
const words = (figure: Figure) => bundleOf(figure)["text/plain"];
const open = (figure: Figure) => {
  const { data, layout } = figure as { data: any[]; layout: any };
  return { data, layout, title: text(layout.title.text), names: data.map(({ name }) => text(name)) };
};

test("messages are counted by type in equal steps of time, each when it was sent", () => {
  const recording = new Recording({ a: "A", b: "B" });
  for (const at of [0, 5, 9, 10, 39]) recording.send("a", "b", { type: at < 10 ? "early" : "late" }, at);
  recording.end(recording.send("a", "b", { type: "early" }, 39.5), 40);
  const figure = messagesOverTime(recording.trace());
  const { data, names, title, layout } = open(figure);
  expect(names).toEqual(["early", "late"]);
  expect(data[0].x).toEqual(Array.from({ length: 41 }, (_, i) => i + 0.5));
  expect(data.map(({ y }) => y.flatMap((n: number, step: number) => (n === 0 ? [] : [[step, n]])))).toEqual([
    [
      [0, 1],
      [5, 1],
      [9, 1],
      [39, 1],
    ],
    [
      [10, 1],
      [39, 1],
    ],
  ]);
  expect(title).toBe("6 messages of 2 types, most from 39 ms to 40 ms: 2");
  expect(text(layout.yaxis.title.text)).toBe("messages per 1 ms");
  expect(words(figure)).toBe(
    "6 messages of 2 types, most from 39 ms to 40 ms: 2\n" +
      "  early: 4 sent, most from 0 ms to 1 ms: 1\n  late: 2 sent, most from 10 ms to 11 ms: 1",
  );
});

test("a duplicated message was sent once", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const sent = recording.send("a", "b", { type: "x" }, 0);
  recording.end(sent, 0);
  recording.end(sent, 0);
  expect(open(messagesOverTime(recording.trace())).data[0].y).toEqual([1]);
});

test("a run without messages is an empty chart in all of them", () => {
  const trace = new Recording({ a: "A" }).trace();
  expect(open(messagesOverTime(trace)).title).toBe("0 messages of 0 types");
  expect(open(nodeLoad(trace)).title).toBe("1 node, no messages");
  expect(open(stateOverTime(trace)).title).toBe("value of 0 nodes over time, 0 changes");
});

test("a node's load is what it sent and what reached it; outside is no node", () => {
  const recording = pingPong(2);
  recording.end(recording.send("client", "server", { type: "bye" }, 9), 10, "lost");
  const put = recording.send("outside", "server", { type: "put" }, 9);
  recording.end(put, 11);
  recording.end(put, 12);
  const twice = recording.send("server", "client", { type: "x" }, 12);
  recording.end(twice, 13);
  recording.end(twice, 14);
  const figure = nodeLoad(recording.trace());
  const { data, names, title } = open(figure);
  expect(names).toEqual(["sent", "received"]);
  expect(data.map(({ x, y }) => [x.map(text), y])).toEqual([
    [
      ["server", "client"],
      [3, 3],
    ],
    [
      ["server", "client"],
      [4, 4],
    ],
  ]);
  expect(title).toBe("2 nodes, mean 7 messages sent and received, most 7 at server");
  expect(words(figure)).toBe(`${title}\n  server: 3 sent, 4 received\n  client: 3 sent, 4 received`);
});

test("of more than 50 nodes the busiest are drawn, in the system's order", () => {
  const ids = Array.from({ length: 60 }, (_, i) => `n${i}`);
  const recording = new Recording(Object.fromEntries(ids.map((id) => [id, "N"])));
  for (const id of ids.slice(10)) recording.send(id, "n0", { type: "x" }, 0);
  const { data, layout } = open(nodeLoad(recording.trace()));
  expect(data[0].x.map(text)).toEqual(ids.slice(10));
  expect(text(layout.annotations[0].text)).toBe("The 50 busiest nodes are drawn; 10 more are not.");
});

test("numbers given to output are steps that hold until the run's end", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.add("a", "output", 1, { message: 10 });
  recording.add("b", "output", 2, { message: 5 });
  recording.add("a", "output", 4, { message: 10 });
  recording.add("a", "output", 6, { message: 7 });
  recording.add("b", "note", 8, { message: "end" });
  const figure = stateOverTime(recording.trace(), { name: "balance" });
  const { data, names, title } = open(figure);
  expect(names).toEqual(["a", "b"]);
  expect(data.map(({ x, y, line }) => [x, y, line.shape])).toEqual([
    [[1, 6, 8], [10, 7, 7], "hv"],
    [[2, 8], [5, 5], "hv"],
  ]);
  expect(title).toBe("balance of 2 nodes over time, 3 changes");
  expect(words(figure)).toBe(`${title}\n  a: 10 from 1.0 ms, 7 from 6.0 ms\n  b: 5 from 2.0 ms`);
});

test("where nothing was given to output notes count; what is no number is a stripe until the next or a crash", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.add("a", "note", 0, { message: "follower" });
  recording.add("a", "note", 10, { message: "leader" });
  recording.add("b", "note", 0, { message: "follower" });
  recording.add("a", "crash", 15);
  recording.add("a", "note", 20, { message: "follower" });
  recording.add("b", "timer", 30);
  const { data, names, layout } = open(stateOverTime(recording.trace()));
  expect(names).toEqual(["follower", "leader"]);
  expect(data.map(({ y, base, x }) => [y, base, x])).toEqual([
    [
      [0, 0, 1],
      [0, 20, 0],
      [10, 10, 30],
    ],
    [[0], [10], [5]],
  ]);
  expect(layout.yaxis.ticktext.map((each: string) => text(each).trim())).toEqual(["a", "b"]);
});

test("any value may be read from the events", () => {
  const { data, names } = open(
    stateOverTime(pingPong(2).trace(), { value: ({ kind, message }) => (kind === "receive" ? message.n : undefined) }),
  );
  expect(names).toEqual(["server", "client"]);
  expect(data.map(({ x, y }) => [x, y])).toEqual([
    [
      [1, 3, 4],
      [1, 2, 2],
    ],
    [
      [2, 4, 4],
      [1, 2, 2],
    ],
  ]);
});

test("states may be given, in any order", () => {
  const { data } = open(
    stateOverTime({
      a: [
        { at: 5, value: 2 },
        { at: 0, value: 1 },
      ],
    }),
  );
  expect([data[0].x, data[0].y]).toEqual([
    [0, 5, 5],
    [1, 2, 2],
  ]);
});

test("beyond six values the rest share a look, and hovering tells them", () => {
  const changes = Array.from({ length: 8 }, (_, i) => ({ at: i, value: { term: i } }));
  const { data, names } = open(stateOverTime({ a: [...changes, { at: 8, value: true }] }));
  expect(names.slice(5)).toEqual(['{"term":5}', "other values"]);
  expect(data[6].hovertext).toEqual([
    'a: {"term":6} from 6.0 ms to 7.0 ms',
    'a: {"term":7} from 7.0 ms to 8.0 ms',
    "a: true from 8.0 ms to 8.0 ms",
  ]);
});

test("beyond 5,000 changes and 50 nodes the chart ends, and says so", () => {
  const changes = (n: number) => Array.from({ length: n }, (_, at) => ({ at, value: at }));
  const { data, layout } = open(stateOverTime({ a: changes(3000), b: changes(3000) }));
  expect(data.map(({ x }) => x.length)).toEqual([2501, 2501]);
  expect(data[0].x.at(-1)).toBe(2500);
  expect(text(layout.annotations[0].text)).toBe("The first 5,000 of 6,000 changes are drawn, up to 2,500 ms.");
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`n${i}`, changes(1)]));
  const crowd = open(stateOverTime(many));
  expect(crowd.data).toHaveLength(50);
  expect(text(crowd.layout.annotations[0].text)).toBe("The first 50 nodes are drawn; 10 more are not.");
});

test("what holds neither a trace nor changes is quoted", () => {
  expect(() => messagesOverTime(7 as never)).toThrow(/^messagesOverTime takes .* it got 7\.$/);
  expect(() => nodeLoad(7 as never)).toThrow(/^nodeLoad takes .* it got 7\.$/);
  expect(() => stateOverTime({ a: [1] } as never)).toThrow(/^stateOverTime takes .* it got \{"a":\[1\]\}\.$/);
  expect(() => stateOverTime(Promise.resolve() as never)).toThrow("it got a promise. Write `await` before it.");
});
