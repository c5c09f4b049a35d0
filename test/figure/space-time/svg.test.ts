import { ticks } from "kernel-lib/dist/src/figure/space-time/svg/axis.js";
import { spaceTimeSvg } from "kernel-lib/dist/src/figure/space-time/svg.js";
import type { EventKind } from "kernel-lib/dist/src/trace/trace.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

/** Every text that is shown, in the order of drawing. */
function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)].map(([, text]) => text!);
}
/** The group of each message, with its fate. */
function messages(svg: string): { fate: string; markup: string }[] {
  return [...svg.matchAll(/<g data-message="(\w+)">(.*?)<\/g>/gs)].map(([, fate, markup]) => ({
    fate: fate!,
    markup: markup!,
  }));
}
function times(svg: string, pattern: RegExp): number {
  return [...svg.matchAll(new RegExp(pattern, "g"))].length;
}
/** Where a part stands, as "x y" of its translation. */
function places(markup: string): string[] {
  return [...markup.matchAll(/transform="translate\(([\d.-]+ [\d.-]+)\)/g)].map(([, place]) => place!);
}
function viewBox(svg: string): number[] {
  return svg
    .match(/viewBox="([^"]*)"/)![1]!
    .split(" ")
    .map(Number);
}

/** a, b and c; a crashes at 4 and is back at 6; one message of each fate. */
function troubled(): Recording {
  const recording = new Recording({ a: "Left", b: "Middle", c: "Right" });
  recording.end(recording.send("a", "b", { type: "hello" }, 0), 1);
  recording.end(recording.send("a", "c", { type: "hello" }, 0), 2, "lost");
  recording.end(recording.send("b", "c", { type: "odd" }, 2), 3, "ignored");
  recording.add("a", "crash", 4);
  recording.end(recording.send("b", "a", { type: "hello" }, 4), 5, "lost");
  recording.add("a", "restart", 6);
  recording.send("c", "a", { type: "late" }, 8);
  return recording;
}

test("the picture has a name and a description for those who cannot see it", () => {
  const svg = spaceTimeSvg({ trace: pingPong(1).trace(), reason: "quiet" });
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="Space-time diagram: 2 nodes, 2 messages, quiet after 2 ms"/);
  expect(svg.match(/<desc>([^<]*)<\/desc>/)![1]!.split("\n")).toEqual([
    "2 nodes, 2 messages, quiet after 2 ms",
    "  0.0 ms  client -&#62; server  ping {&#34;n&#34;:1} (arrives 1.0 ms)",
    "  1.0 ms  server -&#62; client  pong {&#34;n&#34;:1} (arrives 2.0 ms)",
    "  2.0 ms  client  output 1",
  ]);
});

test("the description ends after twelve lines", () => {
  const lines = spaceTimeSvg(pingPong(10).trace())
    .match(/<desc>([^<]*)<\/desc>/)![1]!
    .split("\n");
  expect(lines).toHaveLength(14);
  expect(lines.at(-1)).toBe("  ... and 18 more events not listed here.");
});

test("title, axis, nodes, labels and legend are written in this order", () => {
  expect(texts(spaceTimeSvg(pingPong(1).trace()))).toEqual([
    ...["2 nodes, 2 messages, 2 ms"],
    ...["0.0", "0.5", "1.0", "1.5", "2.0", "time (ms)"],
    ...["server", "client"],
    ...["1", "ping", "pong"],
    ...["ping", "pong", "output"],
  ]);
});

test("each node has a line, each message an arrow with its own head", () => {
  const svg = spaceTimeSvg(pingPong(3).trace());
  expect([times(svg, /data-line="up"/), times(svg, /data-line="down"/)]).toEqual([2, 0]);
  expect(messages(svg).map(({ fate }) => fate)).toEqual(Array(6).fill("delivered"));
  expect(times(svg, /<circle /)).toBe(8);
  const [ping, pong] = messages(svg).map(({ markup }) => markup.match(/<path [^>]*>/g)!.at(-1)!);
  expect(ping).toMatch(/fill="#1f77b4"/);
  expect(pong).toMatch(/fill="none" stroke="#a87800"/);
});

test("an arrow's head points along the arrow and stops at the line it points at", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.end(recording.send("a", "b", { type: "x" }, 5), 5);
  recording.end(recording.send("b", "a", { type: "x" }, 6), 6);
  const [down, up] = messages(spaceTimeSvg(recording.trace(), { axis: "time" })).map(({ markup }) => markup);
  expect(down).toMatch(/ 81\) rotate\(180\)"/);
  expect(up).toMatch(/translate\([\d.]+ 3\)"/);
});

test("lost messages are dashed and end in a cross: on the way, or at the line of a node that is down", () => {
  const lost = messages(spaceTimeSvg(troubled().trace())).filter(({ fate }) => fate === "lost");
  expect(lost).toHaveLength(2);
  for (const { markup } of lost) {
    expect(times(markup, /stroke-dasharray="7 5"/)).toBe(1);
    expect(markup).toMatch(/d="M-5,-5L5,5M-5,5L5,-5" [^>]*stroke="#d55e00" stroke-width="2.5"/);
  }
  expect(lost.map(({ markup }) => places(markup)[0]!.split(" ")[1])).toEqual([String(1.4 * 84), "0"]);
});

test("ignored messages and those still under way look different from both", () => {
  const dashes = messages(spaceTimeSvg(troubled().trace())).map(({ fate, markup }) => [
    fate,
    markup.match(/stroke-dasharray="([^"]*)"/)?.[1],
  ]);
  expect(dashes).toEqual([
    ["delivered", undefined],
    ["lost", "7 5"],
    ["ignored", "8 4 2 4"],
    ["lost", "7 5"],
    ["open", "2 4"],
  ]);
});

test("a crash is marked, and its node's line dotted and shaded until the restart", () => {
  const svg = spaceTimeSvg(troubled().trace());
  expect([times(svg, /data-mark="crash"/), times(svg, /data-mark="restart"/)]).toEqual([1, 1]);
  expect([times(svg, /data-line="up"/), times(svg, /data-line="down"/), times(svg, /<rect /)]).toEqual([4, 1, 1]);
  const [, from, to] = svg.match(/data-line="down" d="M([\d.]+),0L([\d.]+),0" [^>]*stroke-dasharray="2 4"/)!;
  const shade = svg.match(/<rect x="([\d.]+)" y="-14" width="([\d.]+)" height="28" [^>]*fill-opacity="0.2"/)!;
  expect(shade[1]).toBe(from);
  expect(Number(shade[2])).toBeCloseTo(Number(to) - Number(from), 1);
});

test("the legend names types, fates and marks that occur", () => {
  expect(texts(spaceTimeSvg(troubled().trace())).slice(-8)).toEqual([
    ...["hello", "odd", "late"],
    ...["lost", "ignored", "under way"],
    ...["crash", "restart"],
  ]);
});

test("every kind of mark has a shape of its own", () => {
  const recording = new Recording({ a: "A" });
  const kinds: EventKind[] = ["timer", "output", "note", "crash", "restart", "error"];
  for (const [i, kind] of kinds.entries()) recording.add("a", kind, i, { message: kind });
  recording.add("a", "note", 6, { message: "broken: agree" });
  const svg = spaceTimeSvg(recording.trace());
  const shapes = [...kinds, "violation"].map(
    (kind) => svg.match(new RegExp(`data-mark="${kind}">.*?<path d="([^"]*)"`, "s"))![1],
  );
  expect(new Set(shapes).size).toBe(7);
});

test("hovering tells payload, ends, times, Lamport and vector time", () => {
  expect(messages(spaceTimeSvg(pingPong(1).trace()))[0]!.markup).toContain(
    "<title>ping {&#34;n&#34;:1}\nclient → server\nsent 0.0 ms: Lamport 2, vector client 2\nreceived 1.0 ms: Lamport 3, vector server 2, client 2</title>",
  );
});

test("names, types and payloads stay what they are: no markup, formula or broken attribute comes of them", () => {
  const recording = new Recording({ "<b>": 'A"B', c: "C" });
  recording.end(recording.send("<b>", "c", { type: "</svg>\u0000<script>", value: "<i>$x$</i> & 'co'" }, 0), 1);
  const svg = spaceTimeSvg({ ok: false, broken: 'a "claim"', counterexample: recording.trace() });
  expect(texts(svg)).toContain("&#60;b&#62;");
  expect(texts(svg)).toContain("&#60;/svg&#62;\ufffd&#60;script&#62;");
  expect(svg).toContain("(A&#34;B)");
  expect(svg).toContain(
    'aria-label="Space-time diagram: &#34;a &#34;claim&#34;&#34; is violated, 2 nodes, 1 message, 1 ms"',
  );
  expect(svg).not.toMatch(/<(script|i|b)\b/);
  expect(times(svg, /<\/svg>/)).toBe(1);
  expect(svg).toContain('class="mathjax_ignore tex2jax_ignore"');
});

test("the picture needs nothing from outside and shares its page: no scripts, ids, references or style sheets", () => {
  const svg = spaceTimeSvg(troubled().trace()).replace('xmlns="http://www.w3.org/2000/svg"', "");
  expect(svg).not.toMatch(/ id=|<style|<script|https?:|url\(|href|NaN|undefined/);
});

test("text and width follow the page", () => {
  const svg = spaceTimeSvg(pingPong(1).trace());
  expect(svg).toMatch(
    /style="[^"]*width:100%;max-width:740px;[^"]*color:var\(--jp-content-font-color1, currentColor\)/,
  );
  expect(svg).toMatch(/^<svg [^>]*fill="currentColor"/);
  expect(viewBox(svg)).toEqual([0, 0, 560, 192]);
});

test("what stands above the first line or below the last has room", () => {
  const recording = new Recording({ a: "A" });
  recording.add("a", "start", 0);
  const low = viewBox(spaceTimeSvg(recording.trace()))[3]!;
  for (const message of [1, 2, 3]) recording.add("a", "output", 3, { message });
  recording.add("a", "note", 3, { message: "x" });
  const high = viewBox(spaceTimeSvg(recording.trace()))[3]!;
  expect(high - low).toBeGreaterThanOrEqual(3 * 13);
});

test("no label covers the cross of a lost message", () => {
  const recording = new Recording({ a: "A", b: "B", c: "C", d: "D" });
  for (let at = 0; at < 24; at++) {
    const send = recording.send("abcd"[at % 4]!, "abcd"[(at + 1 + (at % 3)) % 4]!, { type: "gossip" }, at);
    recording.end(send, at + 2 + (at % 5), at % 2 === 0 ? "lost" : "receive");
  }
  const svg = spaceTimeSvg(recording.trace());
  const crosses = messages(svg).flatMap(({ fate, markup }) => (fate === "lost" ? places(markup) : []));
  const labels = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"( text-anchor="end")?>gossip</g)].slice(0, -1);
  expect([crosses.length, labels.length]).toEqual([12, 14]);
  const covered = crosses.filter((cross) => {
    const [x, y] = cross.split(" ").map(Number) as [number, number];
    return labels.some(([, at, baseline, end]) => {
      const left = Number(at) - (end === undefined ? 0 : 37);
      return left < x + 5 && x - 5 < left + 37 && Number(baseline) - 10 < y + 5 && y - 5 < Number(baseline) + 3;
    });
  });
  expect(covered).toEqual([]);
});

test("a long name is cut, and hovering tells it in full", () => {
  const svg = spaceTimeSvg(new Recording({ "the-server-with-a-long-name": "Server" }).trace());
  expect(svg).toContain("<title>the-server-with-a-long-name (Server)</title>the-server-with-a…</text>");
});

test("beyond 300 events an even choice is drawn, and the picture says so", () => {
  const svg = spaceTimeSvg(pingPong(100).trace());
  expect(texts(svg)[1]).toBe("300 of 502 events are drawn, evenly chosen: choose nodes or types to see all of theirs.");
  expect(messages(svg)).toHaveLength(118);
});

test("a cut is drawn across all lines, named in the legend, and the messages in flight are thick", () => {
  const trace = pingPong(2).trace();
  const svg = spaceTimeSvg(trace, { cut: { server: 1, client: 2 } });
  expect(times(svg, /data-cut="consistent cut"/)).toBe(1);
  expect(texts(svg)).toContain("The cut is consistent; 1 message in flight.");
  expect(texts(svg).at(-1)).toBe("consistent cut");
  expect(messages(svg).map(({ markup }) => times(markup, /stroke-width="3"/))).toEqual([1, 0, 0, 0]);
  expect(svg.match(/<desc>([^<]*)<\/desc>/)![1]!.split("\n")[1]).toBe("The cut is consistent; 1 message in flight.");
});

test("an event's past and future have rings of two shapes, and other messages step back", () => {
  const svg = spaceTimeSvg(troubled().trace(), { past: 1, future: 1 });
  expect([...svg.matchAll(/data-ring="(\w+)"/g)].map(([, role]) => role)).toEqual([
    "past",
    "event",
    "future",
    "future",
    "future",
    "future",
  ]);
  expect(times(svg, /opacity="0.3"/)).toBe(1);
  expect(texts(svg).slice(-3)).toEqual(["the event", "causal past", "causal future"]);
});

test("options are those of spaceTime", () => {
  const svg = spaceTimeSvg(troubled().trace(), { nodes: ["c", "b"], axis: "causal" });
  expect(messages(svg).map(({ fate }) => fate)).toEqual(["ignored"]);
  expect(texts(svg)).toContain("logical time (longest chain of causes)");
  expect(texts(svg).filter((text) => /^[\d.]+$/.test(text))).toEqual(["2", "3"]);
  expect(() => spaceTimeSvg(troubled().trace(), { nodes: ["d"] })).toThrow('no node "d"');
});

test("a trace without events is a picture that says so", () => {
  expect(texts(spaceTimeSvg(new Recording({ a: "A" }).trace())).slice(0, 2)).toEqual([
    "1 node, 0 messages",
    "No event was recorded.",
  ]);
});

test("the same trace gives the same picture, byte for byte", () => {
  expect(spaceTimeSvg(troubled().trace())).toBe(spaceTimeSvg(troubled().trace()));
});

test.each([
  [-0.3, 10.6, 0, ["0", "2", "4", "6", "8", "10"]],
  [-0.06, 2.1, 0, ["0.0", "0.5", "1.0", "1.5", "2.0"]],
  [0, 10_000, 0, ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]],
  [-0.1, 3.2, 1, ["0", "1", "2", "3"]],
  [0, 0.004, 0, ["0.0000", "0.0005", "0.0010", "0.0015", "0.0020", "0.0025", "0.0030", "0.0035", "0.0040"]],
])("from %d to %d in steps of at least %d the axis has round numbers", (from, to, least, expected) => {
  expect(ticks(from, to, least).map(({ text }) => text)).toEqual(expected);
});
