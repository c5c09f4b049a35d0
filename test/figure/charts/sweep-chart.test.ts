import { sweepChart } from "kernel-lib/dist/src/figure/charts/sweep-chart.js";
import { bundleOf, type Figure } from "kernel-lib/dist/src/figure/figure.js";
import { expect, test } from "vitest";

const text = (markup: string) => markup.replace(/<[^>]*>/g, "");
const open = (figure: Figure) => {
  const { data, layout } = figure as { data: any[]; layout: any };
  return { data, layout, title: text(layout.title.text), words: bundleOf(figure)["text/plain"] };
};
const points = [
  { p: { nodes: 4 }, results: [40, 10, 20, 30, 50] },
  { p: { nodes: 2 }, results: [1, 2, 3, 4, 100] },
];

test("the line is the median over the seeds, the band goes from the least to the greatest", () => {
  const { data, title, words } = open(sweepChart(points));
  const [band, median] = data;
  expect([median.x, median.y]).toEqual([
    [2, 4],
    [3, 30],
  ]);
  expect([band.x, band.y]).toEqual([
    [2, 4, 4, 2],
    [100, 50, 10, 1],
  ]);
  expect(title).toBe("result by nodes: median of 5 seeds, band from the least to the greatest");
  expect(words).toBe(`${title}\n  nodes 2: median 3, 1 to 100\n  nodes 4: median 30, 10 to 50`);
});

test("the band may be the middle half, between the quartiles", () => {
  const { data, title } = open(sweepChart(points, { band: "quartiles" }));
  expect(data[0].y).toEqual([4, 40, 20, 2]);
  expect(title).toBe("result by nodes: median of 5 seeds, band over the middle half");
  const four = open(sweepChart([{ p: { a: 1 }, results: [1, 2, 3, 4] }], { band: "quartiles" }));
  expect([four.data[0].y, four.data[1].y]).toEqual([[3.25, 1.75], [2.5]]);
});

test("other parameters have a line each, named after their values", () => {
  const grid = [0, 0.5].flatMap((loss) =>
    [2, 4].map((nodes) => ({ p: { nodes, loss }, results: [{ ms: nodes + loss }] })),
  );
  const { data, title, layout } = open(sweepChart(grid, { y: ({ ms }) => ms, name: "duration (ms)" }));
  expect(data.map(({ name, x, y, showlegend }) => [text(name), x, y, showlegend])).toEqual([
    ["loss 0", [2, 4], [2, 4], true],
    ["loss 0.5", [2, 4], [2.5, 4.5], true],
  ]);
  expect(title).toBe("duration (ms) by nodes: median of 1 seed");
  expect(text(layout.xaxis.title.text)).toBe("nodes");
  const turned = open(sweepChart(grid, { x: "loss", y: ({ ms }) => ms }));
  expect(turned.data.map(({ name, x }) => [text(name), x])).toEqual([
    ["nodes 2", [0, 0.5]],
    ["nodes 4", [0, 0.5]],
  ]);
});

test("ticks stand at the values that were tried, unless they would touch", () => {
  const ticks = (values: number[]) =>
    open(sweepChart(values.map((n) => ({ p: { n }, results: [n] })))).layout.xaxis.tickvals;
  expect(ticks([16, 2, 4, 8])).toEqual([2, 4, 8, 16]);
  expect(ticks([3])).toEqual([3]);
  expect(ticks([1, 2, 1000])).toBeUndefined();
});

test("a parameter that is no number is a category, in the grid's order", () => {
  const { data, layout } = open(
    sweepChart([
      { p: { kind: "tree" }, results: [2] },
      { p: { kind: "ring" }, results: [1] },
    ]),
  );
  expect([data[0].x.map(text), layout.xaxis.type]).toEqual([["tree", "ring"], "category"]);
});

test("what cannot be drawn is quoted", () => {
  expect(() => sweepChart([])).toThrow("sweepChart: it takes what sweep gives, a list of { p, results }; it got [].");
  expect(() => sweepChart(Promise.resolve() as never)).toThrow("it got a promise. Write `await` before it.");
  expect(() => sweepChart([{ p: { a: 1 }, results: [] }])).toThrow("it takes what sweep gives");
  expect(() => sweepChart(points, { x: "loss" })).toThrow(
    'sweepChart: there is no parameter "loss"; the grid has nodes.',
  );
  expect(() => sweepChart(points, { band: "deviation" as never })).toThrow(
    'sweepChart: band is "range" or "quartiles"; it got "deviation".',
  );
  expect(() => sweepChart([{ p: { a: 1 }, results: [{ ms: 3 }] }])).toThrow(
    'sweepChart: at {"a":1} a result is {"ms":3}; it draws numbers. Say which with y, as in { y: (run) => run.stats.messages }.',
  );
});
