// Code that checks no flag is terminated by V8, time and again, and the process outlives it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const TIMES = 500;

test(`a thread that waits survives being terminated ${TIMES} times`, { timeout: 300_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["test/support/terminations.cjs", String(TIMES)]);
  expect(stdout).toBe(`${TIMES}\n`);
});
