import { latencies } from "kernel-lib/dist/src/figure/charts/latencies.js";
import { messageCounts } from "kernel-lib/dist/src/figure/charts/message-counts.js";
import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { plot } from "kernel-lib/dist/src/figure/plot.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

const text = (markup: string) => markup.replace(/<[^>]*>/g, "");

test("messages are counted by type: sent, delivered, lost", () => {
  const recording = pingPong(2);
  recording.end(recording.send("client", "server", { type: "ping" }, 9), 10, "lost");
  recording.send("client", "server", { type: "bye" }, 9);
  const { data, layout } = messageCounts(recording.trace()) as { data: any[]; layout: any };
  expect(data.map(({ name, x, y }) => ({ name: text(name), x: x.map(text), y }))).toEqual([
    { name: "sent", x: ["ping", "pong", "bye"], y: [3, 2, 1] },
    { name: "delivered", x: ["ping", "pong", "bye"], y: [2, 2, 0] },
    { name: "lost", x: ["ping", "pong", "bye"], y: [1, 0, 0] },
  ]);
  expect(text(layout.title.text)).toBe("6 messages of 3 types, 1 lost");
});

test("a duplicated message is sent once and delivered twice", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const sent = recording.send("a", "b", { type: "x" }, 0);
  recording.end(sent, 1);
  recording.end(sent, 2);
  expect((messageCounts(recording.trace()) as { data: any[] }).data.map(({ y }) => y)).toEqual([[1], [2], [0]]);
});

test("latencies are counted in round steps, with percentiles by nearest rank", () => {
  const recording = new Recording({ a: "A", b: "B" });
  for (let ms = 1; ms <= 100; ms++) {
    const sent = recording.send("a", "b", { type: "x" }, ms);
    recording.end(sent, 2 * ms);
  }
  recording.end(recording.send("a", "b", { type: "x" }, 0), 1000, "lost");
  const { data, layout } = latencies(recording.trace()) as { data: any[]; layout: any };
  expect(text(layout.title.text)).toBe("100 messages delivered, median 50 ms, 95 % 95 ms, 99 % 99 ms");
  expect(data[0].y).toEqual([4, ...Array(19).fill(5), 1]);
  expect(layout.shapes.map(({ x0 }: { x0: number }) => x0)).toEqual([50, 95, 99]);
});

test("latencies of a run without deliveries are an empty chart", () => {
  const { data, layout } = latencies(new Recording({ a: "A" }).trace()) as { data: any[]; layout: any };
  expect(data[0].y).toEqual([0]);
  expect(text(layout.title.text)).toBe("0 messages delivered");
});

test("charts of what holds no trace quote it in their own name", () => {
  expect(() => messageCounts(7 as never)).toThrow(/^messageCounts takes .* it got 7\.$/);
  expect(() => latencies(7 as never)).toThrow(/^latencies takes .* it got 7\.$/);
});

test("plot keeps what is given and adds the theme below it", () => {
  const figure = plot({
    data: [{ y: [1, 2], yaxis: "y2", name: "load" }],
    layout: { title: "Load", height: 200, xaxis: { title: { text: "s" }, range: [0, 1] } },
    alt: "Load doubles.",
  }) as { data: any[]; layout: any };
  expect(figure.layout).toMatchObject({ height: 200, paper_bgcolor: "rgba(0, 0, 0, 0)", autosize: true });
  expect(figure.layout.xaxis).toMatchObject({ range: [0, 1], zeroline: false });
  expect(figure.layout.yaxis2).toMatchObject({ automargin: true });
  expect([figure.layout.title.text, figure.layout.xaxis.title.text, figure.data[0].name].map(text)).toEqual([
    "Load",
    "s",
    "load",
  ]);
  expect(bundleOf(figure)["text/plain"]).toBe("Load doubles.");
});

test("plot changes nothing of what it was given", () => {
  const given = { data: [{ y: [1], name: "a" }], layout: { xaxis: { title: "x" } }, alt: "One." };
  const before = structuredClone(given);
  plot(given);
  expect(given).toEqual(before);
});

test("plot asks for words and for data", () => {
  const attempt = (figure: unknown) => () => plot(figure as { data: unknown[]; alt: string });
  expect(attempt({ data: [] })).toThrow(
    "plot: alt is missing; it got undefined. Say in a sentence what the figure shows",
  );
  expect(attempt({ data: [], alt: " " })).toThrow('alt is missing; it got " ".');
  expect(attempt({ data: { y: [1] }, alt: "x" })).toThrow('plot: data is a list of Plotly traces; it got {"y":[1]}.');
});
