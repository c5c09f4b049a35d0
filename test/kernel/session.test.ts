// Whatever a cell does to its process, the kernel lives on and says what was lost. At the end nothing is left.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endlessCheck } from "../support/endless-check.js";
import { KernelClient, kernelMain } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

const lost = (reason: string) => ({
  ename: "SessionLost",
  evalue: `${reason}. All variables are gone: run the cells above again.`,
});

test("process.exit ends only the cells' process, and later errors say which cell to run again", async () => {
  const { reply } = await kernel.execute("const before = 1");
  const ids = ["process.exit(3)", "before"].map((code) => kernel.begin(code));
  const [exited, next] = await Promise.all(ids.map((id) => kernel.answer(id)));
  expect(exited.error).toMatchObject(lost("process.exit(3) ended the process that runs cells"));
  expect(next.reply.content.status).toBe("aborted");
  expect((await kernel.execute("before")).error!.evalue).toBe(
    `before is not defined yet. Cell In[${reply.content.execution_count}] defined it, but the variables are gone: run that cell again.`,
  );
  expect((await kernel.execute("const before = 2; before")).result).toEqual({ "text/plain": "2" });
});

test("running out of memory ends only the cells' process", async () => {
  const { error } = await kernel.execute(
    "const hoard: number[][] = []; while (true) hoard.push(new Array(1e6).fill(0.5));",
  );
  expect(error!.evalue).toMatch(/^The cells? ran out of memory: .*\d+ MB.*\. All variables are gone/);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
});

test("an exit between cells is reported under the last cell", async () => {
  const { reply } = await kernel.execute("setTimeout(() => process.exit(), 20)");
  const error = await kernel.until(() =>
    kernel.published.find((m) => m.parent.msg_id === reply.parent.msg_id && m.header.msg_type === "error"),
  );
  expect(error.content).toMatchObject(lost("process.exit(0) ended the process that runs cells"));
});

test("an end while a cell is compiled is reported by that cell, whose variables are gone", async () => {
  const sign = join(mkdtempSync(join(tmpdir(), "session-")), "now");
  const { reply } = await kernel.execute(
    `const before = 1; setInterval(() => { if (require("fs").existsSync(${JSON.stringify(sign)})) process.exit(4) }, 10)`,
  );
  const id = await kernel.accepted(endlessCheck);
  writeFileSync(sign, "");
  const { error } = await kernel.answer(id);
  expect(error).toMatchObject(lost("process.exit(4) ended the process that runs cells"));
  expect((await kernel.execute("before")).error!.evalue).toContain(`Cell In[${reply.content.execution_count}] defined`);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
  rmSync(dirname(sign), { recursive: true });
});

test.skipIf(process.platform === "win32")("an end right behind a cell's own is reported by that cell", async () => {
  const sign = join(mkdtempSync(join(tmpdir(), "session-")), "now");
  const id = kernel.begin(
    `const before = 1; console.log("on"); while (!require("fs").existsSync(${JSON.stringify(sign)})) await new Promise((r) => setTimeout(r, 10));
setTimeout(() => process.exit(6), 10);`,
  );
  await kernel.printed(id, "on");
  // Stopped, the kernel finds both messages at once.
  kernel.process.kill("SIGSTOP");
  writeFileSync(sign, "");
  await new Promise((done) => setTimeout(done, 500));
  kernel.process.kill("SIGCONT");
  expect((await kernel.answer(id)).error?.ename).toBe("SessionLost");
  expect((await kernel.execute("before")).error!.evalue).toContain("the variables are gone");
  rmSync(dirname(sign), { recursive: true });
});

test("running out of memory through buffers ends only the cells' process", async () => {
  const small = await KernelClient.start({ env: { VERTEILT_MEMORY_MB: "400" } });
  const { error } = await small.execute("const hoard: Buffer[] = []; while (true) hoard.push(Buffer.alloc(5e6, 1));");
  expect(error!.evalue).toMatch(/^The cells ran out of memory: \d+ MB were in use\. All variables are gone/);
  expect((await small.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
  await small.shutdown();
});

test.skipIf(process.platform === "win32")("a crash of native code ends only the cells' process", async () => {
  const { reply } = await kernel.execute("const before = 1");
  const crash = 'require("node:v8").setFlagsFromString("--allow-natives-syntax"); new Function("%SystemBreak()")()';
  for (const [code, signal] of [
    [crash, "SIGTRAP|SIGILL"],
    ['process.kill(process.pid, "SIGSEGV"); while (true) {}', "SIGSEGV"],
  ]) {
    const { error } = await kernel.execute(code);
    expect(error!.ename).toBe("SessionLost");
    expect(error!.evalue).toMatch(
      new RegExp(`^The process that runs cells crashed \\((${signal})\\)\\. All variables are gone`),
    );
  }
  expect((await kernel.execute("before")).error!.evalue).toBe(
    `before is not defined yet. Cell In[${reply.content.execution_count}] defined it, but the variables are gone: run that cell again.`,
  );
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
});

test("a shutdown partway through a cell is answered, and the process ends with all it started", async () => {
  const busy = await KernelClient.start();
  const id = busy.begin(
    `import { Worker } from "node:worker_threads"; import { spawn } from "node:child_process"; import { createServer } from "node:net";
new Worker("setInterval(() => {}, 10)", { eval: true });
const server = createServer().listen(0, "127.0.0.1"); await new Promise(r => server.on("listening", r));
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
console.log("left:" + [process.pid, child.pid, (server.address() as any).port].join()); while (true) {}`,
  );
  await busy.printed(id, "left:");
  const text = busy.published.map(({ content }) => content.text ?? "").join("");
  const [cells, child, port] = /left:([\d,]+)/.exec(text)![1].split(",").map(Number);
  const { reply } = await Promise.race([
    busy.request("shutdown_request", { restart: false }, "control"),
    busy.exited.then(() => ({ reply: { content: "exited first" } })),
  ]);
  expect([{ status: "ok", restart: false }, "exited first"]).toContainEqual(reply.content);
  expect(await busy.exited).toBe(0);
  for (const pid of [busy.process.pid!, cells, child]) await gone(pid);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  await busy.shutdown();
});

test("a kernel that is killed leaves nothing behind either", async () => {
  const victim = await KernelClient.start();
  const { stdout } = await victim.execute("console.log(process.pid); while (false) {}");
  victim.begin("while (true) {}");
  victim.process.kill("SIGKILL");
  await victim.exited;
  await gone(Number(stdout));
  await victim.shutdown();
});

test("a kernel whose server is gone ends, with all it started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "server-"));
  const victim = await KernelClient.start({ main: orphaned(folder) });
  const { stdout } = await victim.execute("console.log(process.pid, process.ppid)");
  const [cells, kernel] = stdout.trim().split(" ").map(Number);
  victim.begin("while (true) {}");
  victim.process.kill("SIGKILL");
  await victim.exited;
  for (const pid of [kernel, cells]) await gone(pid);
  await victim.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

/** A script that starts the kernel as a child, as a server does, and waits. */
function orphaned(folder: string): string {
  const script = join(folder, "server.cjs");
  const text = `require("node:child_process").spawn(process.execPath, [${JSON.stringify(kernelMain)}, process.argv[2]], { stdio: "inherit" }); setInterval(() => {}, 1000);`;
  writeFileSync(script, text);
  return script;
}

/** Waits until there is no such process, or it is only waiting to be buried. */
async function gone(pid: number): Promise<void> {
  await expect
    .poll(
      () => {
        if (process.platform === "linux")
          return !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
        try {
          return !process.kill(pid, 0);
        } catch {
          return true;
        }
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

const hog = "{ const a: number[] = []; for (;;) a.push(1, 2, 3, 4, 5, 6, 7, 8); }";

test("a cell that fills one array is reported as out of memory, with what was lost", async () => {
  await kernel.execute("const before = 5");
  const { error } = await kernel.execute(`(() => ${hog})()`);
  expect(error!.ename).toBe("SessionLost");
  expect(error!.evalue).toMatch(
    /^The cell ran out of memory: .*MB.*\. All variables are gone: run the cells above again\.$/,
  );
  expect((await kernel.execute("before")).error!.evalue).toContain("the variables are gone");
});

test("a node that fills one array is named", async () => {
  await kernel.execute('import { Node, run } from "kernel-lib"');
  const { error } = await kernel.execute(
    `class Hog extends Node { onStart() ${hog} } class Idle extends Node {}
await run({ nodes: { idle: Idle, hog: Hog } }, { limit: 600_000 })`,
  );
  expect(error!.ename).toBe("SessionLost");
  expect(error!.evalue).toMatch(/^Node hog ran out of memory: \d+ MB were in use\. All variables are gone/);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
});
