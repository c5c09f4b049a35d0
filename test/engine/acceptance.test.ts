// One suite for every engine: the same system, the same outputs, states and errors, wherever timing does not decide.
import { clock, crash, latency, loss, Node, type Run, type RunOptions, run, type System, start } from "kernel-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Machines, startMachines } from "../support/hosts.js";

type Numbered = { type: string; n: number };

class Server extends Node {
  onPing({ n }: Numbered, from: string) {
    this.send(from, { type: "pong", n });
  }
}
class Client extends Node {
  server = "server";
  count = 1;
  onStart() {
    this.send(this.server, { type: "ping", n: 1 });
  }
  onPong({ n }: Numbered) {
    this.output(n);
    if (n < this.count) this.send(this.server, { type: "ping", n: n + 1 });
  }
}
const pingPong: System = { nodes: { server: Server, client: Client.with({ count: 3 }) } };

class Counter extends Node<{ starts: number }> {
  n = 0;
  onStart() {
    this.disk.starts = (this.disk.starts ?? 0) + 1;
    this.n++;
    this.setTimer("look", 20);
  }
  onTimer() {
    this.output([this.disk.starts, this.n]);
  }
}

class Register extends Node {
  value: unknown = "nothing";
  onSet({ value }: { type: "set"; value: unknown }) {
    this.value = value;
    return "done";
  }
  onGet() {
    return this.value;
  }
}

class Sleeper extends Node {
  log: string[] = [];
  async onStart() {
    this.log.push("asks");
    const value = await this.call("register", { type: "get" });
    this.log.push(`got ${value}`);
    await this.sleep(5);
    this.output([...this.log]);
  }
}

/** Machines that run nodes enclose them by bubblewrap. */
const machinesHere = process.platform === "linux" ? (["three machines"] as const) : [];

describe.each(["threads", "simulator", ...machinesHere] as const)("on %s", (name) => {
  let machines: Machines | undefined;
  let engine: RunOptions["engine"];
  beforeAll(async () => {
    if (name === "three machines") machines = await startMachines();
    engine = name === "three machines" ? machines!.engine : name;
  });
  afterAll(() => machines?.end());
  const go = (system: System, options: RunOptions = {}): Promise<Run> => run(system, { engine, ...options });
  const kinds = (result: Run, node: string) => result.trace.events.filter((e) => e.node === node).map((e) => e.kind);

  test("a client pings three times, and the system comes to rest", async () => {
    const result = await go(pingPong);
    expect(result.outputs).toEqual({ server: [], client: [1, 2, 3] });
    expect(result.states).toEqual({ server: {}, client: { server: "server", count: 3 } });
    expect(result.stats).toMatchObject({ messages: 6, delivered: 6, lost: 0, byType: { ping: 3, pong: 3 } });
    expect(result.reason).toBe("quiet");
    expect(result.errors).toEqual([]);
  });

  test("the trace names every cause, and Lamport time grows along it", async () => {
    const { events } = (await go(pingPong)).trace;
    expect(events.map((e) => e.id)).toEqual(events.map((_, i) => i));
    for (const event of events) {
      if (event.cause === undefined) expect(event.kind).toBe("start");
      else {
        expect(event.cause).toBeLessThan(event.id);
        expect(events[event.cause].lamport).toBeLessThan(event.lamport);
      }
    }
    const receives = events.filter((e) => e.kind === "receive");
    expect(receives.map((e) => e.message)).toEqual(receives.map((e) => events[e.cause!].message));
    expect(receives).toHaveLength(6);
  });

  test("a run without trace counts the same", async () => {
    const result = await go(pingPong, { trace: false });
    expect(result.trace.events).toEqual([]);
    expect(result.stats).toMatchObject({ messages: 6, delivered: 6, lost: 0, byType: { ping: 3, pong: 3 } });
  });

  test("a message without a handler is recorded as ignored", async () => {
    class Shouter extends Node {
      onStart() {
        this.broadcast({ type: "hey" });
      }
    }
    const result = await go({ nodes: { shouter: Shouter, register: Register } });
    expect(kinds(result, "register")).toEqual(["start", "ignored"]);
  });

  test("onMessage gets what has no handler of its own", async () => {
    class Shouter extends Node {
      onStart() {
        this.send("ear", { type: "hey", text: "you" });
      }
    }
    class Ear extends Node {
      onMessage(message: any, from: string) {
        this.output([message, from]);
      }
    }
    const result = await go({ nodes: { shouter: Shouter, ear: Ear } });
    expect(result.outputs.ear).toEqual([[{ type: "hey", text: "you" }, "shouter"]]);
  });

  test("what a receiver does to a message, the sender does not see", async () => {
    class Sender extends Node {
      list = [1];
      onStart() {
        this.send("spoiler", { type: "take", list: this.list });
        this.list.push(2);
      }
    }
    class Spoiler extends Node {
      onTake({ list }: { type: "take"; list: number[] }) {
        list.push(99);
        this.output(list);
      }
    }
    const result = await go({ nodes: { sender: Sender, spoiler: Spoiler } });
    expect(result.outputs.spoiler).toEqual([[1, 99]]);
    expect(result.states.sender.list).toEqual([1, 2]);
    expect(result.trace.events.find((e) => e.kind === "receive")!.message).toEqual({ type: "take", list: [1] });
  });

  test("a node sends to itself, and no fault touches that", async () => {
    class Selfish extends Node {
      onStart() {
        this.send(this.id, { type: "hello" });
      }
      onHello() {
        this.output("hello");
      }
    }
    const result = await go({ nodes: { a: Selfish }, faults: [loss(1), latency(1e6)] });
    expect(result.outputs.a).toEqual(["hello"]);
  });

  test("lost messages are recorded where they should have arrived", async () => {
    const result = await go({ ...pingPong, faults: [loss(1, { type: "pong" })] });
    expect(result.stats).toMatchObject({ messages: 2, delivered: 1, lost: 1 });
    const lost = result.trace.events.find((e) => e.kind === "lost")!;
    expect(lost).toMatchObject({ node: "client", peer: "server", message: { type: "pong", n: 1 } });
    expect(result.trace.events[lost.cause!]).toMatchObject({ kind: "send", node: "server" });
  });

  test("a crash takes the memory and leaves the disk", async () => {
    const result = await go({ nodes: { a: Counter, b: Counter }, faults: [crash("a", { at: 60, restart: 90 })] });
    expect(result.outputs).toEqual({
      a: [
        [1, 1],
        [2, 1],
      ],
      b: [[1, 1]],
    });
    expect(result.states).toEqual({ a: { n: 1, disk: { starts: 2 } }, b: { n: 1, disk: { starts: 1 } } });
    expect(kinds(result, "a")).toEqual(["start", "timer", "output", "crash", "restart", "timer", "output"]);
  });

  test("a node that stays down has no state, and messages to it are lost", async () => {
    class Late extends Node {
      onStart() {
        this.setTimer("send", 60);
      }
      onTimer() {
        this.send("register", { type: "set", value: 1 });
      }
    }
    const result = await go({ nodes: { register: Register, late: Late }, faults: [crash("register", { at: 20 })] });
    expect(Object.keys(result.states)).toEqual(["late"]);
    expect(result.stats).toMatchObject({ messages: 1, delivered: 0, lost: 1 });
    // A thread takes a moment to end, and nothing reaches its node any more.
    expect(kinds(result, "register").toSorted()).toEqual(["crash", "lost", "start"]);
  });

  test("a timer set again is replaced, and a cleared one never fires", async () => {
    class Timers extends Node {
      onStart() {
        this.setTimer("twice", 5);
        this.setTimer("twice", 15);
        this.setTimer("never", 5);
        this.clearTimer("never");
      }
      onTimer(name: string) {
        this.output(name);
      }
    }
    expect((await go({ nodes: { a: Timers } })).outputs.a).toEqual(["twice"]);
  });

  test("async handlers call, sleep, and resume where they were", async () => {
    const result = await go({ nodes: { sleeper: Sleeper, register: Register } });
    expect(result.outputs.sleeper).toEqual([["asks", "got nothing"]]);
    expect(kinds(result, "sleeper")).toEqual(["start", "send", "receive", "timer", "output"]);
    expect(result.history).toMatchObject([{ process: "sleeper", input: { type: "get" }, output: "nothing" }]);
    expect(result.stats.byType).toEqual({ get: 1, reply: 1 });
  });

  test("what resumes after a call is a step, whether or not the handler waits for it", async () => {
    class Relay extends Node {
      onAsk(request: { type: "ask" }) {
        void this.call("register", { type: "get" }).then((value) => this.reply(request, `relayed ${value}`));
      }
    }
    class Asker extends Node {
      async onStart() {
        this.output(await this.call("relay", { type: "ask" }));
      }
    }
    const result = await go({ nodes: { register: Register, relay: Relay, asker: Asker } });
    expect(result.outputs.asker).toEqual(["relayed nothing"]);
  });

  test("a call past its timeout is a TimeoutError", async () => {
    class Impatient extends Node {
      async onStart() {
        try {
          await this.call("register", { type: "get" }, { timeout: 30 });
        } catch (error) {
          this.output((error as Error).name);
        }
      }
    }
    const result = await go({ nodes: { impatient: Impatient, register: Register }, faults: [loss(1)] });
    expect(result.outputs.impatient).toEqual(["TimeoutError"]);
    expect(result.trace.events.filter((e) => e.kind === "timer").map((e) => e.message)).toEqual(["time-out of call 1"]);
    expect(result.reason).toBe("quiet");
    expect(result.history[0].return).toBeUndefined();
  });

  test("an answer in time ends the wait, so the run does not wait for the time-out", async () => {
    class Patient extends Node {
      async onStart() {
        this.output(await this.call("register", { type: "get" }, { timeout: 60_000 }));
      }
    }
    const result = await go({ nodes: { patient: Patient, register: Register } });
    expect(result.outputs.patient).toEqual(["nothing"]);
    expect(result.reason).toBe("quiet");
  });

  test("an answer after the time-out reaches no handler", async () => {
    class Hasty extends Node {
      async onStart() {
        this.output(await this.call("register", { type: "get" }, { timeout: 20 }).catch((error) => error.name));
      }
    }
    const result = await go({ nodes: { hasty: Hasty, register: Register }, faults: [latency(60)] });
    expect(result.outputs.hasty).toEqual(["TimeoutError"]);
    expect(result.history).toEqual([{ process: "hasty", input: { type: "get" }, call: expect.any(Number) }]);
    expect(result.stats).toMatchObject({ messages: 2, delivered: 2 });
  });

  test("a request kept in a field is answered later", async () => {
    class Lock extends Node {
      waiting: { type: "lock" }[] = [];
      onLock(request: { type: "lock" }) {
        this.waiting.push(request);
        if (this.waiting.length === 2) for (const [i, r] of this.waiting.entries()) this.reply(r, `number ${i}`);
      }
    }
    class Asker extends Node {
      async onStart() {
        this.output(await this.call("lock", { type: "lock" }));
      }
    }
    const result = await go({ nodes: { lock: Lock, a: Asker, b: Asker } });
    expect([...result.outputs.a, ...result.outputs.b].sort()).toEqual(["number 0", "number 1"]);
  });

  test("a handler that throws ends only its node", async () => {
    class Fragile extends Node {
      onSet() {
        throw new TypeError("too fragile");
      }
    }
    class Setter extends Node {
      onStart() {
        this.send("fragile", { type: "set" });
        this.setTimer("again", 20);
      }
      onTimer() {
        this.send("fragile", { type: "set" });
        this.output("still here");
      }
    }
    const result = await go({ nodes: { setter: Setter, fragile: Fragile } });
    expect(result.errors.map(({ node, error }) => [node, error.name, error.message])).toEqual([
      ["fragile", "TypeError", "too fragile"],
    ]);
    expect(result.outputs.setter).toEqual(["still here"]);
    expect(kinds(result, "fragile")).toEqual(["start", "receive", "error", "lost"]);
  });

  test("a constructor that throws ends only its node", async () => {
    class Broken extends Node {
      constructor() {
        super();
        throw new RangeError("cannot be made");
      }
    }
    const result = await go({ nodes: { broken: Broken, register: Register } });
    expect(result.errors.map(({ node, error }) => [node, error.name, error.message])).toEqual([
      ["broken", "RangeError", "cannot be made"],
    ]);
    expect(result.states).toEqual({ register: { value: "nothing" } });
  });

  test("until ends a run at a time, or when something holds", async () => {
    class Ticker extends Node {
      n = 0;
      onStart() {
        this.setTimer("tick", 5);
      }
      onTimer() {
        this.output(++this.n);
        this.setTimer("tick", 5);
      }
    }
    const byTime = await go({ nodes: { a: Ticker } }, { until: 40 });
    expect(byTime.reason).toBe("until");
    const byOutput = await go({ nodes: { a: Ticker } }, { until: ({ outputs }) => outputs.a.length >= 3 });
    expect(byOutput.reason).toBe("until");
    expect(byOutput.outputs.a.slice(0, 3)).toEqual([1, 2, 3]);
    const byLimit = await go({ nodes: { a: Ticker } }, { limit: 50 });
    expect(byLimit.reason).toBe("limit");
  });

  test("a wrong clock shows C = a * H + b", async () => {
    class Clock extends Node {
      onStart() {
        this.setTimer("look", 20);
      }
      onTimer() {
        this.output(this.now());
      }
    }
    const result = await go({
      nodes: { good: Clock, late: Clock, fast: Clock },
      faults: [clock("late", { offset: -1000 }), clock("fast", { drift: 0.5 })],
    });
    const [good, late, fast] = ["good", "late", "fast"].map((id) => result.outputs[id][0] as number);
    expect(good).toBeGreaterThanOrEqual(19);
    expect(late).toBeLessThan(-900);
    expect(fast).toBeGreaterThanOrEqual(28);
  });

  test("random numbers come from the seed", async () => {
    class Dice extends Node {
      onStart() {
        this.output([this.random(), this.random()]);
      }
    }
    const nodes = { a: Dice, b: Dice };
    const one = await go({ nodes, seed: 7 });
    expect(await go({ nodes, seed: 7 })).toMatchObject({ outputs: one.outputs });
    expect(one.outputs.a).not.toEqual(one.outputs.b);
    expect((await go({ nodes, seed: 8 })).outputs.a).not.toEqual(one.outputs.a);
  });

  test("a spawned node joins the system, and spawns others itself", async () => {
    class Child extends Node {
      depth = 0;
      onStart() {
        if (this.depth < 3) this.spawn(`${this.id}.${this.depth}`, Child.with({ depth: this.depth + 1 }));
        else this.send("parent", { type: "arrived", by: `${this.id} ${Math.max(1, 2)}` });
      }
    }
    class Parent extends Node {
      onStart() {
        this.spawn("child", Child);
        this.spawn("register", Register);
        this.send("register", { type: "set", value: "born" });
      }
      onArrived({ by }: { type: "arrived"; by: string }) {
        this.output([by, this.peers.length]);
      }
    }
    const result = await go({ nodes: { parent: Parent } });
    expect(result.outputs.parent).toEqual([["child.0.1.2 2", 5]]);
    expect(result.states.register).toEqual({ value: "born" });
    expect(result.errors).toEqual([]);
  });

  test("statics are each node's own", async () => {
    class Stat extends Node {
      static n = 0;
      onStart() {
        Stat.n++;
        this.output(Stat.n);
      }
    }
    expect((await go({ nodes: { a: Stat, b: Stat } })).outputs).toEqual({ a: [1], b: [1] });
  });

  test("captured functions, constants and classes come along", async () => {
    const table = new Map([["k", [1, 2]]]);
    const twice = (x: number): number => x * 2;
    const even = (n: number): boolean => (n === 0 ? true : odd(n - 1));
    const odd = (n: number): boolean => (n === 0 ? false : even(n - 1));
    class Point {
      constructor(readonly x: number) {}
      get double() {
        return twice(this.x);
      }
    }
    const origin = new Point(21);
    class Base extends Node {
      hello() {
        return [origin.double, even(10), table.get("k")];
      }
    }
    class Derived extends Base {
      onStart() {
        this.output(this.hello());
      }
    }
    expect((await go({ nodes: { a: Derived } })).outputs.a).toEqual([[42, true, [1, 2]]]);
  });

  test("captured things may have any name", async () => {
    const [n, v, o, set, make] = [1, 2, 3, 4, 5];
    const helper = {
      sum() {
        return n + v + o + set + make;
      },
    };
    class Summer extends Node {
      onStart() {
        this.output([n, v, o, set, make, helper.sum()]);
      }
    }
    expect((await go({ nodes: { a: Summer } })).outputs.a).toEqual([[1, 2, 3, 4, 5, 15]]);
  });

  test("a question may be answered by a node that it was handed on to", async () => {
    class Desk extends Node {
      onAsk(request: Numbered) {
        this.send("expert", { type: "handedOn", request });
      }
    }
    class Expert extends Node {
      onHandedOn({ request }: { type: "handedOn"; request: Numbered }) {
        this.reply(request, request.n + 1);
      }
    }
    const live = await start({ nodes: { desk: Desk, expert: Expert } }, { engine });
    expect(await live.ask("desk", { type: "ask", n: 1 })).toBe(2);
    await live.stop();
  });

  test("a live system answers, loses a node, gets it back, and ends with a complete run", async () => {
    const live = await start({ nodes: { register: Register } }, { engine });
    expect(await live.ask("register", { type: "set", value: 5 })).toBe("done");
    expect(await live.ask("register", { type: "get" })).toBe(5);
    await live.crash("register");
    await expect(live.ask("register", { type: "get" }, { timeout: 20 })).rejects.toThrow(
      'register did not answer "get" within 20 ms.',
    );
    await live.restart("register");
    expect(await live.ask("register", { type: "get" })).toBe("nothing");
    const result = await live.stop();
    expect(result.history.map(({ process, output }) => [process, output])).toEqual([
      ["outside", "done"],
      ["outside", 5],
      ["outside", undefined],
      ["outside", "nothing"],
    ]);
    expect(kinds(result, "register").filter((kind) => kind !== "receive" && kind !== "send")).toEqual([
      "start",
      "crash",
      "lost",
      "restart",
    ]);
    await expect(live.ask("register", { type: "get" })).rejects.toThrow("This system was stopped.");
  });

  describe("misuse rejects the whole run and says how to fix it", () => {
    const rejection = async (nodes: System["nodes"], rest: Partial<System> = {}) =>
      go({ nodes, ...rest }).then(
        () => "no error",
        (error) => `${error.name}: ${error.message}`,
      );
    class Quiet extends Node {}

    test("an unknown receiver", async () => {
      class Lost extends Node {
        onStart() {
          this.send("sever", { type: "ping" });
        }
      }
      expect(await rejection({ client: Lost, server: Quiet })).toBe(
        'MisuseError: client sends "ping" to "sever", but there is no such node. client knows "server".',
      );
    });

    test("a message that is not plain data", async () => {
      class Sender extends Node {
        onStart() {
          this.send("b", { type: "take", nested: { f: () => 1 } } as any);
        }
      }
      expect(await rejection({ a: Sender, b: Quiet })).toMatch(
        /^MisuseError: the message "take" of a cannot be copied: its nested\.f is not plain data \(function f\)/,
      );
    });

    test.each([
      ["start", "would clash"],
      ["Ping", "a type is camelCase"],
      ["vote request", "a type is camelCase"],
    ])("a message of type %s", async (type, why) => {
      class Sender extends Node {
        type = "";
        onStart() {
          this.send("b", { type: this.type });
        }
      }
      expect(await rejection({ a: Sender.with({ type }), b: Quiet })).toContain(why);
    });

    test("a write to a captured variable", async () => {
      let count = 0;
      const list: number[] = [];
      class Assigns extends Node {
        onStart() {
          count++;
        }
      }
      class Pushes extends Node {
        onStart() {
          list.push(1);
        }
      }
      expect(await rejection({ a: Assigns })).toMatch(
        /^MisuseError: Class Assigns assigns to the outer variable "count"/,
      );
      expect(await rejection({ a: Pushes })).toMatch(
        /^MisuseError: Class Pushes calls push\(\) on the outer variable "list"/,
      );
      expect([count, list]).toEqual([0, []]);
    });

    test("captured values with live resources", async () => {
      const promise = Promise.resolve(1);
      class Waits extends Node {
        onStart() {
          void promise.then(() => {});
        }
      }
      expect(await rejection({ a: Waits })).toMatch(
        /^MisuseError: class Waits captures "promise", which is a Promise, alive/,
      );
    });

    test("faults and nodes that do not exist", async () => {
      expect(await rejection({ a: Quiet }, { faults: [crash("b", { at: 1 })] })).toContain(
        'names "b", but the nodes are "a".',
      );
      expect(await rejection({ outside: Quiet })).toContain('A node cannot be named "outside"');
      expect(await rejection({ a: {} as any })).toContain('The node "a" is {}. Give a class that extends Node');
      expect(await rejection({})).toContain("This system has no nodes.");
    });

    test("a negative timer", async () => {
      class Back extends Node {
        onStart() {
          this.setTimer("t", -5);
        }
      }
      expect(await rejection({ a: Back })).toBe(
        'MisuseError: The timer "t" of a is -5; it takes milliseconds, 0 or more.',
      );
    });
  });
});
