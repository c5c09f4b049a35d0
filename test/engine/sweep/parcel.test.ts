// Answers of a worker, as text and back: results, and which experiments have to be done where they were written.
import { packAnswers, unpackAnswers } from "kernel-lib/dist/src/engine/sweep/parcel.js";
import { expect, test } from "vitest";

const done = (data: unknown) => ({
  result: { data, parts: [] },
  printed: [{ stream: "stdout" as const, text: "x\n" }],
});

test("results, what only one machine can find out, and where the rest has to be done at home", () => {
  const answers = [
    { index: 4, done: done(new Map([["a", -0]])) },
    { index: 5, isBound: true },
    { index: 6, done: done("here") },
    { index: 7 },
  ];
  expect(unpackAnswers(packAnswers(answers), 4, 9)).toEqual(answers);
});

test("what is too large to travel is found at home, and what comes after it is not", () => {
  const [first, second, third, fourth] = unpackAnswers(
    packAnswers([3e6, 3e6, 3e6, 3].map((size, index) => ({ index, done: done("x".repeat(size)) }))),
    0,
    4,
  );
  expect([first, second, fourth].map((answer) => answer!.done !== undefined)).toEqual([true, true, true]);
  expect(third).toEqual({ index: 2, isBound: true });
});

test("what JSON would change has to be done at home", () => {
  expect(unpackAnswers(packAnswers([{ index: 0, done: done(() => 1) }]), 0, 1)).toEqual([{ index: 0 }]);
});

test.each([
  ["no list", "{}"],
  ["none", "[]"],
  ["more than were asked for", "[null,null,null]"],
  ["a result without its parts", '[{"data":1,"printed":[]}]'],
  ["prints that are none", '[{"data":1,"parts":[],"printed":[{"stream":"stdin","text":"x"}]}]'],
  ["a place that is none", '[{"data":1,"parts":[{"path":"__proto__"}],"printed":[]}]'],
  ["a value of an unknown kind", '[{"data":{"$":"Function"},"parts":[],"printed":[]}]'],
])("%s is refused", (_, text) => {
  expect(() => unpackAnswers(text, 0, 2)).toThrow("A worker gave results that cannot be read.");
});
