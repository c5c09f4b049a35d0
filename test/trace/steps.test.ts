// A trace in steps: what happens to a node, together with what its handler does about it.
import { stepsOf, stepWords } from "kernel-lib/dist/src/trace/steps.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

const words = (recording: Recording) => {
  const trace = recording.trace();
  return stepsOf(trace).map((step) => stepWords(trace, step));
};

test("what a handler sends and outputs belongs to the step that made it run", () => {
  expect(words(pingPong(1))).toEqual([
    "server: start",
    'client: start; send ping {"n":1} to server',
    'server: receive ping {"n":1} from client; send pong {"n":1} to client',
    'client: receive pong {"n":1} from server; output 1',
  ]);
});

test("every event is in one step, in the trace's order", () => {
  const trace = pingPong(5).trace();
  expect(stepsOf(trace).flatMap(({ events }) => events)).toEqual(trace.events.map(({ id }) => id));
});

test("after another node's event, what follows is a step of its own", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const start = recording.add("a", "start", 0);
  recording.add("b", "start", 0);
  recording.send("a", "b", { type: "hello" }, 1, start);
  expect(words(recording)).toEqual(["a: start", "b: start", "a: send hello to b"]);
});

test("a message that has no handler is one step, lost ones and crashes are others", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const first = recording.send("a", "b", { type: "odd" }, 0);
  const second = recording.send("a", "b", { type: "odd" }, 0);
  recording.add("b", "ignored", 1, { cause: recording.end(first, 1), message: { type: "odd" }, peer: "a" });
  recording.end(second, 2, "lost");
  recording.add("b", "crash", 3);
  expect(words(recording).slice(2)).toEqual([
    "b: receive odd from a; ignored, no handler: odd from a",
    "b: lost: odd from a",
    "b: crash",
  ]);
});
