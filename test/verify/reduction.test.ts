// Partial-order reduction: the same verdicts as without, from fewer states where events are independent.
import {
  alternatingBit,
  type ExploreOptions,
  explore,
  Node,
  primaryBackup,
  type ReadyMade,
  type System,
  tokenRing,
  twoPhaseCommit,
  type Verdict,
  type View,
} from "kernel-lib";
import { describe, expect, test } from "vitest";
import { lot, Machine, randomRules } from "./machines.js";

async function both(system: System, options: ExploreOptions): Promise<[Verdict, Verdict]> {
  return [await explore(system, options), await explore(system, { ...options, reduction: true })];
}

describe("verdicts are the same", () => {
  test.each<[string, ReadyMade]>([
    ["two-phase commit", twoPhaseCommit(3)],
    ["two-phase commit that does not wait", twoPhaseCommit(3, { waits: false })],
    ["the token ring", tokenRing(4)],
    ["the impatient token ring", tokenRing(4, { impatient: true })],
    ["the alternating bit", alternatingBit(3)],
    ["the ignored alternating bit", alternatingBit(3, { looks: false })],
    ["primary and backup", primaryBackup()],
    ["a primary that does not wait", primaryBackup({ waits: false })],
  ])("%s, over every network, with losses and crashes", async (_, system) => {
    const { properties } = system;
    const down = { ...properties.always };
    for (const [name, holds] of Object.entries(properties.always ?? {}))
      down[name] = (view) => Object.values(view.nodes).includes(undefined) || holds(view);
    for (const network of ["unordered", "duplicating", "ordered"] as const)
      for (const lossy of [false, true])
        for (const crashes of [0, 1])
          for (const search of ["breadth", "depth"] as const) {
            const options = { ...properties, network, lossy, crashes, search, unique: 10_000 };
            if (crashes > 0) Object.assign(options, { always: down, sometimes: {}, eventually: {} });
            const [whole, reduced] = await both(system, options);
            if (whole.limit !== undefined) continue;
            const { ok, broken, complete } = whole;
            expect(reduced).toMatchObject({ ok, ...(broken && { broken }), complete });
            if (ok) expect(reduced.unique).toBeLessThanOrEqual(whole.unique);
          }
  });

  test("60 random systems: whatever properties can see is seen, whatever fails is found", async () => {
    const ids = ["a", "b", "c", "d"];
    const random = lot(4711);
    const sizes = { systems: 0, smaller: 0, failing: 0 };
    while (sizes.systems < 60) {
      const left = 1 + random(3);
      const rules = ids.map((_, i) => randomRules(random, ids, i, 40));
      const nodes = Object.fromEntries(ids.map((id, i) => [id, Machine.with({ rules: rules[i]!, left })]));
      const network = (["unordered", "duplicating", "ordered"] as const)[random(3)]!;
      const looksAt = [[], ["a"], ["a", "b"], ["b", "c"], ["d"]][random(5)]!;
      const look = [
        (view: View, id: string) => view.nodes[id]?.s,
        (view: View, id: string) => `${view.nodes[id]?.left} ${view.nodes[id]?.disk.s}`,
        (view: View, id: string) => view.outputs[id],
      ][random(3)]!;
      const options: ExploreOptions = {
        network,
        lossy: network !== "duplicating" && random(3) === 0,
        crashes: random(3) === 0 ? 1 + random(2) : 0,
        search: (["breadth", "depth"] as const)[random(2)]!,
        unique: 3000,
        ...(random(3) === 0 && { within: ({ nodes }) => (nodes.a?.left ?? 9) > 0 }),
      };
      const explored = async (reduction: boolean) => {
        const seen = new Set<string>();
        const always = {
          "is seen": (view: View) => seen.add(JSON.stringify(looksAt.map((id) => look(view, id)))).size > 0,
        };
        const verdict = await explore({ nodes }, { ...options, always, reduction });
        return { verdict, seen: [...seen].sort() };
      };
      const whole = await explored(false);
      if (whole.verdict.limit !== undefined || whole.verdict.unique < 20) continue;
      const reduced = await explored(true);
      if (reduced.verdict.limit !== undefined) continue;
      expect(reduced.verdict.ok).toBe(whole.verdict.ok);
      sizes.systems++;
      if (!whole.verdict.ok) sizes.failing++;
      else {
        expect(reduced.seen).toEqual(whole.seen);
        if (reduced.verdict.unique < whole.verdict.unique) sizes.smaller++;
      }
    }
    expect(sizes).toEqual({ systems: 60, smaller: 42, failing: 7 });
  });
});

class Ticker extends Node {
  ticks = 0;
  onStart() {
    this.setTimer("tick", 1);
  }
  onTimer() {
    this.ticks++;
  }
}

/** Some pairs of nodes that know nothing of each other. */
function pairs(count: number): System {
  class Pinger extends Node {
    partner = "";
    count = 0;
    onStart() {
      this.send(this.partner, { type: "ping" });
    }
    onPong() {
      if (++this.count < 3) this.send(this.partner, { type: "ping" });
    }
  }
  class Ponger extends Node {
    onPing(_: object, from: string) {
      this.send(from, { type: "pong" });
    }
  }
  const numbers = Array.from({ length: count }, (_, i) => i);
  return {
    nodes: Object.fromEntries(
      numbers.flatMap((i) => [
        [`pinger${i}`, Pinger.with({ partner: `ponger${i}` })],
        [`ponger${i}`, Ponger],
      ]),
    ),
  };
}

describe("states are fewer", () => {
  test.each([
    [1, 7, 7],
    [2, 49, 13],
    [3, 343, 19],
    [4, 2401, 25],
  ])("of %i pairs one does its steps after the other", async (count, many, few) => {
    const [whole, reduced] = await both(pairs(count), {
      always: { "pinger0 counts to three": ({ nodes }) => nodes.pinger0.count <= 3 },
      sometimes: { "pinger0 is done": ({ nodes }) => nodes.pinger0.count === 3 },
    });
    expect(whole).toMatchObject({ ok: true, complete: true, unique: many });
    expect(reduced).toMatchObject({ ok: true, complete: true, unique: few });
  });

  test("where a property looks at two of the nodes in two-phase commit", async () => {
    const options: ExploreOptions = {
      network: "duplicating",
      always: {
        "rm1 commits only if tm has": ({ nodes: { rm1, tm } }) => rm1.state !== "committed" || tm.state === "committed",
      },
      sometimes: { "rm1 commits": ({ nodes }) => nodes.rm1.state === "committed" },
    };
    const [whole, reduced] = await both(twoPhaseCommit(5), options);
    expect(whole).toMatchObject({ ok: true, unique: 8832 });
    expect(reduced).toMatchObject({ ok: true, unique: 3616 });
    expect(whole).not.toHaveProperty("reduced");
    expect(reduced.reduced).toBeGreaterThan(1000);
  });

  test("with crashes as well, of which none is forgotten", async () => {
    const options: ExploreOptions = {
      crashes: 1,
      always: { "pinger0 counts to three": ({ nodes }) => !nodes.pinger0 || nodes.pinger0.count <= 3 },
      sometimes: {
        "pinger0 is down": ({ nodes }) => nodes.pinger0 === undefined,
        "ponger1 is down": ({ nodes }) => nodes.ponger1 === undefined,
      },
    };
    const [whole, reduced] = await both(pairs(2), options);
    expect(whole.ok).toBe(false);
    expect(reduced).toMatchObject({ ok: false, broken: whole.broken });
    const { always: _, ...reachable } = options;
    const [all, some] = await both(pairs(2), reachable);
    expect(some).toMatchObject({ ok: true, complete: true });
    expect(some.unique).toBeLessThan(all.unique);
  });

  test("and the verdict says that one order stands for others", async () => {
    const [whole, reduced] = await both(pairs(2), {});
    const words = (verdict: any) => verdict[Symbol.for("Jupyter.display")]()["text/plain"];
    const assumed = "Assumed: each message arrives once, in any order; no node crashes.";
    expect(words(whole)).toBe(`Nothing is violated in 49 states: every schedule was explored. ${assumed}`);
    expect(words(reduced)).toBe(
      `Nothing is violated in 13 states: every schedule was explored, in one order where orders make no difference. ${assumed}`,
    );
  });
});

describe("nothing waits that matters", () => {
  test("what goes round for ever does not keep the others waiting", async () => {
    class Ring extends Node {
      next = "";
      holds = false;
      onStart() {
        if (this.holds) this.send(this.next, { type: "token" });
      }
      onToken() {
        this.send(this.next, { type: "token" });
      }
    }
    class Goal extends Node {
      reached = false;
      onStart() {
        this.setTimer("go", 1);
      }
      onTimer() {
        this.reached = true;
      }
    }
    const nodes = { a: Ring.with({ next: "b", holds: true }), b: Ring.with({ next: "a" }), goal: Goal };
    const always = { "the goal is out of reach": ({ nodes }: View) => !nodes.goal.reached };
    for (const search of ["breadth", "depth"] as const)
      expect(await explore({ nodes }, { always, search, reduction: true })).toMatchObject({ ok: false });
  });

  /** Tells the judge whether its timer was due before it was asked. */
  class Racer extends Node {
    late = false;
    onStart() {
      this.setTimer("late", 1);
    }
    onTimer() {
      this.late = true;
    }
    onGo() {
      this.send("judge", { type: "heard", late: this.late });
    }
  }
  class Judge extends Node {
    heard: unknown = "nothing";
    onHeard({ late }: { late: unknown }) {
      this.heard = late;
    }
  }
  const sometimes = {
    "asked early": ({ nodes }: View) => nodes.judge?.heard === false,
    "asked late": ({ nodes }: View) => nodes.judge?.heard === true,
  };
  class Relay extends Node {
    to = "";
    onGo() {
      this.send(this.to, { type: "go" });
    }
  }

  test("a node that does nothing yet, but may be woken to send to one that could go first", async () => {
    class Starter extends Relay {
      onStart() {
        this.setTimer("start", 1);
      }
      onTimer() {
        this.onGo();
      }
    }
    const nodes = {
      racer: Racer,
      judge: Judge,
      starter: Starter.with({ to: "relay" }),
      relay: Relay.with({ to: "second" }),
      second: Relay.with({ to: "racer" }),
    };
    for (const search of ["breadth", "depth"] as const)
      expect(await explore({ nodes }, { sometimes, search, reduction: true })).toMatchObject({ ok: true });
  });

  test("a node that only a crash makes send", async () => {
    class Sleeper extends Node {
      onRestart() {
        this.send("racer", { type: "go" });
      }
    }
    const nodes = { racer: Racer, judge: Judge, sleeper: Sleeper, ticker: Ticker };
    expect(await explore({ nodes }, { sometimes, crashes: 1, reduction: true })).toMatchObject({ ok: true });
  });

  test("a crash that leads out of the bounds before another event, and not after it", async () => {
    class Keeper extends Node<{ late: boolean }> {
      onStart() {
        this.setTimer("late", 1);
      }
      onTimer() {
        this.disk.late = true;
      }
      onRestart() {
        this.send("judge", { type: "heard", late: this.disk.late === true });
      }
    }
    const nodes = { keeper: Keeper, judge: Judge, ticker: Ticker };
    const within = ({ nodes }: View) => nodes.keeper !== undefined || nodes.ticker?.ticks === 1;
    expect(await explore({ nodes }, { sometimes, within, crashes: 1, reduction: true })).toMatchObject({ ok: true });
  });

  test("what a property reads late: states passed before are looked at again", async () => {
    class Counter extends Node {
      n = 0;
      onStart() {
        for (const i of [1, 2]) this.send(this.id, { type: "up", i });
      }
      onUp() {
        this.n++;
      }
    }
    const nodes = { a: Counter, b: Counter, c: Counter };
    const always = {
      "c never gets ahead": ({ nodes: { a, b, c } }: View) => a.n < 2 || c.n === 0 || b.n === 2 || "c is ahead",
    };
    const [whole, reduced] = await both({ nodes }, { always });
    expect(whole).toMatchObject({ ok: false, why: "c is ahead" });
    expect(reduced).toMatchObject({ ok: false, why: "c is ahead" });
    const steps = (verdict: Verdict) => verdict.counterexample!.events.filter(({ kind }) => kind === "receive").length;
    expect([steps(whole), steps(reduced)]).toEqual([3, 3]);
  });

  test("what is in flight, where a property comes to read it", async () => {
    class Mover extends Ticker {
      override onTimer() {
        super.onTimer();
        this.send("b", { type: "moved" });
      }
    }
    const always = {
      "a ticks last": (view: View) => view.nodes.a.ticks === 0 || view.messages.length === 0 || "too early",
    };
    const [whole, reduced] = await both({ nodes: { a: Ticker, b: Relay, c: Mover } }, { always });
    expect([whole.why, reduced.why]).toEqual(["too early", "too early"]);
  });

  test("where a property reads what is in flight, nothing does", async () => {
    const always = { "not too many": ({ messages }: View) => messages.length < 5 };
    const [whole, reduced] = await both(pairs(2), { always });
    expect(reduced).toMatchObject({ ok: true, unique: whole.unique, reduced: 0 });
  });

  test("calls, sleeps and their time-outs are steps like others", async () => {
    class Client extends Node {
      answer = "";
      async onStart() {
        await this.sleep(5);
        try {
          this.answer = await this.call("server", { type: "ask" }, { timeout: 10 });
        } catch {
          this.answer = "none";
        }
      }
    }
    class Server extends Node {
      onAsk() {
        return "yes";
      }
    }
    const nodes = { one: Client, server: Server, ...pairs(1).nodes };
    const sometimes = {
      "an answer comes": ({ nodes }: View) => nodes.one.answer === "yes",
      "none comes": ({ nodes }: View) => nodes.one.answer === "none",
    };
    const [whole, reduced] = await both({ nodes }, { sometimes });
    expect([whole.ok, reduced.ok]).toEqual([true, true]);
    expect(reduced.unique).toBeLessThan(whole.unique);
  });

  test("a depth is kept, and told", async () => {
    const [whole, reduced] = await both(pairs(2), { depth: 5 });
    expect(whole).toMatchObject({ complete: false, limit: "depth 5" });
    expect(reduced).toMatchObject({ complete: false, limit: "depth 5" });
    expect(await explore(pairs(2), { depth: 12, reduction: true })).toMatchObject({ complete: true, unique: 13 });
  });
});

test.each<[string, ExploreOptions, string]>([
  [
    "eventually",
    { eventually: { "a ticks": ({ nodes }) => nodes.a.ticks > 0 } },
    "it can leave out the schedules on which something never happens",
  ],
  ["symmetry", { symmetry: [["a", "b"]] }, "symmetry does"],
  ["random walks", { search: "random", unique: 4 }, "walks take one step at a time"],
  ["losses and duplicates", { lossy: true, network: "duplicating" }, "a loss undoes what another node sends"],
])("plays no part with %s, and the verdict says so", async (_, options, why) => {
  const [whole, reduced] = await both({ nodes: { a: Ticker, b: Ticker } }, options);
  expect(whole).not.toHaveProperty("remarks");
  expect(reduced).toEqual({ ...whole, remarks: [`reduction plays no part: ${why}`] });
  const text = (reduced as any)[Symbol.for("Jupyter.display")]()["text/plain"];
  expect(text).toContain(`(reduction plays no part: ${why}.)`);
});

test("plays no part among more than 31 nodes", async () => {
  const nodes = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`n${i}`, Ticker]));
  const verdict = await explore({ nodes }, { reduction: true, unique: 100 });
  expect(verdict.remarks).toEqual(["reduction plays no part: there are more than 31 nodes"]);
  const { n0: _, ...fewer } = nodes;
  expect(await explore({ nodes: fewer }, { reduction: true })).toMatchObject({ complete: true, unique: 32 });
});
