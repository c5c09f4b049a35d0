// The snapshot of the compiler only makes kernels start sooner: whatever becomes of the file, they work, and leave it
// alone.
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { makeSnapshot } from "../../kernel-lib/course/setup/snapshot.mjs";
import { snapshotFile } from "../../kernel-lib/dist/kernel/compiler/snapshot.js";
import { KernelClient } from "../support/kernel-client.js";

const file = snapshotFile(root);
const beside = `${file}.kept`;
beforeEach(async () => {
  await makeSnapshot("npm test");
  renameSync(file, beside);
});
afterEach(() => renameSync(beside, file));

/** A kernel that runs cells, and says nothing of its own. */
async function works(): Promise<void> {
  const kernel = await KernelClient.start();
  await kernel.execute('import { Node, run } from "kernel-lib"; class A extends Node { onStart() { this.output(3) } }');
  expect((await kernel.execute("(await run({ nodes: { a: A } })).outputs.a")).result).toEqual({
    "text/plain": "[ 3 ]",
  });
  expect(kernel.log).toBe("");
  await kernel.shutdown();
}

test("without a snapshot", async () => {
  await works();
  expect(existsSync(file)).toBe(false);
});

const damaged: Record<string, (whole: Buffer) => Buffer> = {
  empty: () => Buffer.alloc(0),
  "cut off": (whole) => whole.subarray(0, 100_000),
  "no snapshot at all": () => Buffer.from("no snapshot"),
  "changed in one place": (whole) =>
    Buffer.concat([whole.subarray(0, 300_000), Buffer.from("x".repeat(32)), whole.subarray(300_032)]),
};
/** The same length, so that only the version differs. */
const other = process.version.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
damaged["another Node's"] = (whole) =>
  Buffer.from(whole.toString("latin1").replaceAll(process.version, other), "latin1");

for (const [how, damage] of Object.entries(damaged))
  test(`with one that is ${how}`, async () => {
    const content = damage(readFileSync(beside));
    writeFileSync(file, content);
    await works();
    expect(readFileSync(file).equals(content)).toBe(true);
  });

test("with one that may only be read, which kernels share", async () => {
  writeFileSync(file, readFileSync(beside));
  chmodSync(file, 0o444);
  const { mtimeMs } = statSync(file);
  await Promise.all([works(), works()]);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

test("the snapshot is kept outside the build output, so no build looks at it", () => {
  expect(file.startsWith(join(root, ".verteilt"))).toBe(true);
});
