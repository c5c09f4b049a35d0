// Who may do what in a farm: workers need its token and know it by its pin; they submit nothing, read no result, and
// answer for nobody else.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { farm as farmOf } from "kernel-lib";
import { Campaign } from "kernel-lib/dist/src/engine/farm/campaign.js";
import { connectAsOwner, connectAsWorker } from "kernel-lib/dist/src/engine/farm/farm-connection.js";
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
  const closed = [
    ...["result.>", "job.>", "inbox.>", "inbox.other.>", "inbox.spy.>", "news.>", "_INBOX.>", "progress.>"],
    "mail.*.other.*",
  ];
  for (const subject of closed) connection.subscribe(subject, { callback: () => {} });
  const forbidden = [
    ...[`job.${campaign.id}.x`, `cancel.${campaign.id}`, "news.other", `progress.${campaign.id}`],
    ...["call.me", "mail.driver.other._room"],
  ];
  for (const subject of forbidden) connection.publish(subject, "{}");
  await connection.flush();
  await eventually("all is refused", () => refused.length === closed.length + forbidden.length);
  expect(refused.map((text) => /Violation for (\w+ to "[^"]+")/i.exec(text)?.[1])).toEqual([
    ...closed.map((one) => `Subscription to "${one}"`),
    ...forbidden.map((one) => `Publish to "${one}"`),
  ]);
  await expect(jetstream(connection).publish(`job.${campaign.id}.x`, "x", { timeout: 500 })).rejects.toThrow();
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 500 });
  await expect(manager.streams.purge("JOBS")).rejects.toThrow();
  await expect(manager.streams.getMessage("RESULTS", { seq: 1 })).rejects.toThrow();
  await connection.close();
  await campaign.end();
});

test("a worker says nothing of a job that is another's, and gives no result of it", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const [honest, liar] = await Promise.all(
    ["honest", "liar"].map((name) => connectAsWorker(farm.opened.workerLink, name, "this test")),
  );
  const result = campaign.submit("sweep", "the job", "");
  const job = await honest!.connection.request("take.honest", "", { timeout: 5000 });
  const place = job.headers!.get("place");
  const give = async (worker: string, connection: NatsConnection, body: string) => {
    const given = encode({ ok: true, body, by: worker });
    return (await connection.request(`give.${worker}.${place}`, given, { timeout: 5000 })).json();
  };
  for (const sign of ["+TERM", "-NAK", "+ACK", "+NXT", ""]) liar!.connection.publish(`sign.liar.${place}`, sign);
  expect(await give("liar", liar!.connection, "a lie")).toEqual({ isFirst: false });
  expect(await give("honest", honest!.connection, "the truth")).toEqual({ isFirst: true });
  expect(await result).toEqual({ ok: true, body: "the truth", by: "honest" });
  for (const { connection } of [honest!, liar!]) await connection.close();
  await campaign.end();
});

test("a worker has no more jobs than it could do", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const jobs = Array.from({ length: 70 }, (_, n) => campaign.submit("sweep", `job ${n}`, "").catch(() => {}));
  const { connection } = await connectAsWorker(farm.opened.workerLink, "greedy", "this test");
  const take = () => connection.request("take.greedy", "", { timeout: 1000 }).catch(() => undefined);
  const taken = await Promise.all(Array.from({ length: 70 }, take));
  expect(taken.filter((one) => one?.headers?.get("place")).length).toBe(64);
  await connection.close();
  await campaign.end();
  await Promise.all(jobs);
});

test("a worker cannot have others act for it by naming a subject for the answer", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const job = campaign.submit("sweep", "the job", "").catch((error) => error.message);
  const owner = await connectAsOwner(farm.link, "this test");
  const manager = await jetstreamManager(owner.connection);
  await eventually("it waits", async () => (await manager.streams.info("JOBS")).state.messages === 1);
  const { connection } = await connectAsWorker(farm.opened.workerLink, "thief", "this test");
  const api = ["STREAM.DELETE.JOBS", "STREAM.PURGE.JOBS", "CONSUMER.DELETE.JOBS.workers"].map(
    (one) => `$JS.API.${one}`,
  );
  const hello = JSON.stringify({ version: libraryVersion() });
  const next = JSON.stringify({ batch: 1, no_wait: true });
  for (const reply of [...api, `cancel.${campaign.id}`, `job.${campaign.id}.forged`]) {
    connection.publish(`alive.${campaign.id}`, "", { reply });
    connection.publish("hello.thief", hello, { reply });
    connection.publish("take.thief", "", { reply });
    connection.publish("give.thief.1", "", { reply });
    // The server itself would answer these: by a message without content, or by JSON.
    connection.publish("$JS.API.CONSUMER.INFO.JOBS.workers", "", { reply });
    connection.publish("$JS.API.CONSUMER.MSG.NEXT.JOBS.workers", next, { reply });
    connection.publish("$JS.ACK.JOBS.workers.1.1.1.1.0", "+ACK", { reply });
    connection.publish(`result.${campaign.id}.x`, "", { reply });
  }
  await connection.flush();
  await new Promise((done) => setTimeout(done, 500));
  expect((await manager.consumers.info("JOBS", "workers")).name).toBe("workers");
  const kept = async (name: string) => (await manager.streams.info(name)).state.messages;
  expect([await kept("JOBS"), await kept("RESULTS")]).toEqual([1, 0]);
  await connection.close();
  await owner.connection.close();
  await campaign.end();
  expect(await job).toBe("The campaign was given up.");
});

test("a worker with another's name does not get its mail", async () => {
  const campaign = await Campaign.begin(farm.link, "this test");
  const job = campaign.submit("sweep", "the job", "").catch((error) => error.message);
  const [real, twin] = await Promise.all(
    [1, 2].map(() => connectAsWorker(farm.opened.workerLink, "lab1", "this test")),
  );
  const read: string[] = [];
  for (const subject of ["inbox.lab1.*.>", `${(twin!.connection as any).options.inboxPrefix}.>`])
    twin!.connection.subscribe(subject, { callback: (error, message) => void (error ?? read.push(message.subject)) });
  await twin!.connection.flush();
  expect((await real!.connection.request("take.lab1", "", { timeout: 5000 })).data.length).toBeGreaterThan(0);
  await twin!.connection.flush();
  expect(read).toEqual([]);
  for (const { connection } of [real!, twin!]) await connection.close();
  await campaign.end();
  await job;
});

test("what a worker says moves no cursor, and what nobody can read stops nothing", async () => {
  const { connection } = await connectAsWorker(farm.opened.workerLink, "loud", "this test");
  const before = farm.lines.length;
  const mail = [
    "null",
    "[]",
    "{",
    '{"say":"x"}',
    JSON.stringify({ say: "takes", what: "\u001b[2J\nyou\u202e", attempt: {} }),
  ];
  for (const text of mail) {
    connection.publish("news.loud", text);
    connection.publish("hello.loud", text, { reply: `${(connection as any).options.inboxPrefix}.x` });
  }
  connection.publish("news.loud", JSON.stringify({ say: "done", what: "that", id: 7 }));
  await connection.flush();
  await eventually("all is heard", () => farm.lines.includes("loud has done that"));
  const lines = farm.lines.slice(before).filter((line) => !line.includes("was refused"));
  expect(lines.filter((line) => line.startsWith("loud"))).toEqual(["loud does  [2J you ", "loud has done that"]);
  expect(farm.lines.join("")).not.toMatch(/\p{Cc}|\p{Cf}/u);
  await connection.close();
});

test("a farm that is opened again has the same links", async () => {
  const { folder } = farm;
  const [link, port] = [farm.link, Number(new URL(farm.link).port)];
  await farm.opened.end();
  const again = await openFarm({ folder, port });
  expect(again.link).toBe(link);
  Object.assign(farm, { opened: again });
});
