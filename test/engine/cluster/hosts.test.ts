// One's own machines: nodes run where they are placed, enclosed, as they would on threads; and a machine that dies ends
// the run with a sentence.
import { createServer, type Server } from "node:net";
import { homedir } from "node:os";
import { cluster, latency, Node, run, spaceTime, start } from "kernel-lib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { orphans } from "../../support/enclosures.js";
import { eventually } from "../../support/eventually.js";
import { type Machines, startMachines } from "../../support/hosts.js";

vi.setConfig({ testTimeout: 180_000 });

class Quiet extends Node {}
class Waiting extends Node {
  onStart() {
    this.setTimer("never", 1_000_000);
  }
}
class Greeter extends Node {
  onStart() {
    this.send("counter", { type: "add", n: 1 });
  }
  onSum({ n }: { type: "sum"; n: number }) {
    this.output(n);
    if (n < 5) this.send("counter", { type: "add", n: 1 });
  }
}
class Counter extends Node {
  sum = 0;
  onAdd({ n }: { type: "add"; n: number }, from: string) {
    this.sum += n;
    this.send(from, { type: "sum", n: this.sum });
  }
}
class Thrower extends Node {
  onStart() {
    const nothing: any = undefined;
    nothing.field = 1;
  }
}

describe.skipIf(process.platform !== "linux")("where bubblewrap is", () => {
  let machines: Machines;
  beforeAll(async () => {
    machines = await startMachines({ a: "three", b: "three", c: "one", greeter: "one", counter: "two" });
  }, 180_000);
  afterAll(() => machines.end());

  /** What a worker has said since. */
  const since = (worker: number) => {
    const { length } = machines.workers[worker]!.said;
    return () => machines.workers[worker]!.said.slice(length);
  };

  test("nodes run where they are placed, and the others in turn, and each worker says so", async () => {
    const { engine, farm } = machines;
    const [one, two, three] = [since(0), since(1), since(2)];
    await run({ nodes: { a: Quiet, d: Quiet, b: Quiet, c: Quiet } }, { engine });
    await eventually("the workers say so", () => /ended/.test(one()) && /ended/.test(three()));
    expect(one()).toMatch(/^ {2}runs node c for \S+ \.\.\.\n {2}node c for \S+: ended\n$/);
    expect(two()).toBe("");
    expect(three()).toMatch(/^ {2}runs nodes a, d, b for \S+ \.\.\.\n {2}nodes a, d, b for \S+: ended\n$/);
    const isReported = () => farm.lines.some((line) => /^three has done nodes a, d, b for \S+$/.test(line));
    await eventually("the farm says so", isReported, 10_000);
    await expect(run({ nodes: { a: Quiet } }, { engine: { kind: "cluster" } as any })).rejects.toThrow(
      "There is no engine",
    );
  });

  test("a system comes to what it comes to on threads", async () => {
    const system = { nodes: { greeter: Greeter, counter: Counter }, faults: [latency(2)] };
    const here = await run(system);
    const there = await run(system, { engine: machines.engine });
    const seen = ({ outputs, states, stats, errors, reason, trace }: typeof here) => ({
      ...{ outputs, states, errors, reason },
      stats: { ...stats, ms: 0 },
      // What has no cause in common happens in any order.
      lines: ["greeter", "counter"].map((id) =>
        trace.events
          .filter(({ node }) => node === id)
          .map(({ kind, lamport, message }) => ({ kind, lamport, message })),
      ),
    });
    expect(seen(there)).toEqual(seen(here));
    expect(there.outputs.greeter).toEqual([1, 2, 3, 4, 5]);
    const pings = spaceTime(there.trace)
      .svg()
      .match(/>counter</g);
    expect(pings).toEqual(
      spaceTime(here.trace)
        .svg()
        .match(/>counter</g),
    );
  });

  test("nodes see no file of the user's, no other process and no network", async () => {
    const sockets: Server = createServer((socket) => socket.end("a secret"));
    await new Promise<void>((done) => sockets.listen(0, "127.0.0.1", done));
    const { port } = sockets.address() as { port: number };
    class Spy extends Node {
      port = 0;
      home = "";
      here = "";
      connection = "none yet";
      onStart() {
        const { existsSync, readdirSync, writeFileSync } = require("node:fs");
        const { spawnSync } = require("node:child_process");
        const { Socket } = require("node:net");
        const tried = (act: () => unknown) => {
          try {
            return act();
          } catch (error: any) {
            return error.code;
          }
        };
        this.output(["/etc/passwd", this.home, this.here, "/course/notebooks"].filter((path) => existsSync(path)));
        this.output(readdirSync("/proc").filter((name: string) => /^\d+$/.test(name)).length <= 3);
        this.output(tried(() => writeFileSync("/course/kernel-lib/dist/x", "x")));
        this.output(tried(() => spawnSync("/usr/bin/node", ["--version"]).error?.code));
        this.setTimer("wait", 500);
        const socket = new Socket();
        socket.on("error", (error: any) => (this.connection = error.code));
        socket.on("connect", () => (this.connection = "made"));
        socket.connect(this.port, "127.0.0.1");
      }
      onTimer() {
        this.output(this.connection);
      }
    }
    const nodes = { a: Spy.with({ port, home: homedir(), here: process.cwd() }) };
    const { outputs, errors } = await run({ nodes }, { engine: machines.engine });
    sockets.close();
    expect(errors).toEqual([]);
    // The only 127.0.0.1 there is in there is its own, and nothing listens on it.
    expect(outputs.a).toEqual([[], true, "EROFS", "EPERM", "ECONNREFUSED"]);
  });

  test("an error names its node, and its line; a misuse ends the run", async () => {
    const { errors, outputs } = await run({ nodes: { a: Thrower, c: Quiet } }, { engine: machines.engine });
    const onThreads = await run({ nodes: { a: Thrower, c: Quiet } });
    const told = ({ node, error }: (typeof errors)[number]) => [node, error.name, error.stack!.split("\n").slice(0, 2)];
    expect(errors.map(told)).toEqual(onThreads.errors.map(told));
    expect(outputs).toEqual({ a: [], c: [] });
    class Lost extends Node {
      onStart() {
        this.send("nobody", { type: "hello" });
      }
    }
    await expect(run({ nodes: { a: Lost } }, { engine: machines.engine })).rejects.toThrow('"nobody"');
  });

  test("fifty live nodes have a thread each, and answer", async () => {
    class Echo extends Node {
      onHow() {
        return "well";
      }
    }
    const ids = Array.from({ length: 50 }, (_, i) => `n${i}`);
    const engine = cluster(machines.farm.link, { place: Object.fromEntries(ids.map((id) => [id, "two"])) });
    const live = await start({ nodes: Object.fromEntries(ids.map((id) => [id, Echo])) }, { engine });
    expect(await Promise.all(ids.map((id) => live.ask(id, { type: "how" })))).toEqual(ids.map(() => "well"));
    await live.crash("n7");
    await live.restart("n7");
    expect(await live.ask("n7", { type: "how" })).toBe("well");
    expect((await live.stop()).reason).toBe("quiet");
    await engine.close();
  });

  test("nodes that end their process, or speak for others, end their run and not the worker", async () => {
    class Killer extends Node {
      onStart() {
        process.kill(process.pid, "SIGKILL");
      }
    }
    class Forger extends Node {
      onStart() {
        // Of the runs that there may be, one is this one.
        for (let run = 1; run < 1000; run++) {
          const text = `=${JSON.stringify({ say: "printed", id: "c", text: "I am c", stream: "stdout", run })}`;
          const length = Buffer.alloc(4);
          length.writeUInt32LE(text.length);
          require("node:fs").writeSync(1, Buffer.concat([length, Buffer.from(text)]));
        }
        this.setTimer("never", 1_000_000);
      }
    }
    class Flood extends Node {
      onStart() {
        require("node:fs").writeSync(1, Buffer.from([255, 255, 255, 255]));
        this.setTimer("never", 1_000_000);
      }
    }
    const { engine } = machines;
    await expect(run({ nodes: { a: Killer, c: Quiet } }, { engine })).rejects.toThrow(
      "The host three has lost its nodes: their process ended",
    );
    await expect(run({ nodes: { a: Forger, c: Quiet } }, { engine })).rejects.toThrow(
      "The host three has lost its nodes: it said what no node says.",
    );
    await expect(run({ nodes: { a: Flood, c: Quiet } }, { engine })).rejects.toThrow(
      "The host three has lost its nodes: it sent what cannot be read.",
    );
    expect((await run({ nodes: { a: Greeter, counter: Counter, greeter: Quiet } }, { engine })).outputs.a).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  test("two programs use the same machines at the same time", async () => {
    const others = cluster(machines.farm.link, { place: { greeter: "two", counter: "one" } });
    const system = { nodes: { greeter: Greeter, counter: Counter } };
    const runs = await Promise.all([machines.engine, others].map((engine) => run(system, { engine })));
    expect(runs.map(({ outputs }) => outputs.greeter)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    await others.close();
    const first = run(system, { engine: machines.engine });
    await expect(run(system, { engine: machines.engine })).rejects.toThrow("This cluster runs another system.");
    expect((await first).outputs.greeter).toEqual([1, 2, 3, 4, 5]);
  });

  test("what is larger than a packet of the network arrives whole: code, outputs and states", async () => {
    class Chatty extends Node {
      rounds = 0;
      text = "";
      onStart() {
        this.setTimer("more", 1);
      }
      onTimer() {
        for (let i = 0; i < 20; i++) this.output("x".repeat(100_000));
        if (++this.rounds < 10) this.setTimer("more", 1);
      }
    }
    const text = "ä".repeat(2_000_000);
    const nodes = { a: Chatty.with({ text }) };
    const { outputs, states, reason } = await run({ nodes }, { engine: machines.engine, limit: 120_000 });
    expect(outputs.a!.map((output: any) => output.length)).toEqual(Array.from({ length: 200 }, () => 100_000));
    expect(states.a.text === text).toBe(true);
    expect(reason).toBe("quiet");
  });

  test("without the farm's server a run ends with a sentence, and the next one runs", async () => {
    const { engine, farm } = machines;
    const three = since(2);
    const running = run({ nodes: { a: Waiting, c: Waiting } }, { engine, limit: 120_000 });
    await eventually("it runs", () => three().includes("runs node a"));
    process.kill(farm.opened.process, "SIGKILL");
    await expect(running).rejects.toThrow("The farm's server cannot be reached, so its hosts are gone");
    await eventually("its nodes end", () => three().includes("ended, because the farm's server cannot be reached"));
    const system = { nodes: { greeter: Greeter, counter: Counter } };
    const isBack = () =>
      run(system, { engine }).then(
        ({ outputs }) => outputs.greeter!.length === 5,
        () => false,
      );
    await eventually("the next one runs", isBack);
  });

  test("a machine that dies ends the run, and names itself; nothing of it is left", async () => {
    const { engine, processes } = machines;
    const running = run({ nodes: { a: Waiting, c: Waiting } }, { engine, limit: 120_000 });
    setTimeout(() => processes[2]!.kill("SIGKILL"), 1000);
    await expect(running).rejects.toThrow("The host three is gone, and its nodes with it.");
    for (const child of processes) child.kill("SIGKILL");
    await eventually("all enclosures have ended", () => orphans().length === 0);
  });
});
