// The system's faults in the explorer: what each means where time has no numbers, by exact counts and outcomes.
import {
  bandwidth,
  byzantine,
  clock,
  corrupt,
  crash,
  duplicate,
  type ExploreOptions,
  explore,
  exploreByHand,
  type Fault,
  latency,
  loss,
  Node,
  partition,
  pause,
  reorder,
  rule,
  run,
  slow,
  type Trace,
  type View,
} from "kernel-lib";
import { describe, expect, test } from "vitest";
import { outcomes } from "./outcomes.js";
import { pingPong, twoPhaseCommit, upTo } from "./protocols.js";

class Sender extends Node {
  n = 1;
  to = "b";
  onStart() {
    for (let i = 0; i < this.n; i++) this.send(this.to, { type: "item", i });
  }
}
class Receiver extends Node {
  got: number[] = [];
  onItem({ i }: { type: "item"; i: number }) {
    this.got.push(i);
  }
}
const one = { nodes: { a: Sender, b: Receiver } };
const two = { nodes: { a: Sender.with({ n: 2 }), b: Receiver } };
const got = ({ nodes }: View) => nodes.b?.got ?? "down";

/** Sends three items, of which the second falls into a partition. */
class Teller extends Node {
  onStart() {
    this.onTimer("0");
  }
  onTimer(name: string) {
    const i = Number(name);
    this.send("b", { type: "item", i });
    if (i < 2) this.setTimer(String(i + 1), 10);
  }
}
const cut = partition([["a"], ["b"]], { from: 5, until: 15 });
const teller = { nodes: { a: Teller, b: Receiver }, faults: [cut] };
const ordered = { network: "ordered" } as const;
const always = { "b misses nothing": (v: View) => String(got(v)) !== "0,2" };

function kinds(trace: Trace | undefined): string[] {
  return trace!.events.map(({ node, kind, message }) => (kind === "note" ? `${node} ${message}` : `${node} ${kind}`));
}

describe("loss", () => {
  test("of some messages is the option lossy", async () => {
    const options = { within: upTo(5), network: "duplicating" } as const;
    const lossy = await explore(pingPong, { ...options, lossy: true });
    const faulty = await explore({ ...pingPong, faults: [loss(0.1)] }, options);
    expect(lossy).toMatchObject({ unique: 4094, complete: true });
    expect([faulty.unique, faulty.generated]).toEqual([lossy.unique, lossy.generated]);
  });

  test("never happens with probability 0, always with 1, and otherwise may", async () => {
    expect(await outcomes({ ...one, faults: [loss(0)] }, {}, got)).toEqual(["[0]"]);
    expect(await outcomes({ ...one, faults: [loss(1)] }, {}, got)).toEqual(["[]"]);
    expect(await outcomes({ ...one, faults: [loss(0.5)] }, {}, got)).toEqual(["[0]", "[]"]);
  });

  test("concerns only messages where it matches", async () => {
    for (const where of [{ from: "b" }, { to: "a" }, { type: "other" }])
      expect(await outcomes({ ...one, faults: [loss(1, where)] }, {}, got)).toEqual(["[0]"]);
    for (const where of [{ from: "a" }, { to: ["b"] }, { type: "item" }, { from: ["a", "b"], to: "b", type: "item" }])
      expect(await outcomes({ ...one, faults: [loss(1, where)] }, {}, got)).toEqual(["[]"]);
  });

  test("that is certain is shown where the message is sent", async () => {
    const verdict = await explore({ ...one, faults: [loss(1)] }, { eventually: { arrives: (v) => got(v).length > 0 } });
    expect(verdict).toMatchObject({ ok: false, broken: "arrives", unique: 1 });
    expect(kinds(verdict.counterexample).slice(0, 4)).toEqual(["a start", "a send", "b lost", "b start"]);
  });

  test("never touches what a node sends itself", async () => {
    const managers = { ...twoPhaseCommit(3), faults: [loss(1, { from: "tm", to: "tm" })] };
    expect(await explore(managers, { network: "duplicating" })).toMatchObject({ unique: 288 });
  });

  test("takes answers to calls along", async () => {
    class Caller extends Node {
      answer = "none";
      async onStart() {
        this.answer = await this.call("b", { type: "question" });
      }
    }
    class Answerer extends Node {
      onQuestion() {
        return "yes";
      }
    }
    const system = { nodes: { a: Caller, b: Answerer }, faults: [loss(0.5, { from: "b" })] };
    expect(await outcomes(system, {}, ({ nodes }) => nodes.a.answer)).toEqual(['"none"', '"yes"']);
  });
});

describe("duplicate", () => {
  test("lets a message arrive once more, or not", async () => {
    expect(await outcomes({ ...one, faults: [duplicate(0)] }, {}, got)).toEqual(["[0]"]);
    expect(await outcomes({ ...one, faults: [duplicate(1)] }, {}, got)).toEqual(["[0,0]"]);
    expect(await outcomes({ ...one, faults: [duplicate(0.5)] }, {}, got)).toEqual(["[0,0]", "[0]"]);
    expect(await outcomes({ ...one, faults: [duplicate(0.5), duplicate(1), duplicate(0.1)] }, {}, got)).toEqual([
      "[0,0,0,0]",
      "[0,0,0]",
      "[0,0]",
    ]);
  });

  test("loses a message with all its copies, or none", async () => {
    expect(await outcomes({ ...one, faults: [duplicate(1), loss(0.5)] }, {}, got)).toEqual(["[0,0]", "[]"]);
    expect(await outcomes({ ...one, faults: [duplicate(0.5), loss(0.5)] }, {}, got)).toEqual(["[0,0]", "[0]", "[]"]);
  });

  test("mixes with other messages in any order, unless links keep theirs", async () => {
    const faults = [duplicate(1, { type: "item" })];
    expect(await outcomes({ ...two, faults }, {}, got)).toEqual([
      "[0,0,1,1]",
      "[0,1,0,1]",
      "[0,1,1,0]",
      "[1,0,0,1]",
      "[1,0,1,0]",
      "[1,1,0,0]",
    ]);
    expect(await outcomes({ ...two, faults }, { network: "ordered" }, got)).toEqual(["[0,0,1,1]"]);
  });

  test("shows every copy that is in flight", async () => {
    const most = { "no two are in flight": ({ messages }: View) => messages.length < 2 };
    expect(await explore({ ...one, faults: [duplicate(1)] }, { always: most })).toMatchObject({ ok: false, unique: 1 });
    const may = await explore({ ...one, faults: [duplicate(0.5)] }, { always: most });
    expect(may).toMatchObject({ ok: false, unique: 3 });
    expect(kinds(may.counterexample)).toEqual(["a start", "a send", "b start", expect.stringContaining("broken")]);
  });

  test("adds nothing to a network that duplicates", async () => {
    const options = { within: upTo(5), network: "duplicating" } as const;
    const plain = await explore(pingPong, options);
    expect(await explore({ ...pingPong, faults: [duplicate(1)] }, options)).toMatchObject({ unique: plain.unique });
  });
});

describe("crash", () => {
  test("may happen at any point, once, to that node", async () => {
    const plain = await explore(one);
    expect(plain.unique).toBe(2);
    const verdict = await explore({ ...one, faults: [crash("b", { at: 5 })] });
    // b is up or down, and the message is in flight or has ended; b is up after it has arrived, or went down afterwards.
    expect(verdict).toMatchObject({ ok: true, complete: true, unique: 4 });
    expect(await outcomes({ ...one, faults: [crash("b", { at: 5 })] }, {}, got)).toEqual(['"down"', "[0]"]);
    expect(await outcomes({ ...one, faults: [crash("a", { at: 5 })] }, {}, got)).toEqual(["[0]"]);
  });

  test("with a restart is one crash of the option crashes, if only that node may have it", async () => {
    const restarted = await outcomes({ ...one, faults: [crash("b", { at: 5, restart: 6 })] }, {}, got);
    expect(restarted).toEqual(['"down"', "[0]", "[]"]);
    class Only extends Node {
      n = 0;
      onStart() {
        this.send(this.id, { type: "tick" });
      }
      onTick() {
        if (this.n < 2) this.send(this.id, { type: "tick" });
        this.n++;
      }
    }
    const option = await explore({ nodes: { a: Only } }, { crashes: 1 });
    const fault = await explore({ nodes: { a: Only }, faults: [crash("a", { at: 1, restart: 2 })] });
    expect([fault.unique, fault.generated]).toEqual([option.unique, option.generated]);
  });

  test("twice is at most two crashes, and the last may be for good", async () => {
    class Counter extends Node {
      starts = 0;
      onStart() {
        this.starts = this.disk.starts = (this.disk.starts ?? 0) + 1;
      }
    }
    const faults = [crash("a", { at: 30 }), crash("a", { at: 10, restart: 20 })];
    const starts = ({ nodes }: View) => nodes.a?.starts ?? "down";
    expect(await outcomes({ nodes: { a: Counter }, faults }, {}, starts)).toEqual(['"down"', "1", "2"]);
  });

  test("adds to the option crashes", async () => {
    const faults = [crash("b", { at: 5, restart: 6 })];
    const both = await explore({ ...one, faults }, { crashes: 1 });
    const [fault, option] = [await explore({ ...one, faults }), await explore(one, { crashes: 1 })];
    expect(both.unique).toBeGreaterThan(Math.max(fault.unique, option.unique));
    expect(both).toMatchObject({ ok: true, complete: true });
  });

  test("need not happen, so a schedule may end without it", async () => {
    class Sleeper extends Node {
      awake = false;
      onRestart() {
        this.awake = true;
      }
    }
    const eventually = { "it wakes": ({ nodes }: View) => nodes.a?.awake === true };
    const verdict = await explore(
      { nodes: { a: Sleeper }, faults: [crash("a", { at: 1, restart: 2 })] },
      { eventually },
    );
    expect(verdict).toMatchObject({ ok: false, why: "the schedule ends after 0 events, and it has never held" });
    const restarts = { "it is up or wakes": ({ nodes }: View) => nodes.a !== undefined };
    const gone = await explore(
      { nodes: { a: Sleeper }, faults: [crash("a", { at: 1 })] },
      { eventually: { "it wakes": ({ nodes }) => nodes.a?.awake === true, ...restarts } },
    );
    expect(gone).toMatchObject({ ok: false });
  });
});

describe("partition", () => {
  const cut = (window = {}): Fault[] => [partition([["a"], ["b"]], window)];

  test("from the start and for ever loses every message between its groups", async () => {
    expect(await outcomes({ ...two, faults: cut() }, {}, got)).toEqual(["[]"]);
    expect(await explore({ ...two, faults: cut() })).toMatchObject({ unique: 1, complete: true });
  });

  test("decides when a message is sent: what is in flight arrives", async () => {
    const faults = cut({ from: 10 });
    expect(await outcomes({ ...one, faults }, {}, got)).toEqual(["[0]"]);
    // In flight or arrived, whole or cut.
    expect(await explore({ ...one, faults })).toMatchObject({ unique: 4 });
  });

  test("one way loses messages out of the first group only", async () => {
    const oneWay = (groups: string[][]) => [partition(groups, { oneWay: true })];
    expect(await outcomes({ ...one, faults: oneWay([["a"], ["b"]]) }, {}, got)).toEqual(["[]"]);
    expect(await outcomes({ ...one, faults: oneWay([["b"], ["a"]]) }, {}, got)).toEqual(["[0]"]);
  });

  class Retrier extends Node {
    done = false;
    onStart() {
      this.onTimer();
    }
    onTimer() {
      if (this.done) return;
      this.send("b", { type: "offer" });
      this.setTimer("again", 10);
    }
    onAck() {
      this.done = true;
    }
  }
  class Acker extends Node {
    onOffer(_: object, from: string) {
      this.send(from, { type: "ack" });
    }
  }
  const retry = { nodes: { a: Retrier, b: Acker } };
  const eventually = { "a is done": ({ nodes }: View) => nodes.a.done };
  const few = { within: ({ messages }: View) => messages.length < 3 };

  test("that heals does so eventually, and one that does not never", async () => {
    expect(await explore({ ...retry, faults: cut({ until: 50 }) }, { eventually, ...few })).toMatchObject({
      ok: true,
      complete: true,
    });
    const lasting = await explore({ ...retry, faults: cut({ from: 5 }) }, { eventually, ...few });
    expect(lasting).toMatchObject({ ok: false, broken: "a is done" });
    expect(kinds(lasting.counterexample)).toEqual(expect.arrayContaining(["a cut a | b", "b cut a | b", "a lost"]));
  });

  test("shows its cut, its heal and what was lost between", async () => {
    const verdict = await explore(teller, { ...ordered, always });
    const told = kinds(verdict.counterexample).filter((line) => /lost|cut|heal|receive/.test(line));
    expect(told.filter((line) => line.startsWith("b"))).toEqual([
      "b receive",
      "b cut a | b",
      "b lost",
      "b heal a | b",
      "b receive",
    ]);
    expect(told).toEqual(expect.arrayContaining(["a cut a | b", "a heal a | b"]));
  });
});

describe("what is contained in every order", () => {
  test("changes no count, and the verdict says so", async () => {
    const plain = await explore(pingPong, { within: upTo(5) });
    const faults = [
      latency({ min: 1, max: 50 }, { after: 5 }),
      reorder(0.5),
      slow("pinger", 3),
      pause("ponger", { at: 3, for: 9 }),
      bandwidth(100),
      latency(7),
    ];
    const verdict = await explore({ ...pingPong, faults }, { within: upTo(5) });
    expect([verdict.unique, verdict.generated]).toEqual([plain.unique, plain.generated]);
    expect(plain.assumed).toEqual(["each message arrives once, in any order", "no node crashes"]);
    expect(verdict.assumed).toEqual([
      ...plain.assumed,
      'latency, reorder, slow, pause, bandwidth: contained in "every order", whatever the numbers',
    ]);
  });

  test("is said of every other fault as well, in text and picture", async () => {
    const faults = [
      loss(0.1, { type: "item", from: "a" }),
      duplicate(1),
      crash("b", { at: 3 }),
      partition([["a"], ["b"]], { from: 3, until: 9, oneWay: true }),
    ];
    const verdict = await explore({ ...one, faults }, { always: { "nothing arrives": (v) => got(v).length !== 1 } });
    expect(verdict.assumed).toEqual([
      "each message arrives once, in any order",
      'loss(0.1, { type: "item", from: "a" }): any such message may be lost',
      "duplicate(1): every such message arrives twice",
      'crash("b"): b may crash once, at any point, and stays down',
      "partition a to b: cut from any point on, healed at any later point",
    ]);
    const bundle = (verdict as any)[Symbol.for("Jupyter.display")]();
    const picture = JSON.stringify(bundle["application/vnd.plotly.v1+json"].layout);
    for (const place of [bundle["text/plain"], picture.replaceAll(/<br>/g, " ").replaceAll(/<[^>]*>/g, "")])
      expect(place).toContain("partition a to b: cut from any point on, healed at any later point");
  });

  test("a Byzantine node's class takes its place", async () => {
    class Liar extends Sender {
      override onStart() {
        this.send("b", { type: "item", i: 13 });
      }
    }
    const system = { ...one, faults: [byzantine("a", Liar)] };
    expect(await outcomes(system, {}, got)).toEqual(["[13]"]);
    expect((await explore(system)).assumed).toContain("byzantine: a is a Liar");
  });
});

describe("what has no meaning without time, or no bounds, is refused by name", () => {
  test.each<[string, Fault, ExploreOptions, string]>([
    ["clock", clock("a", { drift: 1e-5 }), {}, 'explore cannot follow the fault clock("a"): the explorer has no clock'],
    ["corrupt", corrupt(0.1), {}, "the fault corrupt(0.1): any part could become anything. Write byzantine(id, Class)"],
    [
      "rule",
      rule(() => "drop"),
      {},
      "the fault rule: its code may decide by anything. Write loss, duplicate or partition",
    ],
    [
      "a time window of a loss",
      loss(0.1, { after: 10 }),
      {},
      'the fault loss(0.1, { after: 10 }): it has no time that "after" could be compared with. Narrow it by from, to or type',
    ],
    ["a time window of duplicates", duplicate(1, { before: 10 }), {}, 'no time that "before" could be compared with'],
    [
      "an order of links that is not kept",
      reorder(0.1),
      { network: "ordered" },
      'reorder(0.1) contradicts network: "ordered". Leave one of them out.',
    ],
  ])("%s", async (_, fault, options, words) => {
    await expect(explore({ ...one, faults: [fault] }, options)).rejects.toThrow(words);
    expect(() => exploreByHand({ ...one, faults: [fault] }, options)).toThrow(words);
  });
});

describe("what was found under faults", () => {
  const several = { nodes: { a: Sender, b: Receiver }, faults: [duplicate(0.5), loss(0.5), crash("b", { at: 1 })] };

  test("happens once more in the simulator", async () => {
    const verdict = await explore(teller, { ...ordered, always });
    const again = await run(teller, { engine: "simulator", replay: verdict.counterexample! });
    expect(again.states.b.got).toEqual([0, 2]);
    const twice = await explore(several, { always: { once: (v) => got(v).length !== 2 } });
    const thrice = await run(several, { engine: "simulator", replay: twice.counterexample! });
    expect(thrice.states.b.got).toEqual([0, 0]);
  });

  test.each(["breadth", "depth", "random"] as const)("is as short by the search %s", async (search) => {
    const verdict = await explore(teller, { ...ordered, always, search });
    const steps = kinds(verdict.counterexample).filter((line) => /timer|lost|a cut|a heal|receive/.test(line));
    expect(steps.sort()).toEqual(
      ["a cut a | b", "a heal a | b", "a timer", "a timer", "b lost", "b receive", "b receive"].sort(),
    );
  });

  test("can be gone on from, and so can what an engine recorded", async () => {
    const { counterexample: from } = await explore(teller, { ...ordered, always });
    expect(await explore(teller, { ...ordered, from })).toMatchObject({ ok: true, complete: true, unique: 1 });
    const { trace } = await run(teller, { engine: "simulator" });
    const whole = { "b got two": (v: View) => String(got(v)) === "0,2" || String(got(v)) };
    expect(await explore(teller, { from: trace, always: whole })).toMatchObject({ ok: true, unique: 1 });
    const certain = { ...several, faults: [duplicate(1), duplicate(0.5)] };
    const copies = await run(certain, { engine: "simulator" });
    const same = { same: (v: View) => String(got(v)) === String(copies.states.b.got) || String(got(v)) };
    expect(await explore(certain, { from: copies.trace, always: same })).toMatchObject({ ok: true, unique: 1 });
  });

  test("can be gone on from by hand, with losses that no option allows", async () => {
    const { trace } = await run({ ...one, faults: [loss(0.99)], seed: 3 }, { engine: "simulator" });
    expect(trace.events.map(({ kind }) => kind)).toContain("lost");
    const { path, messages } = await exploreByHand(one, { from: trace }).now();
    expect(path.map(({ words }) => words)).toEqual(['lose item {"i":0} from a to b']);
    expect(messages).toEqual([]);
  });

  test("can be found by hand", async () => {
    const byHand = exploreByHand(teller);
    const { choices } = await byHand.now();
    expect(choices.map(({ words }) => words)).toEqual([
      "timer 1 of a",
      'deliver item {"i":0} from a to b',
      "cut a | b",
    ]);
    expect(choices.at(-1)).toEqual({ kind: "cut", words: "cut a | b" });
    await byHand.choose("cut a | b");
    await byHand.choose("timer 1 of a");
    const moment = await byHand.choose("heal a | b");
    expect(moment.messages.map(({ message }) => message.i)).toEqual([0]);
    expect(kinds(moment.trace).slice(-6)).toEqual([
      "b cut a | b",
      "a timer",
      "a send",
      "b lost",
      "a heal a | b",
      "b heal a | b",
    ]);
    const twice = exploreByHand(several);
    const words = (await twice.now()).choices.map((choice) => choice.words);
    expect(words).toEqual([
      'deliver item {"i":0} from a to b',
      'lose item {"i":0} from a to b',
      'duplicate item {"i":0} from a to b',
      "crash b",
    ]);
    const copied = await twice.choose(2);
    expect(copied.messages).toHaveLength(2);
    expect(copied.choices.map((choice) => choice.words)).toEqual(['deliver item {"i":0} from a to b', "crash b"]);
  });
});

describe("symmetry under faults", () => {
  const managers = (count: number, faults: Fault[]) => ({ ...twoPhaseCommit(count), faults });
  const symmetry = [["rm0", "rm1"]];

  test("finds the same, in fewer states, where faults treat the nodes alike", async () => {
    const alike: Fault[][] = [
      [loss(0.1, { type: "commit" })],
      [duplicate(0.5, { to: "tm" })],
      [partition([["tm"], ["rm0", "rm1"]], { from: 3, until: 5 })],
      ["rm0", "rm1"].map((id) => crash(id, { at: 3 })),
    ];
    for (const faults of alike) {
      const ends = async (options: ExploreOptions) => {
        const look = ({ nodes }: View) => ["rm0", "rm1"].map((id) => nodes[id]?.state ?? "down").sort();
        return outcomes(managers(2, faults), options, (v) => [v.nodes.tm.state, look(v)]);
      };
      expect(await ends({ symmetry })).toEqual(await ends({}));
      const [fewer, all] = [await explore(managers(2, faults), { symmetry }), await explore(managers(2, faults))];
      expect(fewer.unique).toBeLessThan(all.unique / 1.5);
    }
  });

  test.each<[string, Fault]>([
    ['loss(0.1, { to: "rm1" })', loss(0.1, { to: "rm1" })],
    ['duplicate(1, { from: ["rm0","tm"] })', duplicate(1, { from: ["rm0", "tm"] })],
    ["partition rm0, tm | rm1", partition([["rm0", "tm"], ["rm1"]])],
    ['crash("rm1")', crash("rm1", { at: 3 })],
  ])("is refused with %s", async (words, fault) => {
    await expect(explore(managers(2, [fault]), { symmetry })).rejects.toThrow(
      `cannot change places, because the fault ${words} does not treat them alike.`,
    );
  });
});

describe("reduction under faults", () => {
  const few = ({ nodes }: View) => nodes.b === undefined || nodes.b.got.length < 3;

  test("finds the same ends in fewer states", async () => {
    const nodes = { a: Sender, b: Receiver, c: Sender.with({ to: "d" }), d: Receiver };
    for (const faults of [
      [loss(0.5)],
      [duplicate(0.5)],
      [crash("b", { at: 1, restart: 2 }), loss(0.1), duplicate(0.1)],
    ]) {
      const look = (v: View) => [v.nodes.b?.got, v.nodes.d.got];
      const seen = await outcomes({ nodes, faults }, {}, look);
      for (const end of seen) {
        const sometimes = { end: ({ nodes: { b, d } }: View) => JSON.stringify([b?.got, d.got]) === end };
        expect(await explore({ nodes, faults }, { reduction: true, sometimes })).toMatchObject({ ok: true });
      }
      const [reduced, whole] = [
        await explore({ nodes, faults }, { reduction: true, always: { few } }),
        await explore({ nodes, faults }, { always: { few } }),
      ];
      expect([reduced.ok, whole.ok, reduced.complete]).toEqual([true, true, true]);
      expect(reduced.unique).toBeLessThan(whole.unique);
    }
  });

  test("plays no part with partitions that begin or end, or losses in a set of messages", async () => {
    const remarks = async (fault: Fault, options: ExploreOptions = {}) =>
      (await explore({ ...one, faults: [fault] }, { reduction: true, unique: 20, ...options })).remarks;
    expect(await remarks(partition([["a"], ["b"]]))).toBeUndefined();
    expect(await remarks(partition([["a"], ["b"]], { until: 3 }))).toEqual([
      "reduction plays no part: a partition that begins or ends concerns what every node sends",
    ]);
    expect(await remarks(loss(0.1), { network: "duplicating" })).toEqual([
      "reduction plays no part: a loss undoes what another node sends",
    ]);
  });
});
