// One's own machines: nodes run where they are placed, and a machine that dies ends the run with a sentence.
import { Node, run } from "kernel-lib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Machines, startMachines } from "../../support/hosts.js";

vi.setConfig({ testTimeout: 180_000 });

class Where extends Node {
  onStart() {
    this.output(process.pid);
  }
}
class Waiting extends Node {
  onStart() {
    this.setTimer("never", 1_000_000);
  }
}

let machines: Machines;
beforeAll(async () => {
  machines = await startMachines({ a: "three", b: "three", c: "one" });
}, 180_000);
afterAll(() => machines.end());

test("nodes run where they are placed, and the others in turn", async () => {
  const { engine, processes } = machines;
  const [one, , three] = processes.map(({ pid }) => pid);
  const { outputs } = await run({ nodes: { a: Where, d: Where, b: Where, c: Where } }, { engine });
  expect(outputs).toEqual({ a: [three], d: [three], b: [three], c: [one] });
  await expect(run({ nodes: { a: Where } }, { engine: { kind: "cluster" } as any })).rejects.toThrow(
    "There is no engine",
  );
});

test("a machine that dies ends the run, and names itself", async () => {
  const { engine, processes } = machines;
  const running = run({ nodes: { a: Waiting, c: Waiting } }, { engine, limit: 120_000 });
  setTimeout(() => processes[2]!.kill("SIGKILL"), 1000);
  await expect(running).rejects.toThrow("The host three is gone, and its nodes with it.");
});
