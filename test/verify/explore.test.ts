// The explorer: exact numbers of states, honest limits, and what it refuses.
import { explore, Node, type View } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { consistent, pingPong, resourceManagers, TransactionManager, twoPhaseCommit, upTo } from "./protocols.js";

const duplicating = { network: "duplicating" } as const;

describe("numbers of states are exact", () => {
  test.each([
    [1, 14],
    [5, 4094],
    [7, 65534],
  ])("lossy, duplicating ping-pong up to %i has %i states", async (max, unique) => {
    const verdict = await explore(pingPong, { ...duplicating, lossy: true, within: upTo(max) });
    expect(verdict).toMatchObject({ ok: true, unique, complete: true });
  });

  test.each(["unordered", "ordered"] as const)("perfect %s ping-pong up to 5 has 11 states", async (network) => {
    expect(await explore(pingPong, { network, within: upTo(5) })).toMatchObject({ unique: 11, generated: 11 });
  });

  test.each([
    [3, 288, 762],
    [5, 8_832, 37_346],
    [7, 296_448, 1_735_810],
  ])(
    "two-phase commit with %i resource managers has the %i states and %i transitions that SPIN finds, whichever way they are searched",
    async (n, unique, generated) => {
      for (const search of ["breadth", "depth"] as const) {
        const verdict = await explore(twoPhaseCommit(n), { ...duplicating, search, always: { consistent } });
        expect(verdict).toMatchObject({ ok: true, unique, generated, complete: true });
      }
    },
  );

  test("states outside `within` are neither counted nor explored", async () => {
    expect(await explore(pingPong, { within: () => false })).toMatchObject({ unique: 0, generated: 0, complete: true });
  });

  test("under `unordered` two equal messages arrive twice, under `duplicating` any number of times", async () => {
    class Source extends Node {
      onStart() {
        this.send("sink", { type: "drop" });
        this.send("sink", { type: "drop" });
      }
    }
    class Sink extends Node {
      seen = 0;
      onDrop() {
        this.seen++;
      }
    }
    const system = { nodes: { source: Source, sink: Sink } };
    expect(await explore(system)).toMatchObject({ unique: 3, generated: 3 });
    expect(await explore(system, { lossy: true })).toMatchObject({ unique: 6 });
    const within = ({ nodes }: View) => nodes.sink.seen <= 9;
    expect(await explore(system, { ...duplicating, within })).toMatchObject({ unique: 10 });
  });

  test("`ordered` keeps the order of each link, `unordered` does not", async () => {
    class Source extends Node {
      onStart() {
        for (const n of [1, 2, 3]) this.send("sink", { type: "drop", n });
      }
    }
    class Sink extends Node {
      seen: number[] = [];
      onDrop({ n }: { n: number }) {
        this.seen.push(n);
      }
    }
    const system = { nodes: { a: Source, b: Source, sink: Sink } };
    const one = { nodes: { a: Source, sink: Sink } };
    expect(await explore(one, { network: "ordered" })).toMatchObject({ unique: 4 });
    expect(await explore(one, { network: "unordered" })).toMatchObject({ unique: 1 + 3 + 6 + 6 });
    const verdict = await explore(system, {
      network: "ordered",
      sometimes: { "b first": ({ nodes }) => nodes.sink.seen.length === 6 && nodes.sink.seen.join("") === "112233" },
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  test("messages to oneself are never lost", async () => {
    class Ticker extends Node {
      ticks = 0;
      onStart() {
        this.send(this.id, { type: "tick" });
      }
      onTick() {
        this.ticks++;
      }
    }
    const eventually = { ticks: ({ nodes }: View) => nodes.ticker.ticks === 1 };
    expect(await explore({ nodes: { ticker: Ticker } }, { lossy: true, eventually })).toMatchObject({
      ok: true,
      unique: 2,
    });
  });

  test("ignored messages are gone once they arrive; down nodes lose theirs", async () => {
    class Source extends Node {
      onStart() {
        this.send("sink", { type: "drop" });
      }
    }
    class Deaf extends Node {}
    expect(await explore({ nodes: { source: Source, sink: Deaf } })).toMatchObject({ unique: 2 });
  });
});

describe("outputs", () => {
  class Clicker extends Node {
    onStart() {
      this.send("printer", { type: "click", side: "left" });
      this.send("printer", { type: "click", side: "right" });
    }
  }
  class Printer extends Node {
    onClick({ side }: { side: string }) {
      this.output(side);
    }
  }
  const system = { nodes: { clicker: Clicker, printer: Printer } };

  test("are part of a state only where a property reads them", async () => {
    expect(await explore(system)).toMatchObject({ unique: 4 });
    const always = { "left first": ({ outputs }: View) => outputs.printer[0] !== "right" };
    expect(await explore(system, { always })).toMatchObject({ ok: false, broken: "left first" });
    expect(
      await explore(system, { always: { "are strings": (view) => view.outputs.printer.length < 3 } }),
    ).toMatchObject({
      ok: true,
      unique: 5,
    });
  });

  test("are noticed even where they are read late", async () => {
    let asked = 0;
    const late = ({ outputs }: View) => ++asked < 4 || outputs.printer.join() !== "right,left";
    expect(await explore(system, { always: { late } })).toMatchObject({ ok: false });
  });
});

describe("crashes", () => {
  class Counter extends Node<{ saved: number }> {
    count = 0;
    resumed = 0;
    onStart() {
      this.count = this.disk.saved ?? 0;
      this.resumed = this.count;
      this.send(this.id, { type: "tick" });
    }
    onTick() {
      this.count++;
      if (this.count === 2) this.disk.saved = 2;
      if (this.count < 3) this.send(this.id, { type: "tick" });
    }
  }

  test("lose fields, keep the disk, and there are no more than asked for", async () => {
    const system = { nodes: { counter: Counter } };
    expect(await explore(system)).toMatchObject({ unique: 4 });
    const verdict = await explore(system, {
      crashes: 1,
      sometimes: {
        "starts anew": ({ nodes }) => nodes.counter?.count === 0,
        "goes on from its disk": ({ nodes }) => nodes.counter?.resumed === 2,
        "is down": ({ nodes }) => nodes.counter === undefined,
      },
      always: {
        "its disk is written at two": ({ nodes }) =>
          !nodes.counter || nodes.counter.count < 2 || nodes.counter.disk.saved === 2,
      },
    });
    expect(verdict).toMatchObject({ ok: true, complete: true });
    const kinds = verdict.examples["goes on from its disk"]!.events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "crash" || kind === "restart")).toEqual(["crash", "restart"]);
  });

  test("a property that forgets them is told which node is down", async () => {
    const always = { "counts on": ({ nodes }: View) => nodes.counter.count >= 0 };
    await expect(explore({ nodes: { counter: Counter } }, { crashes: 1, always })).rejects.toThrow(
      "always: \"counts on\" throws TypeError: Cannot read properties of undefined (reading 'count'). " +
        "In this state counter is down after a crash, so nodes.counter is undefined.",
    );
  });
});

describe("timers", () => {
  /** Sets timers in two steps, and notes in which order they are due. */
  class Alarms extends Node {
    early: [string, number][] = [];
    late: [string, number][] = [];
    rang: string[] = [];
    onStart() {
      for (const [name, ms] of this.early) this.setTimer(name, ms);
      this.send(this.id, { type: "later" });
    }
    onLater() {
      for (const [name, ms] of this.late) this.setTimer(name, ms);
    }
    onTimer(name: string) {
      this.rang.push(name);
    }
  }

  async function orders(early: [string, number][], late: [string, number][]): Promise<string[]> {
    const found = new Set<string>();
    const count = early.length + late.length;
    await explore(
      { nodes: { alarms: Alarms.with({ early, late }) } },
      {
        within: ({ nodes }) => {
          if (nodes.alarms.rang.length === count) found.add(nodes.alarms.rang.join(""));
          return true;
        },
      },
    );
    return [...found].sort();
  }

  test("set in one step are due in the order of their durations", async () => {
    expect(
      await orders(
        [
          ["b", 20],
          ["a", 10],
          ["c", 20],
        ],
        [],
      ),
    ).toEqual(["abc"]);
  });

  test("set later are due earlier only if they are shorter", async () => {
    expect(await orders([["a", 10]], [["b", 10]])).toEqual(["ab"]);
    expect(await orders([["a", 10]], [["b", 5]])).toEqual(["ab", "ba"]);
    expect(
      await orders(
        [
          ["a", 10],
          ["b", 30],
        ],
        [["c", 20]],
      ),
    ).toEqual(["abc", "acb"]);
  });

  test("of different nodes are due in any order", async () => {
    class Alarm extends Node {
      ms = 0;
      rang = false;
      onStart() {
        this.setTimer("alarm", this.ms);
      }
      onTimer() {
        this.rang = true;
      }
    }
    const system = { nodes: { short: Alarm.with({ ms: 1 }), long: Alarm.with({ ms: 1000 }) } };
    expect(await explore(system)).toMatchObject({ unique: 4 });
  });
});

describe("symmetry", () => {
  /** What does not tell resource managers apart. */
  function shape({ nodes, messages }: View): string {
    const { state, prepared } = nodes.tm;
    const managers = Object.keys(nodes).filter((id) => id !== "tm");
    const sent = (id: string) => messages.filter(({ from, to }) => from === id && to === "tm").length;
    const decided = messages.filter(({ from, to }) => from === "tm" && to !== "tm").map(({ message }) => message.type);
    return `${state} ${managers.map((id) => [nodes[id].state, prepared.has(id), sent(id)].join()).sort()} ${new Set(decided).size}`;
  }

  test.each([3, 5])("of %i resource managers explores one state of each shape", async (n) => {
    const shapes = new Set<string>();
    const collect = (view: View) => shapes.add(shape(view)).size > 0;
    await explore(twoPhaseCommit(n), { ...duplicating, always: { collect } });
    const verdict = await explore(twoPhaseCommit(n), {
      ...duplicating,
      symmetry: [resourceManagers(n)],
      always: { consistent },
    });
    expect(verdict).toMatchObject({ ok: true, complete: true, unique: shapes.size });
  });

  class Hasty extends TransactionManager {
    override onDecideCommit() {
      if (this.state !== "init") return;
      this.state = "committed";
      this.broadcast({ type: "commit" });
    }
  }

  test("finds what is broken, as short as without", async () => {
    const options = { ...duplicating, always: { consistent } };
    const without = await explore(twoPhaseCommit(4, Hasty), options);
    const verdict = await explore(twoPhaseCommit(4, Hasty), { ...options, symmetry: [resourceManagers(4)] });
    expect(verdict).toMatchObject({ ok: false, broken: "consistent" });
    expect(verdict.unique).toBeLessThan(without.unique);
    expect(verdict.counterexample!.events.length).toBe(without.counterexample!.events.length);
  });

  test("is refused where nodes differ from the start", async () => {
    await expect(explore(twoPhaseCommit(2), { symmetry: [["tm", "rm0"]] })).rejects.toThrow(
      "symmetry: tm and rm0 cannot change places",
    );
  });
});
