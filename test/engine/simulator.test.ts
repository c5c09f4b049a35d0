import { createHash } from "node:crypto";
import { latency, loss, Node, run } from "kernel-lib";
import { describe, expect, test } from "vitest";

class Gossip extends Node {
  heard = 0;
  onStart() {
    if (this.id === "n0") this.broadcast({ type: "rumour", hops: 1 });
  }
  onRumour({ hops }: { type: "rumour"; hops: number }) {
    this.heard++;
    if (hops < 3)
      this.send(this.peers[Math.floor(this.random() * this.peers.length)], { type: "rumour", hops: hops + 1 });
  }
}
const system = (seed: number) => ({
  nodes: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`n${i}`, Gossip])),
  faults: [latency({ exponential: 10 }), loss(0.1)],
  seed,
});

describe("the simulator", () => {
  test("gives the same trace for the same seed, byte for byte, on every machine", async () => {
    const bytes = async (seed: number) => JSON.stringify((await run(system(seed), { engine: "simulator" })).trace);
    expect(await bytes(1)).toBe(await bytes(1));
    expect(await bytes(1)).not.toBe(await bytes(2));
    expect(
      createHash("sha256")
        .update(await bytes(1))
        .digest("hex"),
    ).toBe(HASH);
  });

  test("takes 1 ms of virtual time per message, and skips idle hours", async () => {
    class Late extends Node {
      onStart() {
        this.setTimer("later", 3_600_000);
      }
      onTimer() {
        this.output(this.now());
      }
    }
    const result = await run({ nodes: { a: Late } }, { engine: "simulator", limit: 1e9 });
    expect(result.outputs.a).toEqual([3_600_000]);
    expect(result.stats.ms).toBe(3_600_000);
  });

  test("names the loop of a system that makes no progress", async () => {
    class Echo extends Node {
      onStart() {
        this.send(this.id, { type: "again" });
      }
      onAgain() {
        this.send(this.id, { type: "again" });
      }
    }
    await expect(run({ nodes: { a: Echo } }, { engine: "simulator" })).rejects.toThrow(
      "The system makes no progress: 100,011 events happened at one instant, the last at a after 0 ms; a has sent itself 100,009 messages without output. " +
        "Does a node answer every message with another, or set its timer again and again?",
    );
  });

  test("explains a livelock: at the limit in the run's words, and beyond a million events as an error", async () => {
    class Polite extends Node {
      other = "";
      onStart() {
        this.send(this.other, { type: "after", you: 1 });
        this.output("begun");
      }
      onAfter() {
        this.send(this.other, { type: "after", you: 1 });
      }
    }
    const nodes = { a: Polite.with({ other: "b" }), b: Polite.with({ other: "a" }) };
    const atLimit = await run({ nodes }, { engine: "simulator", limit: 2500 });
    expect(atLimit.reason).toBe("limit");
    expect((atLimit as any)[Symbol.for("Jupyter.display")]()["text/plain"]).toContain(
      "stopped at the limit after 2,500 ms: a and b have exchanged 5,000 messages without output",
    );
    await expect(run({ nodes }, { engine: "simulator", limit: 1e9 })).rejects.toThrow(
      "The system makes no progress: 1,000,201 events happened without output, the last at",
    );
  });

  test("reports no livelock if many nodes exchange messages, or there is output", async () => {
    class Chatty extends Node {
      onStart() {
        this.setTimer("talk", 1);
      }
      onTimer() {
        this.broadcast({ type: "talk" });
        this.setTimer("talk", 1);
      }
      onTalk() {
        if (this.id === "loud") this.output("heard");
      }
    }
    const words = async (...ids: string[]) => {
      const nodes = Object.fromEntries(ids.map((id) => [id, Chatty]));
      const result = await run({ nodes }, { engine: "simulator", limit: 600 });
      return (result as any)[Symbol.for("Jupyter.display")]()["text/plain"];
    };
    expect(await words("a", "b")).toContain("a and b have exchanged");
    expect(await words("a", "b", "c", "d")).not.toContain("without output");
    expect(await words("a", "loud")).not.toContain("without output");
  });

  test.each([
    ["Math.random()", () => Math.random(), "random()"],
    ["Date.now()", () => Date.now(), "now()"],
    ["new Date()", () => new Date(), "now()"],
  ])("refuses %s", async (what, f, instead) => {
    class Asks extends Node {
      onStart() {
        f();
      }
    }
    await expect(run({ nodes: { a: Asks } }, { engine: "simulator" })).rejects.toThrow(
      `A node calls ${what}, which differs from run to run. In the simulator use this.${instead}`,
    );
  });

  test("refuses to wait for anything but call and sleep", async () => {
    class Waits extends Node {
      async onStart() {
        await new Promise(() => {});
      }
    }
    await expect(run({ nodes: { a: Waits } }, { engine: "simulator" })).rejects.toThrow(
      "A handler of a awaits something other than call or sleep.",
    );
  });

  test("refuses timers of the real clock", async () => {
    class Late extends Node {
      onStart() {
        setTimeout(() => this.send("a", { type: "late" }), 1);
      }
    }
    await expect(run({ nodes: { a: Late } }, { engine: "simulator" })).rejects.toThrow(
      "A node calls setTimeout, whose time is not the simulator's. Use this.setTimer(name, ms), or await this.sleep(ms).",
    );
  });
});
const HASH = "3c0621b54fe37f58daacf9422d2e0c722353d253531915185b0c6e2e82eee3c4";
