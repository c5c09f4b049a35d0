// Test cells judged on the spot, as in plain Node.
import assert from "node:assert/strict";
import { crash, grade, latency, loss, Node, type Report } from "kernel-lib";
import { describe, expect, test } from "vitest";

class Echo extends Node {
  onSay({ text }: { type: "say"; text: string }, from: string) {
    this.send(from, { type: "heard", text });
  }
}
class Caller extends Node {
  to = "echo";
  onStart() {
    this.send(this.to, { type: "say", text: "hi" });
  }
  onHeard({ text }: { type: "heard"; text: string }) {
    this.output(text);
  }
}
class Account {
  balance = 0;
  deposit(n: number) {
    if (n < 0) throw new RangeError(`cannot deposit ${n}`);
    this.balance += n;
    return { balance: this.balance };
  }
}
const half = (n: number) => n / 2;

const verdicts = (report: Report) => (report as any).results.map((r: any) => [r.sentence, r.ok, r.why]);
const display = (report: Report) => (report as any)[Symbol.for("Jupyter.display")]() as Record<string, string>;

describe("a test cell", () => {
  test("gives the points of the tests that pass, in their order", async () => {
    const report = await grade("E0.1", { half, Account, limit: 3 }, async ({ half, Account, limit, test }) => {
      test("halves", 2, async () => assert.equal(await half(4), 2));
      test("keeps its balance", 1, async () => {
        const account = await new Account();
        await account.deposit(2);
        assert.deepEqual(await account.deposit(3), { balance: 5 });
        assert.equal(await account.balance, 5);
      });
      test("says what is wrong", 3, () => `the limit is ${limit}`);
      test("returns false", 1, () => false);
    });
    expect([report.points, report.of]).toEqual([3, 7]);
    expect(verdicts(report)).toEqual([
      ["halves", true, undefined],
      ["keeps its balance", true, undefined],
      ["says what is wrong", false, "the limit is 3"],
      ["returns false", false, "It does not hold."],
    ]);
  });

  test("runs a student's node among given nodes, and keeps the failing run", async () => {
    const report = await grade("E0.2", { Echo }, async ({ Echo, test, run }) => {
      test("answers", 1, async () => {
        const { outputs } = await run({ nodes: { echo: Echo, caller: Caller } });
        assert.deepEqual(outputs.caller, ["hi"]);
      });
      test("answers in German", 1, async () => {
        const { outputs } = await run({ nodes: { echo: Echo, caller: Caller.with({ to: "echo" }) } });
        assert.deepEqual(outputs.caller, ["hallo"]);
      });
    });
    expect(report.points).toBe(1);
    const failed = (report as any).results[1];
    expect(failed.run.stats).toMatchObject({ messages: 2, delivered: 2 });
    expect(failed.run.trace.engine).toBe("simulator");
  });

  test("explores every schedule of a student's node, and keeps the counterexample", async () => {
    class Lock extends Node {
      holder = "";
      onAcquire(_: unknown, from: string) {
        if (this.holder === "") this.holder = from;
        this.send(from, { type: "granted" });
      }
    }
    class Worker extends Node {
      inside = false;
      onStart() {
        this.send("lock", { type: "acquire" });
      }
      onGranted() {
        this.inside = true;
      }
    }
    const report = await grade("E0.11", { Lock }, async ({ Lock, test, explore }) => {
      const system = { nodes: { lock: Lock, a: Worker, b: Worker } };
      test("somebody gets in", 1, async () => {
        const verdict = await explore(system, { sometimes: { inside: ({ nodes }) => nodes.a.inside } });
        assert.equal(verdict.ok, true);
      });
      test("never two at once", 2, async () => {
        const always = { alone: ({ nodes }: any) => !(nodes.a.inside && nodes.b.inside) };
        assert.equal((await explore(system, { always })).ok, true, "two are inside at once");
      });
    });
    expect(report.points).toBe(1);
    const { run, why } = (report as any).results[1];
    expect(why).toContain("two are inside at once");
    expect(run.events.filter((e: any) => e.kind === "receive").map((e: any) => e.message.type)).toEqual([
      "acquire",
      "acquire",
      "granted",
      "granted",
    ]);
    expect(display(report)["text/html"]).toContain("<svg");
  });

  test("errors of the answers fail the test that met them, by their message", async () => {
    const report = await grade("E0.3", { Account }, async ({ Account, test }) => {
      test("takes no debts", 1, async () => {
        const account = await new Account();
        await account.deposit(-1);
      });
    });
    expect(verdicts(report)).toEqual([["takes no debts", false, "RangeError: cannot deposit -1"]]);
  });

  test("draws the failing run with no more faults than it takes, and the seed", async () => {
    const report = await grade("E0.14", { Echo }, async ({ Echo, test, run }) => {
      test("answers each time", 1, async () => {
        for (let seed = 1; seed <= 9; seed++) {
          const faults = [latency({ min: 1, max: 9 }), loss(0.4, { from: "echo" }), crash("echo", { at: 5000 })];
          const { outputs } = await run({ nodes: { echo: Echo, caller: Caller }, faults, seed });
          assert.deepEqual(outputs.caller, ["hi"]);
        }
      });
    });
    const [{ run }] = (report as any).results;
    expect(run.trace.system.faults.map(({ kind }: any) => kind)).toEqual(["latency", "loss"]);
    expect(run.trace.events.filter(({ kind }: any) => kind === "lost").length).toBe(1);
    expect(display(report)["text/html"]).toContain(`with seed: ${run.trace.seed} and faults: [latency, loss]`);
  });

  test("a node that writes to an outer variable fails the test that runs it, with the reason", async () => {
    let total = 0;
    class Shares extends Node {
      onStart() {
        total++;
      }
    }
    const report = await grade("E0.5", { Shares }, async ({ Shares, test, run }) => {
      test("runs", 1, async () => {
        await run({ nodes: { a: Shares } });
      });
    });
    expect([report.points, total]).toEqual([0, 0]);
    expect(verdicts(report)[0][2]).toContain('Class Shares assigns to the outer variable "total"');
  });

  test("a graded function may remember things in captured data", async () => {
    const known = new Map<number, number>();
    const square = (n: number) => {
      if (!known.has(n)) known.set(n, n * n);
      return [known.get(n), known.size];
    };
    const report = await grade("E0.10", { square }, async ({ square, test }) => {
      test("squares", 1, async () => {
        assert.deepEqual(await square(3), [9, 1]);
        assert.deepEqual(await square(4), [16, 2]);
      });
    });
    expect(verdicts(report)).toEqual([["squares", true, undefined]]);
    expect(known.size).toBe(2);
  });

  test("shows a number to nbgrader and a report to people, with code escaped", async () => {
    const report = await grade("E0.7", { half }, async ({ half, test }) => {
      test("is < & exact", 2.5, async () => assert.equal(await half(4), 3, "2 < 3"));
    });
    expect(display(report)["text/html"]).toContain("is &#60; &#38; exact");
    expect(display(report)["text/html"]).toContain("2 &#60; 3");
    expect(display(report)["text/html"]).not.toMatch(/<script|https?:/);
    expect(display(report)["text/plain"]).toContain("E0.7: 0 of 2.5 points");
  });

  test("says in the student's copy that marking knows more", async () => {
    const visible = await grade("E0.8", { half }, async ({ half, test }) => {
      test("halves", 1, async () => assert.equal(await half(4), 2));
    });
    expect((visible as any).remark).toBe("These are the visible points; more are given when it is marked.");
  });

  test("names that clash are refused", async () => {
    await expect(grade("E0.9", { test: half }, async () => {})).rejects.toThrow('no answer can be named "test"');
  });
});
