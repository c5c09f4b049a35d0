// Explorations on two cores: whatever one core finds, two find, in every field of the verdict.
import { createHash } from "node:crypto";
import { type ExploreOptions, explore, Node, type Verdict, type View } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { lot, Machine, randomRules } from "./machines.js";
import { consistent, resourceManagers, TransactionManager, twoPhaseCommit } from "./protocols.js";

/** Every field as text: of traces, everything. */
function told(verdict: Verdict): string {
  return JSON.stringify(verdict, null, 1);
}

/** Explores a system on one core, then on two. */
async function onTwo(system: { nodes: Record<string, any> }, options: ExploreOptions = {}): Promise<Verdict> {
  const one = await explore(system, { ...options, cores: 1 });
  const two = await explore(system, { ...options, cores: 2 });
  expect(told(two)).toBe(told(one));
  return two;
}

const duplicating = { network: "duplicating" } as const;

/** Decides to commit when all but one are prepared. */
class Hasty extends TransactionManager {
  override onDecideCommit() {
    if (this.state !== "init" || this.prepared.size < this.peers.length - 1) return;
    this.state = "committed";
    this.broadcast({ type: "commit" });
  }
}

/** Says the number of its round to the next, and waits for an answer. */
class Asker extends Node {
  next = "";
  round = 0;
  async onStart() {
    for (let i = 0; i < 2; i++) {
      const answer = await this.call(this.next, { type: "round", n: i }, { timeout: 10 }).catch(() => "late");
      if (answer === i) this.round++;
    }
  }
  onRound({ n }: { n: number }) {
    return n;
  }
}

/** Passes on what it hears, a few times. */
class Gossip extends Node {
  heard: string[] = [];
  left = 3;
  onStart() {
    this.broadcast({ type: "news", of: this.id });
    this.setTimer("again", 10);
  }
  onNews({ of }: { of: string }) {
    if (this.heard.includes(of) || this.left === 0) return;
    this.left--;
    this.heard.push(of);
    this.broadcast({ type: "news", of });
  }
  onTimer() {
    if (this.heard.length > 1) throw new Error("too late");
  }
}

describe("two cores give the verdict of one", () => {
  test("where every property holds, with the counts of SPIN", async () => {
    const verdict = await onTwo(twoPhaseCommit(5), { ...duplicating, always: { consistent } });
    expect(verdict).toMatchObject({ ok: true, unique: 8_832, generated: 37_346, complete: true });
  });

  test("with the shortest counterexample of a broken property, and the states up to there", async () => {
    const verdict = await onTwo(twoPhaseCommit(6, Hasty), { ...duplicating, always: { consistent } });
    expect(verdict).toMatchObject({ ok: false, broken: "consistent", complete: false });
  });

  test("where a handler throws", async () => {
    const verdict = await onTwo({ nodes: { a: Gossip, b: Gossip, c: Gossip } });
    expect(verdict).toMatchObject({ ok: false, why: "onTimer of a threw Error: too late" });
  });

  test("with the same examples of what sometimes holds, and what never does", async () => {
    const all = resourceManagers(5);
    const sometimes = {
      "all commit": ({ nodes }: View) => all.every((rm) => nodes[rm].state === "committed"),
      "one has aborted": ({ nodes }: View) => all.some((rm) => nodes[rm].state === "aborted"),
    };
    const verdict = await onTwo(twoPhaseCommit(5), { ...duplicating, sometimes });
    expect(Object.keys(verdict.examples).sort()).toEqual(["all commit", "one has aborted"]);
    const never = await onTwo(twoPhaseCommit(5), { ...duplicating, sometimes: { never: () => false } });
    expect(never).toMatchObject({ ok: false, broken: "never", complete: true });
  });

  test("with the same schedule on which something never happens", async () => {
    const eventually = { "rm0 commits": ({ nodes }: View) => nodes.rm0.state === "committed" };
    expect(await onTwo(twoPhaseCommit(3), { lossy: true, eventually })).toMatchObject({ ok: false });
    expect(await onTwo(twoPhaseCommit(5), { ...duplicating, eventually })).toMatchObject({ ok: false });
  });

  test("with losses, crashes, and every kind of network", async () => {
    const { nodes } = twoPhaseCommit(3);
    for (const network of ["unordered", "ordered", "duplicating"] as const)
      for (const options of [{ lossy: true }, { crashes: 1 }])
        expect(await onTwo({ nodes }, { ...options, network, always: { fine: () => true } })).toMatchObject({
          ok: true,
        });
  });

  test("where handlers wait for answers", async () => {
    const nodes = { a: Asker.with({ next: "b" }), b: Asker.with({ next: "c" }), c: Asker.with({ next: "a" }) };
    const verdict = await onTwo({ nodes }, { always: { fine: () => true } });
    expect(verdict).toMatchObject({ ok: true, complete: true });
    expect(verdict.unique).toBeGreaterThan(1000);
  });

  test("with the same advice where states are limited, wherever the limit falls", async () => {
    for (const unique of [1, 255, 1_000, 4_321, 8_831, 8_832]) {
      const verdict = await onTwo(twoPhaseCommit(5), { ...duplicating, unique });
      expect(verdict).toMatchObject({ unique, complete: unique === 8_832 });
      expect(verdict.advice === undefined).toBe(unique === 8_832);
    }
  });

  test("where options leave other threads nothing to do", async () => {
    const options: ExploreOptions[] = [
      { within: ({ nodes }) => nodes.tm.state !== "aborted" },
      { depth: 5 },
      { search: "depth" },
      { reduction: true },
      { symmetry: [resourceManagers(4)] },
    ];
    for (const some of options) await onTwo(twoPhaseCommit(4), { ...duplicating, ...some });
  });

  test("of systems drawn by lot", async () => {
    const ids = ["a", "b", "c"];
    for (let seed = 1; seed <= 12; seed++) {
      const random = lot(seed);
      const machine = (_: string, i: number) => Machine.with({ rules: randomRules(random, ids, i, 60), left: 4 });
      const nodes = Object.fromEntries(ids.map((id, i) => [id, machine(id, i)]));
      const always = { "not all are in state 2": ({ nodes }: View) => ids.some((id) => nodes[id]?.s !== 2) };
      await onTwo({ nodes }, { lossy: seed % 2 === 0, unique: 6_000, always });
    }
  });
});

test("handlers and properties run where they were written, and in the order of one core", async () => {
  const asked: string[][] = [];
  for (const cores of [1, 2]) {
    const seen: string[] = [];
    const always = {
      seen: ({ nodes }: View) => {
        seen.push(`${nodes.tm.state} ${resourceManagers(5).map((rm) => nodes[rm].state)}`);
        return true;
      },
    };
    await explore(twoPhaseCommit(5), { ...duplicating, always, cores });
    asked.push(seen);
  }
  expect(asked[1]).toEqual(asked[0]);
});

test("states keep their order while tables grow, on two cores and on three", async () => {
  const orders: string[] = [];
  for (const cores of [1, 2, 3]) {
    const order = createHash("sha256");
    const all = resourceManagers(7);
    const always = {
      seen: ({ nodes }: View) => {
        order.update(`${nodes.tm.state} ${nodes.tm.prepared.size} ${all.map((rm) => nodes[rm].state)}`);
        return true;
      },
    };
    const verdict = await explore(twoPhaseCommit(7), { ...duplicating, always, cores });
    expect(verdict).toMatchObject({ ok: true, unique: 296_448, generated: 1_735_810 });
    orders.push(order.digest("hex"));
  }
  expect(orders).toEqual([orders[0], orders[0], orders[0]]);
});

test("megabytes count what threads share", async () => {
  const verdict = await explore(twoPhaseCommit(8), { ...duplicating, cores: 2, megabytes: 60 });
  expect(verdict).toMatchObject({ ok: true, complete: false, limit: "60 megabytes" });
});

test("cores is a whole number", async () => {
  await expect(explore(twoPhaseCommit(2), { cores: 0 })).rejects.toThrow(
    "cores is 0; it is a whole number, 1 or more.",
  );
});
