// What a graded cell shows to people.
import { predict } from "kernel-lib";
import { VERDICTS } from "kernel-lib/dist/src/figure/card.js";
import { GOT } from "kernel-lib/dist/src/grade/html/looks.js";
import { reasonHtml } from "kernel-lib/dist/src/grade/html/reason.js";
import { Report } from "kernel-lib/dist/src/grade/report.js";
import type { ReportParts } from "kernel-lib/dist/src/grade/test-result.js";
import { describe, expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

const failing = { sentence: "pongs", points: 1, ok: false, why: "no pong" };
const run = (recording = pingPong(1)) => ({ trace: recording.trace(), reason: "quiet" }) as any;
const html = (parts: Partial<ReportParts>) => new Report({ id: "E0.1", results: [], ...parts }).html;
/** Text as a reader sees it, with "|" between pieces. */
const read = (markup: string) =>
  markup
    .replace(/<svg.*<\/svg>/gs, "[diagram]")
    .replace(/<[^>]*>/g, "|")
    .replace(/\|+/g, "|")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
const times = (markup: string, what: string) => markup.split(what).length - 1;

describe("a report", () => {
  test("says how many points and tests, and for each test its verdict, sentence and points", () => {
    const results = [
      { sentence: "pings", points: 2, ok: true },
      { sentence: "pongs", points: 1.5, ok: false, why: "no pong came" },
    ];
    const report = html({ results, remark: "There is more." });
    expect(read(report)).toBe(
      "|E0.1| · 1 of 2 tests passed|2 of 3.5 points|✓| passed|pings|2 of 2|✗| failed|pongs|0 of 1.5|no pong came|There is more.|",
    );
    expect(report).toContain('role="group" aria-label="Result of E0.1"');
  });

  test("says the points of a single test once", () => {
    expect(read(html({ results: [failing] }))).toBe("|E0.1|0 of 1 point|✗| failed|pongs|no pong|");
  });

  test("marks what a lecture does not show: points, and the verdict on a guess, or that there is none", () => {
    const parts = (more: Partial<ReportParts>) =>
      [...html({ results: [failing], ...more }).matchAll(/data-part="(\w+)"/g)].map(([, part]) => part);
    const written = { answered: false, results: [{ ...failing, sentence: "Your answer" }] };
    expect([{ experiment: true }, { answered: false }, written, {}].map(parts)).toEqual([
      ["comparison", "points", "verdict"],
      ["comparison", "points", "verdict", "asked", "missing"],
      ["comparison", "points", "verdict", "yours", "missing"],
      ["points", "verdict"],
    ]);
  });

  test("calls a question nobody has answered open", () => {
    expect(read(html({ results: [failing], answered: false }))).toContain("|○| open|pongs|");
  });

  test("draws the run of each failed test, and opens the first", () => {
    const results = [
      { ...failing, ok: true, run: run() },
      { ...failing, run: run(new Recording({ a: "A" })) },
      { ...failing, run: run() },
      { ...failing, run: run() },
    ];
    const report = html({ results });
    expect(times(report, "<svg ")).toBe(2);
    expect([times(report, "<details open>"), times(report, "<details>")]).toEqual([1, 3]);
    expect(report.indexOf("<details open>")).toBeLessThan(report.indexOf("<svg "));
    const words = [
      "2 nodes, 2 messages, quiet after 2 ms",
      '  0.0 ms  client -> server  ping {"n":1} (arrives 1.0 ms)',
      '  1.0 ms  server -> client  pong {"n":1} (arrives 2.0 ms)',
      "  2.0 ms  client  output 1",
    ].join("\n");
    expect(read(html({ results: [{ ...failing, run: run() }] }))).toBe(
      `|E0.1|0 of 1 point|✗| failed|pongs|no pong|The run in which it failed. To replay it: run({ ... }) with seed: 1|[diagram]|The same in words|${words}|`,
    );
  });

  test("needs no script, file or id, and takes text for text", () => {
    const nasty = `<img src=x onerror="alert(1)"> & 'co'`;
    const report = html({
      id: nasty,
      remark: nasty,
      results: [{ ...failing, sentence: nasty, why: nasty, run: run() }],
    });
    expect(report.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/<img|<script|https?:| id=|<style/);
    expect(times(report, "&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; &#39;co&#39;")).toBe(5);
  });

  test("writes its verdicts with a contrast of 4.5:1", () => {
    for (const { colour } of Object.values(VERDICTS)) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(4.5);
  });
});

describe("a reason", () => {
  test("of one sentence is a sentence, of several lines is preformatted", () => {
    expect(reasonHtml("no pong")).toMatch(/^<div style="[^"]*">no pong<\/div>$/);
    expect(reasonHtml("no\n  pong")).toMatch(/^<pre style="[^"]*">no\n {2}pong<\/pre>$/);
  });

  test("by assert tells what came from what was expected, by sign and by ground", () => {
    const diff = reasonHtml("Expected values to be equal:\n+ actual - expected\n\n  [\n+   1\n-   2\n  ]");
    expect(read(diff)).toBe("|Expected values to be equal:\n|+ got|   |- expected|\n\n  [\n|+   1|\n|-   2|\n  ]|");
    expect(times(diff, GOT)).toBe(2);
  });

  test("that compares two plain values shows them the same way", () => {
    const unequal = reasonHtml("Expected values to be strictly equal:\n\n'a<b' !== 'c'");
    expect(read(unequal)).toBe("|Expected values to be strictly equal:\n|+ got|   |- expected|\n|+ 'a<b'|\n|- 'c'|");
  });

  test("of more than fourteen lines is folded after ten", () => {
    const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i + 1}`).join("\n");
    expect(reasonHtml(lines(14))).not.toContain("<details>");
    const folded = reasonHtml(lines(15));
    expect(folded).toContain("line 10</pre><details>");
    expect(folded).toContain("5 more lines</summary>");
    expect(read(folded).endsWith("|line 11\nline 12\nline 13\nline 14\nline 15|")).toBe(true);
  });
});

test("a prediction shows its question and the guess", () => {
  const shown = (guess?: number) =>
    (predict("C1", "How many < 3?", guess) as any)[Symbol.for("Jupyter.display")]()["text/html"];
  expect(read(shown(2))).toBe("|C1| · How many < 3?|Your guess: 2|");
  expect(read(shown())).toBe("|C1| · How many < 3?|No guess yet: write yours as the third argument.|");
});

/** As WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
