import { describe, summary } from "kernel-lib/dist/src/figure/describe.js";
import { runBundle } from "kernel-lib/dist/src/figure/run-bundle.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "./recording.js";

test("a run is told as a summary and a line an event, each message once with what became of it", () => {
  const recording = new Recording({ server: "Server", client: "Client" });
  recording.add("client", "start", 0);
  recording.end(recording.send("client", "server", { type: "ping", n: 1 }, 3), 4);
  recording.end(recording.send("server", "client", { type: "pong" }, 4), 14.5, "lost");
  recording.end(recording.send("server", "client", { type: "odd" }, 5), 6, "ignored");
  recording.add("client", "timer", 15, { message: "retry" });
  recording.add("client", "output", 15, { message: { x: 1 } });
  recording.add("client", "note", 15, { message: "giving up" });
  recording.add("server", "crash", 16);
  recording.add("client", "error", 17, { message: "Error: no answer" });
  recording.send("client", "server", { type: "bye" }, 17);
  expect(describe({ trace: recording.trace(), reason: "limit" }).split("\n")).toEqual([
    "2 nodes, 4 messages, 1 lost, 1 ignored, 1 crash, 1 error, stopped at the limit after 17 ms",
    '   3.0 ms  client -> server  ping {"n":1} (arrives 4.0 ms)',
    "   4.0 ms  server -> client  pong (lost 14.5 ms)",
    "   5.0 ms  server -> client  odd (ignored 6.0 ms)",
    "  15.0 ms  client  timer retry",
    '  15.0 ms  client  output {"x":1}',
    "  15.0 ms  client  note giving up",
    "  16.0 ms  server  crash",
    "  17.0 ms  client  error Error: no answer",
    "  17.0 ms  client -> server  bye (still under way at the end)",
  ]);
});

test("a message that was duplicated has one line with every arrival", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const sent = recording.send("a", "b", { type: "x" }, 0);
  recording.end(sent, 1);
  recording.end(sent, 3);
  expect(describe(recording.trace())).toBe(
    "2 nodes, 1 message, 3 ms\n  0.0 ms  a -> b  x (arrives 1.0 ms, arrives 3.0 ms)",
  );
});

test("a long run is cut after 60 lines, with the number of those left out", () => {
  const lines = describe(pingPong(100).trace()).split("\n");
  expect(lines).toHaveLength(62);
  expect(lines[61]).toBe("  ... and 240 more events not listed here.");
});

test("the summary names what is there and leaves out what is not", () => {
  const trace = pingPong(1).trace();
  const stats = { messages: 2, lost: 0, ms: 1234.5 };
  expect(summary(trace)).toBe("2 nodes, 2 messages, 2 ms");
  expect(summary({ trace, stats, reason: "quiet" })).toBe("2 nodes, 2 messages, quiet after 1,235 ms");
  expect(summary({ trace, stats, reason: "until" })).toBe("2 nodes, 2 messages, stopped by until after 1,235 ms");
  expect(summary(new Recording({ a: "A" }).trace())).toBe("1 node, 0 messages");
});

test("outside is no node", () => {
  const recording = new Recording({ a: "A" });
  recording.end(recording.send("outside", "a", { type: "put" }, 0), 1);
  expect(summary(recording.trace())).toBe("1 node, 1 message, 1 ms");
});

test("a run shows its diagram under its summary; one without events, its summary alone", () => {
  const run = { trace: pingPong(1).trace(), stats: { messages: 2, lost: 0, ms: 2 }, reason: "quiet" as const };
  const bundle = runBundle(run);
  expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
  expect(bundle["text/plain"]).toMatch(
    /^2 nodes, 2 messages, quiet after 2 ms\n {2}0\.0 ms {2}client -> server {2}ping/,
  );
  const untraced = { ...run, trace: { ...run.trace, events: [] } };
  expect(runBundle(untraced)).toEqual({ "text/plain": "2 nodes, 2 messages, quiet after 2 ms" });
});

test("a schedule of the explorer is told by its steps: time has no numbers there", () => {
  const recording = new Recording({ server: "Server", client: "Client" });
  recording.end(recording.send("client", "server", { type: "ping", n: 1 }, 0), 0);
  const trace = { ...recording.trace(), engine: "explorer" };
  expect(describe(trace).split("\n").slice(1)).toEqual(['  step 0  client -> server  ping {"n":1} (arrives step 1)']);
});
