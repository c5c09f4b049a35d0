// What a worker found out about a submission is read part by part: the page is written here, and holds no markup of a
// worker's.
import { explore, latency, Node, run } from "kernel-lib";
import { expect, test } from "vitest";
import { packFinding, unpackFinding } from "../../kernel-lib/grading/pipeline/farm-findings.mjs";
import { verdictOn } from "../../kernel-lib/grading/pipeline/judging.mjs";

class Asker extends Node {
  kept: any[] = [];
  async onStart() {
    this.kept.push(this.kept);
    this.send("b", { type: "note", text: "<i>hi</i>" });
    await this.call("b", { type: "never" });
  }
}
class Silent extends Node {
  async onNever() {
    await this.sleep(1000);
  }
}
const system = { nodes: { a: Asker, b: Silent }, faults: [latency(3)] };

/** A finding of a real run and a real counterexample. */
async function finding() {
  const seen = await run(system, { engine: "simulator", limit: 50 });
  const calm = { nodes: { b: Silent, a: class extends Node {} } };
  const { counterexample } = await explore(calm, { always: { never: () => "<u>no</u>" } });
  return {
    ...{ cell: "t1", id: "exercise <1>", remark: "a & b" },
    results: [
      { sentence: "passes", points: 2, ok: true },
      { sentence: "answers <b>", points: 1, ok: false, why: "<script>alert(1)</script>\nmore", run: seen },
      { sentence: "never", points: 1, ok: false, hidden: true, why: "not always", run: counterexample },
    ],
  };
}

const sent = async () => JSON.parse(JSON.stringify(packFinding(await finding())));

test("a report of what was found elsewhere is the one of what was found here", async () => {
  const here = await verdictOn(await finding(), 3);
  const there = await verdictOn(unpackFinding(await sent(), "t1"), 3);
  expect(there).toEqual(here);
  expect(there.points).toBe(2);
  expect(there.html).toContain("<svg");
  expect(there.html).not.toMatch(/<script|<i>|<u>|<b>/);
});

test("points are at most those of the cell", async () => {
  const said = await sent();
  said.results[0].points = 1e9;
  expect((await verdictOn(unpackFinding(said, "t1"), 3)).points).toBe(3);
});

test.each<[string, (said: any) => unknown]>([
  ["no results", (said) => delete said.results],
  ["a sentence that is none", (said) => Object.assign(said.results[0], { sentence: ["<b>"] })],
  ["points below zero", (said) => Object.assign(said.results[0], { points: -5 })],
  ["points that are none", (said) => Object.assign(said.results[0], { points: "1" })],
  ["a reason that is none", (said) => Object.assign(said.results[1], { why: { toString: 1 } })],
  ["a run without counts", (said) => delete said.results[1].run.stats],
  ["a run that ended otherwise", (said) => Object.assign(said.results[1].run, { reason: "<b>" })],
  ["a call that waits since a word", (said) => Object.assign(said.results[1].run.waiting[0], { since: '0"><b>' })],
  ["an event at a word", (said) => Object.assign(said.results[1].run.trace.events[1], { at: '0"><b>' })],
  ["a counterexample that is none", (said) => Object.assign(said.results[2], { run: { events: [] } })],
])("a finding with %s is refused", async (_, change) => {
  const said = await sent();
  change(said);
  expect(() => unpackFinding(said, "t1")).toThrow("a worker's verdict on t1 cannot be read");
});
