// Ready-made systems, each with the bug it is known for and without; ready-made objects to judge histories by.
import {
  alternatingBit,
  explore,
  keyValueMap,
  linearizable,
  mutex,
  type Operation,
  primaryBackup,
  queue,
  type ReadyMade,
  register,
  run,
  tokenRing,
  twoPhaseCommit,
} from "kernel-lib";
import { describe, expect, test } from "vitest";

const STEPS = ["receive", "ignored", "lost", "timer", "crash", "restart"];

describe("ready-made systems", () => {
  test.each<[string, ReadyMade, number]>([
    ["two-phase commit", twoPhaseCommit(3), 288],
    ["the token ring", tokenRing(3), 10],
    ["the alternating bit", alternatingBit(2), 47],
    ["primary and backup", primaryBackup(), 51],
  ])("%s is clean, in every schedule", async (_, system, unique) => {
    expect(await explore(system, system.properties)).toMatchObject({ ok: true, complete: true, unique });
  });

  test.each<[string, ReadyMade, string, number]>([
    ["two-phase commit", twoPhaseCommit(3, { waits: false }), "rm2 has committed and rm1 has aborted", 3],
    ["the token ring", tokenRing(3, { impatient: true }), "s1 and s3 are inside", 1],
    ["the alternating bit", alternatingBit(2, { looks: false }), "the receiver has got 1, 1", 3],
    ["primary and backup", primaryBackup({ waits: false }), "the client relies on 1, which no node holds any more", 3],
  ])("%s with its bug breaks, in the fewest steps", async (_, system, why, steps) => {
    for (const search of ["breadth", "depth"] as const) {
      const verdict = await explore(system, { ...system.properties, search });
      expect(verdict.ok).toBe(false);
      expect(verdict.counterexample!.events.filter(({ kind }) => STEPS.includes(kind))).toHaveLength(steps);
      if (search === "breadth") expect(verdict.why).toBe(why);
    }
  });

  test("run as well", async () => {
    const { states } = await run(alternatingBit(3), { engine: "simulator" });
    expect(states.receiver.received).toEqual([1, 2, 3]);
    const threads = await run(twoPhaseCommit(2), { until: 500 });
    expect(threads.states.tm.state).toMatch(/committed|aborted/);
  });
});

describe("ready-made objects", () => {
  let time = 0;
  const done = (input: any, output: unknown): Operation => ({
    process: 1,
    input,
    output,
    call: time++,
    return: time++,
  });

  test.each<[string, any, [any, unknown][], [any, unknown]]>([
    [
      "a register",
      register,
      [
        [{ type: "write", value: 1 }, true],
        [{ type: "cas", from: 1, to: 2 }, true],
        [{ type: "read" }, 2],
      ],
      [{ type: "cas", from: 1, to: 3 }, true],
    ],
    [
      "a map",
      keyValueMap,
      [
        [{ type: "put", key: "k", value: "a" }, true],
        [{ type: "append", key: "k", value: "b" }, true],
        [{ type: "get", key: "k" }, "ab"],
        [{ type: "delete", key: "k" }, true],
        [{ type: "get", key: "k" }, null],
      ],
      [{ type: "get", key: "k" }, "ab"],
    ],
    [
      "a queue",
      queue,
      [
        [{ type: "enqueue", value: 1 }, true],
        [{ type: "enqueue", value: { x: 2 } }, true],
        [{ type: "dequeue" }, 1],
        [{ type: "dequeue" }, { x: 2 }],
        [{ type: "dequeue" }, null],
      ],
      [{ type: "dequeue" }, 1],
    ],
    [
      "a mutex",
      mutex,
      [
        [{ type: "lock" }, true],
        [{ type: "unlock" }, true],
        [{ type: "lock" }, true],
      ],
      [{ type: "lock" }, true],
    ],
  ])("%s explains what it does, and not what it cannot do", async (_, model, steps, wrong) => {
    const history = steps.map(([input, output]) => done(input, output));
    expect(await linearizable(history, model)).toMatchObject({ ok: true });
    const last = done(...wrong);
    expect(await linearizable([...history, last], model)).toMatchObject({ ok: false, stuck: last });
  });
});
