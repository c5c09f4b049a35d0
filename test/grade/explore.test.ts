// Exercises judged by the explorer: every schedule of the student's protocol, and the shortest that breaks it in the
// report.
import {
  causallyConsistent,
  grade,
  linearizable,
  Node,
  type NodeClass,
  type Report,
  register,
  serializable,
  type View,
} from "kernel-lib";
import { expect, test } from "vitest";

/** Lets everybody in. */
class Lax extends Node {
  onAcquire(_: object, from: string) {
    this.send(from, { type: "granted" });
  }
}
class Lock extends Node {
  holder = "";
  waiting: string[] = [];
  onAcquire(_: object, from: string) {
    if (this.holder === "") this.grant(from);
    else this.waiting.push(from);
  }
  onRelease() {
    this.holder = "";
    const next = this.waiting.shift();
    if (next !== undefined) this.grant(next);
  }
  grant(to: string) {
    this.holder = to;
    this.send(to, { type: "granted" });
  }
}
class Idle extends Node {}
class Broken extends Lock {
  override onRelease() {
    throw new Error("who was it?");
  }
}
class User extends Node {
  inside = false;
  onStart() {
    this.send("lock", { type: "acquire" });
  }
  onGranted() {
    this.inside = true;
    this.setTimer("done", 10);
  }
  onTimer() {
    this.inside = false;
    this.send("lock", { type: "release" });
  }
}

async function judged(Answer: NodeClass): Promise<{ report: Report; results: any[]; html: string }> {
  const report = await grade("E0.30", { Answer }, async ({ Answer, test, explore }) => {
    const system = { nodes: { lock: Answer, a: User, b: User } };
    test("never two at once", 3, () =>
      explore(system, {
        always: { "one at a time": ({ nodes }: View) => !(nodes.a.inside && nodes.b.inside) || "a and b are inside" },
      }),
    );
    test("both get in", 2, () => explore(system, { eventually: { "b gets in": ({ nodes }: View) => nodes.b.inside } }));
  });
  const html = (report as any)[Symbol.for("Jupyter.display")]()["text/html"];
  return { report, results: (report as any).results, html };
}

test("a right protocol passes, as the outcome of a test is the verdict itself", async () => {
  const { report, results } = await judged(Lock);
  expect(results.map(({ why }) => why)).toEqual([undefined, undefined]);
  expect(report.points).toBe(5);
});

test("a wrong one fails with what is broken, and the shortest schedule that breaks it is drawn", async () => {
  const { report, results, html } = await judged(Lax);
  expect(report.points).toBe(2);
  expect(results[0].why).toBe(
    '"one at a time" is violated: a and b are inside. Found after 12 states. ' +
      "Assumed: each message arrives once, in any order; no node crashes.",
  );
  const steps = results[0].run.events.filter(({ kind }: any) => ["receive", "timer"].includes(kind));
  expect(steps.map(({ node, message }: any) => `${node} ${message.type}`)).toEqual([
    "lock acquire",
    "lock acquire",
    "a granted",
    "b granted",
  ]);
  expect(results[0].run.events.at(-1)).toMatchObject({
    kind: "note",
    message: "broken: one at a time (a and b are inside)",
  });
  expect(html).toContain("The run in which it failed");
  expect(html).toContain("<svg");
});

test("one that does nothing, and one whose handler throws, fail as well", async () => {
  const idle = await judged(Idle);
  expect(idle.results.map(({ ok }) => ok)).toEqual([true, false]);
  expect(idle.results[1].why).toContain(
    '"b gets in" is violated: the schedule ends after 2 events, and it has never held.',
  );
  const broken = await judged(Broken);
  expect(broken.results[0].why).toContain(
    '"no handler throws" is violated: onRelease of lock threw Error: who was it?',
  );
});

test("limits of the clock and the machine are refused, others hold", async () => {
  const report = await grade("E0.31", { Lock }, async ({ Lock, test, explore }) => {
    const system = { nodes: { lock: Lock, a: User, b: User } };
    test("in a second", 1, () => explore(system, { seconds: 1 }));
    test("in little room", 1, () => explore(system, { megabytes: 1 }));
    test("in ten states", 1, async () => {
      const { limit, complete } = await explore(system, { unique: 10 });
      return limit === "10 states" && !complete;
    });
  });
  const advice = "but no mark depends on the machine. Limit what is explored by within, depth or unique.";
  expect((report as any).results.map(({ why }: any) => why)).toEqual([
    `seconds is 1, ${advice}`,
    `megabytes is 1, ${advice}`,
    undefined,
  ]);
});

test("verdicts about histories are outcomes too", async () => {
  const report = await grade("E0.32", { Lock }, async ({ test }) => {
    const write = { process: 1, input: { type: "write", value: 1 }, output: true, call: 0, return: 1 } as const;
    const read = (output: number) => ({ process: 1, input: { type: "read" }, output, call: 2, return: 3 }) as const;
    test("right", 1, () => linearizable<unknown, any, any>([write, read(1)], register));
    test("wrong", 1, () => linearizable<unknown, any, any>([write, read(2)], register));
    test("never written", 1, () => causallyConsistent([write, read(2)]));
    test("torn", 1, () => serializable([{ id: 1, steps: [{ read: "x", value: 5 }] }]));
  });
  expect((report as any).results.map(({ why }: any) => why)).toEqual([
    undefined,
    '{"type":"read"} cannot have given 2 here, whatever the order.',
    "1 reads 2, which nobody wrote",
    "garbage read: 1 reads 5 from x, which nobody else wrote.",
  ]);
});
