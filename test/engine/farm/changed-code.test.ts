// A worker whose code is changed on the disk while it runs would start other code than it says: it leaves instead.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Campaign } from "kernel-lib/dist/src/engine/farm/campaign.js";
import { ship } from "kernel-lib/dist/src/engine/ship/ship.js";
import { packParcel } from "kernel-lib/dist/src/engine/sweep/parcel.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";

/** The course's folder on another machine: what a worker needs of it. */
const folder = mkdtempSync(join(tmpdir(), "worker-"));
let farm: TestFarm;
let campaign: Campaign;
let worker: ChildProcess;

beforeAll(async () => {
  for (const part of ["kernel-lib", "package.json"])
    cpSync(part, join(folder, part), { recursive: true, preserveTimestamps: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  farm = await TestFarm.open();
  campaign = await Campaign.begin(farm.link, "this test");
  const program = `
    import { main } from "./kernel-lib/course/command/main.mjs";
    import { workOn } from "./kernel-lib/course/serve/farm.mjs";
    const act = () => workOn(${JSON.stringify(farm.opened.workerLink)}, { name: "old", jobs: 1 });
    main({ name: "npm run worker", help: "", act });`;
  writeFileSync(join(folder, "worker.mjs"), program);
  worker = spawn(process.execPath, [join(folder, "worker.mjs")], { stdio: ["ignore", "pipe", "pipe"] });
});
afterAll(async () => {
  worker.kill("SIGKILL");
  await campaign.end();
  await farm.end();
  rmSync(folder, { recursive: true, force: true });
});

const job = (n: number) => {
  const shipment = ship([({ n }: { n: number }) => n, { n: [n] }], "f");
  return campaign.submit("sweep", `job ${n}`, packParcel({ task: { shipment, seeds: 1 }, from: 0, end: 1 }));
};

test("it gives its job back, and says to start it again; code that is only written anew is the same", async () => {
  let said = "";
  worker.stderr!.on("data", (text) => (said += text));
  expect(await job(1)).toMatchObject({ ok: true, by: "old" });
  const grid = join(folder, "kernel-lib/dist/src/engine/sweep/grid.js");
  utimesSync(grid, 1_780_000_000, 1_780_000_000);
  expect(await job(2)).toMatchObject({ ok: true, by: "old" });
  appendFileSync(grid, "// changed\n");
  const third = job(3);
  const [code] = await once(worker, "exit");
  expect([code, said]).toEqual([
    1,
    "\nError: This worker has left the farm: the course's code on this machine has changed since this worker began, " +
      "and results could differ. Start it again.\n" +
      `To fix it: npm run worker -- "${farm.opened.workerLink}"\n`,
  ]);
  await eventually("it is reported", () =>
    farm.lines.some((line) => line.startsWith("old has left: the course's code")),
  );
  expect(farm.lines).toContain("old gave job 3 back");
  await farm.worker("new");
  expect(await third).toMatchObject({ ok: true, by: "new" });
});
