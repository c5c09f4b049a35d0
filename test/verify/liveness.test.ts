// What must happen eventually: schedules that end without it, and those that go round in circles.
import { explore, Node, type Trace, type View } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { pingPong, upTo } from "./protocols.js";

function notes(trace: Trace | undefined): string[] {
  return trace!.events.filter(({ kind }) => kind === "note").map(({ message }) => message);
}

describe("a schedule that ends too early", () => {
  const eventually = { "the pinger counts to five": ({ nodes }: View) => nodes.pinger.count === 5 };

  test("is found where messages can be lost, and there is none where they cannot", async () => {
    const perfect = await explore(pingPong, { eventually, within: upTo(5) });
    expect(perfect).toMatchObject({ ok: true, complete: true, unique: 11 });
    const lossy = await explore(pingPong, { eventually, within: upTo(5), lossy: true });
    expect(lossy).toMatchObject({
      ok: false,
      broken: "the pinger counts to five",
      why: "the schedule ends after 1 event, and it has never held",
    });
    expect(lossy.counterexample!.events.map(({ kind }) => kind)).toEqual(["start", "send", "start", "lost", "note"]);
  });

  test("may end where only a crash could follow, which need not happen", async () => {
    class Sleeper extends Node {
      awake = false;
      onRestart() {
        this.awake = true;
      }
    }
    const wakes = { "it wakes": ({ nodes }: View) => nodes.sleeper?.awake === true };
    expect(await explore({ nodes: { sleeper: Sleeper } }, { crashes: 1, eventually: wakes })).toMatchObject({
      ok: false,
      why: "the schedule ends after 0 events, and it has never held",
    });
  });

  test("is marked on the line of a node that waits, and not where the last event was", async () => {
    class Silent extends Node {
      onAsk(_: { type: "ask" }) {}
    }
    class Asker extends Node {
      async onStart() {
        this.output(await this.call("silent", { type: "ask" }));
      }
    }
    const answered = ({ outputs }: View) => outputs.asker!.length > 0;
    const { counterexample } = await explore({ nodes: { silent: Silent, asker: Asker } }, { eventually: { answered } });
    const [before, last] = counterexample!.events.slice(-2);
    expect([before, last]).toMatchObject([
      { node: "silent", kind: "receive" },
      { node: "asker", kind: "note" },
    ]);
  });

  test("ends at the bounds as well", async () => {
    const exceeds = { "it exceeds five": ({ nodes }: View) => nodes.pinger.count > 5 };
    expect(await explore(pingPong, { eventually: exceeds, within: upTo(5) })).toMatchObject({ ok: false });
  });
});

describe("a lasso", () => {
  /** Hands a token round for ever. */
  class Ring extends Node {
    next = "";
    holds = false;
    onStart() {
      if (this.holds) this.send(this.next, { type: "token" });
      this.holds = false;
    }
    onToken() {
      this.send(this.next, { type: "token" });
    }
  }
  class Goal extends Node {
    reached = false;
    onGo() {
      this.reached = true;
    }
  }
  class Starter extends Ring {
    override onStart() {
      super.onStart();
      this.send("goal", { type: "go" });
    }
  }
  const ring = (First: typeof Ring) => ({
    nodes: { a: First.with({ next: "b", holds: true }), b: Ring.with({ next: "a" }), goal: Goal },
  });
  const eventually = { "the goal is reached": ({ nodes }: View) => nodes.goal.reached };

  test("is reported, with the place where it closes", async () => {
    const verdict = await explore(ring(Ring), { eventually });
    expect(verdict).toMatchObject({
      ok: false,
      broken: "the goal is reached",
      why: "it never holds while 2 events repeat for ever",
      complete: true,
    });
    expect(notes(verdict.counterexample)).toEqual([
      "broken: the goal is reached (it never holds while 2 events repeat for ever): from here on",
      "and again",
    ]);
  });

  test("is none where a message would have to wait for ever", async () => {
    expect(await explore(ring(Starter), { eventually })).toMatchObject({ ok: true, complete: true });
  });

  test("is one where that message may be lost", async () => {
    expect(await explore(ring(Starter), { eventually, lossy: true })).toMatchObject({ ok: false });
  });

  test("of a retry that is always lost is fair, one that is never tried is not", async () => {
    class Sender extends Node {
      done = false;
      onStart() {
        this.onTimer();
      }
      onTimer() {
        if (this.done) return;
        this.send("receiver", { type: "offer" });
        this.setTimer("again", 10);
      }
      onAck() {
        this.done = true;
      }
    }
    class Receiver extends Node {
      onOffer(_: object, from: string) {
        this.send(from, { type: "ack" });
      }
    }
    const system = { nodes: { sender: Sender, receiver: Receiver } };
    const done = { "the sender is done": ({ nodes }: View) => nodes.sender.done };
    const reliable = await explore(system, { network: "duplicating", eventually: done });
    expect(reliable).toMatchObject({ ok: true, complete: true });
    const lossy = await explore(system, { network: "duplicating", lossy: true, eventually: done });
    expect(lossy).toMatchObject({ ok: false, why: expect.stringContaining("repeat for ever") });
    expect(lossy.counterexample!.events.filter(({ kind }) => kind === "lost")).not.toEqual([]);
  });
});

test("symmetry plays no part in it, and the verdict says so", async () => {
  class Ticker extends Node {
    ticks = 0;
    onStart() {
      this.setTimer("tick", 1);
    }
    onTimer() {
      this.ticks = 1 - this.ticks;
      this.setTimer("tick", 1);
    }
  }
  const nodes = { a: Ticker, b: Ticker };
  const eventually = { "a ticks": ({ nodes }: View) => nodes.a.ticks === 1 };
  const symmetry = [["a", "b"]];
  expect(await explore({ nodes }, { symmetry })).toMatchObject({ ok: true, unique: 3 });
  const verdict = await explore({ nodes }, { symmetry, eventually });
  expect(verdict).toMatchObject({
    ok: true,
    complete: true,
    unique: 4,
    remarks: ["symmetry plays no part: something must happen eventually, and that shows in whole schedules only"],
  });
  expect((verdict as any)[Symbol.for("Jupyter.display")]()["text/plain"]).toBe(
    "Nothing is violated in 4 states: every schedule was explored. " +
      "(symmetry plays no part: something must happen eventually, and that shows in whole schedules only.) " +
      "Assumed: each message arrives once, in any order; no node crashes.",
  );
});

test("`sometimes` that nothing shows is broken, and says how much was seen", async () => {
  const sometimes = { "counts to six": ({ nodes }: View) => nodes.pinger.count === 6 };
  expect(await explore(pingPong, { within: upTo(5), sometimes })).toMatchObject({
    ok: false,
    complete: true,
    broken: "counts to six",
    why: "none of 11 states shows it",
  });
  expect(await explore(pingPong, { depth: 3, sometimes })).toMatchObject({
    ok: false,
    why: "none of 4 states shows it, but not every state was explored",
  });
  const found = await explore(pingPong, { within: upTo(6), sometimes });
  expect(found).toMatchObject({ ok: true });
  expect(found.examples["counts to six"]!.events.filter(({ kind }) => kind === "receive")).toHaveLength(12);
});

test("random walks find schedules that end too early", async () => {
  const eventually = { "the pinger counts to five": ({ nodes }: View) => nodes.pinger.count === 5 };
  const options = { search: "random", eventually, within: upTo(5) } as const;
  expect(await explore(pingPong, { ...options, unique: 11 })).toMatchObject({ ok: true, complete: false });
  expect(await explore(pingPong, { ...options, lossy: true })).toMatchObject({
    ok: false,
    broken: "the pinger counts to five",
    why: expect.stringContaining("the schedule ends"),
  });
});
