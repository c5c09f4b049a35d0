// Code that does not end by itself is ended by the simulator and the explorer. What counts is processor time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { explore, Node, type Run, rule, run, traceToJson } from "kernel-lib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

beforeAll(() => void vi.stubEnv("VERTEILT_STEP_SECONDS", "0.3"));
afterAll(() => void vi.unstubAllEnvs());

class Waits extends Node {
  onStart() {
    this.setTimer("later", 300);
  }
  onTimer() {
    this.output("still here");
  }
}

const ended = ({ errors }: Run) => errors.map(({ node, error }) => [node, error.message.replace(/\(.*\)/, "(HERE)")]);
const message = (node: string) =>
  `A handler of ${node} did not come back in time, so the node was ended (HERE). Does a loop never end?`;

test("a loop, a chain of settled promises and one that swallows errors end their nodes only, alike in every run", async () => {
  class Loops extends Node {
    onStart() {
      for (let i = 0; ; i++) this.output(i);
    }
  }
  class Spins extends Node {
    async onStart() {
      while (true) await Promise.all([]);
    }
  }
  class Chains extends Node {
    onStart(): Promise<unknown> {
      const again = (): Promise<unknown> => Promise.resolve().then(again);
      return again();
    }
  }
  class Swallows extends Node {
    onStart() {
      try {
        for (;;);
      } catch {
        this.output("swallowed");
      }
    }
  }
  const nodes = { loops: Loops, spins: Spins, chains: Chains, swallows: Swallows, waits: Waits };
  const result = await run({ nodes }, { engine: "simulator" });
  expect(ended(result)).toEqual(["loops", "spins", "chains", "swallows"].map((id) => [id, message(id)]));
  expect(result.outputs).toEqual({ loops: [], spins: [], chains: [], swallows: ["swallowed"], waits: ["still here"] });
  expect(result.reason).toBe("quiet");
  const lines = (of: Run) => traceToJson(of).replaceAll(/\(.*?\)/g, "");
  expect(lines(await run({ nodes }, { engine: "simulator" }))).toBe(lines(result));
});

test("a long computation that ends is left alone, however many steps it takes", async () => {
  class Counts extends Node {
    left = 60;
    onStart() {
      this.setTimer("on", 1);
    }
    onTimer() {
      let sum = 0;
      for (let i = 0; i < 2_000_000; i++) sum += i;
      if (--this.left > 0) this.setTimer("on", 1);
      else this.output(sum);
    }
  }
  const { outputs, errors } = await run({ nodes: { a: Counts } }, { engine: "simulator" });
  expect([outputs.a, errors]).toEqual([[1_999_999_000_000], []]);
});

test("a rule that does not end fails the run", async () => {
  class Sends extends Node {
    onStart() {
      this.send(this.peers[0] ?? "", { type: "hello" });
    }
  }
  const never = rule(() => {
    for (;;);
  });
  await expect(run({ nodes: { a: Sends, b: Waits }, faults: [never] }, { engine: "simulator" })).rejects.toThrow(
    /^A rule did not come back in time, so the run was ended \(.*\)\. Does a loop never end\?$/,
  );
});

test("classes that nodes spawn are guarded too", async () => {
  class Inner extends Node {
    twice = (n: number) => n * 2;
    onStart() {
      this.output(this.twice(21));
      while (true);
    }
  }
  class Middle extends Node {
    onStart() {
      this.spawn("inner", Inner);
    }
  }
  class Outer extends Node {
    onStart() {
      this.spawn("middle", Middle);
    }
  }
  const result = await run({ nodes: { outer: Outer } }, { engine: "simulator" });
  expect(ended(result)).toEqual([["inner", message("inner")]]);
});

test("in the explorer it is a handler that throws", async () => {
  class Loops extends Node {
    onStart() {
      while (true);
    }
  }
  const { ok, broken, why } = await explore({ nodes: { a: Loops } });
  expect([ok, broken]).toEqual([false, "no handler throws"]);
  expect(why).toMatch(/A handler did not come back in time, so the node was ended \(.*\)\. Does a loop never end\?/);
});

test("a program in plain Node learns the file and the line, and of code that nothing waits for", () => {
  const folder = mkdtempSync(join(tmpdir(), "endless-"));
  const file = join(folder, "office.cjs");
  const library = JSON.stringify(createRequire(resolve("package.json")).resolve("kernel-lib"));
  writeFileSync(
    file,
    `const { Node, run } = require(${library});
class Loops extends Node {
  onStart() {
    const seen = [];
    while (true) {
      seen.length = 0;
    }
  }
}
class Strays extends Node {
  onStart() {
    const again = () => { void Promise.resolve().then(again); };
    again();
  }
}
process.on("unhandledRejection", ({ message }) => console.log(message));
const go = (node) => run({ nodes: { a: node } }, { engine: "simulator" });
go(Loops)
  .then(({ errors }) => console.log(errors[0].error.message))
  .then(() => go(Strays))
  .then(({ reason }) => console.log(reason));
`,
  );
  const said = execFileSync(process.execPath, [file], { encoding: "utf8" }).trim().split("\n");
  rmSync(folder, { recursive: true });
  expect(said).toEqual([
    `A handler of a did not come back in time, so the node was ended (${file}:5). Does a loop never end?`,
    "quiet",
    `Code that no handler waits for did not come back in time, so it was ended (${file}:12). Does a loop never end?`,
  ]);
});
