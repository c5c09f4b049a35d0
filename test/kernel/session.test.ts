// Whatever a cell does to its thread, the kernel lives on and says what was lost. At the end nothing is left.
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

const lost = (reason: string) => ({
  ename: "SessionLost",
  evalue: `${reason}. Its variables are gone: run the cells above again.`,
});

test("process.exit ends the cells' thread only, and later cells are told which cell to run again", async () => {
  const { reply } = await kernel.execute("const before = 1");
  const ids = ["process.exit(3)", "before"].map((code) => kernel.begin(code));
  const [exited, next] = await Promise.all(ids.map((id) => kernel.answer(id)));
  expect(exited.error).toMatchObject(lost("process.exit(3) ended the thread that runs cells"));
  expect(next.reply.content.status).toBe("aborted");
  expect((await kernel.execute("before")).error!.evalue).toBe(
    `before is not defined yet. Cell In[${reply.content.execution_count}] defined it, but the variables are gone: run that cell again.`,
  );
  expect((await kernel.execute("const before = 2; before")).result).toEqual({ "text/plain": "2" });
});

test("running out of memory ends the cells' thread only", async () => {
  const { error } = await kernel.execute(
    "const hoard: number[][] = []; while (true) hoard.push(new Array(1e6).fill(0.5));",
  );
  expect(error!.evalue).toMatch(/^The memory of \d+ MB for cells was used up\. Its variables are gone/);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
});

test("an exit between cells is told under the last cell", async () => {
  const { reply } = await kernel.execute("setTimeout(() => process.exit(), 20)");
  const error = await kernel.until(() =>
    kernel.published.find((m) => m.parent.msg_id === reply.parent.msg_id && m.header.msg_type === "error"),
  );
  expect(error.content).toMatchObject(lost("process.exit(0) ended the thread that runs cells"));
});

test("a cell that reacts to nothing is ended by the third interrupt", async () => {
  const id = kernel.begin("console.log('on'); await null; /^(a+)+$/.test('a'.repeat(40) + 'b')");
  await kernel.printed(id, "on");
  await kernel.interrupt();
  await kernel.printed(id, "does not react");
  await kernel.interrupt();
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject(lost("The cell did not react to three interrupts"));
});

test("a shutdown in the middle of a cell is answered, and the process ends with all it started", async () => {
  const busy = await KernelClient.start();
  const id = busy.begin(
    'import { Worker } from "node:worker_threads"; new Worker("setInterval(() => {}, 10)", { eval: true }); console.log("on"); while (true) {}',
  );
  await busy.printed(id, "on");
  const pid = busy.process.pid!;
  const { reply } = await Promise.race([
    busy.request("shutdown_request", { restart: false }, "control"),
    busy.exited.then(() => ({ reply: { content: "exited first" } })),
  ]);
  expect([{ status: "ok", restart: false }, "exited first"]).toContainEqual(reply.content);
  expect(await busy.exited).toBe(0);
  if (process.platform === "linux") expect(readdirSync("/proc")).not.toContain(String(pid));
  await busy.shutdown();
});
