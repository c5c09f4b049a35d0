// The compiler can be ended at any moment, and sees the file system as it is: nothing it does, and no file, costs a
// cell or a variable.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endlessCheck } from "../support/endless-check.js";
import { eventually } from "../support/eventually.js";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
const folder = mkdtempSync(join(tmpdir(), "compiler-"));
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: folder });
  await kernel.execute("let kept = 42");
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string) => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};

async function shown(code: string): Promise<string | undefined> {
  const { result, error } = await kernel.execute(code);
  return error ? `${error.ename}: ${error.evalue}` : result?.["text/plain"];
}

test("a check that does not end is ended at one press with its process, and the variables stay", async () => {
  const before = await compilers();
  const idle = used(before);
  const id = await kernel.accepted(endlessCheck);
  await eventually("it is being checked", () => process.platform !== "linux" || used(before) > idle + 20);
  await kernel.interrupt();
  const { error, reply } = await kernel.answer(id);
  expect(error).toMatchObject({ ename: "KeyboardInterrupt", evalue: "The cell was interrupted." });
  expect((await compilers()).filter((pid) => before.includes(pid))).toEqual([]);
  expect(await shown("kept")).toBe("42");
  expect(await shown("unreached")).toBe(
    `NotDefinedYet: unreached is not defined yet. Cell In[${reply.content.execution_count}] defines it, but was interrupted before it did: run that cell again.`,
  );
});

const deep: Record<string, string> = {
  "3,000 nested brackets": "[".repeat(3000) + "]".repeat(3000),
  "4,000 nested parentheses": `${"(".repeat(4000)}1${")".repeat(4000)}`,
  "30,000 nested brackets": "[".repeat(30_000) + "]".repeat(30_000),
};
for (const [what, code] of Object.entries(deep))
  test(`after ${what} the next cell runs`, async () => {
    const before = await compilers();
    const { reply, error } = await kernel.execute(code);
    if (error) expect(error.ename).toMatch(/^(CompilerFailed|RangeError)$/);
    else expect(reply.content.status).toBe("ok");
    // Nothing of a compiler that has failed is used again.
    if (error?.ename === "CompilerFailed")
      expect((await compilers()).filter((pid) => before.includes(pid))).toEqual([]);
    expect(await shown("1 + 1")).toBe("2");
    expect(await shown("kept")).toBe("42");
  });

test("a sum of 20,001 ones, which takes seconds, is interrupted like any other cell", async () => {
  const id = await kernel.accepted(`1${"+1".repeat(20_000)}`);
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  expect(await shown("kept")).toBe("42");
});

test("a cell that TypeScript cannot check is explained in a sentence", async () => {
  const { error } = await kernel.execute("[".repeat(30_000) + "]".repeat(30_000));
  expect(error!.evalue).toContain("Maximum call stack size exceeded");
  expect(error!.evalue).toContain("None of the cell ran, and all variables are kept.");
});

test.skipIf(process.platform !== "linux")(
  "a compiler that is killed is replaced, and declarations are still known",
  async () => {
    await kernel.execute("class Declared { value = 7 }");
    const [pid] = await compilers();
    process.kill(pid, "SIGKILL");
    expect(await shown("new Declared().value + kept")).toBe("49");
    expect(await compilers()).not.toContain(pid);
  },
);

test.skipIf(process.platform !== "linux")("a check that runs out of memory is made again with more of it", async () => {
  const id = await kernel.accepted(endlessCheck);
  const memory = (pid: number) => /--max-old-space-size=(\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1];
  const [pid] = await compilers();
  expect(memory(pid)).toBe("256");
  // So V8 ends a process that has no memory left.
  process.kill(pid, "SIGABRT");
  await expect.poll(compilers, { timeout: 30_000 }).not.toContain(pid);
  expect(memory((await compilers())[0])).toBe("2048");
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  expect(await shown("kept")).toBe("42");
});

test.skipIf(process.platform !== "linux")("the compiler watches no file", async () => {
  const [pid] = await compilers();
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  expect(open.filter((file) => file.includes("inotify"))).toEqual([]);
});

/** The kernel's compiler, where the system's processes can be looked at. It may have to be started first. */
async function compilers(): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const ps = ["-o", "pid=,args=", "--ppid", String(kernel.process.pid)];
  let found: number[] = [];
  await eventually("there is one compiler", () => {
    const children = execFileSync("ps", ps, { encoding: "utf8" }).trim().split("\n");
    found = children.filter((line) => /compiler.start\.js|--snapshot-blob/.test(line)).map(Number.parseFloat);
    return found.length === 1;
  });
  return found;
}

/** Hundredths of a second that processes have used. */
const used = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[11]), 0);

test("completion, inspection and completeness are answered while a cell runs", async () => {
  await kernel.execute("/** How many. */ const manyThings = 3");
  const id = kernel.begin("console.log('on'); await new Promise(() => {})");
  await kernel.printed(id, "on");
  const completed = await kernel.request("complete_request", { code: "manyTh", cursor_pos: 6 });
  expect(completed.reply.content.matches).toContain("manyThings");
  const inspected = await kernel.request("inspect_request", { code: "manyThings", cursor_pos: 3, detail_level: 0 });
  expect(inspected.reply.content.data["text/plain"]).toBe("const manyThings: 3\n\nHow many.");
  const complete = await kernel.request("is_complete_request", { code: "for (;;) {" });
  expect(complete.reply.content).toEqual({ status: "incomplete", indent: "  " });
  await kernel.interrupt();
  expect((await kernel.answer(id)).reply.content.status).toBe("error");
});

describe("files beside the notebook", () => {
  test("a file that appears after a failed import is found", async () => {
    expect(await shown('import { u } from "./util"; u')).toContain("Cannot find module './util'");
    put("util.ts", "export const u = 5;");
    expect(await shown('import { u } from "./util"; u')).toBe("5");
    expect(await shown("1 + 1")).toBe("2");
  });

  test("one that appears is found by a file that has not changed, and so is a package", async () => {
    put("node_modules/there/package.json", "{}");
    put("asks.ts", 'import { v } from "./answers"; import { w } from "late"; export const sum = v + w;');
    const code = 'import { sum } from "./asks"; sum';
    expect(await shown(code)).toContain("Cannot find module './answers'");
    put("answers.ts", "export const v = 30;");
    expect(await shown(code)).toContain("Cannot find module 'late'");
    put("node_modules/late/index.js", "exports.w = 4;");
    put("node_modules/late/index.d.ts", "export declare const w: number;");
    expect(await shown(code)).toBe("34");
  });

  test("a package that appears later is found, by its own package.json", async () => {
    put("node_modules/there/package.json", "{}");
    const code = 'import { p } from "appears"; p';
    expect(await shown(code)).toContain("Cannot find module 'appears'");
    put("node_modules/appears/lib/x.js", "exports.p = 8;");
    put("node_modules/appears/lib/x.d.ts", "export declare const p: number;");
    put("node_modules/appears/package.json", '{ "name": "appears", "main": "lib/x.js", "types": "lib/x.d.ts" }');
    expect(await shown(code)).toBe("8");
  });

  test("a package that `require` did not find is found once it exists", async () => {
    // Node looks into a folder only if there is one, and remembers what it did not find there.
    put("node_modules/there/package.json", "{}");
    put("node_modules/comes-later/lib/y.js", "exports.q = 9;");
    expect(await shown('require("comes-later").q')).toMatch(/Cannot find module 'comes-later'/);
    put("node_modules/comes-later/package.json", '{ "name": "comes-later", "main": "lib/y.js" }');
    expect(await shown('require("comes-later").q')).toBe("9");
  });

  test("an edited .ts gives its new types and values at the next import, through another file too", async () => {
    put("h.ts", "export const a = 1;");
    put("through.ts", 'import { a } from "./h"; export const twice = 2 * a;');
    expect(await shown('import { a } from "./h"; import { twice } from "./through"; [a, twice]')).toBe("[ 1, 2 ]");
    put("h.ts", "export const a = 20; export const b = 3;");
    expect(await shown('import { a, b } from "./h"; import { twice } from "./through"; [a, b, twice]')).toBe(
      "[ 20, 3, 40 ]",
    );
    put("h.ts", "export const a = 'text';");
    expect(await shown('import { a } from "./h"; const n: number = a')).toContain("not assignable to type 'number'");
  });

  test("an edited .js or .json gives its new values at the next import", async () => {
    put("plain.js", "exports.c = 1;");
    put("module.js", "export const m = 1;");
    put("data.json", '{ "d": 1 }');
    const code =
      'import { c } from "./plain"; import { m } from "./module.js"; import data from "./data.json"; [c, m, data.d]';
    expect(await shown(code)).toBe("[ 1, 1, 1 ]");
    put("plain.js", "exports.c = 2;");
    put("module.js", "export const m = 3;");
    put("data.json", '{ "d": 4 }');
    expect(await shown(code)).toBe("[ 2, 3, 4 ]");
  });

  test("nodes shipped from an edited file run its new code", async () => {
    const worker = (n: number) =>
      `import { Node } from "kernel-lib"; export class W extends Node { onStart() { this.output(${n}) } }`;
    const code =
      'import { run } from "kernel-lib"; import { W } from "./worker"; (await run({ nodes: { w: W } })).outputs.w[0]';
    put("worker.ts", worker(1));
    expect(await shown(code)).toBe("1");
    put("worker.ts", worker(2));
    expect(await shown(code)).toBe("2");
  });

  test("a file outside the notebook's folder can be imported, and its errors have places", async () => {
    const other = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(other, "far.ts"), "export const far = 6;");
    expect(await shown(`import { far } from ${JSON.stringify(join(other, "far"))}; far`)).toBe("6");
    put("wrong.ts", "\nexport const w: number = 'text';");
    const { error } = await kernel.execute('import { w } from "./wrong"; w');
    expect(error!.traceback.join("\n")).toContain("wrong.ts, line 2, column 14");
    rmSync(other, { recursive: true });
  });
});
