// Who may do what in a farm: workers need its token and know it by its pin; they submit nothing, read no result, and
// answer for nobody else.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { farm as farmOf } from "kernel-lib";
import { Campaign } from "kernel-lib/dist/src/engine/farm/campaign.js";
import { connectAsWorker } from "kernel-lib/dist/src/engine/farm/farm-connection.js";
import { encode } from "kernel-lib/dist/src/engine/farm/jobs.js";
import { openFarm } from "kernel-lib/dist/src/engine/farm/open-farm.js";
import { libraryVersion } from "kernel-lib/dist/src/engine/farm/version.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let farm: TestFarm;
beforeAll(async () => {
  farm = await TestFarm.open();
});
afterAll(() => farm.end());

/** The worker's link with another code. */
const withCode = (change: (code: string) => string) => farm.opened.workerLink.replace(/[a-z0-9]+$/, change);

test("a worker without the token is refused, and so is a link without a pin or with another", async () => {
  const token = await farm.refused(withCode((code) => `aaaaaaaaaaaa${code.slice(12)}`));
  expect(token).toEqual({
    code: 1,
    said: "\nError: npm run worker: this farm does not know the token in its link. Copy the whole link as npm run farm prints it.\n",
  });
  const none = await farm.refused(withCode((code) => code.slice(0, 12)));
  expect(none.said).toContain("has a token and no pin, so the server there could be anyone's.");
  const other = await farm.refused(withCode((code) => `${code.slice(0, 12)}aaaaaaaaaaaaaaaa`));
  expect(other.said).toContain("the server there is not this link's farm: its certificate has another pin.");
  const gone = await farm.refused(farm.opened.workerLink.replace(/:\d+\//, ":1/"));
  expect(gone.said).toContain("nothing answers there (ECONNREFUSED). Is the farm still open (npm run farm)?");
});

test("a room's link lends nothing, and neither does a machine that cannot enclose what it gets", async () => {
  const room = await farm.refused("http://127.0.0.1:4280/abc");
  expect(room.said).toContain(
    'npm run worker: "http://127.0.0.1:4280/abc" is no farm\'s link. npm run farm prints one, which begins with farm://.',
  );
  const tools = join(farm.folder, "tools");
  mkdirSync(tools);
  for (const tool of ["setpriv", "prlimit"]) symlinkSync(`/usr/bin/${tool}`, join(tools, tool));
  const { code, said } = await farm.refused(farm.opened.workerLink, { ...process.env, PATH: tools });
  expect(code).toBe(1);
  expect(said).toContain("What a farm sends is code, and nothing here can enclose it.");
  expect(said).toContain("install bubblewrap (sudo apt install bubblewrap)");
});

test("a worker of another version is refused by name", async () => {
  const worker = connectAsWorker(farm.opened.workerLink, "lab1", "npm run worker", "0123456789ab-node20");
  await expect(worker).rejects.toThrow(
    `npm run worker: this farm has version ${libraryVersion()} of the course, and "lab1" has 0123456789ab-node20: results could differ.`,
  );
  expect(farm.lines).toContain(`lab1 was refused: it has version 0123456789ab-node20, this farm ${libraryVersion()}`);
});

test("work is submitted with the owner's secret only", async () => {
  await expect(Campaign.begin(farm.opened.workerLink, "sweep")).rejects.toThrow("lends machines. To submit work,");
  await expect(Campaign.begin(`${farm.opened.workerLink}#wrong`, "sweep")).rejects.toThrow(
    "sweep: this farm does not know the secret behind its #.",
  );
  expect(() => farmOf("http://127.0.0.1:4280/x")).toThrow('farm("http://127.0.0.1:4280/x"): that is no farm\'s link.');
});

test("a worker cannot submit a job, read a result, take part in the queue's keeping, or hear another's mail", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const { connection } = await connectAsWorker(farm.opened.workerLink, "spy", "this test");
  const refused: string[] = [];
  void (async () => {
    for await (const { type, error } of connection.status() as any) if (type === "error") refused.push(error.message);
  })();
  for (const subject of ["result.>", "job.>", "inbox.>", "inbox.other.>", "news.>", "_INBOX.>", "mail.*.other.*"])
    connection.subscribe(subject, { callback: () => {} });
  connection.publish(`job.${campaign.id}.x`, "x");
  connection.publish(`cancel.${campaign.id}`, "x");
  connection.publish("news.other", "x");
  connection.publish("call.me", "x");
  connection.publish("mail.driver.other._room", "x");
  await connection.flush();
  await eventually("all is refused", () => refused.length === 12);
  expect(refused.map((text) => /Violation for (\w+ to "[^"]+")/i.exec(text)?.[1])).toEqual([
    ...["result.>", "job.>", "inbox.>", "inbox.other.>", "news.>", "_INBOX.>", "mail.*.other.*"].map(
      (one) => `Subscription to "${one}"`,
    ),
    ...[`job.${campaign.id}.x`, `cancel.${campaign.id}`, "news.other", "call.me", "mail.driver.other._room"].map(
      (one) => `Publish to "${one}"`,
    ),
  ]);
  await expect(jetstream(connection).publish(`job.${campaign.id}.x`, "x", { timeout: 500 })).rejects.toThrow();
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 500 });
  await expect(manager.streams.purge("JOBS")).rejects.toThrow();
  await expect(manager.streams.getMessage("RESULTS", { seq: 1 })).rejects.toThrow();
  await connection.close();
  await campaign.end();
});

test("a result that names a job nobody gave its worker is nobody's", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const { connection } = await connectAsWorker(farm.opened.workerLink, "liar", "this test");
  let settled = false;
  const job = campaign.submit("sweep", "the job", "").catch((error) => {
    settled = true;
    return error.message;
  });
  const given = encode({ ok: true, body: "a lie", by: "liar" });
  for (const id of ["0".repeat(32), "1", "x"])
    await jetstream(connection).publish(`result.${campaign.id}.${id}`, given);
  await connection.close();
  await new Promise((done) => setTimeout(done, 200));
  expect(settled).toBe(false);
  await campaign.end();
  expect(await job).toBe("The campaign was given up.");
});

test("a farm that is opened again has the same links", async () => {
  const { folder } = farm;
  const [link, port] = [farm.link, Number(new URL(farm.link).port)];
  await farm.opened.end();
  const again = await openFarm({ folder, port });
  expect(again.link).toBe(link);
  Object.assign(farm, { opened: again });
});
