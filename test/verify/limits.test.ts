// Limits: each ends the exploration, and the verdict tells which it was.
import { execFileSync } from "node:child_process";
import { crash, explore, Node, type SoFar, type View } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { pingPong, twoPhaseCommit, upTo } from "./protocols.js";

const duplicating = { network: "duplicating" } as const;

describe("limits are told", () => {
  test("depth", async () => {
    const options = { ...duplicating, lossy: true, within: upTo(5) };
    expect(await explore(pingPong, { ...options, depth: 3 })).toMatchObject({ complete: false, limit: "depth 3" });
    const deep = await explore(pingPong, { ...options, depth: 1000 });
    expect(deep).toMatchObject({ complete: true, unique: 4094 });
    for (const depth of [2, 5, 8]) {
      const [breadth, first] = await Promise.all(
        (["breadth", "depth"] as const).map((search) => explore(pingPong, { ...options, search, depth })),
      );
      expect(first!.unique).toBe(breadth!.unique);
    }
  });

  test("a depth that nothing lies beyond is no limit", async () => {
    expect(await explore(pingPong, { within: upTo(5), depth: 10 })).toMatchObject({ complete: true, unique: 11 });
    expect(await explore(pingPong, { within: upTo(5), depth: 9 })).toMatchObject({ complete: false, unique: 10 });
  });

  test("unique", async () => {
    expect(await explore(pingPong, { unique: 7 })).toMatchObject({ complete: false, unique: 7, limit: "7 states" });
    expect(await explore(pingPong, { within: upTo(5), unique: 11 })).toMatchObject({ complete: true, unique: 11 });
  });

  test("seconds, of a system without end", async () => {
    const verdict = await explore(pingPong, { seconds: 0.2 });
    expect(verdict).toMatchObject({ ok: true, complete: false, limit: "0.2 seconds" });
  });

  test("megabytes, beyond those there were at the start", async () => {
    const ballast = Array.from({ length: 1_000_000 }, (_, i) => i + 0.5);
    const verdict = await explore(pingPong, { lossy: true, megabytes: 20 });
    expect(verdict).toMatchObject({ ok: true, complete: false, limit: "20 megabytes" });
    expect(verdict.unique).toBeGreaterThan(1000);
    expect(ballast).toHaveLength(1_000_000);
  });

  test("the memory that Node has, before it is used up", () => {
    const script = `
      const { explore, Node } = require("kernel-lib");
      class Hoarder extends Node {
        kept = "";
        n = 0;
        onStart() { this.send(this.id, { type: "more" }); }
        onMore() { this.kept = "x".repeat(20_000) + ++this.n; this.send(this.id, { type: "more" }); }
      }
      explore({ nodes: { hoarder: Hoarder } }).then(({ ok, limit }) => console.log(ok, limit));`;
    const printed = execFileSync(process.execPath, ["--max-old-space-size=100", "-e", script], { encoding: "utf8" });
    expect(printed).toBe("true memory\n");
  });

  test("what progress says", async () => {
    const told: SoFar[] = [];
    const verdict = await explore(pingPong, { progress: (soFar) => told.push(soFar) < 2 });
    expect(verdict).toMatchObject({ ok: true, complete: false, limit: "progress returned false" });
    expect(told).toHaveLength(2);
    const [first, second] = told;
    expect(Object.keys(first!).sort()).toEqual(["generated", "open", "seconds", "unique"]);
    expect(first!.unique).toBeLessThan(second!.unique);
    expect(second!.unique).toBeLessThanOrEqual(verdict.unique);
    expect(first!.open).toBeGreaterThan(0);
    expect(first!.open).toBeLessThanOrEqual(first!.unique);
    expect(first!.generated).toBeGreaterThanOrEqual(first!.unique);
    expect(second!.seconds).toBeGreaterThan(first!.seconds);
  });

  test("a progress that throws ends the exploration with its error", async () => {
    const progress = () => JSON.parse("{");
    await expect(explore(pingPong, { progress })).rejects.toThrow(SyntaxError);
  });

  test("also while it looks for what never happens", async () => {
    class Spinner extends Node {
      at = 0;
      onStart() {
        this.setTimer("on", 1);
      }
      onTimer() {
        this.at = (this.at + 1) % 40;
        this.setTimer("on", 1);
      }
    }
    const nodes = { a: Spinner, b: Spinner, c: Spinner };
    let found = 0;
    const eventually = {
      "stands still": () => {
        // The first look takes longer than the time between two reports, however fast the machine is.
        if (found++ === 0) for (const end = performance.now() + 600; performance.now() < end; );
        return false;
      },
    };
    const verdict = await explore({ nodes }, { eventually, progress: () => found === 0 });
    expect(verdict.unique).toBe(64_000);
    expect(verdict).toMatchObject({ complete: false, limit: "progress returned false" });
  });

  test("a broken property is told even where a limit ended the search for it", async () => {
    const always = { "counts to two": ({ nodes }: View) => nodes.pinger.count < 3 };
    expect(await explore(pingPong, { always, unique: 8 })).toMatchObject({ ok: false, complete: false });
    expect(await explore(pingPong, { always, unique: 5 })).toMatchObject({ ok: true, limit: "5 states" });
  });

  test("random walks are never complete, and the same for the same seed", async () => {
    const options = { search: "random", ...duplicating, depth: 10, unique: 500 } as const;
    const walk = (seed: number) => explore({ ...twoPhaseCommit(5), seed }, options);
    const [one, again, other] = [await walk(1), await walk(1), await walk(2)];
    expect(one.complete).toBe(false);
    expect(again.generated).toBe(one.generated);
    expect(other.generated).not.toBe(one.generated);
  });
});

describe("where a limit ends the search, the verdict advises", () => {
  const limited = { unique: 50 } as const;
  const words = (verdict: any) => verdict[Symbol.for("Jupyter.display")]()["text/plain"];

  test("symmetry, with what it saves at most, reduction, within and fewer nodes", async () => {
    const verdict = await explore(twoPhaseCommit(3), limited);
    expect(verdict.advice).toEqual([
      'symmetry: [["rm0","rm1","rm2"]] leaves one state of up to 6 where properties treat these nodes alike',
      "reduction: true leaves out orders that make no difference",
      "within: ({ nodes }) => ... bounds what grows without end, such as a counter",
      "fewer than 4 nodes often show the same mistake",
    ]);
    expect(words(verdict)).toContain(`To get further: ${verdict.advice!.join("; ")}.`);
  });

  test("only what is not in use, and can be", async () => {
    const symmetry = [["rm0", "rm1", "rm2"]];
    const both = await explore(twoPhaseCommit(3), { unique: 20, symmetry, within: () => true });
    expect(both.advice).toEqual([
      "a narrower within leaves fewer states",
      "fewer than 4 nodes often show the same mistake",
    ]);
    const eventually = { ends: () => false };
    expect((await explore(pingPong, { unique: 5, eventually })).advice).toEqual([
      "within: ({ nodes }) => ... bounds what grows without end, such as a counter",
    ]);
    const system = { ...twoPhaseCommit(3), faults: [crash("rm1", { at: 3 })] };
    expect((await explore(system, limited)).advice![0]).toBe(
      'symmetry: [["rm0","rm2"]] leaves one state of up to 2 where properties treat these nodes alike',
    );
  });

  test("nothing where everything was explored, something is broken, or one asked to stop", async () => {
    for (const options of [{ within: upTo(5) }, { always: { never: () => false } }, { depth: 3 }])
      expect(await explore(pingPong, options)).not.toHaveProperty("advice");
    expect(await explore(pingPong, { progress: () => false })).not.toHaveProperty("advice");
  });
});
