// What counts is what a thread does, not how long that takes: one that waits for its turn is left alone, one that
// sleeps is not. Where the system does not tell, variables are given up only at a second press.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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

describe.runIf(process.platform === "linux")("where the system tells what a thread does", () => {
  /** A thread of this process in this state. */
  const threadThat = (state: "R" | "S") =>
    Number(
      readdirSync("/proc/self/task").find((thread) =>
        readFileSync(`/proc/self/task/${thread}/stat`, "utf8").includes(`) ${state} `),
      ),
    );

  test("one that gets no processor time is not given up, however long it waits", () => {
    flag[slots.thread] = threadThat("R");
    escalation.press(true, 1);
    // For the thread that looks, no time passes: to the one it looks at, which is the same, it gives none.
    vi.advanceTimersByTime(60_000);
    expect(given).toBe(0);
  });

  test("one that sleeps although it was terminated is given up at one press", () => {
    flag[slots.thread] = threadThat("S");
    escalation.press(true, 1);
    vi.advanceTimersByTime(60_000);
    expect(given).toBeGreaterThan(0);
  });
});

test("a cell that has ended is left alone", () => {
  escalation.press(true, 1);
  escalation.calm();
  vi.advanceTimersByTime(600_000);
  expect([given, flag[slots.interrupt]]).toEqual([0, 0]);
});
