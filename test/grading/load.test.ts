// On a busy machine a submission earns what it earns on an idle one, and nothing piles up from one to the next.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Marker } from "../support/marking.js";

const MARKINGS = 20;
/** It takes a third of the time that a test may take, whatever else the machine does. */
const slow = `function twice(n: number): number {
  const begun = process.cpuUsage();
  for (let used = 0; used < 3e5; ) {
    const { user, system } = process.cpuUsage(begun);
    used = user + system;
  }
  return 2 * n;
}
class Keeper extends Node<{ sum: number }> {
  onAdd({ n }: Add): number {
    this.disk.sum = (this.disk.sum ?? 0) + n;
    return this.disk.sum;
  }
}`;
const load: ChildProcess[] = [];
const marker = new Marker();

beforeAll(() => {
  vi.stubEnv("VERTEILT_TEST_SECONDS", "1");
  for (let i = 0; i < availableParallelism(); i++)
    load.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
});
afterAll(() => {
  for (const child of load) child.kill("SIGKILL");
  marker.close();
  vi.unstubAllEnvs();
});

/** How many files the judge has open, once all that it has started has ended. */
async function filesOfJudge(): Promise<number> {
  return await vi.waitFor(
    () => {
      const loops = load.map(({ pid }) => pid);
      const [judge, ...others] = descendantsOf(process.pid).filter((pid) => !loops.includes(pid));
      expect(others).toEqual([]);
      return readdirSync(`/proc/${judge}/fd`).length;
    },
    { timeout: 60_000 },
  );
}

test.skipIf(process.platform !== "linux")(
  `${MARKINGS} markings beside endless loops give one mark, and leave nothing behind`,
  async () => {
    const marks = new Set<string>();
    const open: number[] = [];
    for (let i = 0; i < MARKINGS; i++) {
      marks.add((await marker.mark(slow)).points.join(" "));
      open.push(await filesOfJudge());
    }
    expect([...marks]).toEqual(["4 2 2"]);
    // The first finds some files open that the others open again.
    expect(Math.max(...open.slice(1))).toBe(open[1]);
  },
  1_800_000,
);
