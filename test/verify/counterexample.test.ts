// Counterexamples: short, in causal order, replayable, drawn with the broken property named.
import { explore, Node, run, spaceTime, type Trace } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { consistent, pingPong, TransactionManager, twoPhaseCommit } from "./protocols.js";

/** Commits without asking whether everybody is prepared. */
class Hasty extends TransactionManager {
  override onDecideCommit() {
    if (this.state !== "init") return;
    this.state = "committed";
    this.broadcast({ type: "commit" });
  }
}
const hasty = twoPhaseCommit(3, Hasty);
const options = { network: "duplicating", always: { consistent } } as const;

/** What happens by itself: everything else follows from it. */
function schedule(trace: Trace): string[] {
  return trace.events
    .filter(({ kind }) => ["receive", "ignored", "lost", "timer", "crash", "restart"].includes(kind))
    .map(({ node, kind, message }) => `${node} ${kind} ${message?.type ?? message ?? ""}`.trim());
}

describe("a broken protocol", () => {
  test("is shown by a shortest schedule, and told in the property's words", async () => {
    const verdict = await explore(hasty, options);
    expect(verdict).toMatchObject({
      ok: false,
      complete: false,
      broken: "consistent",
      why: "rm1 has committed and rm0 has aborted",
    });
    expect(schedule(verdict.counterexample!)).toHaveLength(3);
    expect(verdict.counterexample!.events.at(-1)).toMatchObject({
      kind: "note",
      message: "broken: consistent (rm1 has committed and rm0 has aborted)",
    });
  });

  test.each(["depth", "random"] as const)("is shown as shortly by the search %s", async (search) => {
    const verdict = await explore(hasty, { ...options, search });
    expect(verdict).toMatchObject({ ok: false, broken: "consistent" });
    expect(schedule(verdict.counterexample!)).toHaveLength(3);
  });

  test("and its mended twin is clean", async () => {
    expect(await explore(twoPhaseCommit(3), options)).toMatchObject({ ok: true, complete: true });
  });
});

test("events are in causal order, each with its cause and a larger Lamport time", async () => {
  const { events, engine } = (await explore(hasty, options)).counterexample!;
  expect(engine).toBe("explorer");
  for (const [i, event] of events.entries()) {
    expect(event.id).toBe(i);
    if (event.kind !== "start") expect(event.cause).toBeLessThan(i);
    if (event.cause !== undefined) expect(event.lamport).toBeGreaterThan(events[event.cause]!.lamport);
  }
});

test("a schedule stays with one node as long as it can", async () => {
  class Counter extends Node {
    n = 0;
    onStart() {
      this.send(this.id, { type: "tick" });
    }
    onTick() {
      if (++this.n < 3) this.send(this.id, { type: "tick" });
    }
  }
  for (const seed of [1, 2, 3, 4, 5]) {
    const verdict = await explore(
      { nodes: { a: Counter, b: Counter }, seed },
      { search: "random", always: { "not both at three": ({ nodes }) => nodes.a.n + nodes.b.n < 6 } },
    );
    const nodes = schedule(verdict.counterexample!).map((step) => step[0]);
    expect(nodes.join("")).toMatch(/^(aaabbb|bbbaaa)$/);
  }
});

test("crashes, losses and timers are part of the story", async () => {
  class Sender extends Node {
    acknowledged = false;
    onStart() {
      this.#offer();
    }
    onTimer() {
      if (!this.acknowledged) this.#offer();
    }
    onAck() {
      this.acknowledged = true;
      this.clearTimer("again");
    }
    #offer() {
      this.send("receiver", { type: "offer" });
      this.setTimer("again", 10);
    }
  }
  class Receiver extends Node {
    got = 0;
    onOffer(_: object, from: string) {
      this.got++;
      this.send(from, { type: "ack" });
    }
  }
  const verdict = await explore(
    { nodes: { sender: Sender, receiver: Receiver } },
    {
      lossy: true,
      crashes: 1,
      depth: 8,
      always: {
        "no second offer after a crash": ({ nodes, messages }) =>
          !nodes.sender ||
          !nodes.receiver ||
          nodes.sender.acknowledged ||
          nodes.receiver.got < 2 ||
          messages.length > 0,
      },
    },
  );
  expect(verdict.broken).toBe("no second offer after a crash");
  const steps = schedule(verdict.counterexample!);
  expect(steps).toContain("receiver receive offer");
  expect(steps).toContain("sender lost ack");
  const timer = verdict.counterexample!.events.find(({ kind }) => kind === "timer");
  if (timer) expect(verdict.counterexample!.events[timer.cause!]!.node).toBe("sender");
});

describe("a handler that throws", () => {
  class Client extends Node {
    onStart() {
      this.send("server", { type: "divide", by: 1 });
      this.send("server", { type: "divide", by: 0 });
    }
  }
  class Server extends Node {
    left = 10n;
    onDivide({ by }: { by: number }) {
      this.left /= BigInt(by);
    }
  }

  test("is found without being asked for", async () => {
    const verdict = await explore({ nodes: { client: Client, server: Server } });
    expect(verdict).toMatchObject({
      ok: false,
      broken: "no handler throws",
      why: "onDivide of server threw RangeError: Division by zero",
    });
    expect(schedule(verdict.counterexample!)).toEqual(["server receive divide"]);
    expect(verdict.counterexample!.events.at(-2)).toMatchObject({ kind: "error" });
  });

  test("is found at the start too", async () => {
    class Broken extends Node {
      onStart() {
        throw new Error("no");
      }
    }
    const verdict = await explore({ nodes: { server: Server, broken: Broken } });
    expect(verdict).toMatchObject({ ok: false, unique: 0, why: "onStart of broken threw Error: no" });
    expect(verdict.counterexample!.events.map(({ kind }) => kind)).toEqual(["start", "start", "error", "note"]);
  });
});

describe("a verdict draws itself", () => {
  const show = (verdict: any) => verdict[Symbol.for("Jupyter.display")]();
  /** Text as a reader sees it, with "|" between pieces. */
  const read = (markup: string) =>
    markup
      .replace(/<[^>]*>/g, "|")
      .replace(/\|+/g, "|")
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));

  test("as its counterexample, beside a sentence", async () => {
    const verdict = await explore(hasty, options);
    const bundle = show(verdict);
    expect(bundle["application/vnd.plotly.v1+json"].data).toEqual(spaceTime(verdict).data);
    expect(bundle["text/plain"]).toMatch(
      /^"consistent" is violated: rm1 has committed and rm0 has aborted\. Found after \d+ states\. Assumed: each message arrives any number of times, in any order; no node crashes\.\n/,
    );
  });

  test("as a sentence and a card where nothing is broken", async () => {
    const bundle = show(await explore(twoPhaseCommit(3), options));
    expect(Object.keys(bundle)).toEqual(["text/html", "text/plain"]);
    expect(bundle["text/plain"]).toBe(
      "Nothing is violated in 288 states: every schedule was explored. " +
        "Assumed: each message arrives any number of times, in any order; no node crashes.",
    );
    expect(read(bundle["text/html"])).toBe(
      "|✓| holds|Nothing is violated in 288 states: every schedule was explored." +
        "|Assumed: each message arrives any number of times, in any order; no node crashes.|",
    );
    expect(bundle["text/html"]).toContain("overflow-wrap:break-word;word-break:normal");
  });

  test("as no proof where a limit ended it", async () => {
    const bundle = show(await explore(pingPong, { unique: 5 }));
    const [found, rest] = [
      "Nothing is violated in 5 states, up to the limit (5 states): not every schedule was explored.",
      "Assumed: each message arrives once, in any order; no node crashes. " +
        "To get further: reduction: true leaves out orders that make no difference; " +
        "within: ({ nodes }) => ... bounds what grows without end, such as a counter.",
    ];
    expect(bundle["text/plain"]).toBe(`${found} ${rest}`);
    expect(read(bundle["text/html"])).toBe(`|○| unfinished|${found}|${rest}|`);
  });

  test("as a failure, and no proof, where something is never reached", async () => {
    const bundle = show(await explore(twoPhaseCommit(3), { ...options, sometimes: { "a < b": () => false } }));
    const found = '"a < b" is never reached: none of 288 states shows it.';
    const rest =
      "288 states: every schedule was explored. " +
      "Assumed: each message arrives any number of times, in any order; no node crashes.";
    expect(bundle["text/plain"]).toBe(`${found} ${rest}`);
    expect(read(bundle["text/html"])).toBe(`|✗| not reached|${found}|${rest}|`);
  });
});

describe("exploring goes on from a trace", () => {
  const reached = { "two managers are prepared": ({ nodes }: any) => nodes.tm.prepared.size === 2 };

  test("of an example", async () => {
    const { examples } = await explore(twoPhaseCommit(3), { network: "duplicating", sometimes: reached });
    const from = examples["two managers are prepared"];
    const rest = await explore(twoPhaseCommit(3), { network: "duplicating", from, always: { consistent } });
    expect(rest).toMatchObject({ ok: true, complete: true });
    expect(rest.unique).toBeLessThan(288);
    const broken = await explore(hasty, {
      network: "duplicating",
      from,
      always: { "all stay": ({ nodes }) => nodes.rm2.state !== "aborted" || nodes.tm.state === "init" },
    });
    expect(schedule(broken.counterexample!).slice(0, 4)).toEqual(schedule(from!));
  });

  test("of a run in the simulator", async () => {
    class Relay extends Node {
      next = "";
      seen = 0;
      onHop({ left }: { left: number }) {
        this.seen++;
        if (left > 0) this.send(this.next, { type: "hop", left: left - 1 });
      }
    }
    class First extends Relay {
      onStart() {
        this.send(this.next, { type: "hop", left: 5 });
      }
    }
    const nodes = { a: First.with({ next: "b" }), b: Relay.with({ next: "a" }) };
    const { trace } = await run({ nodes }, { engine: "simulator", until: 3 });
    expect(await explore({ nodes })).toMatchObject({ unique: 7 });
    expect(await explore({ nodes }, { from: trace })).toMatchObject({ unique: 7 - 3 });
  });

  test("but not of another system's", async () => {
    const { examples } = await explore(twoPhaseCommit(3), { network: "duplicating", sometimes: reached });
    await expect(explore(pingPong, { from: Object.values(examples)[0] })).rejects.toThrow(
      /^from: event \d+ of the trace \(\w+: receive .*\) cannot happen in this system\./,
    );
  });
});

test("a long detour is cut short", async () => {
  class Walker extends Node {
    at = 0;
    visited = 0;
    onStart() {
      this.send(this.id, { type: "left" });
      this.send(this.id, { type: "right" });
    }
    onLeft() {
      this.at = (this.at + 1) % 200;
    }
    onRight() {
      this.at = (this.at + 3) % 200;
    }
  }
  for (const search of ["breadth", "depth", "random"] as const) {
    const verdict = await explore(
      { nodes: { walker: Walker } },
      { network: "duplicating", search, always: { "not at nine": ({ nodes }) => nodes.walker.at !== 9 } },
    );
    expect(schedule(verdict.counterexample!)).toHaveLength(3);
  }
});

test("what is broken from the start needs no events", async () => {
  const verdict = await explore(pingPong, { always: { never: () => "never" } });
  expect(verdict).toMatchObject({ ok: false, unique: 1, why: "never" });
  expect(schedule(verdict.counterexample!)).toEqual([]);
});
