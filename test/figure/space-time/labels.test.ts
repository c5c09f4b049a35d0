// What stands beside arrows and marks: nothing that could be taken for another's.
import { spaceTime } from "kernel-lib/dist/src/figure/space-time/plotly.js";
import { describe, expect, test } from "vitest";
import { Recording } from "../recording.js";

type Placed = { text: string; x: number; y: number; position: string };

const plain = (markup: string) => markup.replace(/<[^>]*>/g, "");

function labelsIn(recording: Recording, options: Parameters<typeof spaceTime>[1] = { axis: "time" }): Placed[] {
  const { data } = spaceTime(recording.trace(), options) as { data: any[] };
  return data
    .filter(({ name }) => plain(name) === "labels")
    .flatMap(({ x, y, text, textposition }) =>
      text.map((each: string, i: number) => ({ text: plain(each), x: x[i], y: y[i], position: textposition[i] })),
    );
}

/** Rounds of ping and pong, each 1 ms after the other, `apart` ms from round to round. */
function rounds(n: number, apart: number): Recording {
  const recording = new Recording({ server: "S", client: "C" });
  for (let round = 0; round < n; round++) {
    const at = round * apart;
    const ping = recording.end(recording.send("client", "server", { type: "ping" }, at), at + 1);
    recording.end(recording.send("server", "client", { type: "pong" }, at + 1, ping), at + 2);
  }
  return recording;
}

describe("upright arrows side by side", () => {
  for (const apart of [60, 100, 200, 400])
    test(`${apart} ms from pair to pair, each label stands on its own arrow's outer side`, () => {
      const placed = labelsIn(rounds(4, apart));
      const sides = placed.map(({ text, position }) => `${text}: ${position}`);
      expect([...new Set(sides)].sort()).toEqual(["ping: middle left", "pong: middle right"]);
      for (const { text, x } of placed) {
        const inRound = x % apart;
        expect([text, inRound > 0 && inRound < 1, inRound > 1 && inRound < 2]).toEqual([
          text,
          text === "ping",
          text === "pong",
        ]);
      }
      // The first ping has no room to its left, the last pong none to its right.
      expect(sides.map((side) => side.slice(0, 4)).sort()).toEqual(["ping", "ping", "ping", "pong", "pong", "pong"]);
    });

  test("of three on one spot the middle one has none", () => {
    const recording = new Recording({ a: "A", b: "B" });
    for (const [at, type] of [
      [100, "left"],
      [100.5, "middle"],
      [101, "right"],
    ] as const)
      recording.end(recording.send("a", "b", { type }, at), at + 0.5);
    recording.add("a", "timer", 0, { message: "early" });
    recording.add("a", "timer", 200, { message: "late" });
    expect(labelsIn(recording).map(({ text, position }) => [text, position])).toEqual([
      ["left", "middle left"],
      ["right", "middle right"],
    ]);
  });
});

test("arrows that lie on each other share a label, and hovering tells every message", () => {
  const recording = new Recording({ a: "A", b: "B" });
  for (const type of ["put", "get", "put"]) recording.end(recording.send("a", "b", { type }, 0), 1);
  expect(labelsIn(recording).map(({ text }) => text)).toEqual(["put ×2, get"]);
  const { data } = spaceTime(recording.trace(), { axis: "time" }) as { data: any[] };
  const [hover] = data.find(({ name }) => plain(name) === "messages").hovertext;
  expect(hover.match(/<b>(put|get)/g)).toEqual(["<b>put", "<b>get", "<b>put"]);
});

describe("among few arrows", () => {
  const asked = (value: unknown, outputs = 0) => {
    const recording = new Recording({ client: "C", server: "S" });
    for (let at = 0; at < 120; at += 60) {
      const load = recording.end(recording.send("client", "server", { type: "load" }, at), at + 20);
      recording.end(recording.send("server", "client", { type: "reply", value }, at + 20, load), at + 40);
    }
    for (let i = 0; i < outputs; i++) recording.add("server", "output", 110, { message: i });
    return [...new Set(labelsIn(recording).map(({ text }) => text))].filter((text) => /[a-z]/.test(text));
  };

  test("a reply is named with its value, if that is short", () => {
    expect([0, "added", undefined, [1, 2, 3]].map((value) => asked(value))).toEqual([
      ["load", "reply 0"],
      ["load", "reply"],
      ["load", "reply"],
      ["load", "reply"],
    ]);
  });

  test("and among more arrows and outputs than 30 without it", () => {
    expect([26, 27].map((outputs) => asked(0, outputs))).toEqual([
      ["load", "reply 0"],
      ["load", "reply"],
    ]);
  });
});

describe("a node's outputs", () => {
  test("all keep their labels beside an arrow that leaves at the same moment", () => {
    const recording = new Recording({ a: "A", b: "B", c: "C" });
    const hello = recording.end(recording.send("a", "c", { type: "hello" }, 0), 1);
    recording.add("c", "output", 1, { message: "first" });
    recording.add("c", "output", 1, { message: "second" });
    recording.end(recording.send("c", "a", { type: "reply" }, 1, hello), 2);
    const outputs = labelsIn(recording).filter(({ text }) => text.startsWith('"'));
    expect(outputs.map(({ text }) => text)).toEqual(['"first"', '"second"']);
    expect(outputs.map(({ position }) => position)).toEqual(["bottom center", "top center"]);
  });

  test("stand on no arrow: a line leads to one that is further above", () => {
    const recording = new Recording({ a: "A", b: "B", c: "C" });
    for (const [from, to, at, until] of [
      ["a", "b", 70, 100],
      ["b", "a", 100, 130],
      ["c", "b", 70, 100],
      ["b", "c", 100, 101],
      ["b", "c", 100, 130],
    ] as const)
      recording.end(recording.send(from, to, { type: "m" }, at), until);
    recording.add("b", "output", 100, { message: "added" });
    for (const at of [0, 200]) recording.add("c", "timer", at, { message: "t" });
    const { data } = spaceTime(recording.trace(), { axis: "time" }) as { data: any[] };
    const [placed] = labelsIn(recording).filter(({ text }) => text === '"added"');
    const leaders = data.filter(({ name }) => plain(name) === "leaders").map(({ x, y }) => [x, y]);
    const [mark, raised] = [1 - 13 / 84, 1 - 13 / 84 - 12 / 84];
    expect(placed).toEqual({ text: '"added"', x: 100, y: raised, position: "top center" });
    expect(leaders).toEqual([
      [
        [100, 100, null],
        [mark, raised, null],
      ],
    ]);
    expect(
      spaceTime(recording.trace(), { axis: "time" })
        .svg()
        .match(/data-leader/g),
    ).toHaveLength(1);
  });

  test("are left out where every place is on an arrow", () => {
    const recording = new Recording({ a: "A", b: "B" });
    for (let at = 0; at < 60; at++) recording.end(recording.send("a", "b", { type: "m" }, at), at + 1);
    recording.add("b", "output", 30, { message: "added" });
    expect(labelsIn(recording).map(({ text }) => text)).toEqual(["m", "m"]);
  });

  test("on the first line have the room above it that a stack takes", () => {
    const recording = new Recording(Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`n${i}`, "N"])));
    recording.add("n1", "output", 0, { message: "zeroth" });
    const { layout: flat } = spaceTime(recording.trace(), { axis: "time" }) as { layout: any };
    for (const message of ["first", "second", "third"]) recording.add("n0", "output", 0, { message });
    const { layout } = spaceTime(recording.trace(), { axis: "time" }) as { layout: any };
    expect(flat.yaxis.range).toEqual([13.5, -0.5]);
    expect(layout.yaxis.range[1]).toBeCloseTo(-51 / 36, 10);
    // Rows stay as high as they were.
    expect(layout.height - flat.height).toBeCloseTo(51 - 0.5 * 36, 10);
  });
});
