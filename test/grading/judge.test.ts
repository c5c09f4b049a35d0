// What the judge makes of answers, beyond what the course's own exercises ask: explored nodes, order of tests,
// processes that end.
import { Judge } from "kernel-lib/dist/grading/judge/judge.js";
import { Patience } from "kernel-lib/dist/grading/judge/patience.js";
import { compile } from "kernel-lib/dist/grading/sandbox/compile.js";
import { findProtection } from "kernel-lib/dist/grading/sandbox/enclosure.js";
import { programOf } from "kernel-lib/dist/grading/test-cell.js";
import { afterAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 300_000 });

const judge = new Judge();
const { protection } = findProtection();
afterAll(() => judge.close());

const given = `import assert from "node:assert/strict";
import { crash, explore, grade, Node } from "kernel-lib";`;

async function judged(answer: string, tests: string, more = "", patience = new Patience()) {
  const recorded = { gradeId: "E0-tests", points: 1, tests, given: [given, ...(more ? [more] : [])], before: 0 };
  const program = programOf(recorded);
  const cells = [...recorded.given.map((code) => ({ code, given: true })), { code: answer, given: false }];
  const wanted = [{ names: program.names, classes: program.classes, end: cells.length }];
  const { programs, classes, mistakes } = await compile(protection, { cells, wanted });
  const compiled = { answers: programs[0]!, classes: classes[0]!, mistakes: mistakes.map(([, why]) => why) };
  const { report } = await judge.carryOut({ test: program, ...compiled, protection }, undefined, patience);
  return report.results.map(({ ok, why }) => (ok ? "passed" : (why ?? "failed")));
}

describe("a student's node is explored", () => {
  const users = `class User extends Node {
    inside = false;
    onStart() { this.send("lock", { type: "acquire" }); }
    onGranted() { this.inside = true; this.setTimer("done", 10); }
    onTimer() { this.inside = false; this.send("lock", { type: "release" }); }
  }`;
  const tests = `await grade("E0", { Lock }, async ({ Lock, test, explore }) => {
    const system = { nodes: { lock: Lock, a: User, b: User } };
    test("never two at once", 1, () => explore(system, { always: {
      "one at a time": ({ nodes }) => !(nodes.a.inside && nodes.b.inside) || "a and b are inside" } }));
    test("both get in", 1, () => explore(system, { eventually: { "b gets in": ({ nodes }) => nodes.b.inside } }));
  })`;
  const lock = (acquire: string) => `class Lock extends Node {
    holder = ""; waiting: string[] = [];
    onAcquire(_: object, from: string) { ${acquire} }
    onRelease() { this.holder = ""; const next = this.waiting.shift(); if (next) this.grant(next); }
    grant(to: string) { this.holder = to; this.send(to, { type: "granted" }); }
  }`;

  test("a right one holds in every schedule", async () => {
    const right = lock('if (this.holder === "") this.grant(from); else this.waiting.push(from);');
    expect(await judged(right, tests, users)).toEqual(["passed", "passed"]);
  });

  test("a wrong one is shown where it breaks", async () => {
    const [first, second] = await judged(lock("this.grant(from);"), tests, users);
    expect(first).toContain('"one at a time" is violated: a and b are inside');
    expect(second).toBe("passed");
  });

  test("one that remembers outside of its fields earns nothing", async () => {
    const sly = lock(
      "const held = (globalThis as any).held ??= []; if (held.length === 0) { held.push(from); this.grant(from); } else this.waiting.push(from);",
    );
    expect((await judged(sly, tests, users)).filter((one) => one === "passed")).toEqual([]);
  });
});

test("an answer that asks a question while it is marked gets null", async () => {
  const tests = `await grade("E0", { asked }, async ({ asked, test }) => {
    test("asks", 1, async () => assert.deepEqual(await asked(), [null, null]));
  })`;
  expect(await judged('const asked = () => [prompt("Name?"), confirm("Sure?")];', tests)).toEqual(["passed"]);
});

describe("a student's node that waits is explored", () => {
  const register = `class Register extends Node {
    value = 0;
    onRead() { return this.value; }
    onWrite({ value }: any) { this.value = value; return true; }
    onAdd({ n }: any) { return (this.value += n); }
  }`;
  const tests = `await grade("E0", { Counter }, async ({ Counter, test, explore }) => {
    const system = { nodes: { register: Register, a: Counter, b: Counter } };
    test("both are counted", 1, () => explore(system, { random: [0, 0.5], eventually: {
      "2 in the end": ({ nodes }) => nodes.register.value === 2 } }));
    test("each says so", 1, () => explore(system, { random: [0, 0.5], eventually: {
      "a is done": ({ outputs }) => outputs.a.length === 1 && outputs.a[0] > 0 } }));
  })`;
  const counter = (body: string) => `class Counter extends Node {
    turns = 0;
    async onStart() { ${body} }
  }`;

  test("a right one holds in every schedule, whatever its random numbers are", async () => {
    const right = counter(`const first = this.random();
      const sum = await this.call("register", { type: "add", n: 0.5 });
      this.turns++;
      const second = this.random();
      if (second === first) await this.sleep(10);
      await this.call("register", { type: "add", n: 0.5 });
      this.output(sum + this.turns);`);
    expect(await judged(right, tests, register)).toEqual(["passed", "passed"]);
  });

  test("an update between reading and writing is found", async () => {
    const wrong = counter(`const value = await this.call("register", { type: "read" });
      await this.call("register", { type: "write", value: value + 1 });
      this.output(1);`);
    const [first, second] = await judged(wrong, tests, register);
    expect(first).toContain('"2 in the end" is violated: the schedule ends after 8 events, and it has never held.');
    expect(second).toBe("passed");
  });

  test("one that remembers outside of its fields while it waits earns nothing", async () => {
    const sly = counter(`const all = globalThis as any;
      all.times = (all.times ?? 0) + 1;
      await this.call("register", { type: "add", n: all.times > 0 ? 1 : 0 });
      this.output(all.times);`);
    expect(await judged(sly, tests, register)).toEqual([
      expect.stringContaining("asked alone, with nothing but its messages and its disk, it does something else."),
      expect.stringContaining("A handler of a does not do the same twice in the same state"),
    ]);
  });

  test("one that waits for what is no message is refused", async () => {
    const own = counter("await new Promise(() => {});");
    expect((await judged(own, tests, register))[0]).toContain("awaits something other than call or sleep");
  });
});

test("a node that changes a variable outside of it is refused, with the name of both", async () => {
  const [why] = await judged(
    "const seen: string[] = [];\nclass Echo extends Node { onStart() { seen.push(this.id); this.output(seen.length); } }",
    `await grade("E0", { Echo }, async ({ Echo, test, run }) => {
      test("starts", 1, async () => assert.deepEqual((await run({ nodes: { a: Echo } })).outputs.a, [1]));
    })`,
  );
  expect(why).toBe("The class Echo changes seen, a variable outside of it. Nodes share no memory: keep it in a field.");
});

test("what students read of a visible test comes from a process that has seen no hidden one", async () => {
  const answer = "let seen = 0;\nfunction next(n: number): string { seen = Math.max(seen, n); return String(seen); }";
  const tests = `await grade("E0", { next }, async ({ next, test }) => {
    test("first", 1, async () => await next(1));
    // BEGIN HIDDEN TESTS
    test("second", 1, async () => await next(77));
    // END HIDDEN TESTS
    test("third", 1, async () => await next(2));
  })`;
  expect(await judged(answer, tests)).toEqual(["1", "failed", "2"]);
});

test("answers that cannot be loaded fail every test, and say why", async () => {
  const tests = `await grade("E0", { f }, async ({ f, test }) => {
    test("one", 1, async () => assert.equal(await f(), 1));
    test("two", 1, async () => assert.equal(await f(), 2));
  })`;
  const why = ["not today", "not today"];
  expect(await judged('const f = (() => { throw new Error("not today"); })();', tests)).toEqual(why);
  expect((await judged("const f = = 1;", tests))[0]).toContain("There is no f. A cell could not be read:");
  expect(await judged("const g = 1;", tests)).toEqual(["There is no f.", "There is no f."]);
});

/** Costs the judge ten times what it costs itself: the same large request, over and over. */
const burn = `import { writeSync } from "node:fs";
function burn(): number {
  const text = Buffer.from(JSON.stringify(["get", 1, "x", Array(1e6).fill(["o"])]));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  for (;;) try { writeSync(1, Buffer.concat([length, text])); } catch {}
}`;
const burns = [1, 2, 3, 4].map((n) => `test("${n}", 1, async () => assert.equal(await burn(), 1));`).join("\n");

describe.skipIf(process.platform !== "linux")("a node that should have forgotten in a crash", () => {
  const adder = `class Adder extends Node {
    onStart() { this.send("keeper", { type: "add" }); this.setTimer("again", 20); }
    onTimer() { this.send("keeper", { type: "add" }); }
    onSum({ sum }: any) { this.output(sum); }
  }`;
  const system = '{ nodes: { keeper: Keeper, adder: Adder }, faults: [crash("keeper", { at: 10, restart: 15 })] }';

  test("cannot show as its state what its process knows", async () => {
    const answer = `import { Peer } from "/course/kernel-lib/dist/grading/membrane/peer.js";
import { HostedNodes } from "/course/kernel-lib/dist/grading/sandbox/inside/nodes.js";
class Keeper extends Node {
  static sum = 0;
  onAdd() { (globalThis as any).sum = ((globalThis as any).sum ?? 0) + 1; }
  static {
    const shape = ["o", "name", "Keeper", "methods", ["a"], "generators", ["a"]];
    for (const nodes of [HostedNodes.prototype as any]) nodes.state = () => ["&", "object", 999, 1, shape];
    const honest = Peer.prototype.answer;
    const values: any = { keys: ["a", "sum"], has: true };
    for (const peer of [Peer.prototype as any])
      peer.answer = function (this: any, request: any[]) {
        if (request[1] !== 999) return honest.call(this, request);
        return ["=", values[request[0]] ?? (globalThis as any).sum, []];
      };
  }
}`;
    const tests = `await grade("E0", { Keeper }, async ({ Keeper, test, run }) => {
      test("knows all", 1, async () => assert.equal((await run(${system})).states.keeper.sum, 2));
    })`;
    const [why] = await judged(answer, tests, adder);
    expect(why).toContain('Your code made its process send something unreadable: ["&","object",999');
  });

  test("earns nothing by ending the judge before it is asked again", async () => {
    const answer = `${burn}
class Keeper extends Node {
  sum = 0;
  onAdd(_: any, from: string) { (globalThis as any).sum = ++this.sum; this.send(from, { type: "sum", sum: this.sum }); }
  onRestart() { this.sum = (globalThis as any).sum ?? 0; }
}`;
    const tests = `await grade("E0", { Keeper, burn }, async ({ Keeper, burn, test, run }) => {
      test("remembers", 1, async () => assert.deepEqual((await run(${system})).outputs.adder, [1, 2]));
      ${burns}
    })`;
    const [first] = await judged(answer, tests, adder, new Patience(0.4));
    expect(first).toMatch(/^Whether its nodes share memory could not be found out\. It was not done after 0\.4 s/);
  });
});

test("a given class that an answer declares again is, where a test hands one out, the one that was given", async () => {
  const answer = `class Tools { of() { return 1; } }
function f(tools: any): number { return 10 * tools.of() + new Tools().of(); }`;
  const tests = `await grade("E0", { f }, async ({ f, test }) => {
    test("both", 1, async () => assert.equal(await f(new Tools()), 21));
  })`;
  expect(await judged(answer, tests, "class Tools { of() { return 2; } }")).toEqual(["passed"]);
});

test("a run with more nodes of a student's than can be asked again does not count, and says so", async () => {
  const answer = `class Leaf extends Node {}
class Root extends Node { onStart() { for (let i = 0; i < 300; i++) this.spawn("leaf" + i, Leaf); } }`;
  const tests = `await grade("E0", { Root }, async ({ Root, test, run }) => {
    test("starts", 1, async () => assert.equal((await run({ nodes: { root: Root } })).errors.length, 0));
    test("two", 1, () => true);
  })`;
  const why = "A run had 301 nodes and restarts of yours; 200 can be marked.";
  expect(await judged(answer, tests)).toEqual([why, "passed"]);
});

test.skipIf(process.platform !== "linux")("the time that it costs the judge is a submission's, too", async () => {
  const patience = new Patience(1, 3);
  const tests = `await grade("E0", { burn }, async ({ burn, test }) => { ${burns} })`;
  expect(await judged(burn, tests, "", patience)).not.toContain("passed");
  // A judge may take three seconds for the first test, and half of that for each of the others.
  expect(patience.used).toBeLessThan(11);
});

test("an answer is not a different number each time somebody looks", async () => {
  const answer = `let looked = 0;
const valueOf = () => (looked++ % 2 === 0 ? 9 : 0);
class Number9 { valueOf() { return valueOf(); } }
function ofClass(): any { return new Number9(); }
function plain(): any { return { valueOf }; }`;
  const tests = `await grade("E0", { ofClass, plain }, async ({ ofClass, plain, test }) => {
    const near = (x: any) => assert.ok(x > 3 && x < 5);
    test("of a class", 1, async () => near(await ofClass()));
    test("plain", 1, async () => near(await plain()));
  })`;
  expect(await judged(answer, tests)).toEqual(["false == true", "false == true"]);
});
