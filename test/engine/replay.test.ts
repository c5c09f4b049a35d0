import { crash, duplicate, explore, latency, loss, Node, run, type System, start } from "kernel-lib";
import { describe, expect, test } from "vitest";

class Voter extends Node {
  votes: string[] = [];
  onStart() {
    this.broadcast({ type: "vote", dice: Math.floor(this.random() * 1000) });
    this.setTimer("count", 30);
  }
  onVote(_: unknown, from: string) {
    this.votes.push(from);
  }
  async onTimer() {
    const other = await this.call(this.peers[0], { type: "howMany" }, { timeout: 20 }).catch(() => "?");
    this.output([...this.votes, other]);
  }
  onHowMany() {
    return this.votes.length;
  }
}
const nodes = { a: Voter, b: Voter, c: Voter };
/**
 * What each node lived through. How the lines lie side by side is nobody's experience, nor is a message that never
 * came.
 */
const story = (events: readonly { node: string; kind: string; message?: any; peer?: string }[]) =>
  [...new Set(events.map((e) => e.node))]
    .sort()
    .map((line) =>
      events
        .filter((e) => e.node === line && e.kind !== "lost")
        .map(({ node, kind, message, peer }) => [node, kind, message, peer]),
    );

describe("a replay", () => {
  test.each(["simulator", "threads"] as const)("repeats what happened on %s", async (engine) => {
    const system: System = { nodes, faults: [latency({ min: 1, max: 12 }), loss(0.2)], seed: 3 };
    const first = await run(system, { engine });
    const again = await run(system, { replay: first.trace });
    expect(story(again.trace.events)).toEqual(story(first.trace.events));
    expect(again.outputs).toEqual(first.outputs);
    expect(again.states).toEqual(first.states);
  });

  test("repeats crashes and restarts", async () => {
    const system: System = { nodes, faults: [latency(8), crash("b", { at: 5, restart: 12 })] };
    const first = await run(system, { engine: "simulator" });
    const again = await run(system, { replay: first.trace });
    expect(JSON.stringify(again.trace.events)).toBe(JSON.stringify(first.trace.events));
  });

  test("repeats every copy of a message that a fault duplicated", async () => {
    const system: System = { nodes, faults: [latency({ min: 1, max: 12 }), duplicate(0.5)], seed: 2 };
    const first = await run(system, { engine: "simulator" });
    expect(first.stats.delivered).toBeGreaterThan(first.stats.messages);
    const again = await run(system, { replay: first.trace });
    expect(JSON.stringify(again.trace.events)).toBe(JSON.stringify(first.trace.events));
    expect(again.reason).toBe("quiet");
  });

  test("delivers a message as often as the explorer did", async () => {
    class Asker extends Node {
      onStart() {
        this.send("b", { type: "add", to: [1] });
      }
    }
    class Adder extends Node {
      sums: number[] = [];
      onAdd({ to }: { type: "add"; to: number[] }) {
        to[0]++;
        this.sums.push(to[0]);
      }
    }
    const adders = { nodes: { a: Asker, b: Adder } };
    const always = { "three are too many": ({ nodes }: any) => nodes.b.sums.length < 3 };
    const { counterexample: replay } = await explore(adders, { network: "duplicating", always });
    expect((await run(adders, { replay })).states.b.sums).toEqual([2, 2, 2]);
  });

  test("asks the questions from outside again", async () => {
    const live = await start({ nodes }, { engine: "simulator" });
    await live.ask("a", { type: "howMany" });
    const first = await live.stop();
    const again = await run({ nodes }, { replay: first.trace });
    expect(story(again.trace.events)).toEqual(story(first.trace.events));
  });

  test("says where another system departs from the trace", async () => {
    class Silent extends Voter {
      onStart() {
        this.setTimer("count", 30);
      }
    }
    const { trace } = await run({ nodes }, { engine: "simulator" });
    await expect(run({ nodes: { ...nodes, a: Silent } }, { replay: trace })).rejects.toThrow(
      /^The system departs from the trace at event \d+: there, at 1 ms, b had a receive of "vote", but here that does not happen\./,
    );
  });
});
