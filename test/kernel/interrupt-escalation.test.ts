// Where the system does not tell what a thread does, variables are given up only at a second press.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { InterruptEscalation } from "../../kernel-lib/dist/kernel/executor/interrupt-escalation.js";
import { slots } from "../../kernel-lib/dist/kernel/executor/thread.js";

let flag: Int32Array;
let given: number;
let escalation: InterruptEscalation;
beforeEach(() => {
  vi.useFakeTimers();
  flag = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
  given = 0;
  escalation = new InterruptEscalation(flag, () => given++);
  // A cell runs, on a thread of which nothing is known.
  flag[slots.phase] = 1;
});
afterEach(() => {
  escalation.calm();
  vi.useRealTimers();
});

test("one press asks for ever", () => {
  escalation.press(true, 1);
  expect(flag[slots.interrupt]).toBe(1);
  vi.advanceTimersByTime(600_000);
  expect(given).toBe(0);
});

test("a second press gives the process up", () => {
  escalation.press(true, 1);
  vi.advanceTimersByTime(5_000);
  escalation.press(true, 2);
  vi.advanceTimersByTime(1_500);
  expect(given).toBeGreaterThan(0);
});

test("no number of presses ends a thread that only starts", () => {
  flag[slots.phase] = 0;
  for (const presses of [1, 2, 3]) {
    escalation.press(true, presses);
    vi.advanceTimersByTime(600_000);
  }
  expect([given, flag[slots.interrupt]]).toEqual([0, 1]);
});

test("a cell that has ended is left alone", () => {
  escalation.press(true, 1);
  escalation.calm();
  vi.advanceTimersByTime(600_000);
  expect([given, flag[slots.interrupt]]).toEqual([0, 0]);
});
