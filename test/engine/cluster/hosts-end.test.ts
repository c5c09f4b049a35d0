// Whatever is killed, and whenever: nothing of a system's nodes is left on any machine.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { enclosedBy, orphans } from "../../support/enclosures.js";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

describe.skipIf(process.platform !== "linux")("where bubblewrap is", () => {
  let farm: TestFarm;
  const drivers: ChildProcess[] = [];
  beforeAll(async () => {
    farm = await TestFarm.open();
  });
  afterEach(() => {
    for (const driver of drivers) driver.kill("SIGKILL");
  });
  afterAll(() => farm.end());

  function drive(): ChildProcess {
    const driver = spawn(process.execPath, [resolve("test/support/driver.cjs"), farm.link], { stdio: "ignore" });
    drivers.push(driver);
    return driver;
  }

  const isRunning = /runs nodes? (first|second|third)/;

  test("where the program that runs nodes is killed, its workers end them, and serve the next", async () => {
    const [one, two] = [await farm.worker("one"), await farm.worker("two")];
    const driver = drive();
    const areBusy = () => [one, two].every((worker) => isRunning.test(worker.said) && enclosedBy(worker) > 0);
    await eventually("both run nodes", areBusy);
    driver.kill("SIGKILL");
    await eventually("nothing is left", () => enclosedBy(one) + enclosedBy(two) === 0, 10_000);
    for (const { said } of [one, two]) expect(said).toContain(": ended, because its program is gone");
    const before = two.said.length;
    drive();
    await eventually("they run nodes again", () => isRunning.test(two.said.slice(before)));
    for (const { child } of [one, two]) {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    expect(one.said).toContain(": ended, because this worker was stopped");
    await eventually("nothing is left", () => orphans().length === 0, 10_000);
  });

  test("workers that are killed while they make an enclosure, or soon after, leave nothing", async () => {
    const workers = await Promise.all(["three", "four", "five"].map((name) => farm.worker(name)));
    drive();
    await Promise.all(
      workers.map(async (worker, i) => {
        await eventually("it makes an enclosure", () => isRunning.test(worker.said));
        await new Promise((done) => setTimeout(done, [0, 60, 180][i]));
        worker.child.kill("SIGKILL");
      }),
    );
    await eventually("nothing is left", () => orphans().length === 0, 10_000);
  });

  test("what makes an enclosure leaves nothing of it, whenever it is killed", async () => {
    for (let i = 0; i < 40; i++) {
      await once(fork(resolve("test/support/maker.cjs"), [String(i / 4)]), "exit");
    }
    await eventually("nothing is left", () => orphans().length === 0, 10_000);
  });
});
