// What one click shows instead, and the options that say the same.
import { spaceTime } from "kernel-lib/dist/src/figure/space-time/plotly.js";
import { describe, expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

const plain = (markup: string) => markup.replace(/<[^>]*>/g, "").trim();
type Button = { label: string; method: string; args: [{ visible: boolean[] }, Record<string, any>] };

function draw(...args: Parameters<typeof spaceTime>) {
  const { data, layout } = spaceTime(...args) as { data: any[]; layout: any };
  const menus: { type: string; buttons: Button[] }[] = layout.updatemenus ?? [];
  const buttons = menus.flatMap(({ buttons }) => buttons);
  const labels = menus.map(({ type, buttons }) => [type, buttons.map(({ label }) => label)]);
  return { data, layout, labels, buttons };
}

/** The figure after a click, as Plotly makes it. */
function clicked({ data, layout, buttons }: ReturnType<typeof draw>, name: string) {
  const { method, args } = buttons.find(({ label }) => label === name)!;
  expect(method).toBe("update");
  const [{ visible }, changes] = args;
  expect(visible).toHaveLength(data.length);
  const after = structuredClone(layout);
  for (const [path, value] of Object.entries(changes)) {
    const [axis, key] = path.split(".") as [string, string | undefined];
    if (key === undefined) after[axis] = value;
    // Plotly's default.
    else if (key === "tickmode" && value === "auto") delete after[axis][key];
    else after[axis][key] = value;
  }
  const traces = data.filter((_, i) => visible[i]).map(({ visible: _, ...trace }) => trace);
  return { data: traces, layout: { ...after, updatemenus: undefined } };
}

/** The figure that the options draw, as far as a click changes it. */
function alone(...args: Parameters<typeof spaceTime>) {
  const { data, layout } = spaceTime(...args) as { data: any[]; layout: any };
  const { xaxis, yaxis, shapes } = layout;
  return { data, xaxis, yaxis, shapes };
}

const drawnPart = ({ data, layout: { xaxis, yaxis, shapes } }: ReturnType<typeof clicked>) => ({
  data,
  xaxis,
  yaxis,
  shapes,
});

/** A ring of so many nodes; each sends to the next, 10 ms apart, and the first to all at the end. */
function ring(n: number, ms = 3): Recording {
  const recording = new Recording(Object.fromEntries(Array.from({ length: n }, (_, i) => [`n${i}`, "N"])));
  for (let i = 0; i < n; i++) recording.end(recording.send(`n${i}`, `n${(i + 1) % n}`, { type: "token" }, i), i + ms);
  return recording;
}

describe("arrows that pile up", () => {
  const piled = new Recording({ a: "A", b: "B" });
  for (const at of [0, 1000, 2000]) piled.end(piled.send("a", "b", { type: "hi" }, at), at + 1);

  test("come with logical time at a click, and back", () => {
    const drawn = draw(piled.trace());
    expect(drawn.labels).toEqual([["buttons", ["time", "logical time"]]]);
    expect(drawnPart(clicked(drawn, "logical time"))).toEqual(alone(piled.trace(), { axis: "causal" }));
    expect(drawnPart(clicked(drawn, "time"))).toEqual(alone(piled.trace(), { axis: "time" }));
  });

  test("show time at first: only its traces are visible", () => {
    const { data } = draw(piled.trace());
    const first = data.filter(({ visible }) => visible !== false);
    expect(first).toEqual(alone(piled.trace(), { axis: "time" }).data);
    expect(first.length).toBeLessThan(data.length);
  });

  test("have no button where they stand apart, or where the axis is chosen", () => {
    expect(draw(pingPong(5).trace()).labels).toEqual([]);
    expect(draw(piled.trace(), { axis: "time" }).labels).toEqual([]);
  });
});

describe("30 nodes and more", () => {
  test("come with the last events and a list of nodes to look around, as the options draw them", () => {
    const trace = ring(30).trace();
    const drawn = draw(trace);
    expect(drawn.labels.map(([type]) => type)).toEqual(["buttons", "dropdown"]);
    expect(drawn.labels[0]![1]).toEqual(["all events", "last 50 events"]);
    expect(drawn.labels[1]![1]!.slice(0, 3)).toEqual(["all nodes", "around n0", "around n1"]);
    expect(drawn.labels[1]![1]).toHaveLength(1 + 24);
    expect(drawnPart(clicked(drawn, "last 50 events"))).toEqual(alone(trace, { last: 50 }));
    const near = clicked(drawn, "around n3");
    expect(drawnPart(near)).toEqual(alone(trace, { around: "n3" }));
    expect(near.layout.yaxis.ticktext.map(plain)).toEqual(["n2", "n3", "n4"]);
    expect(near.layout.height).toBeLessThan(drawn.layout.height / 2);
  });

  test("fewer do not, nor does a choice of nodes", () => {
    expect(draw(ring(29).trace()).labels).toEqual([]);
    expect(draw(ring(30).trace(), { nodes: ["n1", "n2"] }).labels).toEqual([]);
    expect(draw(ring(30).trace(), { around: "n1" }).labels).toEqual([]);
  });
});

describe("around a node", () => {
  const recording = new Recording({ a: "A", b: "B", c: "C", d: "D" });
  recording.end(recording.send("a", "b", { type: "ours" }, 0), 1);
  recording.end(recording.send("b", "c", { type: "theirs" }, 1), 2);
  recording.end(recording.send("c", "a", { type: "ours" }, 2), 3);
  recording.add("b", "output", 3, { message: "not a's" });
  recording.add("c", "crash", 4);

  test("are its messages, the lines at their other ends, and whether those are up", () => {
    const { data, layout } = draw(recording.trace(), { around: "a" });
    expect(layout.yaxis.ticktext.map(plain)).toEqual(["a", "b", "c"]);
    const names = data.map(({ name }) => plain(name));
    expect(names).toContain("crash");
    expect(names).not.toContain("output");
    expect(names).not.toContain("theirs");
    expect(plain(layout.annotations[0].text)).toBe("Around a: 3 nodes of 4.");
  });

  test("a node that is not there is named", () => {
    expect(() => spaceTime(recording.trace(), { around: "e" })).toThrow(
      'spaceTime: this trace has no node "e". Its nodes: "a", "b", "c", "d".',
    );
    expect(() => spaceTime(recording.trace(), { around: 3 as any })).toThrow(
      'spaceTime: around is the name of a node, as in "a"; it got 3.',
    );
  });
});

describe("the last events", () => {
  test("are drawn with the sending of what arrives among them", () => {
    const { data, layout } = draw(pingPong(10).trace(), { last: 2 });
    const arrows = data.filter(({ name }) => plain(name) === "delivered");
    expect(arrows.map(({ x }) => x)).toEqual([[19, 20, null]]);
    expect(plain(layout.annotations[0].text)).toBe("The last 2 events of 52 are drawn.");
  });

  test("are a number of events", () => {
    for (const last of [0, 1.5, -1, "3" as any])
      expect(() => spaceTime(pingPong(1).trace(), { last })).toThrow(
        "spaceTime: last is a number of events, such as 50",
      );
  });
});
