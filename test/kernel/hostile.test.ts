// Nothing that code of a cell does to its own process silences the kernel: at worst the process is replaced, and the
// cell says so.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates
import { afterEach, beforeEach, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeEach(async () => {
  kernel = await KernelClient.start();
  await kernel.execute("const kept = 42");
});
afterEach(() => kernel.shutdown());

/** The process was replaced for this reason, and the next cell runs in a new one. */
async function replaced(code: string, reason: RegExp): Promise<void> {
  const { error } = await kernel.execute(code);
  expect(error?.ename).toBe("SessionLost");
  expect(error!.evalue).toMatch(reason);
  expect(error!.evalue).toMatch(/All variables are gone: run the cells above again\.$/);
  expect((await kernel.execute("1 + 1")).result).toEqual({ "text/plain": "2" });
  expect((await kernel.execute("kept")).error!.evalue).toContain("the variables are gone");
}

const port =
  'const port: any = (process as any)._getActiveHandles().find((h: any) => h?.constructor?.name === "MessagePort");';

test("garbage in the process's channel to the kernel", () =>
  replaced(
    'require("fs").writeSync(3, "garbage\\n"); await new Promise((r) => setTimeout(r, 500))',
    /something other than messages was written to its channel to the kernel/,
  ));

test("messages that pose as the kernel", () =>
  replaced(
    'require("fs").writeSync(3, JSON.stringify({ type: "done", run: "1", data: 3 }) + "\\n"); await new Promise((r) => setTimeout(r, 500))',
    /^A cell's code posed as the kernel/,
  ));

test("a closed channel", () =>
  replaced(
    'require("fs").closeSync(3); await new Promise((r) => setTimeout(r, 3000))',
    /its channel to the kernel (was closed|broke)|crashed/,
  ));

/** Writes the text into the channel again and again, each time whole. */
const writesOn = (text: string) =>
  `const text = Buffer.from(${text}); const fs = require("fs"); let at = 0;
for (;;) try { at = (at + fs.writeSync(3, text, at)) % text.length } catch { await null }`;

test("a message that does not end", () =>
  replaced(writesOn('"x".repeat(2 ** 20)'), /it sent the kernel a message that does not end/));

test("a flood of small messages, each of them well formed", () =>
  replaced(
    writesOn('`${JSON.stringify({ type: "clear", cell: "none", wait: false })}\\n`.repeat(9999)'),
    /it flooded its channel to the kernel/,
  ));

test("a closed port", () =>
  replaced(
    `${port} port.close(); await new Promise((r) => setTimeout(r, 4000))`,
    /closed the channel between its thread and the kernel/,
  ));

test("garbage on the port", () =>
  replaced(
    `${port} port.postMessage({ type: "stream", cell: 10n }); await new Promise((r) => setTimeout(r, 500))`,
    /^A cell's code posed as the kernel/,
  ));

for (const name of ["Promise", "Symbol", "Object", "process", "console", "Map", "Error", "Array", "JSON", "Reflect"])
  test(`a deleted ${name}`, () =>
    replaced(
      `delete (globalThis as any).${name}`,
      new RegExp(`The cell (deleted or replaced the global ${name}|broke)`),
    ));

for (const name of ["Promise", "Symbol", "Object", "process", "console"])
  test(`a replaced ${name}, after an await`, () =>
    replaced(
      `await null; (globalThis as any).${name} = { own: 1 }`,
      new RegExp(`The cell (deleted or replaced the global ${name}|broke)`),
    ));

test("a Proxy that throws when inspected, thrown from a timer, does not end the session", async () => {
  await kernel.execute(
    "setTimeout(() => { throw new Proxy({}, { get() { throw new Error('no') }, getPrototypeOf() { throw 1 }, has() { throw 2 } }) }, 5); void Promise.reject(new Proxy({}, { get() { throw 3 } }))",
  );
  expect((await kernel.execute("await new Promise((r) => setTimeout(r, 100)); kept")).result).toEqual({
    "text/plain": "42",
  });
});

test("no deprecation of our own is reported on stderr, not even one that Node keeps to itself", async () => {
  await kernel.shutdown();
  kernel = await KernelClient.start({ env: { NODE_OPTIONS: "--pending-deprecation" } });
  const id = kernel.begin("console.log('on'); /^(a+)+$/.test('a'.repeat(40) + 'b')");
  await kernel.printed(id, "on");
  await kernel.interrupt();
  await kernel.answer(id);
  await kernel.execute(
    'import { Node, run } from "kernel-lib"; class A extends Node {} ; await run({ nodes: { a: A } }); 1',
  );
  expect(kernel.log).toBe("");
});
