// Each result counts once, whatever happens to workers and server: they are killed, frozen and started again here.
import { once } from "node:events";
import { jetstreamManager } from "@nats-io/jetstream";
import { Campaign } from "kernel-lib/dist/src/engine/farm/campaign.js";
import { connectAsOwner, connectAsWorker } from "kernel-lib/dist/src/engine/farm/farm-connection.js";
import { ship } from "kernel-lib/dist/src/engine/ship/ship.js";
import { packParcel } from "kernel-lib/dist/src/engine/sweep/parcel.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let farm: TestFarm;
let campaign: Campaign;
beforeEach(async () => {
  farm = await TestFarm.open();
  campaign = await Campaign.begin(farm.link, "this test");
});
afterEach(async () => {
  await campaign.end();
  await farm.end();
});

/** A job: an experiment that computes for so long, then gives what it was given. */
function spin(ms: number, value = 1): string {
  const f = ({ value, ms }: { value: number; ms: number }) => {
    for (const end = Date.now() + ms; Date.now() < end; );
    return value;
  };
  return packParcel({ task: { shipment: ship([f, { value: [value], ms: [ms] }], "f"), seeds: 1 }, from: 0, end: 1 });
}

const answer = (value: number) => JSON.stringify([{ data: value, parts: [], printed: [] }]);
const knows = (line: string) => () => farm.lines.includes(line);

test("every job has one result, and no worker gets one that another is at", async () => {
  await farm.worker("one", 2);
  await farm.worker("two", 2);
  const jobs = Array.from({ length: 12 }, (_, n) => campaign.submit("sweep", `job ${n}`, spin(100, n)));
  const results = await Promise.all(jobs);
  expect(results.map((result) => result.ok && result.body)).toEqual(Array.from({ length: 12 }, (_, n) => answer(n)));
  const done = () => farm.lines.filter((line) => line.includes(" has done "));
  await eventually("all is reported", () => done().length === 12);
  expect(new Set(done().map((line) => line.replace(/^\w+/, ""))).size).toBe(12);
});

test("a killed worker's job is done by another", async () => {
  const one = await farm.worker("one");
  const result = campaign.submit("sweep", "the job", spin(1000));
  await eventually("one has it", knows("one does the job"));
  one.child.kill("SIGKILL");
  await farm.worker("two");
  expect(await result).toEqual({ ok: true, body: answer(1), by: "two" });
  expect(farm.lines).toContain("two does the job (try 2)");
});

test("a worker that is slow keeps its job; a frozen one loses it, and what it gives later does not count", async () => {
  const one = await farm.worker("one");
  const slow = campaign.submit("sweep", "the slow job", spin(4000));
  expect(await slow).toMatchObject({ ok: true, by: "one" });
  const result = campaign.submit("sweep", "the job", spin(500));
  await eventually("one has it", knows("one does the job"));
  one.child.kill("SIGSTOP");
  await farm.worker("two");
  expect(await result).toMatchObject({ ok: true, by: "two" });
  one.child.kill("SIGCONT");
  await eventually("one is late", knows("one has done the job, which was done already"));
  expect(farm.lines.filter((line) => line.includes("slow job"))).toEqual([
    "one does the slow job",
    "one has done the slow job",
  ]);
});

test("a poison job is put aside after three tries, with the error of the last", async () => {
  await farm.worker("one");
  const poison = campaign.submit("sweep", "poison", "this is no job");
  const good = campaign.submit("sweep", "good", spin(10, 7));
  const why = `Unexpected token 'h', "this is no job" is not valid JSON`;
  expect(await poison).toEqual({ ok: false, why, by: "one" });
  expect(await good).toMatchObject({ ok: true, body: answer(7) });
  await eventually("the third is reported", knows(`one failed at poison, try 3: ${why}`));
  expect(farm.lines.filter((line) => line.startsWith("one failed"))).toHaveLength(3);
});

/** Three workers end while they are at it, and a fourth is there. */
async function threeDieOf(poison: Promise<unknown>): Promise<void> {
  for (const name of ["one", "two", "three"]) {
    const { child } = await farm.worker(name);
    await eventually(`${name} has it`, () => farm.lines.some((line) => line.startsWith(`${name} does poison`)));
    child.kill("SIGKILL");
  }
  await farm.worker("four");
  expect(await poison).toEqual({ ok: false, why: "three ended without a word while it did this.", by: "three" });
}

test("a job that ends its workers is put aside too", async () => {
  const poison = campaign.submit("sweep", "poison", spin(60_000));
  await threeDieOf(poison);
  expect(await campaign.submit("sweep", "good", spin(10, 7))).toMatchObject({ ok: true, body: answer(7) });
});

test("such a job is found while others' jobs keep the queue busy", async () => {
  const others = await Campaign.begin(farm.link, "others");
  const poison = campaign.submit("sweep", "poison", spin(60_000));
  let isOver = false;
  // There is always a job that waits, because two are in the queue at any time until the poison is found.
  const keepBusy = async () => {
    for (let n = 0; !isOver; n++) await others.submit("sweep", `job ${n}`, spin(300, n));
  };
  const busy = Promise.all([keepBusy(), keepBusy()]);
  await threeDieOf(poison);
  isOver = true;
  await busy;
  await others.end();
});

test("a job that a worker has made away with, or that was given back three times, is done by another", async () => {
  const result = campaign.submit("sweep", "the job", spin(100, 5));
  const { connection } = await connectAsWorker(farm.opened.workerLink, "thief", "this test");
  const job = await connection.request("take.thief", "", { timeout: 5000 });
  connection.publish(`sign.thief.${job.headers!.get("place")}`, "+TERM");
  await connection.flush();
  await connection.close();
  for (const name of ["one", "two", "three"]) {
    const slow = campaign.submit("sweep", "slow", spin(60_000)).catch(() => {});
    const { child } = await farm.worker(name);
    await eventually(`${name} works`, () => farm.lines.some((line) => line.startsWith(`${name} does`)));
    child.kill("SIGINT");
    await once(child, "exit");
    expect(farm.lines).toContain(`${name} has left`);
    void slow;
  }
  const { child } = await farm.worker("four", 6);
  expect(await result).toEqual({ ok: true, body: answer(5), by: "four" });
  expect(farm.lines.join()).not.toContain("not wanted");
  child.kill("SIGKILL");
});

test("jobs that nobody waits for leave the queue, also where no worker is there to look", async () => {
  const gone = await Campaign.begin(farm.link, "a program that ends");
  void gone.submit("sweep", "the job", spin(1));
  const kept = campaign.submit("sweep", "another", spin(1, 6));
  const { connection } = await connectAsOwner(farm.link, "this test");
  const manager = await jetstreamManager(connection);
  const waiting = async () => (await manager.streams.info("JOBS")).state.messages;
  await eventually("both wait", async () => (await waiting()) === 2);
  await gone.farm.connection.close();
  await eventually("one waits", async () => (await waiting()) === 1);
  await connection.close();
  await farm.worker("one");
  expect(await kept).toEqual({ ok: true, body: answer(6), by: "one" });
});

test("a server that is killed comes back with what waits, and no result is lost", async () => {
  await farm.worker("one");
  const jobs = Array.from({ length: 6 }, (_, n) => campaign.submit("sweep", `job ${n}`, spin(300, n)));
  await eventually("the third is under way", knows("one does job 2"));
  process.kill(farm.opened.process, "SIGKILL");
  const results = await Promise.all(jobs);
  expect(results.map((result) => result.ok && result.body)).toEqual(Array.from({ length: 6 }, (_, n) => answer(n)));
});
