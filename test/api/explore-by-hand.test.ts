// Exploring by hand: one step after the other is chosen, taken back, chosen otherwise; the explorer's own steps and properties.
import { explore, exploreByHand, MisuseError, Node, run, stepThrough } from "kernel-lib";
import { describe, expect, test } from "vitest";

class Replica extends Node {
  value = 0;
  onWrite({ v }: { type: "write"; v: number }) {
    this.value = v;
    this.send(this.id === "a" ? "b" : "a", { type: "copy", v });
  }
  onCopy({ v }: { type: "copy"; v: number }) {
    this.value = v;
  }
}
class Writer extends Node {
  to = "a";
  v = 1;
  onStart() {
    this.send(this.to, { type: "write", v: this.v });
  }
}
const replicas = {
  nodes: { a: Replica, b: Replica, x: Writer.with({ to: "a", v: 1 }), y: Writer.with({ to: "b", v: 2 }) },
};
const agree = {
  "replicas agree": ({ nodes, messages }: any) =>
    messages.length > 0 || nodes.a.value === nodes.b.value || `a holds ${nodes.a.value}, b holds ${nodes.b.value}`,
};
const words = ({ choices }: { choices: readonly { words: string }[] }) => choices.map((choice) => choice.words);

describe("from the first state", () => {
  test("the choices are the explorer's steps", async () => {
    const moment = await exploreByHand(replicas).now();
    expect([moment.number, moment.path]).toEqual([0, []]);
    expect(moment.choices).toEqual([
      { kind: "deliver", node: "a", words: 'deliver write {"v":1} from x to a' },
      { kind: "deliver", node: "b", words: 'deliver write {"v":2} from y to b' },
    ]);
    expect(moment.messages.map(({ from, to }) => `${from}-${to}`)).toEqual(["x-a", "y-b"]);
  });

  test("with losses and crashes there is more to choose", async () => {
    const moment = await exploreByHand(replicas, { lossy: true, crashes: 1 }).now();
    expect(moment.choices.map(({ kind, node }) => `${kind} ${node}`)).toEqual([
      "deliver a",
      "lose a",
      "crash a",
      "deliver b",
      "lose b",
      "crash b",
      "crash x",
      "crash y",
    ]);
  });
});

describe("a choice", () => {
  test("by number or by words leads to the state after it, and its trace tells what happened", async () => {
    const hand = exploreByHand(replicas);
    const first = await hand.choose(0);
    expect(first.nodes.a).toEqual({ value: 1 });
    const second = await hand.choose('deliver copy {"v":1} from a to b');
    expect(second.nodes.b).toEqual({ value: 1 });
    expect(second.path).toEqual([
      { words: 'deliver write {"v":1} from x to a', moment: 1, ways: 1 },
      { words: 'deliver copy {"v":1} from a to b', moment: 2, ways: 1 },
    ]);
    expect(second.trace.events.filter(({ kind }) => kind === "receive").length).toBe(2);
  });

  test("that is not there is refused with those that are", async () => {
    const hand = exploreByHand(replicas);
    await expect(hand.choose(7)).rejects.toThrow(
      'There is no choice 7 here. Choose 0: deliver write {"v":1} from x to a; 1: deliver write {"v":2} from y to b.',
    );
    expect((await hand.now()).number).toBe(0);
  });

  test("that breaks a property leads to a state in which it is named, as the explorer does", async () => {
    const hand = exploreByHand(replicas, { always: agree });
    const way = ['deliver write {"v":1} from x to a', 'deliver copy {"v":1} from a to b'];
    for (const choice of [...way, 'deliver write {"v":2} from y to b']) await hand.choose(choice);
    const last = await hand.choose(0);
    expect([last.broken, last.why, last.choices]).toEqual([undefined, undefined, []]);
    await hand.back(3);
    await hand.choose('deliver write {"v":2} from y to b');
    await hand.choose('deliver copy {"v":1} from a to b');
    const broken = await hand.choose('deliver copy {"v":2} from b to a');
    expect([broken.broken, broken.why]).toEqual(["replicas agree", "a holds 2, b holds 1"]);
    const verdict = await explore(replicas, { always: agree });
    expect([verdict.broken, verdict.counterexample!.events.at(-1)!.message]).toEqual([
      broken.broken,
      broken.trace.events.at(-1)!.message,
    ]);
  });

  test("of a timer, a crash and a restart", async () => {
    class Waiting extends Node {
      fired = 0;
      onStart() {
        this.setTimer("soon", 5);
      }
      onTimer() {
        this.fired++;
      }
    }
    const hand = exploreByHand({ nodes: { a: Waiting } }, { crashes: 1 });
    const first = await hand.now();
    expect([words(first), first.timers]).toEqual([["timer soon of a", "crash a"], { a: ["timer soon"] }]);
    expect((await hand.choose("crash a")).nodes).toEqual({ a: undefined });
    expect((await hand.choose("restart a")).nodes).toEqual({ a: { fired: 0 } });
    expect((await hand.choose("timer soon of a")).nodes).toEqual({ a: { fired: 1 } });
    expect(words(await hand.now())).toEqual([]);
  });

  test("stands for each thing that random() may give", async () => {
    class Dice extends Node {
      thrown = -1;
      onStart() {
        this.send(this.id, { type: "throw" });
      }
      onThrow() {
        this.thrown = this.random();
      }
    }
    const hand = exploreByHand({ nodes: { a: Dice } }, { random: [0, 0.5] });
    expect(words(await hand.now())).toEqual([
      "deliver throw from a to a (random choice 1)",
      "deliver throw from a to a (random choice 2)",
    ]);
    expect((await hand.choose(1)).nodes.a).toEqual({ thrown: 0.5 });
  });
});

describe("going back", () => {
  test("keeps what was tried: the same choice leads to the same moment, another to a new one", async () => {
    const hand = exploreByHand(replicas);
    await hand.choose(0);
    const start = await hand.back();
    expect(start.choices.map(({ moment }) => moment)).toEqual([1, undefined]);
    expect((await hand.choose(1)).number).toBe(2);
    expect((await hand.back(99)).number).toBe(0);
    const again = await hand.choose(0);
    expect([again.number, again.path[0]!.ways]).toEqual([1, 2]);
    expect((await hand.goTo(2)).path[0]!.words).toBe('deliver write {"v":2} from y to b');
  });

  test("is refused where it leads nowhere", async () => {
    const hand = exploreByHand(replicas);
    await expect(hand.goTo(5)).rejects.toThrow("There is no moment 5; so far there are 0 to 0.");
    await expect(hand.back(-1)).rejects.toThrow("back(-1): say how many steps, a whole number.");
  });
});

test("a state that was there before on the way is recognised", async () => {
  class Ball extends Node {
    onStart() {
      if (this.id === "a") this.send("b", { type: "ball" });
    }
    onBall(_: object, from: string) {
      this.send(from, { type: "ball" });
    }
  }
  const hand = exploreByHand({ nodes: { a: Ball, b: Ball } });
  await hand.choose(0);
  expect((await hand.choose(0)).sameAs).toBe(0);
});

test("goals that hold are named", async () => {
  const hand = exploreByHand(replicas, { sometimes: { "a has 1": ({ nodes }) => nodes.a.value === 1 } });
  expect((await hand.now()).holds).toEqual([]);
  expect((await hand.choose(0)).holds).toEqual(["a has 1"]);
});

test("with `from` it begins where a counterexample ends, and goes back along it", async () => {
  const { counterexample } = await explore(replicas, { always: agree });
  const hand = exploreByHand(replicas, { always: agree, from: counterexample! });
  const end = await hand.now();
  expect([end.broken, end.path.length]).toEqual(["replicas agree", 4]);
  expect((await hand.back()).broken).toBeUndefined();
});

test("what happened by hand can be replayed and stepped through", async () => {
  const hand = exploreByHand(replicas);
  await hand.choose(1);
  const { trace } = await hand.choose(0);
  expect((await run(replicas, { replay: trace })).states.b).toEqual({ value: 2 });
  expect((await stepThrough(trace).moments()).at(-1)!.nodes.a).toEqual({ value: 1 });
});

test("async handlers are explored by hand too", async () => {
  class Caller extends Node {
    answer = 0;
    async onStart() {
      this.answer = await this.call("b", { type: "ask" });
    }
  }
  class Answering extends Node {
    onAsk() {
      return 42;
    }
  }
  const hand = exploreByHand({ nodes: { a: Caller, b: Answering } });
  await hand.choose("deliver ask from a to b");
  expect((await hand.choose(0)).nodes.a).toEqual({ answer: 42 });
});

describe("a handler that throws", () => {
  test("is the end of its way", async () => {
    class Failing extends Node {
      onStart() {
        this.send(this.id, { type: "go" });
      }
      onGo() {
        throw new RangeError("too far");
      }
    }
    const hand = exploreByHand({ nodes: { a: Failing } });
    const moment = await hand.choose(0);
    expect([moment.broken, moment.why, moment.choices]).toEqual([
      "no handler throws",
      "onGo of a threw RangeError: too far",
      [],
    ]);
    await expect(hand.choose(0)).rejects.toThrow("Nothing can happen any more; go back.");
  });

  test("at the start leaves nothing to choose", async () => {
    class Stillborn extends Node {
      onStart() {
        throw new Error("no");
      }
    }
    const { broken, choices, nodes } = await exploreByHand({ nodes: { a: Stillborn } }).now();
    expect([broken, choices, nodes]).toEqual(["no handler throws", [], {}]);
  });
});

test("misuse is refused: at once where the system is none, else where it happens", async () => {
  class Clocked extends Node {
    onStart() {
      this.now();
    }
  }
  expect(() => exploreByHand({ nodes: {} })).toThrow(MisuseError);
  expect(() => exploreByHand(replicas, { losy: true } as any)).toThrow('There is no option "losy"');
  await expect(exploreByHand({ nodes: { a: Clocked } }).now()).rejects.toThrow("the explorer has no clock");
});

test("two choices at once happen one after the other", async () => {
  const hand = exploreByHand(replicas);
  const [first, second] = await Promise.all([hand.choose(0), hand.choose(0)]);
  expect([first.number, second.number, second.path.length]).toEqual([1, 2, 2]);
});

test("shown without a kernel it is the picture of where it stands, and the same in words", async () => {
  const hand = exploreByHand(replicas, { always: agree });
  await hand.choose(0);
  const bundle = await (hand as any)[Symbol.for("Jupyter.display")]();
  expect(Object.keys(bundle).sort()).toEqual(["text/html", "text/plain"]);
  expect(bundle["text/html"]).toMatch(
    /<img alt="Explored by hand: 4 nodes. Step 1: deliver write [^"]* from x to a\."/,
  );
  expect(bundle["text/plain"].split("\n")).toEqual([
    'Explored by hand: 4 nodes. Step 1: deliver write {"v":1} from x to a.',
    "4 nodes, 3 messages",
    '  step 3  x -> a  write {"v":1} (arrives step 6)',
    '  step 5  y -> b  write {"v":2} (still under way at the end)',
    '  step 7  a -> b  copy {"v":1} (still under way at the end)',
    "  a: value 1",
    "  b: value 0",
    '  x: to "a", v 1',
    '  y: to "b", v 2',
    'In flight: write {"v":2} from y to b; copy {"v":1} from a to b',
    '  0  deliver write {"v":2} from y to b',
    '  1  deliver copy {"v":1} from a to b',
  ]);
});
