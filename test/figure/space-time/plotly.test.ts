import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { looks } from "kernel-lib/dist/src/figure/space-time/arrows.js";
import { spaceTime } from "kernel-lib/dist/src/figure/space-time/plotly.js";
import type { TracedEnvelope } from "kernel-lib/dist/src/trace/envelopes.js";
import type { EventKind, Trace } from "kernel-lib/dist/src/trace/trace.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../recording.js";

type Drawn = { name: string; x: unknown[]; y: unknown[]; [key: string]: any };

/** Text as a reader sees it: markup away, entities back. */
function read(markup: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&#36;": "$" };
  return markup
    .replaceAll("<br>", "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&[^;]+;/g, (entity) => entities[entity]!);
}

function draw(...args: Parameters<typeof spaceTime>) {
  const all = spaceTime(...args) as unknown as { data: Drawn[]; layout: any };
  const { layout } = all;
  const data = all.data.filter(({ visible }) => visible !== false);
  const named = (name: string) => data.filter((trace) => read(trace.name) === name && trace.x[0] !== null);
  const labels = named("labels").flatMap((trace) => trace.text.map(read));
  const legend = data.filter((trace) => trace.showlegend !== false).map((trace) => read(trace.name));
  return { data, layout, named, labels, legend };
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

test("each node has a labelled line from edge to edge", () => {
  const { layout, named } = draw(pingPong(1).trace());
  expect(layout.yaxis.ticktext.map((text: string) => read(text).trim())).toEqual(["server", "client"]);
  expect(layout.yaxis.tickvals).toEqual([0, 1]);
  expect(layout.yaxis.range).toEqual([1.5, -0.5]);
  const [left, right] = layout.xaxis.range;
  expect(named("up")[0]).toMatchObject({ x: [left, right, null, left, right, null], y: [0, 0, null, 1, 1, null] });
  expect(named("down")).toEqual([]);
});

test("each message is an arrow from its send to its receive, with its type beside it", () => {
  const { named, labels, legend } = draw(pingPong(2).trace());
  const arrows = named("delivered").map(({ x, y, legendgroup }) => ({ x, y, legendgroup }));
  expect(arrows).toEqual([
    { x: [0, 1, null, 2, 3, null], y: [1, 0, null, 1, 0, null], legendgroup: "type:ping" },
    { x: [1, 2, null, 3, 4, null], y: [0, 1, null, 0, 1, null], legendgroup: "type:pong" },
  ]);
  expect(labels).toEqual(["1", "2", "ping", "ping", "pong", "pong"]);
  expect(legend).toEqual(["ping", "pong", "output"]);
});

test("only the end of an arrow carries a head, turned along the arrow", () => {
  const [ping, pong] = draw(pingPong(1).trace()).named("delivered");
  expect(ping!.marker).toMatchObject({ size: [0, 11, 0], angleref: "previous", symbol: "arrow" });
  expect(pong!.marker.symbol).toBe("arrow-open");
});

test("a type looks alike in whatever order messages are sent, and replies among whichever others", () => {
  const colours = (...types: string[]) =>
    Object.fromEntries(
      [...looks(types.map((type) => ({ type }) as TracedEnvelope))].map(([type, { color }]) => [type, color]),
    );
  const all = colours("load", "reply", "store");
  expect(new Set(Object.values(all)).size).toBe(3);
  expect(colours("store", "load", "reply")).toEqual(all);
  expect(colours("take", "reply").reply).toBe(all.reply);
  expect(colours("reply").reply).toBe(all.reply);
});

test("lost messages are dashed and crossed: on the way, or at the line of a node that is down", () => {
  const { named, legend } = draw(troubled().trace());
  const [shafts, crosses] = named("lost");
  expect(shafts).toMatchObject({ x: [0, 2, null, 4, 5, null], y: [0, 1.4, null, 1, 0, null], line: { dash: "dash" } });
  expect(crosses).toMatchObject({ x: [2, 5], y: [1.4, 0], marker: { symbol: "x-thin-open" } });
  expect(legend).toEqual(["hello", "odd", "late", "lost", "ignored", "under way", "crash", "restart"]);
});

test("ignored messages and those still under way look different from both", () => {
  const { named } = draw(troubled().trace());
  expect(named("ignored").map(({ x, y }) => ({ x, y }))).toEqual([
    { x: [2, 3, null], y: [1, 2, null] },
    { x: [3], y: [2] },
  ]);
  expect(named("ignored")[0]!.line.dash).toBe("dashdot");
  expect(named("open")[0]!.line.dash).toBe("dot");
  // Ten pixels, of 84 a row, before the line of its receiver.
  expect(named("under way")[0]!.y[0]).toBeCloseTo(10 / 84);
});

test("a crash is marked, and its node's line dotted and shaded until the restart", () => {
  const { named, layout } = draw(troubled().trace());
  const [left, right] = layout.xaxis.range;
  expect(named("crash")[0]).toMatchObject({ x: [4], y: [0] });
  expect(named("restart")[0]).toMatchObject({ x: [6], y: [0] });
  expect(named("down")[0]).toMatchObject({ x: [4, 6, null], y: [0, 0, null], line: { dash: "dot" } });
  expect(named("up")[0]!.x).toEqual([left, 4, null, 6, right, null, left, right, null, left, right, null]);
  expect(layout.shapes).toHaveLength(1);
  expect(layout.shapes[0]).toMatchObject({ x0: 4, x1: 6, y0: -14 / 84, y1: 14 / 84 });
});

test("a handler that threw ends its node's line for good", () => {
  const recording = pingPong(1);
  recording.add("server", "error", 2, { message: "TypeError: x is undefined" });
  const { named, layout } = draw(recording.trace());
  expect(named("down")[0]).toMatchObject({ x: [2, layout.xaxis.range[1], null], y: [0, 0, null] });
  expect(read(named("error")[0]!.hovertext[0])).toBe(
    "error TypeError: x is undefined\nserver (Server), 2.0 ms\nLamport 5, vector server 4, client 2",
  );
});

test("timers, outputs, notes, errors, crashes and restarts have marks of their own", () => {
  const recording = new Recording({ a: "A" });
  const kinds: EventKind[] = ["timer", "output", "note", "crash", "restart", "error"];
  for (const [i, kind] of kinds.entries()) recording.add("a", kind, i, { message: kind });
  const { named } = draw(recording.trace());
  const symbols = kinds.map((kind) => named(kind)[0]!.marker.symbol);
  expect(symbols).toEqual(["hourglass", "diamond", "square-open", "x", "triangle-right", "star-diamond"]);
});

test("where a property fails is no mere note", () => {
  const recording = new Recording({ a: "A" });
  recording.add("a", "note", 0, { message: "done" });
  recording.add("a", "note", 1, { message: "broken: agree (a and b differ)" });
  const { named } = draw(recording.trace());
  expect(["note", "violation"].map((name) => named(name)[0]!.marker.symbol)).toEqual(["square-open", "square"]);
});

test("marks at the same moment are stacked above the line", () => {
  const recording = new Recording({ a: "A" });
  recording.add("a", "start", 0);
  recording.add("a", "output", 3, { message: 1 });
  recording.add("a", "output", 3, { message: 2 });
  recording.add("a", "note", 3, { message: "done" });
  const { named } = draw(recording.trace());
  expect([...named("output")[0]!.y, ...named("note")[0]!.y]).toEqual([-13 / 84, -26 / 84, -39 / 84]);
});

test("hovering tells payload, ends, times, Lamport and vector time", () => {
  const { named } = draw(pingPong(1).trace());
  expect(named("messages")[0]!.hovertext.map(read)).toEqual([
    'ping {"n":1}\nclient → server\nsent 0.0 ms: Lamport 2, vector client 2\nreceived 1.0 ms: Lamport 3, vector server 2, client 2',
    'pong {"n":1}\nserver → client\nsent 1.0 ms: Lamport 4, vector server 3, client 2\nreceived 2.0 ms: Lamport 5, vector server 3, client 3',
  ]);
  expect(named("messages")[0]).toMatchObject({ x: [0.5, 1.5], y: [0.5, 0.5] });
});

test("a dot that stands for several events tells each", () => {
  const dots = draw(pingPong(1).trace()).named("events")[0]!;
  expect(dots).toMatchObject({ x: [0, 0, 1, 2], y: [0, 1, 0, 1] });
  expect(read(dots.hovertext[2])).toBe(
    [
      'receive ping {"n":1} from client\nserver (Server), 1.0 ms\nLamport 3, vector server 2, client 2',
      'send pong {"n":1} to client\nserver (Server), 1.0 ms\nLamport 4, vector server 3, client 2',
    ].join("\n\n"),
  );
});

test("the causal axis puts every event behind its causes, so that arrows go right", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.end(recording.send("a", "b", { type: "x" }, 5), 5);
  recording.end(recording.send("a", "b", { type: "x" }, 5), 5);
  const { named, layout } = draw(recording.trace(), { axis: "causal" });
  expect(named("delivered")[0]!.x).toEqual([0, 1, null, 1, 2, null]);
  expect(read(layout.xaxis.title.text)).toBe("logical time (longest chain of causes)");
});

test("where all events have the same time, the axis is causal by default", () => {
  const recording = new Recording({ a: "A", b: "B" });
  recording.end(recording.send("a", "b", { type: "x" }, 0), 0);
  expect(draw(recording.trace()).named("delivered")[0]!.x).toEqual([0, 1, null]);
  expect(draw(recording.trace(), { axis: "time" }).named("delivered")[0]!.x).toEqual([0, 0, null]);
});

test("asks come from outside, a line of its own at the top", () => {
  const recording = new Recording({ a: "A" });
  recording.end(recording.send("outside", "a", { type: "put" }, 0), 1);
  const { layout, named } = draw(recording.trace());
  expect(layout.yaxis.ticktext.map((text: string) => read(text).trim())).toEqual(["outside", "a"]);
  expect(named("delivered")[0]!.y).toEqual([0, 1, null]);
});

test("a message to oneself is an arc", () => {
  const recording = new Recording({ a: "A" });
  recording.end(recording.send("a", "a", { type: "tick" }, 0), 2);
  const { named, labels } = draw(recording.trace());
  expect(named("delivered")[0]).toMatchObject({ x: [0, 1, 2, null], y: [0, -0.3, 0, null] });
  expect(labels).toEqual(["tick"]);
});

test("nodes chooses and orders the lines, types the messages", () => {
  const trace = troubled().trace();
  const some = draw(trace, { nodes: ["c", "b"] });
  expect(some.layout.yaxis.ticktext.map((text: string) => read(text).trim())).toEqual(["c", "b"]);
  expect(some.named("delivered")).toEqual([]);
  expect(some.named("ignored")[0]).toMatchObject({ x: [2, 3, null], y: [1, 0, null] });
  const hello = draw(trace, { types: ["hello"] });
  expect(hello.legend).toEqual(["hello", "lost", "crash", "restart"]);
  expect(read(draw(trace, { types: ["helo"] }).layout.annotations[0].text)).toBe("No message of type helo was sent.");
});

test("texts are shown literally, never as markup or formula", () => {
  const recording = new Recording({ "<b>": "A<B>", c: "C" });
  recording.end(recording.send("<b>", "c", { type: "put", value: "<i>$x$</i> & co" }, 0), 1);
  const { data, layout, named } = draw(recording.trace());
  const hover = named("messages")[0]!.hovertext[0];
  expect(hover).toContain('put {"value":');
  expect(hover).toContain("&lt;i&gt;&#36;x&#36;&lt;/i&gt; &amp; co");
  expect(layout.yaxis.ticktext[0]).toContain("&lt;b&gt;");
  expect(JSON.stringify(data)).not.toMatch(/<i>|\$/);
});

test("beyond 2,000 events an even choice is drawn over the whole run, and the figure says so", () => {
  const { named, layout } = draw(pingPong(500).trace());
  expect(read(layout.annotations[0].text)).toBe(
    "2,000 of 2,502 events are drawn, evenly chosen: choose nodes or types to see all of\ntheirs.",
  );
  expect(layout.xaxis.range[1]).toBeGreaterThan(1000);
  const arrows = named("delivered").map(({ x }) => x.length / 3);
  expect(arrows).toEqual([402, 397]);
  const starts = named("delivered").flatMap(({ x }) => x.filter((_, i) => i % 3 === 0) as number[]);
  const quarters = [0, 1, 2, 3].map((quarter) => starts.filter((at) => Math.floor(at / 250) === quarter).length);
  expect(quarters).toEqual([201, 196, 202, 200]);
});

test("of a long run every message drawn has both its ends, and whatever went wrong is drawn", () => {
  const recording = pingPong(600);
  recording.add("server", "crash", 1300);
  recording.add("server", "restart", 1310);
  recording.add("client", "error", 1320, { message: "Error: gone" });
  const { named } = draw(recording.trace());
  expect([named("crash"), named("restart"), named("error")].map(([trace]) => trace!.x)).toEqual([
    [1300],
    [1310],
    [1320],
  ]);
  expect(named("under way")).toEqual([]);
});

test("beyond 50 nodes the rest is left out, and the figure says so", () => {
  const ids = Array.from({ length: 60 }, (_, i) => `n${i}`);
  const { layout } = draw(new Recording(Object.fromEntries(ids.map((id) => [id, "N"]))).trace());
  expect(layout.yaxis.ticktext).toHaveLength(50);
  expect(read(layout.annotations[0].text)).toBe(
    "The first 50 nodes are drawn; 10 more are not.\nNo event was recorded.",
  );
});

test("labels that would cover each other are left out, and hovering still tells every message", () => {
  const { named, labels } = draw(pingPong(100).trace());
  expect(labels).toEqual([]);
  expect(named("messages")[0]!.hovertext).toHaveLength(200);
});

test("no two labels stand on each other", () => {
  const recording = new Recording({ a: "A" });
  for (let at = 0; at < 50; at++) recording.add("a", "output", at, { message: "abcdefgh" });
  expect(draw(recording.trace()).labels).toHaveLength(7);
});

test("beyond 400 arrows only notes are labelled", () => {
  const recording = pingPong(201);
  recording.add("server", "note", 500, { message: "enough" });
  expect(draw(recording.trace()).labels).toEqual(["enough"]);
});

test("there are at most 60 labels", () => {
  const ids = Array.from({ length: 10 }, (_, i) => `n${i}`);
  const recording = new Recording(Object.fromEntries(ids.map((id) => [id, "N"])));
  for (let at = 0; at < 8; at++) for (const id of ids) recording.add(id, "note", at, { message: "hm" });
  expect(draw(recording.trace()).labels).toHaveLength(60);
});

test("height grows with the number of nodes, width is the page's", () => {
  const nodes = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`n${i}`, "N"]));
  const heights = [2, 5, 10, 20].map((n) => draw(new Recording(nodes(n)).trace()).layout.height);
  expect(heights).toEqual([266, 418, 578, 818]);
  expect(draw(pingPong(1).trace()).layout).toMatchObject({ autosize: true, paper_bgcolor: "rgba(0, 0, 0, 0)" });
});

test("the figure draws itself with Plotly, and in words beside it", () => {
  const trace = pingPong(1).trace();
  const bundle = bundleOf(spaceTime({ trace, reason: "quiet" }));
  expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
  const figure = bundle["application/vnd.plotly.v1+json"] as any;
  expect(figure.config).toMatchObject({ displaylogo: false, showSendToCloud: false });
  expect(figure.config).not.toHaveProperty("responsive");
  expect(read(figure.layout.title.text)).toBe("2 nodes, 2 messages, quiet after 2 ms");
  expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
});

test("the same trace gives the same figure, byte for byte", () => {
  const once = () => JSON.stringify(spaceTime(troubled().trace()));
  expect(once()).toBe(once());
});

test("a verdict draws its counterexample, and says what broke", () => {
  const verdict = { ok: false, broken: "agreement", why: "a and b differ", counterexample: pingPong(1).trace() };
  expect(read(draw(verdict).layout.title.text)).toBe(
    '"agreement" is violated (a and b differ), 2 nodes, 2 messages, 2 ms',
  );
});

test("what holds no trace is quoted", () => {
  const attempt = (of: unknown) => () => spaceTime(of as Trace);
  expect(attempt({ n: 1 })).toThrow('a verdict with a counterexample; it got {"n":1}.');
  expect(attempt(undefined)).toThrow("it got undefined.");
  expect(attempt(Promise.resolve())).toThrow("it got a promise. Write `await` before it.");
  expect(attempt({ ok: true })).toThrow("this verdict found nothing broken");
  expect(attempt({ stats: {}, outputs: {} })).toThrow("Run it without `trace: false`.");
});

test("options that cannot be followed are quoted", () => {
  const trace = pingPong(1).trace();
  const attempt = (options: unknown) => () => spaceTime(trace, options as object);
  expect(attempt({ nodes: ["srever", "client"] })).toThrow(
    'spaceTime: this trace has no node "srever". Its nodes: "server", "client".',
  );
  expect(attempt({ nodes: [] })).toThrow('nodes is a list of names, as in ["a", "b"]; it got [].');
  expect(attempt({ types: "ping" })).toThrow('types is a list of names, as in ["a", "b"]; it got "ping".');
  expect(attempt({ axis: "logical" })).toThrow('axis is "time" or "causal"; it got "logical".');
});
